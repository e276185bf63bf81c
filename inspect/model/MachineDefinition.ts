import type { WireValue } from './WireValue.ts';

/**
 * A statechart in one form, whether it came as XState 5's `machine.definition` or `machine.config`, or as XState 4's.
 * Sent once per hash, never per actor.
 */
export interface MachineDefinition {
  /** Equal for equal statecharts, whoever sent them. */
  readonly hash: string;
  readonly id: string;
  readonly version: string | null;
  readonly root: StateDefinition;
}

/** A state and all that is in it. */
export interface StateDefinition {
  /** Keys from the root, joined by dots (a dot in a key is written `\.`): `connected.stable`. Empty for the root. */
  readonly path: string;
  readonly key: string;
  /** XState's id: `machine.connected.stable`, or the one its author gave. */
  readonly id: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  /** Of a history state. Where it goes without a history is its edge of kind `history`, if it has one. */
  readonly history: 'shallow' | 'deep' | null;
  /** Of a compound state: the path that is entered first, for the initial marker. */
  readonly initial: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly meta: WireValue | null;
  /** Names of actions. A nameless function is `(anonymous)`. */
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly invoke: readonly InvokeDefinition[];
  /** All edges that leave this state, or stay in it, in document order. */
  readonly edges: readonly EdgeDefinition[];
  readonly states: readonly StateDefinition[];
}

/** An actor that a state runs while it is active. */
export interface InvokeDefinition {
  readonly id: string;
  /** The name of its logic; `(anonymous)` for an inline one. */
  readonly src: string;
  readonly systemId: string | null;
}

/** What makes an edge be taken. `done` is `onDone` of a state; the `invoke…` ones are those of an invoked actor. */
export type EdgeKind =
  | 'event'
  | 'wildcard'
  | 'always'
  | 'after'
  | 'done'
  | 'invokeDone'
  | 'invokeError'
  | 'invokeSnapshot'
  | 'history'
  | 'route';

/** A transition. One with several targets (into parallel regions) is one edge. */
export interface EdgeDefinition {
  /** Unique in its machine, and what {@link TimelineEntry.edges} names: `PATH|EVENT|INDEX`, index among its equals. */
  readonly id: string;
  readonly kind: EdgeKind;
  /** Path of the state that it leaves. */
  readonly source: string;
  /** XState's event type or descriptor: `start`, `msg.*`, `*`, `xstate.after.500.conn.waiting`; empty for `always`. */
  readonly event: string;
  /** For people: `start`, `after 500 ms`, `done`, `done: probe`, `always`. */
  readonly label: string;
  /** Of an `after`: ms, or the name of the delay. */
  readonly delay: number | string | null;
  /** Of the `invoke…` kinds: the id of the actor. */
  readonly invoke: string | null;
  /** The guard's name; `not(x)`, `and(a, b)` and so on for the combined ones. */
  readonly guard: string | null;
  readonly actions: readonly string[];
  /** Absolute paths. None: it runs its actions and changes nothing. A target that does not exist is left out. */
  readonly targets: readonly string[];
  /** Whether the source is left and entered anew. */
  readonly reenter: boolean;
  readonly description: string | null;
}

import type {
  AnyActorRef,
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyTransitionDefinition,
  EventObject,
} from 'xstate';

/** One statechart of a system, at rest. */
export interface PureActor {
  /** Its place: ids from the root on, joined by `>`. */
  readonly key: string;
  readonly id: string;
  readonly machine: AnyStateMachine;
  readonly snapshot: AnyMachineSnapshot;
  /** Where its machine sends to; nothing ever runs behind it. */
  readonly ref: AnyActorRef;
}

/** A delayed event that has not come yet. */
export interface PureTimer {
  readonly actor: string;
  /** What it is cancelled by. */
  readonly id: string;
  readonly target: string;
  readonly event: EventObject;
  /** In ms, on the system's own clock. */
  readonly due: number;
}

/** A child that is no statechart, such as a promise: the world answers for it. */
export interface PureService {
  readonly key: string;
  readonly id: string;
  /** The name of its logic, where it has one. */
  readonly src: string;
  readonly parent: string;
}

/** A whole actor system as a value: nothing in it runs, and every step gives another one. */
export interface PureSystem {
  readonly now: number;
  readonly actors: ReadonlyMap<string, PureActor>;
  /** In the order in which they were set. */
  readonly timers: readonly PureTimer[];
  readonly services: readonly PureService[];
}

/** One microstep that was taken: nothing was selected where `transitions` is empty. */
export interface Microstep {
  readonly actor: string;
  readonly event: EventObject;
  readonly before: AnyMachineSnapshot | undefined;
  readonly after: AnyMachineSnapshot;
  readonly transitions: readonly AnyTransitionDefinition[];
}

/** An action that XState does not know: what it does is the world's affair. */
export interface CustomAction {
  readonly actor: PureActor;
  readonly type: string;
  readonly params: unknown;
  readonly context: unknown;
}

/** What happened in one step of a system. */
export interface PureTrace {
  /** Statecharts that began, with their first snapshots. */
  readonly begun: readonly { readonly actor: string; readonly snapshot: AnyMachineSnapshot }[];
  readonly microsteps: readonly Microstep[];
  /** What was emitted, with the emitting actor, in order. */
  readonly emitted: readonly { readonly actor: string; readonly event: EventObject }[];
  /** Events that no transition was there for. */
  readonly ignored: readonly { readonly actor: string; readonly event: EventObject }[];
}

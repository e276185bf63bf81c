import type { WireValue } from './WireValue.ts';

/**
 * Names an actor in an inspector: `SOURCE/SESSIONID`, as session ids (`x:3`) are counted per process and collide as
 * soon as two programs are watched. Opaque to all but the code that makes it. Good for a deep link while the source
 * lives.
 */
export type ActorId = string;

/** What an actor runs. `unknown` where a foreign wire does not say. */
export type ActorKind =
  | 'machine'
  | 'callback'
  | 'promise'
  | 'observable'
  | 'transition'
  | 'store'
  | 'unknown';

/** `stopped` is ours: XState has no word for an actor that was stopped before it was done. */
export type ActorStatus = 'active' | 'done' | 'error' | 'stopped';

/** A delayed transition that is under way: what a countdown is drawn from. */
export interface PendingTimer {
  /** The edge it will take, if it is an `after` of this machine ({@link EdgeDefinition.id}); empty for delayed sends. */
  readonly edge: string;
  /** The event's type, e.g. `xstate.after.500.conn.connecting`. */
  readonly event: string;
  /** In ms. */
  readonly delay: number;
  /** In ms since the epoch. */
  readonly dueAt: number;
}

/** An actor as the inspector knows it: now, or when it was last heard of. A field without a value is `null`. */
export interface InspectedActor {
  readonly id: ActorId;
  /** The id of its {@link InspectedSource}. */
  readonly source: string;
  /** XState's own id, e.g. `x:3`. */
  readonly sessionId: string;
  /** `null` for a root. The parent may be unknown (never registered): then treat it as a root. */
  readonly parent: ActorId | null;
  readonly kind: ActorKind;
  /** What people call it: the connection's name, the name given to `observe`, its system id, its id, in this order. */
  readonly name: string;
  /** The key of the logic in its parent's `actors`, if it has one. */
  readonly src: string | null;
  readonly systemId: string | null;
  /** The hash of its {@link MachineDefinition}; machines only. */
  readonly definition: string | null;
  readonly status: ActorStatus;
  /** Paths of all active states but the root, outer before inner: `['connected', 'connected.stable']`. */
  readonly states: readonly string[];
  readonly tags: readonly string[];
  /**
   * Its context, within bounds. `null` where it was not sent (it has none, or a bulk snapshot had no room for it): ask
   * with the request `expand`.
   */
  readonly context: WireValue | null;
  readonly input: WireValue | null;
  readonly output: WireValue | null;
  /** Why it has the badge: its own error, or, for a connection, the last error until the next stable connection. */
  readonly error: WireValue | null;
  /** One line of {@link error}. */
  readonly errorMessage: string | null;
  /** When a waiting connection tries again, in ms since the epoch. */
  readonly retryAt: number | null;
  readonly timers: readonly PendingTimer[];
  /** The connection that it is, or that it is part of: the key into traffic and into connection requests. */
  readonly connection: string | null;
  /** Events that it has taken since it was first observed. */
  readonly events: number;
  /** Events that no transition was enabled for. */
  readonly ignored: number;
  /** Coverage: paths of states that it has been in, in order of first visit. */
  readonly visited: readonly string[];
  /** Coverage: ids of edges that it has taken, with how often. */
  readonly taken: Readonly<Record<string, number>>;
  /** In ms since the epoch; when it was first heard of, for actors older than the observation. */
  readonly startedAt: number;
  /** The last change of state, in ms since the epoch. */
  readonly changedAt: number;
  /** In ms since the epoch; `null` while it lives. */
  readonly endedAt: number | null;
  /** The first moment (a {@link TimelineEntry.sequence}) at which it is there; 0 if it is older than the observation. */
  readonly firstSequence: number;
  /** The moment at which it ended, `null` while it lives. */
  readonly lastSequence: number | null;
}

/** What has changed of an actor: merge it over what is known of `id`. */
export type ActorChange = Pick<InspectedActor, 'id'> & Partial<Omit<InspectedActor, 'id'>>;

/** A program that is watched, or a recording of one. */
export interface InspectedSource {
  readonly id: string;
  /** What people call it: `this process`, the title of a page, the address of a socket. */
  readonly name: string;
  /** `process`: the inspector's own; the others: who speaks which package's protocol to us. */
  readonly kind: 'process' | 'xstate5' | 'xstate4';
  /** False once it is gone; its actors are kept, marked as stopped. */
  readonly connected: boolean;
  /** Whether `send` can reach it (given `control`): false for `@statelyai/inspect`, whose wire has no way back. */
  readonly accepts: boolean;
}

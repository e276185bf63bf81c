import type { ActorId, ActorStatus } from './InspectedActor.ts';
import type { WireValue } from './WireValue.ts';

/** An event of an inspected actor. */
export interface InspectedEvent {
  readonly type: string;
  /** The whole event but its `type`, within bounds, without secrets; `null` where there is nothing else. */
  readonly payload: WireValue | null;
}

/**
 * One event that an actor took, with all that came of it: a row of the timeline, an arrow of the sequence diagram, a
 * moment to travel to. To show a moment, take for each actor the last entry up to it; before its first entry an actor
 * is as that entry's `before` says; outside `firstSequence`…`lastSequence` it is not there.
 */
export interface TimelineEntry {
  /** Names the moment. Grows by one an entry, over all actors of the inspector, in the order of cause and effect. */
  readonly sequence: number;
  /** In ms since the epoch, with a fraction. */
  readonly at: number;
  /** `started` and `stopped` are the ends of an actor's life; their events are `xstate.init` and `xstate.stop`. */
  readonly kind: 'started' | 'event' | 'stopped';
  /** Who took it. */
  readonly actor: ActorId;
  /** Who sent it: another actor, itself, or `null` for the world outside. */
  readonly sender: ActorId | null;
  readonly event: InspectedEvent;
  /** Active states before, as in {@link InspectedActor.states}. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Ids of the edges taken, in order, eventless ones included. Empty if the event changed nothing, or for non-machines. */
  readonly edges: readonly string[];
  /** Whether the edges are a guess from before, after and event: the wire of `@statelyai/inspect` does not tell. */
  readonly guessed: boolean;
  /** Names of the actions run. */
  readonly actions: readonly string[];
  readonly status: ActorStatus;
  /** The context after; `null` if it is the same as before it, or there is none. */
  readonly context: WireValue | null;
  /** One line, if the actor failed at this. */
  readonly errorMessage: string | null;
  /** For how long nobody had watched until shortly before it, in ms: what happened then is nowhere. Absent otherwise. */
  readonly unwatched?: number;
}

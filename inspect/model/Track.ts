import type { ActorId } from './InspectedActor.ts';
import type { ActorLike } from './readActor.ts';

/** What is kept of an actor while it is watched. */
export interface Track {
  readonly actor: ActorLike;
  readonly id: ActorId;
  readonly parent: ActorId | undefined;
  readonly label: { readonly name?: string } | undefined;
  readonly connection: string | undefined;
  isStarted: boolean;
  /** Whether the collector knows it. */
  isAnnounced: boolean;
  /** Events that were sent to it and are not processed, in their order. */
  readonly waiting: Note[];
  /** Transitions and actions of the event that is being processed; lists are made when there is something to list. */
  steps: unknown[] | undefined;
  actions: string[] | undefined;
  /** State values after each of its steps. */
  values: unknown[] | undefined;
  lastSnapshot: unknown;
  /** What was last told to the collector. */
  paths: readonly string[];
  context: unknown;
  hasEnded: boolean;
  /** Entries that were not listed since the last flush, and how many of them were events of its life. */
  missed: number;
  missedEvents: number;
  /** Their transitions, with how often, for coverage. */
  missedSteps: Map<unknown, number> | undefined;
}

/** One event on its way through an actor, by reference. */
export interface Note {
  track: Track;
  readonly sender: Track | undefined;
  event: { readonly type: string };
  readonly at: number;
  /** False in a rush: counted alone. */
  readonly isListed: boolean;
  /** `void`: it was dropped, as its actor ended before. */
  state: 'open' | 'done' | 'void';
  snapshot: unknown;
  steps: readonly unknown[] | undefined;
  actions: readonly string[] | undefined;
  values: readonly unknown[] | undefined;
}

/** A fresh {@link Track}. */
export function createTrack(facts: Pick<Track, 'actor' | 'id' | 'parent' | 'label' | 'connection'>): Track {
  return {
    ...facts,
    isStarted: false,
    isAnnounced: false,
    waiting: [],
    steps: undefined,
    actions: undefined,
    values: undefined,
    lastSnapshot: undefined,
    paths: [],
    context: undefined,
    hasEnded: false,
    missed: 0,
    missedEvents: 0,
    missedSteps: undefined,
  };
}

import type { ActorId, InspectedActor } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import type { WireValue } from '../../model/WireValue.ts';
import type { World } from './createWorld.ts';

/** A moment in the past: what all actors were like then. */
export interface Moment {
  readonly sequence: number;
  /** What happened at it; `undefined` if the page does not hold it. */
  readonly entry: TimelineEntry | undefined;
  /** In ms since the epoch. */
  readonly at: number;
  /** The actors that were there, as they were. Timers and retries are not remembered. */
  readonly actors: ReadonlyMap<ActorId, InspectedActor>;
  /** The last thing that happened to each of them up to this moment. */
  readonly lastEntries: ReadonlyMap<ActorId, TimelineEntry>;
}

/**
 * Works out a moment from the timeline: for each actor the last entry up to it; before an actor's first entry what that
 * says of the time before. An actor that nothing is known of is taken to have been as it is now, and so is a context that
 * nothing later changed.
 */
export function createMoment(
  { actors, entries }: Pick<World, 'actors' | 'entries'>,
  sequence: number,
): Moment {
  const last = new Map<ActorId, TimelineEntry>();
  const contexts = new Map<ActorId, TimelineEntry>();
  const next = new Map<ActorId, TimelineEntry>();
  const changedLater = new Set<ActorId>();
  let isGapLater = false;
  for (const entry of entries.all) {
    if (entry.sequence <= sequence) {
      last.set(entry.actor, entry);
      if (entry.context !== null) contexts.set(entry.actor, entry);
    } else {
      if (!next.has(entry.actor)) next.set(entry.actor, entry);
      if (entry.context !== null) changedLater.add(entry.actor);
      // What changed while nobody watched is in no entry.
      if (entry.unwatched !== undefined) isGapLater = true;
    }
  }
  const past = new Map<ActorId, InspectedActor>();
  for (const actor of actors.values()) {
    if (actor.firstSequence > sequence) continue;
    const before = last.get(actor.id);
    const after = next.get(actor.id);
    // No later change of the context is known: it was then what it is now.
    const later = isGapLater || changedLater.has(actor.id) ? null : actor.context;
    const context = contexts.get(actor.id)?.context ?? later;
    past.set(actor.id, actorAt(actor, sequence, before, after, context));
  }
  const entry = entries.get(sequence);
  const at = entry?.at ?? entries.all[Math.max(0, entries.indexUpTo(sequence))]?.at ?? 0;
  return { sequence, entry, at, actors: past, lastEntries: last };
}

function actorAt(
  actor: InspectedActor,
  sequence: number,
  before: TimelineEntry | undefined,
  after: TimelineEntry | undefined,
  context: WireValue | null,
): InspectedActor {
  const hasEnded = actor.lastSequence !== null && actor.lastSequence <= sequence;
  const now = { timers: [], retryAt: null } as const;
  if (before === undefined && after === undefined) return { ...actor, ...now };
  const status = before?.status ?? 'active';
  return {
    ...actor,
    ...now,
    states: before?.after ?? after?.before ?? actor.states,
    // Tags are those of the states, which the page does not know apart.
    tags: after === undefined ? actor.tags : [],
    status: hasEnded ? actor.status : status,
    context,
    output: hasEnded ? actor.output : null,
    error: hasEnded || after === undefined ? actor.error : null,
    errorMessage: before?.errorMessage ?? (hasEnded || after === undefined ? actor.errorMessage : null),
    changedAt: before?.at ?? actor.startedAt,
    endedAt: hasEnded ? actor.endedAt : null,
    lastSequence: hasEnded ? actor.lastSequence : null,
  };
}

import type { ActorChange, InspectedActor } from './InspectedActor.ts';
import type { TimelineEntry } from './TimelineEntry.ts';

/** An actor in the collector's hands. */
export type MutableActor = { -readonly [Key in keyof InspectedActor]: InspectedActor[Key] };

/** Different edges and states whose visits are kept, per actor. */
const mostCovered = 2_000;

/**
 * What an entry of the timeline changes of its actor. Fields that stay the same are left out, so that a batch says
 * only what is new.
 */
export function changesFrom(
  actor: MutableActor,
  entry: TimelineEntry,
  through: readonly string[],
): ActorChange {
  const moved = !sameList(entry.before, entry.after) || !sameList(actor.states, entry.after);
  const visited = visitedBy(actor, [...entry.before, ...through, ...entry.after]);
  const ended = entry.kind === 'stopped' || entry.status !== 'active';
  return {
    id: actor.id,
    ...(entry.kind === 'event' && { events: actor.events + 1 }),
    ...(isIgnored(actor, entry) && { ignored: actor.ignored + 1 }),
    ...(moved && { states: entry.after }),
    ...((moved || entry.edges.length > 0) && { changedAt: entry.at }),
    ...(entry.status !== actor.status && { status: entry.status }),
    ...(entry.context !== null && { context: entry.context }),
    ...(entry.errorMessage !== null && { errorMessage: entry.errorMessage }),
    ...(visited !== undefined && { visited }),
    ...(entry.edges.length > 0 && { taken: takenBy(actor, entry) }),
    ...(ended && actor.endedAt === null && { endedAt: entry.at, lastSequence: entry.sequence, timers: [] }),
  };
}

function isIgnored(actor: MutableActor, entry: TimelineEntry): boolean {
  return (
    actor.kind === 'machine' &&
    entry.kind === 'event' &&
    entry.status === 'active' &&
    entry.edges.length === 0 &&
    !entry.guessed
  );
}

function visitedBy(actor: MutableActor, paths: readonly string[]): readonly string[] | undefined {
  const fresh = paths.filter((path) => !actor.visited.includes(path));
  if (fresh.length === 0 || actor.visited.length >= mostCovered) return undefined;
  return [...actor.visited, ...new Set(fresh)];
}

function takenBy(actor: MutableActor, entry: TimelineEntry): Readonly<Record<string, number>> {
  const taken: Record<string, number> = { ...actor.taken };
  for (const edge of entry.edges) taken[edge] = (taken[edge] ?? 0) + 1;
  return Object.keys(taken).length > mostCovered ? actor.taken : taken;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

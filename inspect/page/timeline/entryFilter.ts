import type { ActorId, InspectedActor } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';

/** Which events of the timeline are of interest. Empty texts let all pass. */
export interface EntryFilter {
  /** An actor, by its name or a part of it. */
  readonly actor: string;
  /** The type of an event, or a part of it; `*` stands for anything. */
  readonly type: string;
  /** Anything that the row says, or its payload. */
  readonly text: string;
  /** Only events that changed a state. */
  readonly onlyChanges: boolean;
  /** Only this actor and those in it; `null`: all. */
  readonly within: ActorId | null;
}

export const everyEntry: EntryFilter = { actor: '', type: '', text: '', onlyChanges: false, within: null };

/** Makes the test of a filter. It looks up actors when it is used. */
export function entryTest(
  filter: EntryFilter,
  actors: ReadonlyMap<ActorId, InspectedActor>,
): (entry: TimelineEntry) => boolean {
  const actor = filter.actor.trim().toLowerCase();
  const text = filter.text.trim().toLowerCase();
  const isType = typeTest(filter.type.trim());
  const { onlyChanges, within } = filter;
  const nameOf = (id: ActorId | null): string =>
    id === null ? '' : (actors.get(id)?.name ?? id).toLowerCase();

  function says(entry: TimelineEntry): boolean {
    const { event, before, after, actions, errorMessage } = entry;
    return (
      event.type.toLowerCase().includes(text) ||
      [...before, ...after, ...actions].some((part) => part.toLowerCase().includes(text)) ||
      (errorMessage?.toLowerCase().includes(text) ?? false) ||
      nameOf(entry.actor).includes(text) ||
      nameOf(entry.sender).includes(text) ||
      (event.payload !== null && JSON.stringify(event.payload).toLowerCase().includes(text))
    );
  }

  return (entry) =>
    (!onlyChanges || isChange(entry)) &&
    (within === null || isWithin(entry.actor, within, actors)) &&
    (actor === '' || nameOf(entry.actor).includes(actor) || nameOf(entry.sender).includes(actor)) &&
    isType(entry.event.type) &&
    (text === '' || says(entry));
}

/** Whether an actor moved, began or ended. */
export function isChange(entry: TimelineEntry): boolean {
  return entry.kind !== 'event' || entry.edges.length > 0 || !isSame(entry.before, entry.after);
}

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

function isWithin(id: ActorId, ancestor: ActorId, actors: ReadonlyMap<ActorId, InspectedActor>): boolean {
  let at: ActorId | null = id;
  for (let depth = 0; at !== null && depth < 50; depth += 1) {
    if (at === ancestor) return true;
    at = actors.get(at)?.parent ?? null;
  }
  return false;
}

function typeTest(wanted: string): (type: string) => boolean {
  if (wanted === '') return () => true;
  const lower = wanted.toLowerCase();
  if (!wanted.includes('*')) return (type) => type.toLowerCase().includes(lower);
  const pattern = lower.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const expression = new RegExp(`^${pattern.join('.*')}$`);
  return (type) => expression.test(type.toLowerCase());
}

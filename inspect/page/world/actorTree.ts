import type { ActorId, InspectedActor, InspectedSource } from '../../model/InspectedActor.ts';

/** A row of the tree of actors: one of them, or the program that some of them are in. */
export type TreeRow =
  | {
      readonly kind: 'actor';
      readonly id: ActorId;
      readonly depth: number;
      readonly hasChildren: boolean;
      readonly isOpen: boolean;
      /** How many stopped ones this row stands for: itself, and those before it of the same name under the same parent. */
      readonly times: number;
    }
  | { readonly kind: 'source'; readonly source: InspectedSource };

export interface TreeQuery {
  readonly search: string;
  readonly showEnded: boolean;
  /** What somebody opened or closed; all others are open unless there are very many. */
  readonly open: ReadonlyMap<ActorId, boolean>;
}

/** With more actors than this, roots begin closed. */
const manyActors = 300;

/**
 * The actors as rows of a tree, parents before children. A search keeps what matches, with the way to it, and opens it
 * all.
 */
export function actorTree(
  actors: ReadonlyMap<ActorId, InspectedActor>,
  sources: ReadonlyMap<string, InspectedSource>,
  { search, showEnded, open }: TreeQuery,
): readonly TreeRow[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const children = new Map<ActorId | null, InspectedActor[]>();
  const isKept = keeper(actors, words, showEnded);
  let count = 0;
  for (const actor of actors.values()) {
    if (!isKept(actor)) continue;
    count += 1;
    const parent = actor.parent !== null && actors.has(actor.parent) ? actor.parent : null;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [actor]);
    else siblings.push(actor);
  }
  const isOpenAtFirst = count <= manyActors;
  const rows: TreeRow[] = [];
  function add(actor: InspectedActor, depth: number, times = 1): void {
    const all = children.get(actor.id) ?? [];
    const repeats = words.length > 0 ? new Map<ActorId, number>() : foldRepeats(all, children);
    const inner = livingFirst(all.filter(({ id }) => repeats.get(id) !== 0));
    const isOpen = inner.length > 0 && (words.length > 0 || (open.get(actor.id) ?? isOpenAtFirst));
    rows.push({ kind: 'actor', id: actor.id, depth, hasChildren: inner.length > 0, isOpen, times });
    // A chain of actors deeper than this is drawn flat; nobody reads it as a tree.
    if (isOpen && depth < 40) for (const child of inner) add(child, depth + 1, repeats.get(child.id));
  }
  const roots = livingFirst(children.get(null) ?? []);
  const withSources = sources.size > 1 || [...sources.values()].some(({ kind }) => kind !== 'process');
  if (!withSources) {
    for (const root of roots) add(root, 0);
    return rows;
  }
  for (const source of sources.values()) {
    const group = roots.filter((root) => root.source === source.id);
    if (group.length === 0) continue;
    rows.push({ kind: 'source', source });
    for (const root of group) add(root, 0);
  }
  return rows;
}

/**
 * What an actor invokes again and again leaves many stopped ones of one name: the newest stands for all. By id, of those
 * that have no children of their own: how many it stands for, or 0 where another does.
 */
function foldRepeats(
  siblings: readonly InspectedActor[],
  children: ReadonlyMap<ActorId | null, readonly InspectedActor[]>,
): ReadonlyMap<ActorId, number> {
  const times = new Map<ActorId, number>();
  const newest = new Map<string, ActorId>();
  for (const { id, name, endedAt } of siblings) {
    if (endedAt === null || children.has(id)) continue;
    const before = newest.get(name);
    times.set(id, 1 + (before === undefined ? 0 : (times.get(before) ?? 0)));
    if (before !== undefined) times.set(before, 0);
    newest.set(name, id);
  }
  return times;
}

function livingFirst(actors: readonly InspectedActor[]): readonly InspectedActor[] {
  const ended = actors.filter(({ endedAt }) => endedAt !== null);
  return ended.length === 0 ? actors : [...actors.filter(({ endedAt }) => endedAt === null), ...ended];
}

/** Whether an actor is listed: it is wanted itself, or one of those in it is. */
function keeper(
  actors: ReadonlyMap<ActorId, InspectedActor>,
  words: readonly string[],
  showEnded: boolean,
): (actor: InspectedActor) => boolean {
  const isWanted = (actor: InspectedActor): boolean =>
    (showEnded || actor.endedAt === null) && words.every((word) => matches(actor, word));
  if (showEnded && words.length === 0) return () => true;
  const kept = new Set<ActorId>();
  for (const actor of actors.values()) {
    if (!isWanted(actor)) continue;
    for (let on: InspectedActor | undefined = actor; on !== undefined && !kept.has(on.id);) {
      kept.add(on.id);
      on = on.parent === null ? undefined : actors.get(on.parent);
    }
  }
  return ({ id }) => kept.has(id);
}

function matches({ name, src, states, kind, systemId, status }: InspectedActor, word: string): boolean {
  return [name, src, systemId, kind, status, ...states].some(
    (text) => text !== null && text.toLowerCase().includes(word),
  );
}

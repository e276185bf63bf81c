import type { ActorId, InspectedActor } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';

/** Lanes beyond these would be off any screen. */
const mostLanes = 60;

/** The lanes of a sequence diagram. */
export interface Lanes {
  /** Whom each lane was made for, from the left. */
  readonly heads: readonly ActorId[];
  /** The place of each actor's lane, from the left. */
  readonly places: ReadonlyMap<ActorId, number>;
}

/**
 * The actors that events go between, in lanes in order of appearance. Those that came after each other under one name in one
 * parent (a promise that is invoked again and again) share theirs.
 */
export function lanesOf(
  entries: readonly TimelineEntry[],
  actors: ReadonlyMap<ActorId, Pick<InspectedActor, 'name' | 'parent'>>,
): Lanes {
  const heads: ActorId[] = [];
  const places = new Map<ActorId, number>();
  const byName = new Map<string, number>();

  function give(id: ActorId): void {
    if (places.has(id)) return;
    const actor = actors.get(id);
    const name =
      actor === undefined || actor.parent === null ? id : JSON.stringify([actor.parent, actor.name]);
    const place = byName.get(name) ?? heads.length;
    if (place === heads.length) {
      if (heads.length >= mostLanes) return;
      heads.push(id);
      byName.set(name, place);
    }
    places.set(id, place);
  }

  for (const { actor, sender } of entries) {
    if (sender !== null) give(sender);
    give(actor);
  }
  return { heads, places };
}

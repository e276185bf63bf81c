import type { ActorId } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';

/** Lanes beyond these would be off any screen. */
const mostLanes = 60;

/** The actors that events go between, each with its place from the left, in order of appearance. */
export function lanesOf(entries: readonly TimelineEntry[]): ReadonlyMap<ActorId, number> {
  const lanes = new Map<ActorId, number>();
  for (const { actor, sender } of entries) {
    if (lanes.size >= mostLanes) break;
    for (const id of [sender, actor]) if (id !== null && !lanes.has(id)) lanes.set(id, lanes.size);
  }
  return lanes;
}

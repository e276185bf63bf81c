import { useMemo, useRef } from 'react';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { useSession, useSlowTopic } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { createFilteredEntries } from './createFilteredEntries.ts';
import { entryTest, type EntryFilter } from './entryFilter.ts';

/** The entries that pass a filter. While it is held, those that there were when that began. */
export function useEntries(filter: EntryFilter, isHeld: boolean): readonly TimelineEntry[] {
  const { world } = useSession();
  useSlowTopic(topic.entries, 100);
  const { actor, type, text, onlyChanges, within } = filter;
  const filtered = useMemo(
    () =>
      createFilteredEntries(
        world.entries,
        entryTest({ actor, type, text, onlyChanges, within }, world.actors),
      ),
    [world, actor, type, text, onlyChanges, within],
  );
  const held = useRef<{ readonly of: unknown; readonly list: readonly TimelineEntry[] }>(undefined);
  if (!isHeld) {
    held.current = undefined;
    return filtered.update();
  }
  if (held.current?.of !== filtered) held.current = { of: filtered, list: filtered.update() };
  return held.current.list;
}

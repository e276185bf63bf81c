import { useMemo, useRef } from 'react';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { usePace } from '../shell/usePace.ts';
import { useSession, useSlowTopic } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { createFilteredEntries, type FilteredEntries } from './createFilteredEntries.ts';
import { entryTest, type EntryFilter } from './entryFilter.ts';

/** Entries to be listed. */
export interface ListedEntries {
  readonly list: readonly TimelineEntry[];
  /** Whether they come faster than anybody reads. */
  readonly isRush: boolean;
}

interface Kept {
  readonly of: FilteredEntries;
  readonly version: number;
  /** The oldest entry that there was. */
  readonly first: number;
  readonly list: readonly TimelineEntry[];
}

/** The entries that pass a filter. While it is held, none that is newer than those that there were when that began. */
export function useEntries(filter: EntryFilter, isHeld: boolean): ListedEntries {
  const { world } = useSession();
  const { interval, isRush, note } = usePace(100);
  const version = useSlowTopic(topic.entries, interval);
  const { actor, type, text, onlyChanges, within } = filter;
  const filtered = useMemo(
    () =>
      createFilteredEntries(
        world.entries,
        entryTest({ actor, type, text, onlyChanges, within }, world.actors),
      ),
    [world, actor, type, text, onlyChanges, within],
  );
  // Whatever else is a cause to draw is none to list more: the list would scroll, and that is a cause to draw.
  const kept = useRef<Kept>(undefined);
  const { first } = world.entries;
  if (kept.current?.of !== filtered || (!isHeld && kept.current.version !== version)) {
    kept.current = { of: filtered, version, first, list: filtered.update() };
    note(kept.current.list.at(-1)?.sequence ?? 0);
  } else if (first < kept.current.first) {
    // Earlier ones were asked for.
    const last = kept.current.list.at(-1)?.sequence ?? 0;
    const list = filtered.update().filter(({ sequence }) => sequence <= last);
    kept.current = { ...kept.current, first, list };
  }
  return { list: kept.current.list, isRush: isRush && !isHeld };
}

import { useMemo, useRef } from 'react';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { usePace } from '../shell/usePace.ts';
import { useSession, useSlowTopic } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { createFilteredEntries } from './createFilteredEntries.ts';
import { entryTest, type EntryFilter } from './entryFilter.ts';

/** Entries to be listed. */
export interface ListedEntries {
  readonly list: readonly TimelineEntry[];
  /** Whether they come faster than anybody reads. */
  readonly isRush: boolean;
}

/** The entries that pass a filter. While it is held, those that there were when that began. */
export function useEntries(filter: EntryFilter, isHeld: boolean): ListedEntries {
  const { world } = useSession();
  const { interval, isRush, note } = usePace(100);
  useSlowTopic(topic.entries, interval);
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
    const list = filtered.update();
    note(list.at(-1)?.sequence ?? 0);
    return { list, isRush };
  }
  if (held.current?.of !== filtered) held.current = { of: filtered, list: filtered.update() };
  return { list: held.current.list, isRush: false };
}

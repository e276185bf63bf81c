import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import type { EntryLog } from '../world/createEntryLog.ts';

/** The entries of a log that pass a test, kept up to date without testing any twice. */
export interface FilteredEntries {
  /** Brings it up to the log. The same array as before if nothing has changed. */
  update(): readonly TimelineEntry[];
}

/** Makes {@link FilteredEntries}. */
export function createFilteredEntries(
  log: Pick<EntryLog, 'all' | 'indexUpTo'>,
  test: (entry: TimelineEntry) => boolean,
): FilteredEntries {
  let list: readonly TimelineEntry[] = [];
  let seen: readonly TimelineEntry[] = [];
  return {
    update() {
      const { all } = log;
      if (all === seen) return list;
      const first = all[0]?.sequence ?? 0;
      const lastSeen = seen.at(-1)?.sequence ?? 0;
      const isContinued = seen.length > 0 && first >= (seen[0]?.sequence ?? 0) && all.length > 0;
      seen = all;
      if (!isContinued) {
        list = all.filter(test);
        return list;
      }
      const fresh = all.slice(log.indexUpTo(lastSeen) + 1).filter(test);
      const gone = list.findIndex(({ sequence }) => sequence >= first);
      if (fresh.length === 0 && gone === 0) return list;
      list = [...(gone < 0 ? [] : list.slice(gone)), ...fresh];
      return list;
    },
  };
}

import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { roughSize } from './roughSize.ts';

export interface EntryLogLimits {
  readonly count: number;
  readonly bytes: number;
}

/** The part of the timeline that the page holds: the newest entries, and older ones that were asked for. */
export interface EntryLog {
  readonly size: number;
  /** The sequence of the oldest entry that is held; 0 if there is none. */
  readonly first: number;
  /** The sequence of the newest; 0 if there is none. */
  readonly last: number;
  /** Oldest first. Not to be changed; another array after each change. */
  readonly all: readonly TimelineEntry[];
  /** Entries that happened and were never sent. */
  readonly skipped: number;
  get(sequence: number): TimelineEntry | undefined;
  /** The index in `all` of the newest entry up to a moment; -1 if all are later. */
  indexUpTo(sequence: number): number;
  replace(entries: readonly TimelineEntry[]): void;
  append(entries: readonly TimelineEntry[], skipped: number): void;
  /** Older ones than all that are held. They stay until the next time that there is too much. */
  prepend(entries: readonly TimelineEntry[]): void;
}

const defaultLimits: EntryLogLimits = { count: 5_000, bytes: 24_000_000 };

/** Makes an {@link EntryLog}. When it is full, a tenth is let go at once, so that this is rare. */
export function createEntryLog(limits: EntryLogLimits = defaultLimits): EntryLog {
  let entries: TimelineEntry[] = [];
  let sizes: number[] = [];
  let bytes = 0;
  let skipped = 0;
  // Entries that were asked for come on top of the limits, up to as much again.
  let extra = 0;
  // What comes as a whole is kept as a whole: a recording may be longer than what is kept of a live timeline.
  let most = limits.count;
  let mostBytes = limits.bytes;

  function indexUpTo(sequence: number): number {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle]?.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function trim(): void {
    const count = most + extra;
    if (entries.length <= count && bytes <= mostBytes * 2) return;
    let drop = 0;
    let dropped = 0;
    const target = count - Math.ceil(count / 10);
    while (
      drop < entries.length - 1 &&
      (entries.length - drop > target || bytes - dropped > mostBytes * 1.8)
    ) {
      dropped += sizes[drop] ?? 0;
      drop += 1;
    }
    entries = entries.slice(drop);
    sizes = sizes.slice(drop);
    bytes -= dropped;
    extra = 0;
  }

  return {
    get size() {
      return entries.length;
    },
    get first() {
      return entries[0]?.sequence ?? 0;
    },
    get last() {
      return entries.at(-1)?.sequence ?? 0;
    },
    get all() {
      return entries;
    },
    get skipped() {
      return skipped;
    },
    get(sequence) {
      const entry = entries[indexUpTo(sequence)];
      return entry?.sequence === sequence ? entry : undefined;
    },
    indexUpTo,
    replace(next) {
      entries = [...next];
      sizes = entries.map(roughSize);
      bytes = sizes.reduce((sum, size) => sum + size, 0);
      extra = 0;
      skipped = 0;
      most = Math.max(limits.count, entries.length);
      mostBytes = Math.max(limits.bytes, bytes);
    },
    append(next, more) {
      skipped += more;
      if (next.length === 0) return;
      const nextSizes = next.map(roughSize);
      entries = [...entries, ...next];
      sizes = [...sizes, ...nextSizes];
      for (const size of nextSizes) bytes += size;
      trim();
    },
    prepend(older) {
      const fitting = older.filter(
        ({ sequence }) => entries[0] === undefined || sequence < entries[0].sequence,
      );
      const olderSizes = fitting.map(roughSize);
      entries = [...fitting, ...entries];
      sizes = [...olderSizes, ...sizes];
      for (const size of olderSizes) bytes += size;
      extra = Math.min(most, extra + fitting.length);
    },
  };
}

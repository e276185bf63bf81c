/** Seconds that are remembered. */
export const rateSeconds = 60;

/** What grew how fast: increments of totals, by second, of the last minute. */
export interface RateBook {
  /** The total is now this much. The first note of a key counts from there. */
  note(key: string, at: number, total: number): void;
  /** Per second, over the last full seconds; of `now` in ms since the epoch. */
  rate(key: string, now: number): number;
  /** Increments of each of the last {@link rateSeconds} full seconds, oldest first. */
  series(key: string, now: number): readonly number[];
  clear(): void;
}

interface Track {
  readonly buckets: Float64Array;
  total: number;
  /** The second of the newest bucket. */
  second: number;
}

const rateOver = 2;

/** Makes a {@link RateBook} for at most `mostKeys` keys; further ones have no rate. */
export function createRateBook(mostKeys = 4_000): RateBook {
  const tracks = new Map<string, Track>();
  const slots = rateSeconds + 2;

  /** Empties the buckets of the seconds in which nothing was noted. */
  function moveTo(track: Track, second: number): void {
    const first = Math.max(track.second + 1, second - slots + 1);
    for (let empty = first; empty <= second; empty += 1) track.buckets[empty % slots] = 0;
    track.second = Math.max(track.second, second);
  }

  function seriesOf(key: string, now: number, seconds: number): readonly number[] {
    const track = tracks.get(key);
    const last = Math.floor(now / 1000) - 1;
    return Array.from({ length: seconds }, (_, index) => {
      const second = last - seconds + 1 + index;
      const isKept = track !== undefined && second <= track.second && second > track.second - slots;
      return isKept ? (track.buckets[second % slots] ?? 0) : 0;
    });
  }

  return {
    note(key, at, total) {
      const second = Math.floor(at / 1000);
      const track = tracks.get(key);
      if (track === undefined) {
        if (tracks.size < mostKeys) tracks.set(key, { buckets: new Float64Array(slots), total, second });
        return;
      }
      moveTo(track, second);
      const slot = track.second % slots;
      // A total that shrank belongs to a program that was started again.
      track.buckets[slot] = (track.buckets[slot] ?? 0) + Math.max(0, total - track.total);
      track.total = total;
    },
    rate(key, now) {
      return seriesOf(key, now, rateOver).reduce((sum, value) => sum + value, 0) / rateOver;
    },
    series: (key, now) => seriesOf(key, now, rateSeconds),
    clear: () => tracks.clear(),
  };
}

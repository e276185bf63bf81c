import { sharedNow, type Spent } from './meter.ts';

/** How long messages took from the server's `emit` to their effect, in ms. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
  readonly spent: Spent;
}

/** Collects how long messages took. */
export function createLatencies(): {
  note(at: unknown): void;
  read(): Pick<Latencies, 'p50' | 'p99' | 'count'>;
} {
  let taken: number[] = [];
  return {
    note(at) {
      taken.push(sharedNow() - Number(at));
    },
    read() {
      const sorted = taken.toSorted((one, other) => one - other);
      taken = [];
      const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
      return { p50: at(0.5), p99: at(0.99), count: sorted.length };
    },
  };
}

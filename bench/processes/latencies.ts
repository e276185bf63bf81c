import { sharedNow, type Spent } from './meter.ts';

/** How long messages took to their effect, in ms. */
export interface Latencies {
  /** From when this process read them. */
  readonly within: Quantiles;
  /** From the server's `emit`. */
  readonly wholeWay: Quantiles;
  readonly spent: Spent;
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** Collects how long messages took. */
export function createLatencies(): {
  /**
   * @param readAt - when this process read it
   * @param sentAt - when the server sent it
   */
  note(readAt: number, sentAt: unknown): void;
  read(): Omit<Latencies, 'spent'>;
} {
  let within: number[] = [];
  let wholeWay: number[] = [];
  return {
    note(readAt, sentAt) {
      const now = sharedNow();
      within.push(now - readAt);
      wholeWay.push(now - Number(sentAt));
    },
    read() {
      const read = { within: quantilesOf(within), wholeWay: quantilesOf(wholeWay) };
      within = [];
      wholeWay = [];
      return read;
    },
  };
}

function quantilesOf(taken: readonly number[]): Quantiles {
  const sorted = taken.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

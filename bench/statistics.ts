import type { Spread } from './BenchResult.ts';

/** The value below which a share of the others lies; `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function spreadOf(samples: readonly number[]): Spread {
  return {
    median: quantile(samples, 0.5),
    least: Math.min(...samples),
    greatest: Math.max(...samples),
    samples,
  };
}

/** The ratio of the two sides, round by round: what disturbs the machine disturbs both. */
export function ratioOf(own: readonly number[], peer: readonly number[]): Spread {
  return spreadOf(own.map((value, round) => value / (peer[round] ?? Number.NaN)));
}

/** A share of time for work that can be left out or wait. */
export interface Allowance {
  readonly isSpent: boolean;
  /** Does the work, whatever it takes; the next has to wait for that. */
  spend<Result>(work: () => Result): Result;
}

/**
 * Makes an {@link Allowance}.
 *
 * @param share - of time, from 0 to 1
 * @param most - what is saved up at most while there is nothing to do, in ms
 * @param now - in ms
 */
export function createAllowance({
  share,
  most,
  now,
}: {
  share: number;
  most: number;
  now: () => number;
}): Allowance {
  let left = most;
  let countedAt = now();
  return {
    get isSpent() {
      const time = now();
      left = Math.min(most, left + (time - countedAt) * share);
      countedAt = time;
      return left <= 0;
    },
    spend(work) {
      const startedAt = now();
      try {
        return work();
      } finally {
        left -= now() - startedAt;
      }
    },
  };
}

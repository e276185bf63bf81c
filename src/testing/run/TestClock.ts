import type { Clock } from '../../../machines/Clock.ts';

/** A clock that its test moves on. */
export interface TestClock extends Clock {
  /** Timers that are set. */
  readonly pending: number;
  /**
   * Moves time on: everything that is due until then happens, in order, each thing at its own time.
   *
   * @throws {RangeError} for what is no number from 0
   */
  pass(ms: number): void;
  /** Ends the clock: no timer fires any more. */
  dispose(): void;
}

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/**
 * Makes a clock for tests. It stands still unless told to pass; a `running` one goes on by itself as well, as fast as
 * the real one, so that waits can be skipped.
 *
 * Other than XState's `SimulatedClock` it does not jump: a timer that is set on the way fires on the way.
 *
 * @example
 * const clock = testClock();
 * clock.setTimeout(() => clock.setTimeout(() => console.log(clock.now()), 1000), 1000);
 * clock.pass(5000); // prints 2000
 */
export function testClock({ running = false }: { readonly running?: boolean } = {}): TestClock {
  const timers = new Map<number, Timer>();
  const startedAt = performance.now();
  let count = 0;
  let time = 0;
  let skipped = 0;
  let alarm: ReturnType<typeof setTimeout> | undefined;
  let isDisposed = false;

  const now = (): number => (running ? Math.floor(performance.now() - startedAt) + skipped : time);
  const next = (until: number): [number, Timer] | undefined => {
    let first: [number, Timer] | undefined;
    for (const entry of timers)
      if (entry[1].due <= until && (!first || entry[1].due < first[1].due)) first = entry;
    return first;
  };
  const fire = (until: number): void => {
    for (let entry = next(until); entry !== undefined; entry = next(until)) {
      timers.delete(entry[0]);
      time = Math.max(time, entry[1].due);
      entry[1].callback();
    }
    time = Math.max(time, until);
  };
  const setAlarm = (): void => {
    if (!running) return;
    clearTimeout(alarm);
    const first = next(Infinity);
    if (first === undefined || isDisposed) return;
    alarm = setTimeout(
      () => {
        fire(now());
        setAlarm();
      },
      Math.min(Math.max(0, first[1].due - now()), 2 ** 31 - 1),
    );
  };

  return {
    now,
    get pending() {
      return timers.size;
    },
    setTimeout(callback, delay) {
      count += 1;
      if (Number.isFinite(delay)) timers.set(count, { due: now() + Math.max(0, delay), callback });
      setAlarm();
      return count;
    },
    clearTimeout(handle) {
      if (typeof handle === 'number') timers.delete(handle);
    },
    pass(ms) {
      if (!(ms >= 0)) throw new RangeError(`A clock passes a number of ms from 0, and was given ${ms}.`);
      if (running) {
        skipped += ms;
        fire(now());
        setAlarm();
      } else fire(time + ms);
    },
    dispose() {
      isDisposed = true;
      clearTimeout(alarm);
      timers.clear();
    },
  };
}

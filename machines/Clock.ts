/**
 * Time as machines see it: XState's clock plus `now`. Inject XState's `SimulatedClock` to test without waiting.
 */
export interface Clock {
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
  /** Milliseconds since the epoch, or since any fixed moment. */
  now(): number;
}

/** The longest delay that a timer takes, in ms: 24.8 days. One that is longer, `Infinity` too, would fire at once. */
const longestDelay = 2 ** 31 - 1;

/** A delay as timers take it. */
export const withinTimers = (delay: number): number => Math.min(delay, longestDelay);

/** The process's own clock. */
export const systemClock: Clock = {
  setTimeout: (callback, delay) => setTimeout(callback, withinTimers(delay)),
  clearTimeout: (handle) => {
    // What setTimeout gave, Node's object or a browser's number, comes back here and nothing else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
  now: () => Date.now(),
};

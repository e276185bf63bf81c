/**
 * Time as machines see it: XState's clock plus `now`. Inject XState's `SimulatedClock` to test without waiting.
 */
export interface Clock {
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
  /** Milliseconds since the epoch, or since any fixed moment. */
  now(): number;
}

/** The process's own clock. */
export const systemClock: Clock = {
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  clearTimeout: (handle) => {
    // What setTimeout gave, Node's object or a browser's number, comes back here and nothing else.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
  now: () => Date.now(),
};

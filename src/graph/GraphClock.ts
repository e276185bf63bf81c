/** Time as a graph sees it. XState's `SimulatedClock` is one, too. */
export interface GraphClock {
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** The process's own clock. */
export const systemClock: GraphClock = {
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  clearTimeout: (handle) => {
    // What `setTimeout` above gave out.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
  now: () => Date.now(),
};

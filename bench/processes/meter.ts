/** What something took of this process. */
export interface Spent {
  /** Of the processor, in µs: user and system. */
  readonly cpu: number;
  /** In ms. */
  readonly time: number;
}

/** Begins to measure. @returns what it took until now */
export function meter(): () => Spent {
  const before = process.cpuUsage();
  const started = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { cpu: user + system, time: performance.now() - started };
  };
}

/** The same clock in all processes of the machine, in ms. */
export const sharedNow = (): number => Number(process.hrtime.bigint()) / 1e6;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What keeps a graph from taking all of the machine. */
export interface GraphLimits {
  /** Node executions in a row before other things of the process get their turn. @default 10000 */
  readonly budget: number;
  /** Node executions that one event may set off, timers and acknowledgements not counted in. @default 1000000 */
  readonly steps: number;
  /** Branches that may wait for others to end within one run. @default 1000000 */
  readonly nesting: number;
  /** Runs that may wait in the queue of a graph. @default 100000 */
  readonly queue: number;
  /** Timeouts and intervals of a project at a time. @default 10000 */
  readonly timers: number;
  /** Branches of a graph that wait for something at a time. @default 100000 */
  readonly waits: number;
}

/** The limits where nothing else is said. */
export const defaultLimits: GraphLimits = {
  budget: 10_000,
  steps: 1_000_000,
  nesting: 1_000_000,
  queue: 100_000,
  timers: 10_000,
  waits: 100_000,
};

/** Several measurements of one thing: the median counts, the rest is shown. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
  readonly samples: readonly number[];
}

/** One thing that was measured on both sides. */
export interface Figure {
  readonly label: string;
  /** As shown behind the numbers: `µs CPU a message`, `/s`. */
  readonly unit: string;
  readonly own: Spread;
  /** Left out where there is nothing to compare with. */
  readonly peer?: Spread;
}

/** What a row of the table must come to. */
export interface Goal {
  readonly operator: '<=' | '>=';
  readonly value: number;
  /** Behind the number: nothing for a ratio. */
  readonly unit?: string;
}

/** One row of the table: own against peer, measured alternately in one run. */
export interface BenchResult {
  /** Unique, as in `receive-one`. */
  readonly id: string;
  readonly title: string;
  /** What it was measured against. */
  readonly against: string;
  readonly goal: Goal;
  /** What the goal speaks of: the ratio of own to peer of each round, unless the goal has a unit of its own. */
  readonly outcome: Spread;
  /** What the outcome was made of, and what else was seen on the way. */
  readonly figures: readonly Figure[];
  /** What a reader must know to understand the figure. */
  readonly remark?: string;
}

/** What a workload gets. */
export interface BenchContext {
  /** Scales what takes long: 1 for the whole run, less for a look. */
  readonly scale: number;
  /** How many rounds; each measures both sides once. */
  readonly rounds: number;
  /** Tells how far it is, from 0 to 1. */
  progress(done: number): void;
}

/** One thing to measure: makes one row of the table, or several. */
export interface Workload {
  /** As in `npm run bench -- NAME`. */
  readonly name: string;
  /** Expected duration at scale 1, in seconds: for the progress bar. */
  readonly seconds: number;
  run(context: BenchContext): Promise<readonly BenchResult[]>;
}

/** Whether a result is what it must come to. */
export function isMet({ goal, outcome }: BenchResult): boolean {
  return goal.operator === '<=' ? outcome.median <= goal.value : outcome.median >= goal.value;
}

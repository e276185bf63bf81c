import type { BenchResult } from '../BenchResult.ts';

/** One run, as it is written to a file. */
export interface Report {
  /** ISO 8601. */
  readonly date: string;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly processors: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly scale: number;
  readonly rounds: number;
  /** Load average of the machine before it began, per processor. */
  readonly load: number;
  readonly results: readonly BenchResult[];
}

import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';

/** What every search at random can be told. */
export interface SearchOptions {
  /** @default 100 */
  readonly runs?: number;
  /** Steps of one sequence, at most. @default 40 */
  readonly maxSteps?: number;
  /** Makes the same sequences again. Default: another one each time; every report has it. */
  readonly seed?: number;
  /** Makes one failure again: the `path` of its report. */
  readonly path?: string;
  /** Default: any. */
  readonly config?: Partial<ConnectionConfig>;
  /** @default ['/', '/b'] */
  readonly namespaces?: readonly string[];
  /** Ends after so many ms, with what has been run until then. */
  readonly time?: number;
  /** Told after each sequence how many there have been. */
  readonly onRun?: (runs: number) => void;
}

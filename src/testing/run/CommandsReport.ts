import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';

/** How a search went. */
export interface CommandsReport {
  readonly runs: number;
  /** Steps that happened, over all runs. */
  readonly steps: number;
  readonly seed: number;
  readonly failure: CommandsFailure | undefined;
}

/** The shortest sequence that was found to fail. */
export interface CommandsFailure {
  readonly config: Partial<ConnectionConfig>;
  readonly steps: readonly string[];
  /** With the report's seed: makes it fail again. */
  readonly path: string;
  readonly message: string;
  readonly error: unknown;
}

import type { Output } from './output.ts';

/** What a command has to work with, beside its options. */
export interface CommandContext {
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What a command ends with: the exit code of the process. */
export type ExitCode = number;

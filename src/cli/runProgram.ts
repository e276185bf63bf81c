import { CommanderError } from 'commander';
import { CliError } from './CliError.ts';
import type { CommandContext, ExitCode } from './CommandContext.ts';
import { createProgram } from './createProgram.ts';
import { describeFailure } from './describeFailure.ts';

/** Runs the command that the arguments name. Never rejects: what goes wrong is told on the standard error output. */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(withoutSwallowedFiles(args), { from: 'user' });
    return exitCode;
  } catch (error) {
    // The parser has said it already: what was wrong, and the usage.
    if (error instanceof CommanderError) return error.exitCode;
    context.output.stderr.write(`${describeFailure(error, context.environment)}\n`);
    return error instanceof CliError ? error.exitCode : 1;
  }
}

/** Keeps `--inspect FILE` from taking the file for its port: only digits after it are one. */
function withoutSwallowedFiles(args: readonly string[]): string[] {
  return args.map((arg, index) =>
    arg === '--inspect' && !/^\d+$/.test(args[index + 1] ?? '') ? '--inspect=' : arg,
  );
}

import { checkSearch } from './checkSearch.ts';
import type { CommandsReport } from './CommandsReport.ts';
import { searchCommands, type CommandsSearch } from './searchCommands.ts';
import { shareOut, type Shared } from './shareOut.ts';

/** How random sequences are made and run. */
export type CommandsOptions = CommandsSearch & Shared;

/**
 * Looks for a sequence of steps that a connection does not take as its model does, or that breaks a rule: at random,
 * over random configurations, and shrunk to the shortest that still fails.
 *
 * @throws {RangeError} (a rejection) for an option that could not be meant, or a path of another seed
 * @throws {ConnectionError} (a rejection) `invalid-configuration`
 * @example
 * const { failure, seed } = await runCommands({ runs: 1000 });
 * if (failure !== undefined) throw new Error(`${failure.message} (seed ${seed}, path ${failure.path})`);
 */
export async function runCommands(options: CommandsOptions = {}): Promise<CommandsReport> {
  checkSearch(options);
  return shareOut('commands', options, (share) => searchCommands({ ...options, ...share }));
}

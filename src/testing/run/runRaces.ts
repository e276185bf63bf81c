import { checkSearch } from './checkSearch.ts';
import type { CommandsReport } from './CommandsReport.ts';
import { searchRaces, type RacesSearch } from './searchRaces.ts';
import { shareOut, type Shared } from './shareOut.ts';

/** How races are made and run: as random sequences are. */
export type RacesOptions = RacesSearch & Shared;

/**
 * Looks for an order of things that a connection does not bear: users' commands in several threads, events of the link,
 * answers and timers, all of them under way at once, in an order that fast-check's scheduler chooses, some so close
 * together that no promise settles between them.
 *
 * @throws {RangeError} (a rejection) for an option that could not be meant, or a path of another seed
 * @throws {ConnectionError} (a rejection) `invalid-configuration`
 * @example
 * const { failure, seed } = await runRaces({ runs: 1000 });
 */
export async function runRaces(options: RacesOptions = {}): Promise<CommandsReport> {
  checkSearch(options);
  return shareOut('races', options, (share) => searchRaces({ ...options, ...share }));
}

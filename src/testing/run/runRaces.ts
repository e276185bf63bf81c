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
 * @example
 * const { failure, seed } = await runRaces({ runs: 1000 });
 */
export const runRaces = (options: RacesOptions = {}): Promise<CommandsReport> =>
  shareOut('races', options, (share) => searchRaces({ ...options, ...share }));

import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { CommandsReport } from './CommandsReport.ts';
import type { SearchOptions } from './SearchOptions.ts';
import { startSearcher, type Searcher, type ShareReport, type SearchTask } from './startSearcher.ts';

/** What a search can be told that is shared out. */
export interface Shared {
  /**
   * Processes that search at the same time, this one among them: more than one from 251 runs on. What is run is the same for
   * any number. Default: one for each processor; this one alone where an option has a function in it, as a `level` or an
   * `auth`, or anything else that does not reach another process as it is.
   */
  readonly processes?: number;
}

/** Sequences of one share: so many that it is worth a process, so few that all processes end at about the same time. */
const shareSize = 250;
/** From one share's seed to the next: any odd number far from 1, so that seeds that a person tries in turn have no share in common. */
const seedStep = 0x9e37_79b1;

/**
 * Searches in shares of one size, each with a seed of its own that follows from the one given, so that what is run does not
 * depend on how many processes there are. Of shares that fail the first in order counts.
 *
 * @param search - runs a share in this process
 * @throws {Error} (a rejection) where another process found a failure that this one cannot make again
 */
export async function shareOut(
  kind: SearchTask['kind'],
  { processes = availableParallelism(), ...options }: SearchOptions & Shared,
  search: (share: SearchOptions) => Promise<CommandsReport>,
): Promise<CommandsReport> {
  const {
    runs = 100,
    seed = Math.floor(Math.random() * 2 ** 31),
    time = Infinity,
    onRun,
    ...given
  } = options;
  const count = given.path === undefined ? Math.max(1, Math.ceil(runs / shareSize)) : 1;
  const began = performance.now();
  const timeLeft = (): number => Math.max(0, time - (performance.now() - began));
  const shareOf = (index: number): SearchOptions => ({
    seed: (seed + index * seedStep) | 0,
    runs: Math.min(shareSize, runs - index * shareSize),
    ...(time !== Infinity && { time: timeLeft() }),
  });
  let ran = 0;
  const noteRun = (): void => {
    ran += 1;
    onRun?.(ran);
  };
  /** A failure with its error, which another process cannot hand over. */
  const remade = async ({ failed, ...report }: ShareReport): Promise<CommandsReport> => {
    if (failed === undefined) return { ...report, failure: undefined };
    const { failure } = await search({ seed: report.seed, path: failed.path, runs: 1, onRun: () => {} });
    if (failure !== undefined) return { ...report, failure };
    throw new Error(
      `This failed in one process and not again in another, by seed ${report.seed} and path ${failed.path}: ${failed.message}`,
    );
  };

  const reports: CommandsReport[] = [];
  let next = 0;
  let failed = Infinity;
  const takeShares = async (run: (share: SearchOptions) => Promise<CommandsReport>): Promise<void> => {
    while (next < Math.min(count, failed) && (next === 0 || timeLeft() > 0)) {
      const index = next;
      next += 1;
      const report = await run(shareOf(index));
      reports[index] = report;
      if (report.failure !== undefined) failed = Math.min(failed, index);
    }
  };
  const others = Array.from({ length: Math.min(canTravel(given) ? processes : 1, count) - 1 }, () =>
    startSearcher({ kind, options: given }, noteRun),
  );
  try {
    const own = takeShares((share) => search({ ...share, onRun: noteRun }));
    // One that is still loading when everything is under way has come too late.
    const tooLate = own.then(
      () => false,
      () => false,
    );
    const help = async ({ ready, run }: Searcher): Promise<void> => {
      if (await Promise.race([ready, tooLate])) await takeShares(async (share) => remade(await run(share)));
    };
    await Promise.all([own, ...others.map(help)]);
  } finally {
    await Promise.all(others.map(({ end }) => end()));
  }
  const counted = reports.slice(0, failed + 1);
  const sum = (key: 'runs' | 'steps'): number => counted.reduce((total, report) => total + report[key], 0);
  const failure = reports[failed]?.failure;
  // What makes it again is its share's own seed.
  return { runs: sum('runs'), steps: sum('steps'), seed: reports[failed]?.seed ?? seed, failure };
}

/** Whether what another process gets is what was meant for it: it cannot be handed functions, nor a class's instance as one. */
function canTravel(options: unknown): boolean {
  try {
    return isDeepStrictEqual(structuredClone(options), options);
  } catch {
    return false;
  }
}

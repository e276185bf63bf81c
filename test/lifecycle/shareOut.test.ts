import * as assert from 'uvu/assert';
import { runCommands, runRaces } from '../../src/testing/index.ts';
import type { CommandsReport } from '../../src/testing/run/CommandsReport.ts';
import type { SearchOptions } from '../../src/testing/run/SearchOptions.ts';
import { shareOut } from '../../src/testing/run/shareOut.ts';
import { startSearcher } from '../../src/testing/run/startSearcher.ts';
import { suite } from '../suite.ts';

/** In two shares: one of 250, and the rest. */
const two = { runs: 260, seed: 5, maxSteps: 4 };
/** Fails wherever it is run, though every part of it can be handed over. */
const impossible = { ...two, config: { timeout: -1 } };
const found = (share: SearchOptions, message: string): CommandsReport => ({
  runs: 1,
  steps: 2,
  seed: share.seed ?? 0,
  failure: { config: {}, steps: ['start'], path: share.path ?? '0', message, error: new Error(message) },
});
const fine = (share: SearchOptions): CommandsReport => ({
  runs: share.runs ?? 0,
  steps: 3,
  seed: share.seed ?? 0,
  failure: undefined,
});

suite('a search in several processes', (test) => {
  test('runs what one process runs, and counts all of it', async () => {
    const counts: number[] = [];
    const alone = await runCommands({ ...two, processes: 1 });
    const together = await runCommands({ ...two, processes: 2, onRun: (runs) => counts.push(runs) });
    assert.equal(together, alone);
    assert.is(alone.runs, 260);
    assert.is(alone.seed, two.seed);
    assert.equal(
      counts,
      Array.from({ length: 260 }, (_, index) => index + 1),
    );
    const races = { ...two, maxSteps: 2 };
    assert.equal(await runRaces({ ...races, processes: 2 }), await runRaces({ ...races, processes: 1 }));
  });

  test('has every share look elsewhere, by a seed of its own', async () => {
    const seeds: (number | undefined)[] = [];
    const report = await shareOut('commands', { runs: 1000, seed: 7, processes: 1 }, (share) => {
      seeds.push(share.seed);
      return Promise.resolve(fine(share));
    });
    assert.is(new Set(seeds).size, 4);
    assert.is(seeds[0], 7);
    assert.equal(report, { runs: 1000, steps: 12, seed: 7, failure: undefined });
  });

  test('ends with the first share that fails, under that share’s seed', async () => {
    let shares = 0;
    const report = await shareOut('commands', { runs: 2000, seed: 7, processes: 1 }, (share) => {
      shares += 1;
      return Promise.resolve(shares === 3 ? found(share, 'broken') : fine(share));
    });
    assert.is(shares, 3);
    assert.is(report.failure?.message, 'broken');
    assert.is.not(report.seed, 7);
    assert.equal([report.runs, report.steps], [501, 8]);
  });

  test('makes what another process found again in this one, with its error', async () => {
    let release: () => void = () => {};
    const remade = new Promise<void>((resolve) => (release = resolve));
    const report = await shareOut('commands', { ...impossible, processes: 2 }, async (share) => {
      if (share.path === undefined) {
        // This process is at its own share until the other one has failed.
        await remade;
        return fine(share);
      }
      release();
      return found(share, 'once more');
    });
    assert.is(report.failure?.message, 'once more');
    assert.ok(report.failure?.error instanceof Error);
    assert.is.not(report.seed, impossible.seed);
  });

  test('says so where that cannot be', async () => {
    let release: () => void = () => {};
    const tried = new Promise<void>((resolve) => (release = resolve));
    const search = async (share: SearchOptions): Promise<CommandsReport> => {
      if (share.path === undefined) await tried;
      else release();
      return fine(share);
    };
    try {
      await shareOut('commands', { ...impossible, processes: 2 }, search);
      assert.unreachable();
    } catch (error) {
      assert.match(
        String(error),
        /failed in one process and not again in another, by seed -?\d+ and path .+timeout/,
      );
    }
  });

  test('stays in this process where an option has a function', async () => {
    const processes = (): number =>
      process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
    const before = processes();
    const hasOthers = async (config: SearchOptions['config']): Promise<boolean[]> => {
      const seen: boolean[] = [];
      await shareOut('races', { runs: 500, processes: 2, ...(config && { config }) }, (share) => {
        seen.push(processes() > before);
        return Promise.resolve(fine(share));
      });
      return seen;
    };
    assert.equal(await hasOthers({ auth: () => ({}) }), [false, false]);
    assert.equal(await hasOthers({ timeout: 100 }), [true, true]);
    assert.is(processes(), before);
  });

  test('refuses what would be no search, in a rejection that can be caught', async () => {
    const rejections: string[] = [];
    const note = (error: unknown): void => void rejections.push(String(error));
    process.on('unhandledRejection', note);
    for (const [options, message] of [
      [{ seed: 1, path: 'xx' }, /The path xx leads nowhere: it goes with the seed/],
      [{ seed: 5, path: '0:9999:3' }, /The path 0:9999:3 leads nowhere/],
      [{ namespaces: [] }, /`namespaces` takes names of namespaces/],
      [{ namespaces: ['bad'] }, /`namespaces` takes names of namespaces/],
      [{ maxSteps: -1 }, /`maxSteps` takes a whole number from 1, and was given -1/],
      [{ runs: 0 }, /`runs` takes a whole number from 1/],
      [{ seed: 0.5 }, /`seed` takes a whole number/],
      [{ time: 0 }, /`time` takes a number of ms above 0/],
      [{ processes: Number.NaN }, /`processes` takes a whole number from 1, and was given NaN/],
      [{ config: { reconnectionDelay: -4 } }, /`reconnectionDelay` takes a number from 0/],
    ] as const)
      for (const search of [runCommands, runRaces]) await rejects(search(options), message);
    // Told of after what has been rejected is through with its microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    assert.equal(rejections, []);
  });

  test('knows when one of its processes ends, or can do nothing with what it was told', async () => {
    const searcher = startSearcher({ kind: 'commands', options: { maxSteps: 1 } }, () => {});
    await searcher.ready;
    const report = await searcher.run({ seed: 1, runs: 2 });
    assert.equal([report.runs, report.seed, report.failed], [2, 1, undefined]);
    await rejects(searcher.run({ path: 'nowhere' }), /path/i);
    const last = searcher.run({ runs: 1_000_000 });
    await searcher.end();
    await rejects(last, /A process that searched has ended: SIGTERM/);
  });
});

async function rejects(promise: Promise<unknown>, expected: RegExp): Promise<void> {
  const outcome = await promise.then(
    () => 'it was fulfilled',
    (error: unknown) => String(error),
  );
  assert.match(outcome, expected);
}

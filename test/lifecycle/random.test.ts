import * as assert from 'uvu/assert';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import {
  createCoverage,
  reportCoverage,
  runCommands,
  runRaces,
  simulatedLevel,
  TrialFailure,
  type CommandsReport,
} from '../../src/testing/index.ts';
import { suite } from '../suite.ts';

/** Another one looks elsewhere: SEED=1234 npx tsx test/lifecycle/random.test.ts */
const seed = Number(process.env['SEED'] ?? 20_261_122);

function assertWell({ failure, ...counts }: CommandsReport): void {
  assert.is(failure, undefined, `seed ${counts.seed}, path ${failure?.path}: ${failure?.message}`);
  assert.is(counts.seed, seed);
}

/** Never forgets that the server denied a namespace once. */
const forgetless = connectionMachine.provide({
  actors: {
    namespace: namespaceMachine.provide({ actions: { forgetDenial: () => {}, noteJoin: () => {} } }),
  },
});
/** Forgets to close the link when it stops. */
const closeless = connectionMachine.provide({ actions: { closeLink: () => {} } });

suite('random sequences of steps', (test) => {
  test('find nothing wrong, over random configurations', async () => {
    const coverage = createCoverage([connectionMachine, namespaceMachine]);
    const level = simulatedLevel({ inspect: coverage.inspect });
    let told = 0;
    const report = await runCommands({ runs: 40, seed, level, onRun: () => (told += 1) });
    assertWell(report);
    assert.is(report.runs, 40);
    assert.is(told, 40);
    for (const { machine, transitions } of reportCoverage(coverage.machines).machines)
      assert.ok(transitions.covered / transitions.total > 0.6, `${machine}: ${transitions.covered}`);
  });

  test('find a planted fault, shrink the way to it, and find it again by seed and path', async () => {
    const level = simulatedLevel({ machine: closeless });
    const { failure, seed: used } = await runCommands({ runs: 200, seed, level });
    assert.ok(failure?.error instanceof TrialFailure);
    assert.ok(failure.steps.length <= 5, failure.message);
    assert.equal(failure.config, {});
    assert.is(failure.steps.at(-1), 'stop');
    assert.match(failure.message, 'The way there:');

    const again = await runCommands({ runs: 200, seed: used, path: failure.path, level });
    assert.equal(again.failure?.steps, failure.steps);
    assert.is(again.failure?.message, failure.message);
    assert.ok(again.runs < 3, `no search: ${again.runs}`);

    const healed = await runCommands({ runs: 1, seed: used, path: failure.path });
    assert.is(healed.failure, undefined);
  });

  test('keep to their weights', async () => {
    const types = new Set<string>();
    const { failure } = await runCommands({
      runs: 20,
      seed,
      config: { protocol: 'v4' },
      weights: { send: 0, request: 0, kick: 0, fail: 0 },
      level: simulatedLevel({
        onTrace: ({ microsteps }) => {
          for (const { event } of microsteps) types.add(event.type);
        },
      }),
    });
    assert.is(failure, undefined);
    assert.ok(types.has('start'));
    for (const type of ['send', 'use', 'disconnected', 'link.failed']) assert.not.ok(types.has(type), type);
  });

  test('end when their time is up', async () => {
    const { runs, failure } = await runCommands({ runs: 1_000_000, seed, time: 100 });
    assert.is(failure, undefined);
    assert.ok(runs < 1_000_000, String(runs));
  });
});

suite('races', (test) => {
  test('of commands, answers, link events and timers have no bad end', async () => {
    const report = await runRaces({ runs: 25, seed });
    assertWell(report);
  });

  test('find a planted fault, and find it again by seed and path', async () => {
    const { failure, seed: used } = await runRaces({ runs: 300, seed, machine: forgetless });
    assert.ok(failure?.error instanceof TrialFailure);
    const again = await runRaces({ runs: 300, seed: used, path: failure.path, machine: forgetless });
    assert.equal(again.failure?.steps, failure.steps);
    assert.ok(again.runs < 3, `no search: ${again.runs}`);
  });
});

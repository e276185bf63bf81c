import * as assert from 'uvu/assert';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import {
  connectionModel,
  coverModel,
  createCoverage,
  exploreModel,
  formatCoverage,
  reportCoverage,
  runPath,
  simulatedLevel,
  standardModels,
} from '../../src/testing/index.ts';
import { suite } from '../suite.ts';
import { thorough } from './thorough.ts';

const coverage = createCoverage([connectionMachine, namespaceMachine]);
const level = simulatedLevel({ inspect: coverage.inspect });
const feasiblePairs = new Set<string>();

suite('generated paths in simulation', (test) => {
  for (const [name, options] of Object.entries(standardModels).filter(([key]) => !thorough.includes(key)))
    test(`lead ${name} through all its pairs of transitions`, async () => {
      const model = connectionModel(options);
      const { paths, covered, feasible } = coverModel(model, { graph: exploreModel(model) });
      assert.equal(
        [...feasible].filter((pair) => !covered.has(pair)),
        [],
        'what can be covered is covered',
      );
      assert.ok(paths.length <= 20, `few and long paths: ${paths.length}`);
      for (const pair of feasible) feasiblePairs.add(pair);
      for (const { steps } of paths) await runPath(model, steps, level);
    });

  test('together take every transition, enter every state and turn every guard both ways', () => {
    const report = reportCoverage(coverage.machines, { feasiblePairs });
    const missing = report.machines.map(({ machine, states, transitions, pairs, guards }) => ({
      machine,
      states: states.missing,
      transitions: transitions.missing,
      pairs: pairs.missing,
      guards: guards.missing,
    }));
    assert.equal(
      missing,
      ['connection', 'namespace'].map((machine) => ({
        machine,
        states: [],
        transitions: [],
        pairs: [],
        guards: [],
      })),
      formatCoverage(report),
    );
    assert.ok(
      report.machines.every(({ transitions, pairs }) => transitions.total > 20 && (pairs.total ?? 0) > 100),
    );
  });
});

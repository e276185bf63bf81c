import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { runNaively } from './support/naive.ts';
import { eventNames, randomGraph, variableNames } from './support/randomGraph.ts';
import { startGraph } from './support/startGraph.ts';

const gene = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.nat(1000));
const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...eventNames), fc.integer({ min: -2, max: 3 })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }) },
);
const mostSteps = 5000;
const runs = Number(process.env['FUZZ_RUNS'] ?? 120);

suite('random graphs', (test) => {
  test(
    'do what a naive interpreter of the same rules does',
    async () => {
      let compared = 0;
      let written = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(gene, { minLength: 30, maxLength: 80 }),
          fc.array(step, { minLength: 4, maxLength: 12 }),
          async (genes, script) => {
            const nodes = randomGraph(genes);
            const expected = runNaively(nodes, script, mostSteps);
            // Events that set each other off without end are the limits' affair.
            if (expected === undefined) return;
            // Which of two timers of one moment sets something off first is the slices' affair.
            const hasTimers = nodes.some(({ type }) => type === 'timer/startTimeout');
            const budget = hasTimers ? mostSteps * 10 : 7;
            const trace: [string, unknown][] = [];
            const graph = startGraph(nodes, {
              variables: variableNames.map((name) => ({ name, type: 'Int' })),
              limits: { budget },
              logger: {
                console: ({ node, value }) => trace.push([node, value ?? 0]),
                error: ({ node }) => trace.push([node ?? '', 'error']),
              },
            });
            await graph.settled();
            for (const entry of script) {
              if (typeof entry === 'number')
                // Second by second: a simulated clock leaps over what falls due on its way.
                for (let second = 0; second < entry; second += 1) await graph.pass(1000);
              else {
                graph.run.trigger(...entry);
                await graph.settled();
              }
            }
            graph.run.dispose();
            assert.equal(trace, expected);
            compared += 1;
            written += trace.length;
          },
        ),
        { numRuns: runs },
      );
      // That it compares anything at all.
      assert.ok(compared > runs / 4, `${compared} of ${runs} compared`);
      assert.ok(written > runs * 2, `${written} values in all`);
    },
    { timeout: 300_000 },
  );
});

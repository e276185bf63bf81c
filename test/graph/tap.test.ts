import * as assert from 'uvu/assert';
import type { GraphTap } from '../../src/graph/GraphTap.ts';
import { suite } from '../suite.ts';
import { from, init, node, on, say, value } from './support/nodes.ts';
import { startGraph } from './support/startGraph.ts';

/** A tap that writes down what it hears, a line each. */
function recorder(): { readonly lines: string[]; readonly tap: GraphTap } {
  const lines: string[] = [];
  return {
    lines,
    tap: {
      runBegun: (run, { id }) => lines.push(`${run} begun at ${id}`),
      runEnded: (run) => lines.push(`${run} ended`),
      nodeEntered: (run, { id }) => lines.push(`${run} ${id}`),
      pulsed: (run, source, output, target, input) =>
        lines.push(`${run} ${source.id}.${output} → ${target.id}.${input}`),
      valueSet: (run, { id }, output, given) =>
        lines.push(`${run} ${id}.${output} = ${JSON.stringify(given)}`),
      failed: (run, { id }, { code }) => lines.push(`${run} ${id} ${code}`),
    },
  };
}

suite('the tap', (test) => {
  test('hears runs, nodes, pulses along wires, values and errors, in order', async () => {
    const { lines, tap } = recorder();
    const graph = startGraph(
      [
        init('both.in'),
        node('both', 'flow/sequential', { pulses: { pulse0: 'say.in', pulse1: 'parse.in' } }),
        node('sum', 'math/add', { inputs: { input0: value(1), input1: value(2) } }),
        say('say', from('sum.output'), 'wait.in'),
        node('wait', 'timer/startTimeout', { pulses: { out: 'late.in' } }),
        say('late', value('late')),
        node('parse', 'json/parse', { inputs: { input: value('{') } }),
      ],
      { tap },
    );
    await graph.pass(1000);
    assert.equal(lines, [
      '1 begun at init',
      '1 init',
      '1 init.out → both.in',
      '1 both',
      '1 both.pulse0 → say.in',
      '1 sum',
      '1 sum.output = 3',
      '1 say',
      '1 say.output = 3',
      '1 say.out → wait.in',
      '1 wait',
      '1 wait.instanceId = 1',
      '1 both.pulse1 → parse.in',
      '1 parse',
      '1 parse invalid-json',
      '1 ended',
      '2 begun at wait',
      '2 wait.instanceId = 1',
      '2 wait.out → late.in',
      '2 late',
      '2 late.output = "late"',
      '2 ended',
    ]);
  });

  test('numbered outputs are told by their full names, nodes with their scene', async () => {
    const { lines, tap } = recorder();
    const scenes: (string | undefined)[] = [];
    const graph = startGraph([], {
      tap: { ...tap, nodeEntered: (_run, { scene }) => scenes.push(scene) },
      scenes: [
        { name: 'main', logic: { nodes: [on('go', 'say.in', 'on'), say('say', from('on.parameter1'))] } },
      ],
    });
    await graph.settled();
    graph.run.trigger('go', 'a', 'b');
    await graph.settled();
    assert.ok(lines.includes('1 on.parameter0 = "a"'));
    assert.ok(lines.includes('1 on.parameter1 = "b"'));
    assert.equal(scenes, ['main', 'main']);
  });

  test('may come and go', async () => {
    const { lines, tap } = recorder();
    const graph = startGraph([on('go', 'say.in'), say('say', value(1))]);
    await graph.settled();
    graph.run.trigger('go');
    graph.run.tap = tap;
    graph.run.trigger('go');
    graph.run.tap = null;
    graph.run.trigger('go');
    await graph.settled();
    assert.is(lines.filter((line) => line.includes('begun')).length, 1);
    assert.equal(graph.values, [1, 1, 1]);
  });

  test('that throws is no affair of the graph', async () => {
    const fail = (): never => {
      throw new Error('the viewer is gone');
    };
    const graph = startGraph(
      [
        init('say.in'),
        say('say', value(1), 'parse.in'),
        node('parse', 'json/parse', { inputs: { input: value('{') } }),
      ],
      {
        tap: {
          runBegun: fail,
          runEnded: fail,
          nodeEntered: fail,
          pulsed: fail,
          valueSet: fail,
          failed: fail,
        },
      },
    );
    await graph.settled();
    assert.equal(graph.values, [1]);
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['invalid-json'],
    );
  });
});

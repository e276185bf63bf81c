import * as assert from 'uvu/assert';
import { checkProject } from '../../src/graph/checkProject.ts';
import { defineNode } from '../../src/graph/defineNode.ts';
import { NodeError } from '../../src/graph/NodeError.ts';
import { createNodeRegistry } from '../../src/graph/nodeRegistry.ts';
import { ProjectError, runProject } from '../../src/graph/runProject.ts';
import { suite } from '../suite.ts';
import { from, init, node, on, say, value } from './support/nodes.ts';
import { noConnections, projectText, startGraph } from './support/startGraph.ts';

const celsius = defineNode({
  kind: 'data',
  type: 'weather/celsius',
  label: 'Celsius',
  help: 'Turns degrees Fahrenheit into degrees Celsius.',
  inputs: { fahrenheit: { type: 'Float', help: 'The temperature.', required: true } },
  outputs: { output: { type: 'Float', help: 'The same in °C.' } },
  run({ inputs, outputs }) {
    outputs.output.value = (inputs.fahrenheit.value - 32) / 1.8;
  },
});

const counter = defineNode({
  kind: 'action',
  type: 'my/counter',
  label: 'Counter',
  help: 'Counts, and fails at a limit.',
  attributes: { limit: { type: 'Int', default: 2, help: 'Where it fails.' } },
  outputs: { count: { type: 'Int', help: 'The count.' }, error: { type: 'String', help: 'Why not.' } },
  pulses: { out: { out: { help: 'Next.' }, onLimit: { help: 'No more.', error: true } } },
  state: () => ({ count: 0 }),
  run({ state, outputs, attributes }) {
    if (state.count >= attributes.limit)
      throw new NodeError('counter-full', `It counts to ${attributes.limit}.`);
    state.count += 1;
    outputs.count.value = state.count;
  },
});

interface Job {
  readonly name: string;
  readonly signal: AbortSignal;
  resolve(result: { readonly result?: string }): void;
  reject(error: Error): void;
  progress(): void;
}

/** A node that waits for the test. */
const workNode = (jobs: Job[]) =>
  defineNode({
    kind: 'waiting',
    type: 'my/work',
    label: 'Work',
    help: 'Takes its time.',
    inputs: { name: { type: 'String', help: 'Of the job.' } },
    outputs: {
      result: { type: 'String', help: 'What came out.' },
      error: { type: 'String', help: 'What went wrong.' },
    },
    pulses: {
      out: {
        out: { help: 'Done.' },
        onStart: { help: 'Begun.' },
        onProgress: { help: 'Under way.' },
        onError: { help: 'Failed.', error: true },
      },
    },
    run: ({ inputs, signal, pulse }) =>
      new Promise((resolve, reject) => {
        const name = inputs.name.value;
        jobs.push({ name, signal, resolve, reject, progress: () => pulse('onProgress', { result: 'half' }) });
      }),
  });

suite('defineNode: data and actions', (test) => {
  test('a data node is pulsed or read, typed by its sockets', async () => {
    const graph = startGraph(
      [
        init('say.in'),
        node('c', 'weather/celsius', { inputs: { fahrenheit: value(212) } }),
        say('say', from('c.output')),
      ],
      { nodes: [celsius] },
    );
    await graph.settled();
    assert.equal(graph.values, [100]);
  });

  test('an action has a state for each of its nodes, and an error pulse of its own', async () => {
    const graph = startGraph(
      [
        on('go', 'a.in'),
        node('a', 'my/counter', { pulses: { out: 'b.in', onLimit: 'full.in' } }),
        node('b', 'my/counter', { attributes: { limit: 1 }, pulses: { out: 'say.in' } }),
        say('say', from('b.count')),
        say('full', from('a.error')),
      ],
      { nodes: [counter] },
    );
    await graph.settled();
    for (let time = 0; time < 3; time += 1) graph.run.trigger('go');
    await graph.settled();
    assert.equal(graph.values, [1, 'It counts to 2.']);
    assert.equal(graph.errors, [{ code: 'counter-full', message: 'It counts to 1.', node: 'b' }]);
  });

  test('whatever it throws is an error of the node', async () => {
    for (const [thrown, message] of [
      [new TypeError('x is not a function'), 'x is not a function'],
      ['a text', 'It threw a text.'],
      [undefined, 'It threw undefined.'],
    ] as const) {
      const bad = defineNode({
        kind: 'action',
        type: 'my/bad',
        label: 'Bad',
        help: 'Throws.',
        run() {
          throw thrown;
        },
      });
      const graph = startGraph([init('bad.in'), node('bad', 'my/bad')], { nodes: [bad] });
      await graph.settled();
      assert.equal(graph.errors, [{ code: 'node-failed', message, node: 'bad' }]);
    }
  });
});

suite('defineNode: waiting', (test) => {
  const started = async (jobs: Job[]) => {
    const graph = startGraph(
      [
        on('go', 'work.in'),
        node('work', 'my/work', {
          inputs: { name: from('on-go.parameter0') },
          pulses: { out: 'done.in', onStart: 'started.in', onProgress: 'half.in', onError: 'failed.in' },
        }),
        node('text', 'string/concat', {
          inputs: { input0: from('on-go.parameter0'), input1: from('work.result') },
        }),
        say('done', from('text.output')),
        say('half', from('text.output')),
        say('started', from('on-go.parameter0')),
        say('failed', from('work.error')),
      ],
      { nodes: [workNode(jobs)] },
    );
    await graph.settled();
    return graph;
  };

  test('goes on at onStart at once, and at out when it has resolved, with its own event’s values', async () => {
    const jobs: Job[] = [];
    const graph = await started(jobs);
    graph.run.trigger('go', 'a');
    graph.run.trigger('go', 'b');
    await graph.settled();
    assert.equal(graph.values, ['a', 'b']);
    assert.not(graph.run.isQuiet());
    jobs[1]?.resolve({ result: '2' });
    await graph.settled();
    jobs[0]?.progress();
    await graph.settled();
    jobs[0]?.resolve({ result: '1' });
    await graph.settled();
    assert.equal(graph.values, ['a', 'b', 'b2', 'ahalf', 'a1']);
    assert.ok(graph.run.isQuiet());
  });

  test('a rejection goes to the error pulse', async () => {
    const jobs: Job[] = [];
    const graph = await started(jobs);
    graph.run.trigger('go', 'a');
    await graph.settled();
    jobs[0]?.reject(new Error('no way'));
    await graph.settled();
    assert.equal(graph.values, ['a', 'no way']);
    assert.equal(graph.errors, []);
  });

  test('its signal is aborted when the graph ends, and what comes then is nothing', async () => {
    const jobs: Job[] = [];
    const graph = await started(jobs);
    graph.run.trigger('go', 'a');
    await graph.settled();
    graph.run.dispose();
    assert.is(jobs[0]?.signal.aborted, true);
    jobs[0]?.progress();
    jobs[0]?.resolve({ result: 'late' });
    await graph.settled();
    assert.equal(graph.values, ['a']);
  });

  test('what it resolves with is held, also where its pulse leads nowhere', async () => {
    const jobs: Job[] = [];
    const graph = startGraph(
      [init('work.in'), node('work', 'my/work'), on('ask', 'say.in'), say('say', from('work.result'))],
      { nodes: [workNode(jobs)] },
    );
    await graph.settled();
    jobs[0]?.resolve({ result: 'kept' });
    await graph.settled();
    graph.run.trigger('ask');
    await graph.settled();
    assert.equal(graph.values, ['kept']);
    assert.ok(graph.run.isQuiet());
  });

  test('no more of them wait than the limit allows', async () => {
    const jobs: Job[] = [];
    const graph = startGraph(
      [
        init('loop.in'),
        node('loop', 'flow/forLoop', { inputs: { lastIndex: value(4) }, pulses: { out: 'work.in' } }),
        node('work', 'my/work'),
      ],
      { nodes: [workNode(jobs)], limits: { waits: 3 } },
    );
    await graph.settled();
    assert.is(jobs.length, 3);
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['wait-limit', 'wait-limit'],
    );
  });
});

suite('defineNode: events', (test) => {
  test('begin runs with their data, and end with the graph', async () => {
    let listeners: ((number: number) => void)[] = [];
    const onNumber = defineNode({
      kind: 'event',
      type: 'my/onNumber',
      label: 'On Number',
      help: 'Happens for each number.',
      attributes: { least: { type: 'Int', default: 0, help: 'The least one.' } },
      outputs: { number: { type: 'Int', help: 'The number.' }, text: { type: 'String', help: 'As a text.' } },
      listen({ attributes, begin }) {
        const heard = (number: number): void => {
          if (number >= attributes.least) begin({ number });
        };
        listeners.push(heard);
        return () => {
          listeners = listeners.filter((listener) => listener !== heard);
        };
      },
    });
    const graph = startGraph(
      [
        node('any', 'my/onNumber', { pulses: { out: 'say.in' } }),
        say('say', from('any.number')),
        node('high', 'my/onNumber', { attributes: { least: 10 }, pulses: { out: 'sayHigh.in' } }),
        node('text', 'string/format', {
          inputs: {
            pattern: value('high %d%s'),
            parameter0: from('high.number'),
            parameter1: from('high.text'),
          },
        }),
        say('sayHigh', from('text.formatted')),
        node('nowhere', 'my/onNumber'),
      ],
      { nodes: [onNumber] },
    );
    await graph.settled();
    // One whose pulse leads nowhere does not listen at all.
    assert.is(listeners.length, 2);
    for (const number of [1, 10]) for (const listener of listeners) listener(number);
    await graph.settled();
    assert.equal(graph.values, [1, 10, 'high 10']);
    graph.run.dispose();
    assert.is(listeners.length, 0);
  });

  test('one that cannot listen says so, and the others do', async () => {
    const bad = defineNode({
      kind: 'event',
      type: 'my/bad',
      label: 'Bad',
      help: 'Cannot listen.',
      listen() {
        throw new NodeError('no-device', 'There is no device.');
      },
    });
    const graph = startGraph(
      [node('bad', 'my/bad', { pulses: { out: 'say.in' } }), init('say.in'), say('say', value('fine'))],
      {
        nodes: [bad],
      },
    );
    await graph.settled();
    assert.equal(graph.values, ['fine']);
    assert.equal(graph.errors, [{ code: 'no-device', message: 'There is no device.', node: 'bad' }]);
  });
});

suite('definitions', (test) => {
  const basics = { kind: 'action', label: 'X', help: 'X.', run() {} } as const;

  test('that cannot be are refused, naming what is wrong', () => {
    assert.throws(() => defineNode({ ...basics, type: 'NoFamily' }), /"NoFamily" is no type of a node/);
    assert.throws(
      () => defineNode({ ...basics, type: 'my/x', inputs: { input0: { type: 'Int', help: '' } } }),
      /input "input0"/,
    );
    assert.throws(
      () => defineNode({ ...basics, type: 'my/x', outputs: { toString: { type: 'Int', help: '' } } }),
      /output "toString"/,
    );
    assert.throws(
      () =>
        defineNode({
          ...basics,
          type: 'my/x',
          inputs: { a: { type: 'Int', help: '', aliases: ['b'] }, b: { type: 'Int', help: '' } },
        }),
      /two of the input "b"/,
    );
  });

  test('of a type that is there already are refused', () => {
    const again = defineNode({ ...basics, type: 'flow/branch' });
    assert.throws(() => createNodeRegistry([again]), /Two nodes have the type "flow\/branch"/);
  });

  test('count in the check of files', () => {
    const text = projectText([
      init('c.in'),
      node('c', 'weather/celsius', { inputs: { farenheit: value(1) } }),
    ]);
    const known = checkProject(text, { environment: {}, nodes: [celsius] }).diagnostics;
    assert.equal(
      known.map(({ code, suggestions }) => [code, ...suggestions]),
      [['unknown-socket', 'fahrenheit'], ['missing-input']],
    );
    const unknown = checkProject(text, { environment: {} }).diagnostics;
    assert.is(unknown[0]?.code, 'unknown-node-type');
  });

  test('a project with errors does not run', () => {
    const { project } = checkProject(projectText([init('nowhere.in')]), { environment: {} });
    if (project === undefined) throw new Error('it was read');
    try {
      runProject(project, { connections: noConnections });
      assert.unreachable();
    } catch (error) {
      assert.instance(error, ProjectError);
      assert.match(String(error), 'no node "nowhere"');
    }
  });

  test('a project whose connections are not there does not run, and names them', () => {
    const nodes = [
      init('start.in'),
      node('start', 'socketio/start', { attributes: { configuration: 'demo' } }),
    ];
    const { project } = checkProject(projectText(nodes, { configured: ['demo'] }), { environment: {} });
    if (project === undefined) throw new Error('it was read');
    assert.throws(
      () => runProject(project, { connections: noConnections }),
      /The node "start" cannot start: No connection is named "demo"/,
    );
  });
});

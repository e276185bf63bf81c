import * as assert from 'uvu/assert';
import { createCollector } from '../../inspect/model/createCollector.ts';
import { createGraphObserver } from '../../inspect/model/createGraphObserver.ts';
import type { GraphSource, GraphTap, TappedNode, WatchedNode } from '../../inspect/model/GraphSource.ts';
import type { ProjectRun } from '../../src/graph/runProject.ts';
import type { Project } from '../../src/project/projectSchema.ts';
import { suite } from '../suite.ts';

const node = (id: string, type: string, more: Partial<WatchedNode> = {}): WatchedNode => ({
  id,
  type,
  enabled: true,
  attributes: {},
  inputs: {},
  pulses: {},
  ...more,
});

function project(): { source: GraphSource; run: { tap: GraphTap | null; scene: string | undefined } } {
  const run: { tap: GraphTap | null; scene: string | undefined } = { tap: null, scene: 'one' };
  const source: GraphSource = {
    project: {
      logic: {
        nodes: [
          node('init', 'event/onInitialize', { pulses: { out: 'start.in' }, position: { x: 1, y: 2 } }),
          node('start', 'socketio/start', { attributes: { configuration: 'demo', token: 's3cret' } }),
          node('print', 'development/console', {
            inputs: {
              input: { from: 'init.value' },
              level: { value: 'info' },
              password: { value: 's3cret' },
            },
          }),
        ],
      },
      scenes: [
        { name: 'one', logic: { nodes: [] } },
        { name: 'two', logic: { nodes: [node('only', 'flow/branch')] } },
      ],
    },
    run,
  };
  return { source, run };
}

/** A checked project and its run are a source as they are: the compiler says so. */
const sourceOf = (checked: Project, run: ProjectRun): GraphSource => ({ project: checked, run });

const tapped = (id: string, scene?: string): TappedNode => ({ id, scene });

suite('observing graphs', (test) => {
  test('describes the graphs of a project for drawing', () => {
    const { source } = project();
    const collector = createCollector();
    const observer = createGraphObserver({ collector, now: () => 0 });
    observer.set(source);
    observer.attach();
    const graphs = collector.take(0)?.graphs ?? [];
    assert.equal(
      graphs.map(({ id, kind, active }) => [id, kind, active]),
      [
        ['project', 'project', true],
        ['scene/one', 'scene', true],
        ['scene/two', 'scene', false],
      ],
    );
    assert.equal(graphs[0]?.wires, [
      {
        id: 'pulse:init.out>start.in',
        kind: 'pulse',
        from: { node: 'init', socket: 'out' },
        to: { node: 'start', socket: 'in' },
      },
      {
        id: 'data:init.value>print.input',
        kind: 'data',
        from: { node: 'init', socket: 'value' },
        to: { node: 'print', socket: 'input' },
      },
    ]);
    const [init, start, print] = graphs[0]?.nodes ?? [];
    assert.equal(init?.position, { x: 1, y: 2 });
    assert.equal(init?.pulseOutputs, ['out']);
    assert.equal(init?.outputs, [{ name: 'value', type: 'Any', value: null }]);
    assert.is(start?.connection, 'demo');
    assert.equal(start?.pulseInputs, ['in']);
    assert.equal(
      print?.inputs.map(({ name, value }) => [name, value]),
      [
        ['input', null],
        ['level', 'info'],
        ['password', { $wire: 'redacted' }],
      ],
    );
    assert.not.match(JSON.stringify(graphs), 's3cret');
  });

  test('takes a checked project and its run as they are', () => {
    const fits: (checked: Project, run: ProjectRun) => GraphSource = sourceOf;
    assert.type(fits, 'function');
  });

  test('uses the sockets that nodes are defined with, where it is told of them', () => {
    const { source } = project();
    const collector = createCollector();
    const observer = createGraphObserver({ collector, now: () => 0 });
    const sockets = {
      inputs: [{ name: 'input', type: 'Bool' }],
      outputs: [],
      pulseInputs: ['in'],
      pulseOutputs: ['onTrue', 'onFalse'],
    };
    observer.set({ ...source, sockets: ({ type }) => (type === 'flow/branch' ? sockets : undefined) });
    observer.attach();
    const branch = collector.take(0)?.graphs[2]?.nodes[0];
    assert.equal(branch?.inputs, [{ name: 'input', type: 'Bool', value: null }]);
    assert.equal(branch?.pulseOutputs, ['onTrue', 'onFalse']);
  });

  test('taps the run only while somebody looks', () => {
    const { source, run } = project();
    const observer = createGraphObserver({ collector: createCollector(), now: () => 0 });
    const forget = observer.set(source);
    assert.is(run.tap, null);
    observer.attach();
    assert.is.not(run.tap, null);
    observer.detach();
    assert.is(run.tap, null);
    observer.attach();
    forget();
    assert.is(run.tap, null);
  });

  test('gathers pulses, last values and errors between two flushes', () => {
    const { source, run } = project();
    const collector = createCollector();
    const observer = createGraphObserver({ collector, now: () => 7 });
    observer.set(source);
    observer.attach();
    collector.take(0);
    const init = tapped('init');
    const start = tapped('start');
    const only = tapped('only', 'two');
    for (let count = 0; count < 1_000; count += 1) run.tap?.pulsed(1, init, 'out', start, 'in');
    run.tap?.valueSet(1, init, 'value', { old: true });
    run.tap?.valueSet(1, init, 'value', { token: 's3cret', n: 1 });
    run.tap?.failed(1, only, { code: 'a', message: 'first' });
    run.tap?.failed(1, only, { code: 'step-limit', message: 'http://u:p@host failed' });
    run.scene = 'two';
    observer.flush();
    const activity = collector.take(0)?.activity ?? [];
    assert.equal(activity, [
      { graph: 'scene/one', active: false, pulses: {}, values: {}, errors: [] },
      { graph: 'scene/two', active: true, pulses: {}, values: {}, errors: [] },
      {
        graph: 'project',
        active: null,
        pulses: { 'pulse:init.out>start.in': 1_000 },
        values: { 'init.value': { token: { $wire: 'redacted' }, n: 1 } },
        errors: [],
      },
      {
        graph: 'scene/two',
        active: null,
        pulses: {},
        values: {},
        errors: [
          { node: 'only', at: 7, code: 'step-limit', message: 'http://[redacted]@host failed', count: 2 },
        ],
      },
    ]);
    observer.flush();
    assert.is(collector.take(0), undefined);
    const { graphs, activity: last } = collector.snapshot();
    assert.is(graphs[2]?.active, true);
    assert.equal(last.find(({ graph }) => graph === 'project')?.values, {
      'init.value': { token: { $wire: 'redacted' }, n: 1 },
    });
  });
});

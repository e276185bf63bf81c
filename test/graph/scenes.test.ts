import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { from, init, node, on, say, value } from './support/nodes.ts';
import { startGraph, type FileNode } from './support/startGraph.ts';

const scene = (name: string, nodes: readonly FileNode[]) => ({ name, logic: { nodes } });
const go = (event: string, name: string): FileNode[] => [
  on(event, `to-${name}.in`),
  node(`to-${name}`, 'scene/activate', { attributes: { scene: name } }),
];

suite('scenes', (test) => {
  test('the first is active at start, behind the project’s own graph', async () => {
    const graph = startGraph([init('say.in'), say('say', value('project'))], {
      scenes: [
        scene('one', [init('say.in'), say('say', value('one'))]),
        scene('two', [init('say.in'), say('say', value('two'))]),
      ],
    });
    await graph.settled();
    assert.equal(graph.values, ['project', 'one']);
    assert.is(graph.run.scene, 'one');
    assert.equal(graph.entries[1], { node: 'say', level: 'info', value: 'one', scene: 'one' });
  });

  test('activate ends the one before and begins the other, in this order', async () => {
    const life = (name: string): FileNode[] => [
      init('i.in'),
      say('i', value(`${name} init`)),
      node('a', 'scene/onActivate', { pulses: { out: 'sa.in' } }),
      say('sa', value(`${name} active`)),
      node('d', 'scene/onDeactivate', { pulses: { out: 'sd.in' } }),
      say('sd', value(`${name} inactive`)),
    ];
    const graph = startGraph(
      [
        ...go('go', 'two'),
        node('any', 'scene/onActivate', { pulses: { out: 'say.in' } }),
        say('say', from('any.scene')),
        node('left', 'scene/onDeactivate', { attributes: { scene: 'one' }, pulses: { out: 'gone.in' } }),
        say('gone', value('project heard')),
      ],
      { scenes: [scene('one', life('one')), scene('two', life('two'))] },
    );
    await graph.settled();
    assert.equal(graph.values, ['one init', 'one', 'one active']);
    graph.run.trigger('go');
    await graph.settled();
    assert.equal(graph.values.slice(3), ['project heard', 'one inactive', 'two init', 'two', 'two active']);
    assert.is(graph.run.scene, 'two');
  });

  test('activating the active one changes nothing', async () => {
    const graph = startGraph(go('go', 'one'), {
      scenes: [scene('one', [init('say.in'), say('say', value('one'))])],
    });
    await graph.settled();
    graph.run.trigger('go');
    await graph.settled();
    assert.equal(graph.values, ['one']);
  });

  test('a scene that ends hears, waits for and queues nothing any more', async () => {
    const graph = startGraph([...go('go', 'two'), ...go('back', 'one')], {
      scenes: [
        scene('one', [
          init('all.in'),
          node('all', 'flow/sequential', { pulses: { pulse0: 'every.in', pulse1: 'once.in' } }),
          node('every', 'timer/startInterval', { pulses: { out: 'tick.in' } }),
          node('once', 'timer/startTimeout', {
            inputs: { seconds: value(0.5) },
            pulses: { out: 'tick.in', onCancel: 'tick.in' },
          }),
          say('tick', value('tick')),
          on('ping', 'pong.in'),
          say('pong', value('pong')),
        ]),
        scene('two', []),
      ],
    });
    await graph.pass(400);
    graph.run.trigger('go');
    graph.run.trigger('ping');
    await graph.pass(5000);
    assert.equal(graph.values, []);
    assert.ok(graph.run.isQuiet());
    graph.run.trigger('back');
    graph.run.trigger('ping');
    await graph.pass(1000);
    assert.equal(graph.values, ['pong', 'tick', 'tick']);
  });

  test('the run that leaves its own scene is run to its end, but can wait for nothing', async () => {
    const graph = startGraph([], {
      scenes: [
        scene('one', [
          init('leave.in'),
          node('leave', 'scene/activate', { attributes: { scene: 'two' }, pulses: { out: 'after.in' } }),
          say('after', value('after'), 'wait.in'),
          node('wait', 'timer/startTimeout', {
            inputs: { seconds: value(0) },
            pulses: { onStart: 'started.in', out: 'late.in' },
          }),
          say('started', value('started')),
          say('late', value('late')),
        ]),
        scene('two', [init('say.in'), say('say', value('two'))]),
      ],
    });
    await graph.pass(1000);
    assert.equal(graph.values, ['after', 'started', 'two']);
    assert.ok(graph.run.isQuiet());
  });

  test('a scene that comes back begins anew; variables stay', async () => {
    const count = [
      init('toggle.in'),
      node('toggle', 'flow/toggle', { pulses: { out: 'say.in' } }),
      say('say', from('toggle.isOn'), 'add.in'),
      node('get', 'variable/get', { attributes: { variable: 'visits' } }),
      node('add', 'math/increment', { inputs: { input: from('get.value') }, pulses: { out: 'set.in' } }),
      node('set', 'variable/set', {
        attributes: { variable: 'visits' },
        inputs: { value: from('add.output') },
      }),
    ];
    const graph = startGraph([...go('go', 'two'), ...go('back', 'one')], {
      variables: [{ name: 'visits', type: 'Int' }],
      scenes: [scene('one', count), scene('two', [])],
    });
    await graph.settled();
    for (const event of ['go', 'back', 'go', 'back']) graph.run.trigger(event);
    await graph.settled();
    assert.equal(graph.values, [true, true, true]);
    assert.is(graph.run.variable('visits'), 3);
  });

  test('two that activate each other come to an end with step-limit', async () => {
    const swap = (other: string): FileNode[] => [
      node('on', 'scene/onActivate', { pulses: { out: 'go.in' } }),
      node('go', 'scene/activate', { attributes: { scene: other } }),
    ];
    const graph = startGraph([], {
      scenes: [scene('one', swap('two')), scene('two', swap('one'))],
      limits: { steps: 5000 },
    });
    await graph.settled();
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['step-limit'],
    );
  });

  test('an error of a scene’s node says which scene', async () => {
    const graph = startGraph([], {
      scenes: [
        scene('main', [init('parse.in'), node('parse', 'json/parse', { inputs: { input: value('{') } })]),
      ],
    });
    await graph.settled();
    assert.is(graph.errors[0]?.scene, 'main');
  });

  test('one that comes back while its last run is under way works on values of its own', async () => {
    const graph = startGraph([], {
      scenes: [
        scene('one', [
          on('leave', 'keep.in'),
          node('keep', 'string/concat', {
            inputs: { input0: from('on-leave.parameter0'), input1: value('!') },
            pulses: { out: 'two.in' },
          }),
          node('two', 'scene/activate', { attributes: { scene: 'two' }, pulses: { out: 'one.in' } }),
          node('one', 'scene/activate', { attributes: { scene: 'one' }, pulses: { out: 'old.in' } }),
          say('old', from('keep.output'), 'data.in'),
          say('data', from('on-leave.parameter0')),
          on('ask', 'new.in'),
          say('new', from('keep.output')),
        ]),
        scene('two', []),
      ],
    });
    await graph.settled();
    graph.run.trigger('leave', 'first');
    graph.run.trigger('ask');
    await graph.settled();
    assert.equal(graph.values, ['first!', 'first', '']);
    graph.run.trigger('leave', 'second');
    await graph.settled();
    assert.equal(graph.values.slice(3), ['second!', 'second']);
    assert.is(graph.run.scene, 'one');
  });
});

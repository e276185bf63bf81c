import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { from, init, node, on, say, value } from './support/nodes.ts';
import { startGraph, type FileNode } from './support/startGraph.ts';

suite('rule 1: loading compiles', (test) => {
  test('a loop of pulses is allowed', async () => {
    const graph = startGraph(
      [
        init('add.in'),
        node('count', 'variable/get', { attributes: { variable: 'count' } }),
        node('add', 'math/increment', { inputs: { input: from('count.value') }, pulses: { out: 'keep.in' } }),
        node('keep', 'variable/set', {
          attributes: { variable: 'count' },
          inputs: { value: from('add.output') },
          pulses: { out: 'again.in' },
        }),
        node('isDone', 'compare/isEqual', { inputs: { a: from('keep.value'), b: value(5) } }),
        node('again', 'flow/branch', {
          inputs: { input: from('isDone.c') },
          pulses: { onTrue: 'done.in', onFalse: 'add.in' },
        }),
        say('done', from('keep.value')),
      ],
      { variables: [{ name: 'count', type: 'Int' }] },
    );
    await graph.settled();
    assert.equal(graph.values, [5]);
    assert.equal(graph.errors, []);
  });

  test('a loop of data wires is refused', () => {
    assert.throws(
      () =>
        startGraph([
          init('say.in'),
          node('one', 'math/add', { inputs: { input0: from('two.output') } }),
          node('two', 'math/add', { inputs: { input0: from('one.output') } }),
          say('say', from('one.output')),
        ]),
      /data-cycle/,
    );
  });

  test('names like those of an object’s own members are names like others', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const graph = startGraph(
      [
        init('__proto__.pulse0', 'valueOf'),
        node('__proto__', 'flow/selectData', {
          inputs: { input0: value('one') },
          pulses: { out: 'constructor.in' },
        }),
        say('constructor', from('__proto__.output'), 'toString.in'),
        node('toString', 'variable/set', {
          attributes: { variable: '__proto__' },
          inputs: { value: value(7) },
        }),
        node('hasOwnProperty', 'variable/onSet', {
          attributes: { variable: '__proto__' },
          pulses: { out: 'last.in' },
        }),
        say('last', from('hasOwnProperty.value')),
      ],
      { variables: names.map((name) => ({ name, type: 'Int' })) },
    );
    await graph.settled();
    assert.equal(graph.values, ['one', 7]);
    assert.is(Object.keys(Object.prototype).length, 0);
  });
});

suite('rule 2: one pulse from an event is one run', (test) => {
  test('a node finishes before the next, a branch before the next branch of a sequential', async () => {
    const graph = startGraph([
      init('outer.in'),
      node('outer', 'flow/sequential', { pulses: { pulse0: 'a.in', pulse1: 'inner.in', pulse2: 'd.in' } }),
      say('a', value('a'), 'a2.in'),
      say('a2', value('a2')),
      node('inner', 'flow/sequential', { pulses: { pulse0: 'b.in', pulse1: 'c.in' } }),
      say('b', value('b')),
      say('c', value('c')),
      say('d', value('d')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['a', 'a2', 'b', 'c', 'd']);
    assert.is(graph.run.counters.runs, 1);
  });

  test('what waits holds up only its own branch', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'wait.in', pulse1: 'two.in', pulse2: 'three.in' } }),
      node('wait', 'timer/startTimeout', { inputs: { seconds: value(1) }, pulses: { out: 'one.in' } }),
      say('one', value('one')),
      say('two', value('two')),
      say('three', value('three')),
    ]);
    await graph.pass(999);
    assert.equal(graph.values, ['two', 'three']);
    assert.not(graph.run.isQuiet());
    await graph.pass(1);
    assert.equal(graph.values, ['two', 'three', 'one']);
    assert.ok(graph.run.isQuiet());
  });

  test('a loop goes through its body before it ends, nested ones inside', async () => {
    const graph = startGraph([
      init('rows.in'),
      node('rows', 'flow/forLoop', {
        inputs: { lastIndex: value(1) },
        pulses: { out: 'columns.in', onEnd: 'end.in' },
      }),
      node('columns', 'flow/forEachLoop', {
        inputs: { array: value(['x', 'y']) },
        pulses: { out: 'say.in', onEnd: 'next.in' },
      }),
      node('text', 'string/format', {
        inputs: { pattern: value('%d%s'), parameter0: from('rows.index'), parameter1: from('columns.value') },
      }),
      say('say', from('text.formatted')),
      say('next', value('|')),
      say('end', value('end')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['0x', '0y', '|', '1x', '1y', '|', 'end']);
  });

  test(
    'a chain of 100,000 pulses runs',
    async () => {
      const length = 100_000;
      const chain = Array.from({ length }, (_, index): FileNode => ({
        id: `n${index}`,
        type: 'flow/toggle',
        pulses: { out: index === length - 1 ? 'say.in' : `n${index + 1}.in` },
      }));
      const graph = startGraph([init('n0.in'), ...chain, say('say', from(`n${length - 1}.isOn`))]);
      await graph.settled();
      assert.equal(graph.values, [true]);
      assert.is(graph.run.counters.steps, length + 2);
    },
    { timeout: 300_000 },
  );

  test(
    '5,000 sequentials within each other run',
    async () => {
      const length = 5_000;
      const chain = Array.from({ length }, (_, index): FileNode => ({
        id: `n${index}`,
        type: 'flow/sequential',
        pulses: {
          pulse0: index === length - 1 ? 'inmost.in' : `n${index + 1}.in`,
          ...(index === 0 && { pulse1: 'outmost.in' }),
        },
      }));
      const graph = startGraph([
        init('n0.in'),
        ...chain,
        say('inmost', value('in')),
        say('outmost', value('out')),
      ]);
      await graph.settled();
      assert.equal(graph.values, ['in', 'out']);
    },
    { timeout: 300_000 },
  );
});

suite('rule 3: an event’s data belong to the run that it began', (test) => {
  const late = (): FileNode[] => [
    on('go', 'wait.in'),
    node('wait', 'timer/startTimeout', {
      inputs: { seconds: from('on-go.parameter1') },
      pulses: { out: 'say.in' },
    }),
    say('say', from('on-go.parameter0')),
  ];

  test('a late branch sees the values of its own event, however many came since', async () => {
    const graph = startGraph(late());
    await graph.settled();
    graph.run.trigger('go', 'slow', 3);
    graph.run.trigger('go', 'fast', 1);
    graph.run.trigger('go', 'middling', 2);
    await graph.pass(3000);
    assert.equal(graph.values, ['fast', 'middling', 'slow']);
  });

  test('a late branch sees what its own run computed, also after another late branch', async () => {
    const graph = startGraph([
      on('go', 'double.in'),
      node('number', 'utility/conversion', {
        attributes: { dataType: 'Int' },
        inputs: { input: from('on-go.parameter0') },
      }),
      node('double', 'math/add', {
        inputs: { input0: from('number.output'), input1: from('number.output') },
        pulses: { out: 'wait.in' },
      }),
      node('wait', 'timer/startTimeout', { pulses: { out: 'first.in' } }),
      say('first', from('double.output'), 'wait2.in'),
      node('wait2', 'timer/startTimeout', { pulses: { out: 'second.in' } }),
      say('second', from('double.output')),
    ]);
    await graph.settled();
    graph.run.trigger('go', 1);
    await graph.pass(500);
    graph.run.trigger('go', 10);
    await graph.pass(500);
    await graph.pass(500);
    await graph.pass(500);
    await graph.pass(500);
    assert.equal(graph.values, [2, 20, 2, 20]);
  });

  test('a branch that waits within a loop sees the index of its own time', async () => {
    const graph = startGraph([
      init('loop.in'),
      node('loop', 'flow/forLoop', { inputs: { lastIndex: value(2) }, pulses: { out: 'wait.in' } }),
      node('wait', 'timer/startTimeout', { pulses: { out: 'say.in' } }),
      say('say', from('loop.index')),
    ]);
    await graph.pass(0);
    await graph.pass(1000);
    assert.equal(graph.values, [0, 1, 2]);
  });

  test('each tick of an interval sees what the branch had seen that started it', async () => {
    const graph = startGraph([
      on('go', 'every.in'),
      node('every', 'timer/startInterval', { pulses: { out: 'say.in' } }),
      say('say', from('on-go.parameter0')),
    ]);
    await graph.settled();
    graph.run.trigger('go', 'a');
    await graph.pass(500);
    graph.run.trigger('go', 'b');
    await graph.pass(500);
    await graph.pass(500);
    await graph.pass(500);
    await graph.pass(500);
    assert.equal(graph.values, ['a', 'b', 'a', 'b']);
  });

  test('in the run of another event they are not there', async () => {
    const graph = startGraph([
      on('a', 'sayA.in'),
      say('sayA', from('on-a.parameter0')),
      on('b', 'sayB.in'),
      say('sayB', from('on-a.parameter0')),
    ]);
    await graph.settled();
    graph.run.trigger('a', 'here');
    graph.run.trigger('b');
    await graph.settled();
    assert.equal(graph.values, ['here', null]);
  });

  test('variables are shared, and so is what another run computed since', async () => {
    const graph = startGraph(
      [
        on('slow', 'wait.in'),
        node('wait', 'timer/startTimeout', { pulses: { out: 'sayVariable.in' } }),
        node('get', 'variable/get', { attributes: { variable: 'shared' } }),
        say('sayVariable', from('get.value'), 'sayHeld.in'),
        say('sayHeld', from('keep.output')),
        on('fast', 'set.in'),
        node('set', 'variable/set', {
          attributes: { variable: 'shared' },
          inputs: { value: from('on-fast.parameter0') },
          pulses: { out: 'keep.in' },
        }),
        node('keep', 'string/concat', {
          inputs: { input0: value('held '), input1: from('on-fast.parameter0') },
          pulses: { out: 'done.in' },
        }),
        say('done', value('set')),
      ],
      { variables: [{ name: 'shared', type: 'String', initialValue: 'old' }] },
    );
    await graph.settled();
    graph.run.trigger('slow');
    await graph.pass(500);
    graph.run.trigger('fast', 'new');
    await graph.pass(500);
    assert.equal(graph.values, ['set', 'new', 'held new']);
  });

  test('a late branch leaves what other runs hold as it found it', async () => {
    const graph = startGraph([
      on('go', 'join.in'),
      node('join', 'string/concat', {
        inputs: { input0: from('on-go.parameter0'), input1: value('!') },
        pulses: { out: 'wait.in' },
      }),
      node('wait', 'timer/startTimeout', { pulses: { out: 'late.in' } }),
      say('late', from('join.output')),
      on('ask', 'tell.in'),
      say('tell', from('join.output')),
    ]);
    await graph.settled();
    graph.run.trigger('go', 'first');
    await graph.pass(500);
    graph.run.trigger('go', 'second');
    await graph.pass(500);
    graph.run.trigger('ask');
    await graph.settled();
    assert.equal(graph.values, ['first!', 'second!']);
  });
});

suite('rule 4: data nodes compute when pulsed, or when read', (test) => {
  test('one that is pulsed holds its output until it is pulsed again', async () => {
    const graph = startGraph(
      [
        on('compute', 'add.in'),
        node('get', 'variable/get', { attributes: { variable: 'n' } }),
        node('add', 'math/increment', { inputs: { input: from('get.value') }, pulses: { out: 'keep.in' } }),
        node('keep', 'variable/set', {
          attributes: { variable: 'n' },
          inputs: { value: from('add.output') },
        }),
        on('read', 'say.in'),
        say('say', from('add.output')),
      ],
      { variables: [{ name: 'n', type: 'Int', initialValue: 10 }] },
    );
    await graph.settled();
    for (const event of ['read', 'compute', 'read', 'read', 'compute', 'read']) graph.run.trigger(event);
    await graph.settled();
    assert.equal(graph.values, [0, 11, 11, 12]);
  });

  test('one that nothing pulses computes anew for each step that reads it', async () => {
    const graph = startGraph(
      [
        init('one.in'),
        node('get', 'variable/get', { attributes: { variable: 'n' } }),
        node('add', 'math/increment', { inputs: { input: from('get.value') } }),
        node('one', 'variable/set', {
          attributes: { variable: 'n' },
          inputs: { value: from('add.output') },
          pulses: { out: 'two.in' },
        }),
        node('two', 'variable/set', {
          attributes: { variable: 'n' },
          inputs: { value: from('add.output') },
          pulses: { out: 'say.in' },
        }),
        say('say', from('add.output')),
      ],
      { variables: [{ name: 'n', type: 'Int' }] },
    );
    await graph.settled();
    assert.equal(graph.values, [3]);
  });

  test('it computes at most once a step, however many ways lead to it', async () => {
    const random = [0.1, 0.2, 0.3, 0.4];
    let taken = 0;
    const graph = startGraph(
      [
        init('both.in'),
        node('dice', 'math/random'),
        node('left', 'math/add', { inputs: { input0: from('dice.output'), input1: value(1) } }),
        node('right', 'math/add', { inputs: { input0: from('dice.output'), input1: value(2) } }),
        node('sum', 'math/subtract', {
          inputs: { input0: from('right.output'), input1: from('left.output') },
        }),
        node('both', 'flow/sequential', { pulses: { pulse0: 'a.in', pulse1: 'b.in' } }),
        say('a', from('sum.output')),
        say('b', from('dice.output')),
      ],
      { random: () => random[taken++] ?? 0 },
    );
    await graph.settled();
    assert.ok(Math.abs(Number(graph.values[0]) - 1) < 1e-9, String(graph.values[0]));
    assert.is(graph.values[1], 0.2);
    assert.is(taken, 2);
  });

  test(
    'a chain of 30,000 nodes that are read computes',
    async () => {
      const length = 30_000;
      const chain = Array.from({ length }, (_, index): FileNode => ({
        id: `n${index}`,
        type: 'math/increment',
        inputs: { input: index === 0 ? value(0) : from(`n${index - 1}.output`) },
      }));
      // The other way around in the file: the order of nodes counts for nothing.
      const graph = startGraph([
        init('say.in'),
        say('say', from(`n${length - 1}.output`)),
        ...chain.toReversed(),
      ]);
      await graph.settled();
      assert.equal(graph.values, [length]);
    },
    { timeout: 300_000 },
  );

  test('a node that joins branches reads only the input of the pulse that came', async () => {
    const graph = startGraph([
      init('join.pulse1'),
      node('bad', 'math/divide', { inputs: { input0: value(1), input1: value(0) } }),
      node('join', 'flow/selectData', {
        inputs: { input0: from('bad.output'), input1: value('fine') },
        pulses: { out: 'say.in' },
      }),
      say('say', from('join.output')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['fine']);
    assert.equal(graph.errors, []);
  });
});

suite('rule 4: what is only read', (test) => {
  test('a joining node that is read computes as if its first pulse had come, and reads no more than that', async () => {
    const graph = startGraph([
      init('say.in'),
      node('bad', 'math/divide', { inputs: { input0: value(1), input1: value(0) } }),
      node('join', 'flow/selectData', { inputs: { input0: value('fine'), input1: from('bad.output') } }),
      say('say', from('join.output')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['fine']);
    assert.equal(graph.errors, []);
  });

  test(
    'a thousand nodes may each read a thousand others',
    async () => {
      const length = 1000;
      const chain = Array.from({ length }, (_, index): FileNode => ({
        id: `n${index}n`,
        type: 'math/increment',
        inputs: { input: index === 0 ? value(0) : from(`n${index - 1}n.output`) },
      }));
      const readers = Array.from({ length }, (_, index): FileNode => ({
        id: `r${index}n`,
        type: 'variable/set',
        attributes: { variable: 'x' },
        inputs: { value: from(`n${length - 1}n.output`) },
        pulses: { out: index === length - 1 ? 'say.in' : `r${index + 1}n.in` },
      }));
      const graph = startGraph(
        [init('r0n.in'), ...chain, ...readers, say('say', from(`r${length - 1}n.value`))],
        {
          variables: [{ name: 'x', type: 'Int' }],
          limits: { steps: 1e9 },
        },
      );
      await graph.settled();
      assert.equal(graph.values, [length]);
      assert.is(graph.run.counters.steps, length * (length + 1) + 2);
    },
    { timeout: 300_000 },
  );
});

suite('rule 5: listeners run in the file’s order', (test) => {
  test('those of the project before those of the scene', async () => {
    const graph = startGraph(
      [on('go', 'p1.in', 'a'), on('go', 'p2.in', 'b'), say('p1', value('p1')), say('p2', value('p2'))],
      {
        scenes: [
          {
            name: 'main',
            logic: {
              nodes: [
                on('go', 's1.in', 'a'),
                on('go', 's2.in', 'b'),
                say('s1', value('s1')),
                say('s2', value('s2')),
              ],
            },
          },
        ],
      },
    );
    await graph.settled();
    graph.run.trigger('go');
    graph.run.trigger('go');
    await graph.settled();
    assert.equal(graph.values, ['p1', 'p2', 's1', 's2', 'p1', 'p2', 's1', 's2']);
  });

  test('what a run triggers runs after it, in the order in which it was triggered', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', {
        pulses: { pulse0: 'first.in', pulse1: 'second.in', pulse2: 'say.in' },
      }),
      node('first', 'event/trigger', { attributes: { event: 'x' }, inputs: { parameter0: value(1) } }),
      node('second', 'event/trigger', { attributes: { event: 'x' }, inputs: { parameter0: value(2) } }),
      say('say', value('run')),
      on('x', 'heard.in'),
      say('heard', from('on-x.parameter0')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['run', 1, 2]);
  });
});

suite('rule 6: runs are queued, sliced and limited', (test) => {
  const endless = [
    init('a.in'),
    node('a', 'flow/toggle', { pulses: { out: 'b.in' } }),
    node('b', 'flow/toggle', { pulses: { out: 'a.in' } }),
  ];

  test('a run over its budget yields to the event loop, and goes on', async () => {
    const graph = startGraph(
      [
        init('loop.in'),
        node('loop', 'flow/forLoop', {
          inputs: { lastIndex: value(999) },
          pulses: { out: 'on.in', onEnd: 'end.in' },
        }),
        node('on', 'flow/toggle'),
        say('end', value('end')),
      ],
      { limits: { budget: 100 } },
    );
    const turns: number[] = [];
    for (let turn = 0; graph.values.length === 0; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      turns.push(graph.run.counters.steps);
    }
    assert.ok(turns.length >= 10, `${turns.length} turns`);
    for (const [turn, steps] of turns.entries())
      if (turn > 0) assert.ok(steps - (turns[turn - 1] ?? 0) <= 101);
    assert.equal(graph.values, ['end']);
  });

  test('a run over the limit ends with step-limit, naming the node', async () => {
    const graph = startGraph(endless, { limits: { steps: 1000 } });
    await graph.settled();
    assert.is(graph.errors.length, 1);
    assert.is(graph.errors[0]?.code, 'step-limit');
    assert.ok(['a', 'b'].includes(graph.errors[0]?.node ?? ''));
    assert.match(graph.errors[0]?.message ?? '', `"${graph.errors[0]?.node}"`);
    assert.ok(graph.run.counters.steps >= 1000 && graph.run.counters.steps < 1010);
  });

  test('it ends that run only: the graph goes on', async () => {
    const graph = startGraph([...endless, on('go', 'say.in'), say('say', value('alive'))], {
      limits: { steps: 1000 },
    });
    await graph.settled();
    graph.run.trigger('go');
    await graph.settled();
    assert.equal(graph.values, ['alive']);
  });

  for (const [away, other] of [
    ['a scene', 'the project'],
    ['the project', 'a scene'],
  ])
    test(`${other} has its turns while ${away} runs away`, async () => {
      const alive = [on('go', 'say.in'), say('say', value('alive'))];
      const [own, ofScene] = away === 'a scene' ? [alive, endless] : [endless, alive];
      const graph = startGraph(own, {
        limits: { budget: 100, steps: 1_000_000 },
        scenes: [{ name: 'main', logic: { nodes: ofScene } }],
      });
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      graph.run.trigger('go');
      for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(graph.values, ['alive']);
      assert.equal(graph.errors, []);
      graph.run.dispose();
    });

  test('what one event sets off through other events is counted together', async () => {
    const graph = startGraph(
      [on('go', 'again.in'), node('again', 'event/trigger', { attributes: { event: 'go' } })],
      { limits: { steps: 500 } },
    );
    await graph.settled();
    graph.run.trigger('go');
    await graph.settled();
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['step-limit'],
    );
    assert.ok(graph.run.counters.steps < 520, String(graph.run.counters.steps));
    assert.ok(graph.run.isQuiet());
  });

  test('events that multiply end with one step-limit, however many are queued by then', async () => {
    const graph = startGraph(
      [
        on('go', 'both.in'),
        node('both', 'flow/sequential', { pulses: { pulse0: 'again.in', pulse1: 'again.in' } }),
        node('again', 'event/trigger', { attributes: { event: 'go' } }),
      ],
      { limits: { steps: 500 } },
    );
    await graph.settled();
    graph.run.trigger('go');
    await graph.settled();
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['step-limit'],
    );
    assert.ok(graph.run.counters.dropped > 50, `${graph.run.counters.dropped} dropped`);
    assert.ok(graph.run.isQuiet());
  });

  test('a queue that is full drops, counts and reports', async () => {
    const flood = startGraph(
      [
        init('loop.in'),
        node('loop', 'flow/forLoop', { inputs: { lastIndex: value(99) }, pulses: { out: 'again.in' } }),
        node('again', 'event/trigger', {
          attributes: { event: 'go' },
          inputs: { parameter0: from('loop.index') },
        }),
        on('go', 'say.in'),
        say('say', from('on-go.parameter0')),
      ],
      { limits: { queue: 10 } },
    );
    await flood.settled();
    assert.equal(flood.values, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.is(flood.run.counters.dropped, 90);
    assert.equal(
      flood.errors.map(({ code, node: id }) => [code, id]),
      [
        ['queue-overflow', 'on-go'],
        ['queue-overflow', 'on-go'],
      ],
    );
    assert.match(flood.errors[1]?.message ?? '', '90 events');
  });
});

suite('rule 7: an error ends its branch and nothing else', (test) => {
  test('it goes to the error pulse where that is wired', async () => {
    const graph = startGraph([
      init('parse.in'),
      node('parse', 'json/parse', {
        inputs: { input: value('{') },
        pulses: { out: 'no.in', onError: 'yes.in' },
      }),
      say('no', value('no')),
      say('yes', from('parse.error')),
    ]);
    await graph.settled();
    assert.is(graph.values.length, 1);
    assert.match(String(graph.values[0]), 'no JSON');
    assert.equal(graph.errors, []);
  });

  test('else to the log, with the id of the node; the next branch runs', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'parse.in', pulse1: 'next.in' } }),
      node('parse', 'json/parse', { inputs: { input: value('{') }, pulses: { out: 'no.in' } }),
      say('no', value('no')),
      say('next', value('next')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['next']);
    assert.equal(
      graph.errors.map(({ code, node: id }) => [code, id]),
      [['invalid-json', 'parse']],
    );
  });

  const broken = (errorPulse: string) =>
    node('parse', 'json/parse', { inputs: { input: value('{') }, pulses: { onError: errorPulse } });

  test('one that was read does not fail anew for those who are told of its error, however they read it', async () => {
    const graph = startGraph([
      init('say.in'),
      broken('tell.in'),
      say('say', from('parse.output')),
      node('text', 'string/concat', { inputs: { input0: value('it says: '), input1: from('parse.error') } }),
      say('tell', from('text.output'), 'again.in'),
      say('again', from('parse.error'), 'soon.in'),
      node('soon', 'timer/startTimeout', { inputs: { seconds: value(0.01) }, pulses: { out: 'later.in' } }),
      say('later', from('text.output')),
    ]);
    await graph.settled();
    assert.is(graph.values.length, 2);
    assert.match(String(graph.values[0]), 'it says: The text is no JSON');
    await graph.pass(10);
    assert.is(graph.values.length, 3);
    assert.is(graph.values[2], graph.values[0]);
    assert.equal(graph.errors, []);
  });

  test('what comes after that reads it anew', async () => {
    const graph = startGraph([
      init('loop.in'),
      node('loop', 'flow/forEachLoop', {
        inputs: { array: value(['1', '{', '3', ']', '5']) },
        pulses: { out: 'say.in' },
      }),
      node('parse', 'json/parse', { inputs: { input: from('loop.value') }, pulses: { onError: 'tell.in' } }),
      say('say', from('parse.output')),
      say('tell', from('parse.error')),
    ]);
    await graph.settled();
    assert.equal(
      graph.values.map((each) => (typeof each === 'string' ? each.slice(0, 11) : each)),
      [1, 'The text is', 3, 'The text is', 5],
    );
    assert.equal(graph.errors, []);
  });

  test('a circle of errors ends with step-limit', async () => {
    const graph = startGraph(
      [
        init('one.in'),
        ...['one', 'two'].map((id) =>
          node(id, 'json/parse', {
            inputs: { input: value('{') },
            pulses: { onError: id === 'one' ? 'two.in' : 'one.in' },
          }),
        ),
      ],
      { limits: { steps: 1000 } },
    );
    await graph.settled();
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['step-limit'],
    );
  });

  test('a loop goes on with its next element', async () => {
    const graph = startGraph([
      init('loop.in'),
      node('loop', 'flow/forEachLoop', {
        inputs: { array: value(['1', '{', '3']) },
        pulses: { out: 'parse.in', onEnd: 'end.in' },
      }),
      node('parse', 'json/parse', { inputs: { input: from('loop.value') }, pulses: { out: 'say.in' } }),
      say('say', from('parse.output')),
      say('end', value('end')),
    ]);
    await graph.settled();
    assert.equal(graph.values, [1, 3, 'end']);
    assert.is(graph.errors.length, 1);
  });

  test('a node that is only read reports for itself, and the one that reads it does not execute', async () => {
    const graph = startGraph([
      init('say.in'),
      node('half', 'math/divide', { inputs: { input0: value(1), input1: value(0) } }),
      say('say', from('half.output')),
    ]);
    await graph.settled();
    assert.equal(graph.values, []);
    assert.equal(
      graph.errors.map(({ code, node: id }) => [code, id]),
      [['division-by-zero', 'half']],
    );
  });

  test('a logger that throws harms nobody', async () => {
    let calls = 0;
    const graph = startGraph(
      [init('say.in'), say('say', value(1)), on('go', 'set.in'), node('set', 'flow/toggle')],
      {
        logger: {
          console() {
            calls += 1;
            throw new Error('the disk is full');
          },
          error() {
            calls += 1;
            throw new Error('still full');
          },
        },
      },
    );
    await graph.settled();
    graph.run.trigger('go');
    await graph.settled();
    assert.is(calls, 2);
    assert.is(graph.run.counters.runs, 2);
  });
});

suite('rule 8: disposing leaves nothing behind', (test) => {
  test('no timer fires, no event is heard, nothing waits', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'every.in', pulse1: 'once.in' } }),
      node('every', 'timer/startInterval', { pulses: { out: 'tick.in' } }),
      node('once', 'timer/startTimeout', { pulses: { out: 'tick.in' } }),
      say('tick', value('tick')),
      on('go', 'tick.in'),
    ]);
    await graph.pass(1000);
    assert.equal(graph.values, ['tick', 'tick']);
    graph.run.dispose();
    graph.run.trigger('go');
    await graph.pass(5000);
    assert.equal(graph.values, ['tick', 'tick']);
    assert.ok(graph.run.isQuiet());
    graph.run.dispose();
  });

  test('a run that is under way ends with the node that executes', async () => {
    const written: unknown[] = [];
    const graph = startGraph(
      [
        init('all.in'),
        node('all', 'flow/sequential', { pulses: { pulse0: 'first.in', pulse1: 'third.in' } }),
        say('first', value('first'), 'second.in'),
        say('second', value('second')),
        say('third', value('third')),
      ],
      {
        logger: {
          console: (entry) => {
            written.push(entry.value);
            graph.run.dispose();
          },
          error: () => {},
        },
      },
    );
    await graph.settled();
    assert.equal(written, ['first']);
  });
});

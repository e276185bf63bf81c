import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { execute } from './support/execute.ts';
import { from, init, node, on, say, value } from './support/nodes.ts';
import { startGraph } from './support/startGraph.ts';

suite('flow nodes', (test) => {
  test('branch goes by its input, false where it has no value', async () => {
    assert.equal((await execute('flow/branch', { input: true })).pulses, ['onTrue']);
    assert.equal((await execute('flow/branch', { input: false })).pulses, ['onFalse']);
    assert.equal((await execute('flow/branch')).pulses, ['onFalse']);
  });

  test('switch goes by the first case that is the same', async () => {
    const cases = ['a', 2, { x: 1 }, 'a'];
    const at = async (input: unknown) => (await execute('flow/switch', { input }, { cases })).pulses;
    assert.equal(await at('a'), ['case0']);
    assert.equal(await at(2), ['case1']);
    assert.equal(await at({ x: 1 }), ['case2']);
    assert.equal(await at('b'), ['default']);
    assert.equal(await at(null), ['default']);
  });

  test('sequential leaves out what is not wired', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', {
        attributes: { count: 5 },
        pulses: { pulse1: 'one.in', pulse4: 'four.in' },
      }),
      say('one', value(1)),
      say('four', value(4)),
    ]);
    await graph.settled();
    assert.equal(graph.values, [1, 4]);
  });

  test('select data gives the input of the pulse that came', async () => {
    const inputs = { input0: 'zero', input1: 'one', input2: 'two' };
    const done = await execute('flow/selectData', inputs, {}, { pulse: 'pulse2' });
    assert.is(done.outputs['output'], 'two');
    assert.equal(done.pulses, ['out']);
  });

  test('toggle turns on and off, each node by itself', async () => {
    const graph = startGraph([
      on('go', 'a.in'),
      node('a', 'flow/toggle', { pulses: { out: 'b.in' } }),
      node('b', 'flow/toggle', { attributes: { value: true }, pulses: { out: 'say.in' } }),
      node('text', 'string/format', {
        inputs: { pattern: value('%s %s'), parameter0: from('a.isOn'), parameter1: from('b.isOn') },
      }),
      say('say', from('text.formatted')),
    ]);
    await graph.settled();
    for (let time = 0; time < 3; time += 1) graph.run.trigger('go');
    await graph.settled();
    assert.equal(graph.values, ['true false', 'false true', 'true false']);
  });

  const loop = async (
    inputs: Readonly<Record<string, number>>,
    attributes: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly unknown[]> => {
    const graph = startGraph([
      init('loop.in'),
      node('loop', 'flow/forLoop', {
        attributes,
        inputs: Object.fromEntries(Object.entries(inputs).map(([name, number]) => [name, value(number)])),
        pulses: { out: 'say.in', onEnd: 'end.in' },
      }),
      say('say', from('loop.index')),
      say('end', value('end')),
    ]);
    await graph.settled();
    return graph.values;
  };

  test('for loop counts up and down, with the last index or without', async () => {
    assert.equal(await loop({ firstIndex: 1, lastIndex: 3 }), [1, 2, 3, 'end']);
    assert.equal(await loop({ lastIndex: 3 }, { isLastIndexIncluded: false }), [0, 1, 2, 'end']);
    assert.equal(await loop({ firstIndex: 3, lastIndex: 1, step: -1 }), [3, 2, 1, 'end']);
    assert.equal(await loop({ firstIndex: 3, lastIndex: 1, step: -1 }, { isLastIndexIncluded: false }), [
      3,
      2,
      'end',
    ]);
    assert.equal(await loop({ lastIndex: 10, step: 4 }), [0, 4, 8, 'end']);
    assert.equal(await loop({ firstIndex: 5, lastIndex: 1 }), ['end']);
  });

  test('a for loop may be entered again from its own body', async () => {
    const graph = startGraph(
      [
        init('loop.in'),
        node('loop', 'flow/forLoop', {
          inputs: { lastIndex: value(1) },
          pulses: { out: 'say.in', onEnd: 'end.in' },
        }),
        say('say', from('loop.index'), 'once.in'),
        node('depth', 'variable/get', { attributes: { variable: 'depth' } }),
        node('isOuter', 'compare/isEqual', { inputs: { a: from('depth.value'), b: value(0) } }),
        node('once', 'flow/branch', {
          inputs: { input: from('isOuter.c') },
          pulses: { onTrue: 'deeper.in' },
        }),
        node('deeper', 'variable/set', {
          attributes: { variable: 'depth' },
          inputs: { value: value(1) },
          pulses: { out: 'loop.in' },
        }),
        say('end', value('end')),
      ],
      { variables: [{ name: 'depth', type: 'Int' }] },
    );
    await graph.settled();
    assert.equal(graph.values, [0, 0, 1, 'end', 1, 'end']);
  });

  const each = async (errorMode: string): Promise<readonly unknown[]> => {
    const graph = startGraph([
      init('loop.in'),
      node('loop', 'flow/forEachLoop', {
        attributes: { dataType: 'Int', errorMode },
        inputs: { array: value([1, 'x', 3]) },
        pulses: { out: 'say.in', onTypeError: 'error.in', onEnd: 'end.in' },
      }),
      say('say', from('loop.value')),
      say('error', from('loop.index')),
      say('end', value('end')),
    ]);
    await graph.settled();
    return graph.values;
  };

  test('for each loop goes by its error mode after an element of another type', async () => {
    assert.equal(await each('continue'), [1, 1, 3, 'end']);
    assert.equal(await each('break'), [1, 1, 'end']);
    assert.equal(await each('abort'), [1, 1]);
  });
});

suite('event nodes', (test) => {
  test('parameters reach the listeners by number; those left out are null', async () => {
    const graph = startGraph([
      init('trigger.in'),
      node('trigger', 'event/trigger', { attributes: { event: 'x' }, inputs: { parameter1: value('b') } }),
      node('heard', 'event/listener', { attributes: { event: 'x' }, pulses: { out: 'all.in' } }),
      node('all', 'flow/sequential', { pulses: { pulse0: 's0.in', pulse1: 's1.in', pulse2: 's2.in' } }),
      say('s0', from('heard.parameter0')),
      say('s1', from('heard.parameter1')),
      say('s2', from('heard.parameter2')),
    ]);
    await graph.settled();
    assert.equal(graph.values, [null, 'b', null]);
  });

  test('a listener hears its own event only', async () => {
    const graph = startGraph([on('a', 'say.in'), say('say', value('a'))]);
    await graph.settled();
    graph.run.trigger('b');
    graph.run.trigger('a');
    await graph.settled();
    assert.equal(graph.values, ['a']);
  });
});

suite('variable nodes', (test) => {
  const watched = (type: string, initialValue: unknown) =>
    startGraph(
      [
        on('set', 'set.in'),
        node('set', 'variable/set', {
          attributes: { variable: 'v' },
          inputs: { value: from('on-set.parameter0') },
          pulses: { out: 'now.in' },
        }),
        node('get', 'variable/get', { attributes: { variable: 'v' } }),
        say('now', from('get.value')),
        node('onSet', 'variable/onSet', { attributes: { variable: 'v' }, pulses: { out: 'sayS.in' } }),
        node('textS', 'string/format', {
          inputs: { pattern: value('set %s'), parameter0: from('onSet.value') },
        }),
        say('sayS', from('textS.formatted')),
        node('onChange', 'variable/onChange', { attributes: { variable: 'v' }, pulses: { out: 'sayC.in' } }),
        node('textC', 'string/format', {
          inputs: { pattern: value('changed %s'), parameter0: from('onChange.value') },
        }),
        say('sayC', from('textC.formatted')),
      ],
      { variables: [{ name: 'v', type, initialValue }] },
    );

  test('on set happens each time, on change only with another value', async () => {
    const graph = watched('Int', 1);
    await graph.settled();
    graph.run.trigger('set', 2);
    graph.run.trigger('set', 2);
    await graph.settled();
    assert.equal(graph.values, [2, 'set 2', 'changed 2', 2, 'set 2']);
    assert.is(graph.run.variable('v'), 2);
  });

  test('arrays and dictionaries change by what they hold', async () => {
    const graph = watched('Dictionary', { a: [1] });
    await graph.settled();
    graph.run.trigger('set', { a: [1] });
    graph.run.trigger('set', { a: [2] });
    await graph.settled();
    assert.equal(
      graph.values.filter((text) => String(text).startsWith('changed')),
      ['changed {"a":[2]}'],
    );
  });

  test('a value of another type is refused, and the variable stays as it is', async () => {
    const graph = watched('Int', 1);
    await graph.settled();
    graph.run.trigger('set', 'text');
    graph.run.trigger('set', null);
    await graph.settled();
    assert.is(graph.run.variable('v'), 1);
    assert.equal(
      graph.errors.map(({ code, node: id }) => [code, id]),
      [
        ['conversion-failed', 'set'],
        ['missing-value', 'set'],
      ],
    );
  });

  test('two that set each other off end with step-limit', async () => {
    const graph = startGraph(
      [
        node('onA', 'variable/onSet', { attributes: { variable: 'a' }, pulses: { out: 'setB.in' } }),
        node('setB', 'variable/set', { attributes: { variable: 'b' }, inputs: { value: from('onA.value') } }),
        node('onB', 'variable/onSet', { attributes: { variable: 'b' }, pulses: { out: 'setA.in' } }),
        node('setA', 'variable/set', { attributes: { variable: 'a' }, inputs: { value: from('onB.value') } }),
        init('setA2.in'),
        node('setA2', 'variable/set', { attributes: { variable: 'a' }, inputs: { value: value(1) } }),
      ],
      { variables: ['a', 'b'].map((name) => ({ name, type: 'Int' })), limits: { steps: 1000 } },
    );
    await graph.settled();
    assert.equal(
      graph.errors.map(({ code }) => code),
      ['step-limit'],
    );
    assert.ok(graph.run.isQuiet());
  });
});

suite('timer nodes', (test) => {
  test('a timeout goes on at once at onStart and after the delay at out', async () => {
    const graph = startGraph([
      init('wait.in'),
      node('wait', 'timer/startTimeout', {
        inputs: { seconds: value(2) },
        pulses: { onStart: 'a.in', out: 'b.in', onCancel: 'c.in' },
      }),
      say('a', value('start')),
      say('b', value('out')),
      say('c', value('cancel')),
    ]);
    await graph.pass(1999);
    assert.equal(graph.values, ['start']);
    await graph.pass(1);
    assert.equal(graph.values, ['start', 'out']);
    assert.ok(graph.run.isQuiet());
  });

  test('a timeout that is cancelled goes on at onCancel only; cancelling twice is as good', async () => {
    const graph = startGraph([
      init('wait.in'),
      node('wait', 'timer/startTimeout', { pulses: { out: 'b.in', onCancel: 'c.in' } }),
      say('b', value('out')),
      say('c', value('cancel')),
      on('stop', 'cancel.in'),
      node('cancel', 'timer/cancelTimeout', {
        inputs: { instanceId: from('wait.instanceId') },
        pulses: { out: 'd.in' },
      }),
      say('d', value('done')),
    ]);
    await graph.pass(500);
    graph.run.trigger('stop');
    graph.run.trigger('stop');
    await graph.pass(5000);
    assert.equal(graph.values, ['done', 'cancel', 'done']);
    assert.equal(graph.errors, []);
  });

  test('cancelling what was never started is harmless', async () => {
    const graph = startGraph([
      init('cancel.in'),
      node('wait', 'timer/startTimeout'),
      node('cancel', 'timer/cancelTimeout', {
        inputs: { instanceId: from('wait.instanceId') },
        pulses: { out: 'say.in' },
      }),
      say('say', value('done')),
    ]);
    await graph.settled();
    assert.equal(graph.values, ['done']);
    assert.equal(graph.errors, []);
  });

  test('starting twice waits for both', async () => {
    const graph = startGraph([
      on('go', 'wait.in'),
      node('wait', 'timer/startTimeout', { pulses: { out: 'say.in' } }),
      say('say', from('wait.instanceId')),
    ]);
    await graph.settled();
    graph.run.trigger('go');
    await graph.pass(500);
    graph.run.trigger('go');
    await graph.pass(500);
    assert.is(graph.values.length, 1);
    await graph.pass(500);
    assert.is(graph.values.length, 2);
    assert.is.not(graph.values[0], graph.values[1]);
  });

  test('an interval ticks until it is reset, and is never quiet', async () => {
    const graph = startGraph([
      init('every.in'),
      node('every', 'timer/startInterval', {
        inputs: { seconds: value(0.5) },
        pulses: { onStart: 'a.in', out: 'b.in', onReset: 'c.in' },
      }),
      say('a', value('start')),
      say('b', value('tick')),
      say('c', value('reset')),
      on('stop', 'reset.in'),
      node('reset', 'timer/resetInterval', { inputs: { instanceId: from('every.instanceId') } }),
    ]);
    await graph.pass(500);
    await graph.pass(500);
    assert.equal(graph.values, ['start', 'tick', 'tick']);
    assert.not(graph.run.isQuiet());
    graph.run.trigger('stop');
    await graph.pass(2000);
    assert.equal(graph.values, ['start', 'tick', 'tick', 'reset']);
    assert.ok(graph.run.isQuiet());
  });

  test('an interval leaves out the ticks that it missed, and keeps its beat', async () => {
    const graph = startGraph([
      init('every.in'),
      node('every', 'timer/startInterval', { pulses: { out: 'time.in' } }),
      node('time', 'utility/now', { pulses: { out: 'say.in' } }),
      say('say', from('time.output')),
    ]);
    await graph.pass(3500);
    await graph.pass(200);
    await graph.pass(300);
    await graph.pass(1000);
    assert.equal(graph.values, [3500, 4000, 5000]);
  });

  test('a delay of months is no delay of 0', async () => {
    const graph = startGraph([
      init('wait.in'),
      node('wait', 'timer/startTimeout', {
        inputs: { seconds: value(60 * 86_400) },
        pulses: { out: 'say.in' },
      }),
      say('say', value('at last')),
    ]);
    const day = 86_400_000;
    await graph.pass(25 * day);
    await graph.pass(34 * day);
    assert.equal(graph.values, []);
    await graph.pass(1 * day);
    assert.equal(graph.values, ['at last']);
  });

  test('no timer is set for longer than JavaScript’s timers can be', async () => {
    const delays: number[] = [];
    const graph = startGraph(
      [init('wait.in'), node('wait', 'timer/startTimeout', { inputs: { seconds: value(60 * 86_400) } })],
      {
        clock: {
          now: () => 0,
          setTimeout: (_callback, delay) => delays.push(delay),
          clearTimeout() {},
        },
      },
    );
    await graph.settled();
    assert.equal(delays, [2 ** 31 - 1]);
  });

  test('more timers than the limit are an error', async () => {
    const graph = startGraph(
      [
        init('loop.in'),
        node('loop', 'flow/forLoop', { inputs: { lastIndex: value(4) }, pulses: { out: 'wait.in' } }),
        node('wait', 'timer/startTimeout'),
      ],
      { limits: { timers: 3 } },
    );
    await graph.settled();
    assert.equal(
      graph.errors.map(({ code, node: id }) => [code, id]),
      [
        ['timer-limit', 'wait'],
        ['timer-limit', 'wait'],
      ],
    );
    await graph.pass(1000);
    assert.ok(graph.run.isQuiet());
  });
});

suite('utility and development nodes', (test) => {
  test('get command line option gives what --set gave, in its type', async () => {
    const options = { rate: '80', empty: '' };
    const rate = await execute(
      'utility/getCommandLineOption',
      {},
      { option: 'rate', dataType: 'Int' },
      { options },
    );
    assert.is(rate.outputs['value'], 80);
    const empty = await execute('utility/getCommandLineOption', {}, { option: 'empty' }, { options });
    assert.is(empty.outputs['value'], '');
    const proto = await execute('utility/getCommandLineOption', {}, { option: '__proto__' }, { options });
    assert.equal(proto.pulses, ['onError']);
  });

  test('console writes the value itself, with its level and the id of the node', async () => {
    const graph = startGraph([
      init('a.in'),
      node('a', 'development/console', { inputs: { input: value({ x: [1] }) }, pulses: { out: 'b.in' } }),
      node('b', 'development/console', { attributes: { level: 'warning' }, pulses: { out: 'c.in' } }),
      node('c', 'development/console', { inputs: { input: from('a.output') } }),
    ]);
    await graph.settled();
    assert.equal(graph.entries, [
      { node: 'a', level: 'info', value: { x: [1] } },
      { node: 'b', level: 'warning', value: null },
      { node: 'c', level: 'info', value: { x: [1] } },
    ]);
  });

  test('assert writes the comparison, as an error where it does not hold', async () => {
    const graph = startGraph([
      init('good.in'),
      node('good', 'development/assert', {
        attributes: { operator: '<', label: 'small' },
        inputs: { a: value(1), b: value(2) },
        pulses: { out: 'bad.in' },
      }),
      node('bad', 'development/assert', { inputs: { a: value(1), b: value(2) }, pulses: { out: 'say.in' } }),
      say('say', from('bad.c')),
    ]);
    await graph.settled();
    assert.equal(graph.entries, [
      { node: 'good', level: 'info', value: 'small: passed (1 < 2)' },
      { node: 'bad', level: 'error', value: 'Assertion: failed (1 == 2)' },
      { node: 'say', level: 'info', value: false },
    ]);
  });

  test('exit tells its code once, and nothing runs after it', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', {
        pulses: {
          pulse0: 'wait.in',
          pulse1: 'trigger.in',
          pulse2: 'exit.in',
          pulse3: 'exit2.in',
          pulse4: 'say.in',
        },
      }),
      node('wait', 'timer/startTimeout', { pulses: { out: 'say.in' } }),
      node('trigger', 'event/trigger', { attributes: { event: 'x' } }),
      node('exit', 'development/exit', { inputs: { code: value(3) } }),
      node('exit2', 'development/exit', { inputs: { code: value(4) } }),
      say('say', value('after')),
      on('x', 'say.in'),
    ]);
    const codes: number[] = [];
    graph.run.on('exit', (code) => codes.push(code));
    await graph.pass(1000);
    graph.run.trigger('x');
    await graph.settled();
    assert.equal(codes, [3]);
    assert.equal(graph.values, []);
    assert.ok(graph.run.isQuiet());
  });
});

suite('exit codes', (test) => {
  for (const code of [0, 255])
    test(`${code} is what the run ends with`, async () => {
      const { codes, errors } = await exitWith(code);
      assert.equal([codes, errors], [[code], []]);
    });

  for (const code of [256, -1, 512])
    test(`${code} is no exit code: an error, and 1`, async () => {
      const { codes, errors } = await exitWith(code);
      assert.equal(codes, [1]);
      assert.equal(
        errors.map((error) => [error.code, error.node]),
        [['out-of-range', 'exit']],
      );
      assert.match(errors[0]?.message ?? '', `${code} cannot be an exit code`);
      assert.match(errors[0]?.message ?? '', 'from 0 to 255');
    });

  async function exitWith(code: number) {
    const graph = startGraph([
      init('wait.in'),
      node('wait', 'timer/startTimeout', { pulses: { out: 'exit.in' } }),
      node('exit', 'development/exit', { inputs: { code: value(code) } }),
    ]);
    const codes: number[] = [];
    graph.run.on('exit', (ended) => codes.push(ended));
    await graph.pass(5000);
    return { codes, errors: graph.errors };
  }
});

suite('nodes that are switched off', (test) => {
  test('are skipped with all that follows; what reads them falls back to its default', async () => {
    const graph = startGraph([
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'off.in', pulse1: 'say.in' } }),
      { ...say('off', value('off'), 'after.in'), enabled: false },
      say('after', value('after')),
      { ...node('sum', 'math/add', { inputs: { input0: value(1) } }), enabled: false },
      node('step', 'math/increment', { inputs: { input: value(10), step: from('sum.output') } }),
      say('say', from('step.output')),
      { ...init('after.in', 'init2'), enabled: false },
    ]);
    await graph.settled();
    assert.equal(graph.values, [11]);
    assert.is(graph.run.counters.runs, 1);
  });
});

suite('quiet', (test) => {
  test('is told when nothing is queued or waited for any more', async () => {
    const graph = startGraph([
      init('wait.in'),
      node('wait', 'timer/startTimeout', { pulses: { out: 'say.in' } }),
      say('say', value(1)),
    ]);
    assert.not(graph.run.isQuiet());
    const times: unknown[] = [];
    graph.run.on('quiet', () => times.push(graph.values.length));
    await graph.pass(0);
    assert.equal(times, []);
    await graph.pass(1000);
    assert.equal(times, [1]);
  });

  test('is told at once for a graph that does nothing', async () => {
    const graph = startGraph([]);
    await new Promise((resolve) => graph.run.on('quiet', () => resolve(undefined)));
    assert.ok(graph.run.isQuiet());
  });
});

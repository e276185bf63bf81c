import * as assert from 'uvu/assert';
import { createMachine } from 'xstate';
import { describeMachine, toMermaid } from '../../inspect/server/index.ts';
import { suite } from '../suite.ts';
import { lampMachine } from './machines.ts';

function mermaid(config: unknown): readonly string[] {
  const definition = describeMachine(config);
  if (definition === undefined) throw new Error('not a machine');
  return toMermaid(definition).trimEnd().split('\n');
}

suite('Mermaid', (test) => {
  test('draws nested, parallel, final and history states, and what states run', () => {
    assert.equal(mermaid(lampMachine.config), [
      'stateDiagram-v2',
      '  %% lamp',
      '  [*] --> off',
      '  state "off" as off',
      '  state "warming" as warming',
      '  note right of warming',
      '    invoke warmUp',
      '  end note',
      '  state "lit" as lit',
      '  state lit {',
      '    state "colour" as lit_colour',
      '    state lit_colour {',
      '      [*] --> lit_colour_red',
      '      state "red" as lit_colour_red',
      '      state "green" as lit_colour_green',
      '      state "checking" as lit_colour_checking',
      '      state "blue" as lit_colour_blue',
      '      state "H" as lit_colour_memory',
      '      lit_colour_red --> lit_colour_green: next',
      '      lit_colour_green --> lit_colour_checking: next',
      '      lit_colour_checking --> lit_colour_red: always [isTired]',
      '      lit_colour_checking --> lit_colour_blue: always',
      '      lit_colour_blue --> lit_colour_red: next',
      '      lit_colour_memory --> lit_colour_red: default',
      '    }',
      '    --',
      '    state "fan" as lit_fan',
      '    state lit_fan {',
      '      [*] --> lit_fan_still',
      '      state "still" as lit_fan_still',
      '      state "turning" as lit_fan_turning',
      '      lit_fan_still --> lit_fan_turning: after 60000 ms',
      '    }',
      '  }',
      '  state "paused" as paused',
      '  state "done" as done',
      '  done --> [*]',
      '  off --> warming: on / turn, log',
      '  off --> off: fail / explode',
      '  warming --> lit: done#58; warmUp',
      '  warming --> off: error#58; warmUp',
      '  warming --> off: after 5000 ms',
      '  lit --> off: off',
      '  lit --> paused: pause',
      '  lit --> done: finish',
      '  paused --> lit_colour_memory: resume',
    ]);
  });

  test('keeps names that Mermaid would stumble over from breaking the diagram', () => {
    const { config } = createMachine({
      id: 'odd\nid',
      initial: 'end',
      states: {
        end: { on: { 'a; b: "c" <d> #e': { target: 'with space', actions: 'x\ny' } } },
        'with space': { on: { x: 'with-space' } },
        'with-space': { on: { x: 'été' } },
        été: {},
      },
    });
    const lines = mermaid(config);
    assert.is(lines[1], '  %% odd id');
    assert.ok(lines.includes('  state "end" as end_2'), 'end is a word of its own');
    assert.ok(lines.includes('  state "with space" as with_space'));
    assert.ok(lines.includes('  state "with-space" as with_space_2'));
    assert.ok(lines.includes('  state "été" as été'));
    assert.ok(
      lines.includes('  end_2 --> with_space: a#59; b#58; #quot;c#quot; #lt;d#gt; #35;e / x y'),
      lines.join('\n'),
    );
  });

  test('draws a machine that has edges or regions itself as a state around all', () => {
    const inside = { initial: 'a', states: { a: {}, b: {} } } as const;
    assert.equal(
      mermaid(createMachine({ id: 'the m', on: { reset: '.a', log: { actions: 'log' } }, ...inside }).config),
      [
        'stateDiagram-v2',
        '  %% the m',
        '  [*] --> machine',
        '  state "the m" as machine',
        '  state machine {',
        '    [*] --> a',
        '    state "a" as a',
        '    state "b" as b',
        '  }',
        '  machine --> a: reset',
        '  machine --> machine: log / log',
      ],
    );
    const parallel = mermaid(createMachine({ id: 'p', type: 'parallel', states: { x: {}, y: {} } }).config);
    assert.equal(parallel.slice(4), [
      '  state machine {',
      '    state "x" as x',
      '    --',
      '    state "y" as y',
      '  }',
    ]);
  });
});

// Compiled, never run: what the types of definitions let through, and what they do not.
import { defineNode } from '../../src/graph/defineNode.ts';
import type { NodeDefinition } from '../../src/graph/NodeDefinition.ts';

export const typed = defineNode({
  kind: 'data',
  type: 'types/data',
  label: 'Data',
  help: 'Reads and writes by type.',
  attributes: {
    mode: { type: 'String', choices: ['fast', 'slow'], default: 'fast', help: '' },
    optional: { type: 'Int', help: '' },
    name: { type: 'String', required: true, help: '' },
  },
  inputs: {
    number: { type: 'Float', default: 1, help: '' },
    text: { type: 'String', optional: true, help: '' },
    list: { type: 'Array', help: '', numbered: { usual: 2 } },
    any: { type: 'Any', help: '' },
  },
  outputs: {
    result: { type: 'Int', help: '' },
    several: { type: 'String', help: '', numbered: { usual: 1 } },
  },
  pulses: { out: { left: { help: '' }, right: { help: '', numbered: { usual: 2 } } } },
  state: ({ attributes }) => ({ mode: attributes.mode, count: 0 }),
  run({ inputs, outputs, attributes, pulses, state }) {
    outputs.result.value = inputs.number.value + state.count;
    outputs.several.set(0, inputs.text.value ?? '');
    const first: readonly unknown[] = inputs.list.at(0);
    const mode: 'fast' | 'slow' = attributes.mode;
    const optional: number | undefined = attributes.optional;
    const name: string = attributes.name;
    // @ts-expect-error -- an Int is no text
    outputs.result.value = 'text';
    // @ts-expect-error -- it may be left out
    const text: string = inputs.text.value;
    // @ts-expect-error -- nothing is known of it
    const known: number = inputs.any.value;
    // @ts-expect-error -- inputs are read only
    inputs.number.value = 1;
    // @ts-expect-error -- there is no such input
    void inputs.nubmer;
    // @ts-expect-error -- there is no such attribute
    void attributes.moed;
    // @ts-expect-error -- there is no `out` where others are named
    void pulses.out;
    // @ts-expect-error -- not one of the choices
    const other: 'medium' = attributes.mode;
    void [first, mode, optional, name, text, known, other];
    return state.mode === 'fast' ? pulses.left : pulses.right.at(1);
  },
});

export const standard = defineNode({
  kind: 'action',
  type: 'types/standard',
  label: 'Standard',
  help: 'Goes on at out.',
  run: ({ pulses }) => pulses.out,
});

// @ts-expect-error -- a pulse cannot be made up
defineNode({ kind: 'action', type: 'types/madeUp', label: '', help: '', run: () => 3 });

// @ts-expect-error -- no such kind
defineNode({ kind: 'thing', type: 'types/thing', label: '', help: '', run() {} });

// @ts-expect-error -- an event listens, it does not run
defineNode({ kind: 'event', type: 'types/event', label: '', help: '', run() {} });

defineNode({
  kind: 'data',
  type: 'types/badDefault',
  label: '',
  help: '',
  // @ts-expect-error -- the default of a Float is a number
  inputs: { number: { type: 'Float', default: 'one', help: '' } },
  run() {},
});

export const waiting = defineNode({
  kind: 'waiting',
  type: 'types/waiting',
  label: 'Waiting',
  help: 'Resolves with outputs.',
  outputs: { result: { type: 'Int', help: '' } },
  pulses: { out: { out: { help: '' }, onHalf: { help: '' } } },
  async run({ pulse, signal }) {
    await Promise.resolve(signal.aborted);
    pulse('onHalf', { result: 1 });
    // @ts-expect-error -- there is no such pulse
    pulse('onHlaf');
    return { result: 2 };
  },
});

export const event = defineNode({
  kind: 'event',
  type: 'types/onSomething',
  label: 'On Something',
  help: 'Begins with data.',
  outputs: { text: { type: 'String', help: '' }, list: { type: 'Int', help: '', numbered: { usual: 1 } } },
  listen({ begin }) {
    begin({ text: 'a', list: [1, 2] });
    begin({});
    // @ts-expect-error -- a text is a text
    begin({ text: 1 });
    // @ts-expect-error -- there is no such output
    begin({ txet: 'a' });
    return () => {};
  },
});

/** All of them are definitions. */
export const all: readonly NodeDefinition[] = [typed, standard, waiting, event];

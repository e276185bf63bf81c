import { defineNode } from '../defineNode.ts';

const conditions = {
  type: 'Bool',
  help: 'A condition.',
  numbered: { usual: 2, aliases: [['a'], ['b']] },
} as const;

export const and = defineNode({
  kind: 'data',
  type: 'logic/and',
  label: 'And',
  help: 'True if all of its inputs are.',
  inputs: { input: { ...conditions, default: true } },
  outputs: { output: { type: 'Bool', help: 'Whether all are true.', aliases: ['c'] } },
  run({ inputs, outputs }) {
    const { input } = inputs;
    let result = true;
    for (let index = 0; index < input.length; index += 1) result &&= input.at(index);
    outputs.output.value = result;
  },
});

export const or = defineNode({
  kind: 'data',
  type: 'logic/or',
  label: 'Or',
  help: 'True if at least one of its inputs is.',
  inputs: { input: conditions },
  outputs: { output: { type: 'Bool', help: 'Whether one is true.', aliases: ['c'] } },
  run({ inputs, outputs }) {
    const { input } = inputs;
    let result = false;
    for (let index = 0; index < input.length; index += 1) result ||= input.at(index);
    outputs.output.value = result;
  },
});

export const negate = defineNode({
  kind: 'data',
  type: 'logic/negate',
  label: 'Negate',
  help: 'Turns true into false and false into true.',
  inputs: { input: { type: 'Bool', help: 'The condition.' } },
  outputs: { output: { type: 'Bool', help: 'Its opposite.' } },
  run({ inputs, outputs }) {
    outputs.output.value = !inputs.input.value;
  },
});

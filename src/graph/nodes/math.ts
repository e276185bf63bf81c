import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { numberType } from './dataType.ts';

const numbers = {
  type: 'Number',
  help: 'A number.',
  numbered: { usual: 2, aliases: [['a'], ['b']] },
} as const;
const output = { type: 'Number', help: 'The result.' } as const;
const operands = {
  type: 'Number',
  default: 1,
  help: 'What is divided, and what it is divided by.',
  numbered: {
    usual: 2,
    by: 'fixed',
    aliases: [
      ['dividend', 'a'],
      ['divisor', 'b'],
    ],
  },
} as const;

export const add = defineNode({
  kind: 'data',
  type: 'math/add',
  label: 'Add',
  help: 'Adds numbers.',
  attributes: { dataType: numberType },
  inputs: { input: numbers },
  outputs: { output },
  run({ inputs, outputs, fit }) {
    const { input } = inputs;
    let result = input.at(0);
    for (let index = 1; index < input.length; index += 1) result += input.at(index);
    outputs.output.value = fit(result);
  },
});

export const subtract = defineNode({
  kind: 'data',
  type: 'math/subtract',
  label: 'Subtract',
  help: 'Subtracts numbers from the first one.',
  attributes: { dataType: numberType },
  inputs: { input: numbers },
  outputs: { output },
  run({ inputs, outputs, fit }) {
    const { input } = inputs;
    let result = input.at(0);
    for (let index = 1; index < input.length; index += 1) result -= input.at(index);
    outputs.output.value = fit(result);
  },
});

export const multiply = defineNode({
  kind: 'data',
  type: 'math/multiply',
  label: 'Multiply',
  help: 'Multiplies numbers.',
  attributes: { dataType: numberType },
  inputs: { input: { ...numbers, default: 1 } },
  outputs: { output },
  run({ inputs, outputs, fit }) {
    const { input } = inputs;
    let result = input.at(0);
    for (let index = 1; index < input.length; index += 1) result *= input.at(index);
    outputs.output.value = fit(result);
  },
});

export const divide = defineNode({
  kind: 'data',
  type: 'math/divide',
  label: 'Divide',
  help: 'Divides a number by another. As Byte or Int, what is behind the point is cut off.',
  attributes: { dataType: { ...numberType, default: 'Float', help: 'The type of its numbers.' } },
  inputs: { input: operands },
  outputs: { output: { ...output, aliases: ['quotient'] } },
  run({ inputs, outputs, chosenType, fit }) {
    const quotient = inputs.input.at(0) / divisor(inputs.input.at(1));
    outputs.output.value = chosenType === 'Float' ? quotient : fit(Math.trunc(quotient) + 0);
  },
});

export const modulo = defineNode({
  kind: 'data',
  type: 'math/modulo',
  label: 'Modulo',
  help: 'What is left when a number is divided by another: never negative.',
  attributes: { dataType: numberType },
  inputs: { input: operands },
  outputs: { output: { ...output, aliases: ['remainder'] } },
  run({ inputs, outputs }) {
    const by = divisor(inputs.input.at(1));
    const remainder = inputs.input.at(0) % by;
    outputs.output.value = remainder < 0 ? remainder + Math.abs(by) : remainder;
  },
});

export const increment = defineNode({
  kind: 'data',
  type: 'math/increment',
  label: 'Increment',
  help: 'Adds a step to a number.',
  attributes: { dataType: numberType },
  inputs: {
    input: { type: 'Number', help: 'The number.', aliases: ['value'] },
    step: { type: 'Number', default: 1, help: 'The step.' },
  },
  outputs: { output },
  run({ inputs, outputs, fit }) {
    outputs.output.value = fit(inputs.input.value + inputs.step.value);
  },
});

export const round = defineNode({
  kind: 'data',
  type: 'math/round',
  label: 'Round',
  help: 'Rounds a number to some places behind the point, a half away from zero.',
  attributes: {
    precision: { type: 'Int', least: 0, most: 15, default: 0, help: 'How many places.' },
    dataType: { ...numberType, choices: ['Int', 'Float'], default: 'Float', help: 'The type of the result.' },
  },
  inputs: { input: { type: 'Float', help: 'The number.' } },
  outputs: { output },
  run({ inputs, outputs, attributes, fit }) {
    outputs.output.value = fit(roundTo(inputs.input.value, attributes.precision));
  },
});

export const random = defineNode({
  kind: 'data',
  type: 'math/random',
  label: 'Random',
  help: 'A random number between two others. As Byte or Int, both are among the possible ones.',
  attributes: { dataType: { ...numberType, default: 'Float', help: 'The type of its numbers.' } },
  inputs: {
    minimum: { type: 'Number', help: 'The least one.', aliases: ['min'] },
    maximum: { type: 'Number', default: 1, help: 'The greatest one.', aliases: ['max'] },
  },
  outputs: { output },
  run({ inputs, outputs, chosenType, project }) {
    const minimum = inputs.minimum.value;
    const maximum = inputs.maximum.value;
    if (minimum > maximum)
      throw new NodeError('out-of-range', `The minimum ${minimum} is above the maximum ${maximum}.`);
    outputs.output.value =
      chosenType === 'Float'
        ? minimum + project.random() * (maximum - minimum)
        : minimum + Math.floor(project.random() * (maximum - minimum + 1));
  },
});

function divisor(number: number): number {
  if (number === 0) throw new NodeError('division-by-zero', 'The divisor is 0.');
  return number;
}

/** By way of the decimal form: 1.005 to two places is 1.01, which no multiplication by 100 gives. */
function roundTo(number: number, precision: number): number {
  if (!Number.isFinite(number) || Number.isInteger(number)) return number;
  const [digits = '0', exponent = '0'] = Math.abs(number).toString().split('e');
  const shifted = Math.round(Number(`${digits}e${Number(exponent) + precision}`));
  // Adding 0 makes -0 a plain 0.
  return Math.sign(number) * Number(`${shifted}e${-precision}`) + 0;
}

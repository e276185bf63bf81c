import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { describeValue } from '../values/describeValue.ts';
import { equalValues } from '../values/equalValues.ts';
import { dataType } from './dataType.ts';

const a = { type: 'Chosen', help: 'What is compared.', aliases: ['input0'] } as const;
const b = { type: 'Chosen', help: 'What it is compared with.', aliases: ['input1'] } as const;

export const isEqual = defineNode({
  kind: 'data',
  type: 'compare/isEqual',
  label: 'Is Equal',
  help: 'Whether two values are the same; arrays and dictionaries by what they hold.',
  attributes: {
    dataType,
    mode: {
      type: 'String',
      choices: ['equal', 'notEqual'],
      default: 'equal',
      help: '`notEqual` turns the result around.',
    },
  },
  inputs: { a, b },
  outputs: { c: { type: 'Bool', help: 'The result.', aliases: ['output'] } },
  run({ inputs, outputs, attributes }) {
    outputs.c.value = equalValues(inputs.a.value, inputs.b.value) === (attributes.mode === 'equal');
  },
});

export const isGreater = defineNode({
  kind: 'data',
  type: 'compare/isGreater',
  label: 'Is Greater',
  help: 'Whether a number is greater than another, or a text comes after another.',
  attributes: {
    dataType,
    mode: {
      type: 'String',
      choices: ['greater', 'greaterOrEqual'],
      default: 'greater',
      help: '`greaterOrEqual` is also true for two that are the same.',
    },
  },
  inputs: { a, b },
  outputs: { c: { type: 'Bool', help: 'The result.', aliases: ['output'] } },
  run({ inputs, outputs, attributes }) {
    const order = compareValues(inputs.a.value, inputs.b.value);
    outputs.c.value = attributes.mode === 'greater' ? order > 0 : order >= 0;
  },
});

export const isLess = defineNode({
  kind: 'data',
  type: 'compare/isLess',
  label: 'Is Less',
  help: 'Whether a number is less than another, or a text comes before another.',
  attributes: {
    dataType,
    mode: {
      type: 'String',
      choices: ['less', 'lessOrEqual'],
      default: 'less',
      help: '`lessOrEqual` is also true for two that are the same.',
    },
  },
  inputs: { a, b },
  outputs: { c: { type: 'Bool', help: 'The result.', aliases: ['output'] } },
  run({ inputs, outputs, attributes }) {
    const order = compareValues(inputs.a.value, inputs.b.value);
    outputs.c.value = attributes.mode === 'less' ? order < 0 : order <= 0;
  },
});

/** Below 0, 0 or above 0. Texts by their characters' numbers, the same in every country; NaN is never anything. */
export function compareValues(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  throw new NodeError(
    'conversion-failed',
    `${describeValue(left)} and ${describeValue(right)} have no order: it takes two numbers or two texts.`,
  );
}

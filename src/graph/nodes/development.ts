import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { describeValue } from '../values/describeValue.ts';
import { equalValues } from '../values/equalValues.ts';
import { compareValues } from './compare.ts';
import { dataType } from './dataType.ts';

export const consoleNode = defineNode({
  kind: 'action',
  type: 'development/console',
  label: 'Console',
  help: 'Writes a value to the log.',
  attributes: {
    level: {
      type: 'String',
      choices: ['info', 'warning', 'error'],
      default: 'info',
      help: 'How important it is.',
      aliases: ['type'],
    },
    dataType,
  },
  inputs: { input: { type: 'Chosen', help: 'The value.', aliases: ['value'] } },
  outputs: { output: { type: 'Chosen', help: 'The same value.' } },
  run({ id, scene, inputs, outputs, attributes, project }) {
    const input = inputs.input.value;
    outputs.output.value = input;
    const { level } = attributes;
    project.logger.console({ node: id, level, value: input ?? null, ...(scene !== undefined && { scene }) });
  },
});

export const assert = defineNode({
  kind: 'action',
  type: 'development/assert',
  label: 'Assert',
  help: 'Compares two values and writes the result to the log: as an error where it is false.',
  attributes: {
    operator: {
      type: 'String',
      choices: ['==', '!=', '<', '<=', '>', '>='],
      default: '==',
      help: 'How they are compared.',
    },
    label: { type: 'String', default: 'Assertion', help: 'What the line in the log begins with.' },
    dataType,
  },
  inputs: {
    a: { type: 'Chosen', help: 'What is compared.', aliases: ['input0'] },
    b: { type: 'Chosen', help: 'What it is compared with.', aliases: ['input1'] },
  },
  outputs: { c: { type: 'Bool', help: 'The result.', aliases: ['output'] } },
  run({ id, scene, inputs, outputs, attributes, project }) {
    const a = inputs.a.value;
    const b = inputs.b.value;
    const { operator, label } = attributes;
    const holds = comparisons[operator](a, b);
    outputs.c.value = holds;
    const value = `${label}: ${holds ? 'passed' : 'failed'} (${describeValue(a)} ${operator} ${describeValue(b)})`;
    const level = holds ? 'info' : 'error';
    project.logger.console({ node: id, level, value, ...(scene !== undefined && { scene }) });
  },
});

export const exit = defineNode({
  kind: 'action',
  type: 'development/exit',
  label: 'Exit',
  help: 'Ends the project. Nothing runs after it.',
  inputs: {
    code: {
      type: 'Int',
      help: 'The exit code: 0 to 255; 0 for all is well. Any other is an error, and ends the project with 1.',
    },
  },
  pulses: { out: {} },
  run({ inputs, project }) {
    const code = inputs.code.value;
    if (code >= 0 && code <= 255) {
      project.exit(code);
      return;
    }
    // A process would end with what is left of it in a byte: with 0, as if all were well, for 256.
    project.exit(1);
    throw new NodeError(
      'out-of-range',
      `${code} cannot be an exit code: that is a whole number from 0 to 255.`,
    );
  },
});

const comparisons: Readonly<
  Record<'==' | '!=' | '<' | '<=' | '>' | '>=', (a: unknown, b: unknown) => boolean>
> = {
  '==': equalValues,
  '!=': (a, b) => !equalValues(a, b),
  '<': (a, b) => compareValues(a, b) < 0,
  '<=': (a, b) => compareValues(a, b) <= 0,
  '>': (a, b) => compareValues(a, b) > 0,
  '>=': (a, b) => compareValues(a, b) >= 0,
};

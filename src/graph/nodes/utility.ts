import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { convertValue, fits } from '../values/convertValue.ts';
import { dataType } from './dataType.ts';

export const conversion = defineNode({
  kind: 'data',
  type: 'utility/conversion',
  label: 'Conversion',
  help: 'Turns a value into one of another type: texts into numbers and back, JSON texts into arrays and dictionaries, Float into Int by cutting off.',
  attributes: {
    dataType: { ...dataType, required: true, help: 'The type of the result.', aliases: ['outputDataType'] },
    inputDataType: { ...dataType, help: 'The type of the input, for people: any is taken.' },
  },
  inputs: { input: { type: 'Any', required: true, help: 'The value.' } },
  outputs: {
    output: { type: 'Chosen', help: 'The same in the other type.' },
    error: { type: 'String', help: 'Why it cannot be.' },
  },
  pulses: {
    out: {
      out: { help: 'Goes on once the node has executed.' },
      onError: { help: 'Goes on here if it cannot be.', error: true },
    },
  },
  run({ inputs, outputs, attributes }) {
    outputs.output.value = convertValue(attributes.dataType, inputs.input.value);
  },
});

export const isType = defineNode({
  kind: 'data',
  type: 'utility/isType',
  label: 'Is Data Type',
  help: 'Whether a value is of a type. A whole number is an Int and a Float.',
  attributes: { dataType: { ...dataType, required: true, help: 'The type.' } },
  inputs: { input: { type: 'Any', help: 'The value.' } },
  outputs: { output: { type: 'Bool', help: 'Whether it is.' } },
  run({ inputs, outputs, attributes }) {
    outputs.output.value = fits(attributes.dataType, inputs.input.value);
  },
});

export const now = defineNode({
  kind: 'data',
  type: 'utility/now',
  label: 'Now (UTC)',
  help: 'The time.',
  inputs: { offset: { type: 'Float', help: 'Added to it, in milliseconds.' } },
  outputs: {
    output: { type: 'Float', help: 'Milliseconds since 1970, UTC.', aliases: ['milliseconds', 'utcUnix'] },
    text: { type: 'String', help: 'As a text: 2026-01-31T12:00:00.000Z.', aliases: ['iso'] },
  },
  run({ inputs, outputs, project }) {
    const time = project.clock.now() + inputs.offset.value;
    if (Math.abs(time) > 8.64e15) throw new NodeError('out-of-range', 'There is no such time.');
    outputs.output.value = time;
    outputs.text.value = new Date(time).toISOString();
  },
});

export const getCommandLineOption = defineNode({
  kind: 'data',
  type: 'utility/getCommandLineOption',
  label: 'Get Command Line Option',
  help: 'What the command line gave with `--set NAME=VALUE`.',
  attributes: {
    option: { type: 'String', required: true, help: 'The name.', aliases: ['optionName'] },
    dataType: { ...dataType, default: 'String', help: 'The type of the value.', aliases: ['optionType'] },
  },
  outputs: {
    value: { type: 'Chosen', help: 'The value.', aliases: ['output', 'optionValue'] },
    error: { type: 'String', help: 'What is wrong with it.' },
  },
  pulses: {
    out: {
      out: { help: 'Goes on once the node has executed.' },
      onError: { help: 'Goes on here if it was not given, or is of another type.', error: true },
    },
  },
  run({ outputs, attributes, project }) {
    const text = project.options.get(attributes.option);
    if (text === undefined)
      throw new NodeError('missing-option', `The command line has no --set ${attributes.option}=VALUE.`);
    outputs.value.value = convertValue(attributes.dataType, text);
  },
});

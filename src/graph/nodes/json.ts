import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { stringifyJson } from '../values/stringifyJson.ts';

export const parse = defineNode({
  kind: 'data',
  type: 'json/parse',
  label: 'JSON Parse',
  help: 'Reads a JSON text.',
  inputs: { input: { type: 'String', required: true, help: 'The text.', aliases: ['value'] } },
  outputs: {
    output: { type: 'Any', help: 'What it says.' },
    isArray: { type: 'Bool', help: 'Whether that is an array.' },
    error: { type: 'String', help: 'What is wrong with it.' },
  },
  pulses: {
    out: {
      out: { help: 'Goes on once the node has executed.' },
      onError: { help: 'Goes on here if it is no JSON.', error: true },
    },
  },
  run({ inputs, outputs }) {
    const value = parseJson(inputs.input.value);
    outputs.output.value = value;
    outputs.isArray.value = Array.isArray(value);
  },
});

export const stringify = defineNode({
  kind: 'data',
  type: 'json/stringify',
  label: 'JSON Stringify',
  help: 'Writes a value as a JSON text. Binary becomes a text in base64, wherever it stands.',
  attributes: {
    beautified: { type: 'Bool', default: false, help: 'On several lines, for people.' },
  },
  inputs: { input: { type: 'Any', help: 'The value.', aliases: ['value'] } },
  outputs: { output: { type: 'String', help: 'The text.' } },
  run({ inputs, outputs, attributes }) {
    outputs.output.value =
      stringifyJson(inputs.input.value ?? null, attributes.beautified ? { indent: 2 } : {}) ?? 'null';
  },
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : '';
    throw new NodeError('invalid-json', `The text is no JSON: ${reason}`, { cause });
  }
}

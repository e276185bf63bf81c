import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { charactersOf, countCharacters, sliceCharacters } from '../values/characters.ts';
import { convertValue } from '../values/convertValue.ts';
import { formatText } from './formatText.ts';

const onError = { help: 'Goes on here if it fails.', error: true } as const;
const out = { help: 'Goes on once the node has executed.' } as const;
const error = { type: 'String', help: 'Why it failed.' } as const;
const longest = 2 ** 27;

export const concat = defineNode({
  kind: 'data',
  type: 'string/concat',
  label: 'Concat Strings',
  help: 'Puts texts one behind the other.',
  inputs: {
    input: { type: 'String', help: 'A text.', numbered: { usual: 2, aliases: [['a'], ['b']] } },
  },
  outputs: { output: { type: 'String', help: 'The whole text.' } },
  run({ inputs, outputs }) {
    const { input } = inputs;
    let text = '';
    for (let index = 0; index < input.length; index += 1) text += input.at(index);
    // A text that grows with each event would end the process before it ends the run.
    if (text.length > longest)
      throw new NodeError('out-of-range', `A text has at most ${longest} characters.`);
    outputs.output.value = text;
  },
});

export const format = defineNode({
  kind: 'data',
  type: 'string/format',
  label: 'Format',
  help: 'Fills a pattern: `%s` text, `%d` whole number, `%.2f` number, `%x`, `%o`, `%e`, `%c`, `%%`; with width, `-`, `0`, `+`.',
  inputs: {
    pattern: { type: 'String', required: true, help: 'The pattern.', aliases: ['format'] },
    parameter: {
      type: 'Any',
      help: 'What fills the places, in their order.',
      aliases: ['input'],
      numbered: { usual: 1 },
    },
  },
  outputs: { formatted: { type: 'String', help: 'The filled pattern.', aliases: ['output'] }, error },
  pulses: { out: { out, onError } },
  run({ inputs, outputs }) {
    const { pattern, parameter } = inputs;
    const parameters: unknown[] = [];
    for (let index = 0; index < parameter.length; index += 1) parameters.push(parameter.at(index));
    outputs.formatted.value = formatText(pattern.value, parameters);
  },
});

export const compare = defineNode({
  kind: 'data',
  type: 'string/compare',
  label: 'Compare Strings',
  help: 'Whether two texts are the same.',
  inputs: {
    a: { type: 'String', help: 'A text.', aliases: ['string1', 'input0'] },
    b: { type: 'String', help: 'Another text.', aliases: ['string2', 'input1'] },
  },
  outputs: {
    result: { type: 'Int', help: '0 if they are the same, -1 if not.', aliases: ['output'] },
    equal: { type: 'Bool', help: 'Whether they are the same.', aliases: ['c', 'isEqual'] },
  },
  run({ inputs, outputs }) {
    const isSame = inputs.a.value === inputs.b.value;
    outputs.result.value = isSame ? 0 : -1;
    outputs.equal.value = isSame;
  },
});

export const contains = defineNode({
  kind: 'data',
  type: 'string/contains',
  label: 'Contains',
  help: 'Whether a text contains another.',
  inputs: {
    string: { type: 'String', help: 'The text.', aliases: ['input', 'a', 'source', 'input0'] },
    pattern: { type: 'String', help: 'What is looked for.', aliases: ['b', 'substring', 'search', 'input1'] },
  },
  outputs: { contains: { type: 'Bool', help: 'Whether it is there.', aliases: ['output', 'c'] } },
  run({ inputs, outputs }) {
    outputs.contains.value = inputs.string.value.includes(inputs.pattern.value);
  },
});

export const length = defineNode({
  kind: 'data',
  type: 'string/length',
  label: 'Length of String',
  help: 'How many characters a text has; “😀” is one.',
  inputs: { string: { type: 'String', help: 'The text.', aliases: ['input', 'source'] } },
  outputs: { length: { type: 'Int', help: 'Their number.', aliases: ['output'] } },
  run({ inputs, outputs }) {
    outputs.length.value = countCharacters(inputs.string.value);
  },
});

export const split = defineNode({
  kind: 'data',
  type: 'string/split',
  label: 'Split',
  help: 'Cuts a text at each place where a delimiter stands.',
  inputs: {
    string: { type: 'String', help: 'The text.', aliases: ['input', 'source'] },
    delimiter: {
      type: 'String',
      default: ',',
      help: 'Where to cut; empty: between all characters.',
      aliases: ['separator'],
    },
  },
  outputs: { array: { type: 'Array', help: 'The parts.', aliases: ['output'] } },
  run({ inputs, outputs }) {
    const text = inputs.string.value;
    const delimiter = inputs.delimiter.value;
    outputs.array.value = delimiter === '' ? charactersOf(text) : text.split(delimiter);
  },
});

export const join = defineNode({
  kind: 'data',
  type: 'string/join',
  label: 'Join',
  help: 'Puts the elements of an array into one text.',
  inputs: {
    array: {
      type: 'Array',
      required: true,
      help: 'The elements.',
      aliases: ['input', 'arrayOfStrings', 'strings'],
    },
    separator: { type: 'String', default: ',', help: 'What stands between them.', aliases: ['delimiter'] },
  },
  outputs: { output: { type: 'String', help: 'The text.', aliases: ['joinedString', 'string'] } },
  run({ inputs, outputs }) {
    outputs.output.value = inputs.array.value
      .map((item) => convertValue('String', item))
      .join(inputs.separator.value);
  },
});

export const substring = defineNode({
  kind: 'data',
  type: 'string/substring',
  label: 'Substring',
  help: 'A part of a text.',
  inputs: {
    source: { type: 'String', help: 'The text.', aliases: ['string', 'input'] },
    startIndex: {
      type: 'Int',
      help: 'Where the part starts; 0 is the first character.',
      aliases: ['start', 'index'],
    },
    length: { type: 'Int', optional: true, help: 'How many characters; left out: all that follow.' },
  },
  outputs: { substring: { type: 'String', help: 'The part.', aliases: ['output'] } },
  run({ inputs, outputs }) {
    const startIndex = inputs.startIndex.value;
    const count = inputs.length.value;
    if (startIndex < 0 || (count ?? 0) < 0)
      throw new NodeError(
        'out-of-range',
        'A part of a text starts at 0 or after it, and has 0 characters or more.',
      );
    outputs.substring.value = sliceCharacters(inputs.source.value, startIndex, count);
  },
});

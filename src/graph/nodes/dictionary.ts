import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { dataType } from './dataType.ts';

type Dictionary = Readonly<Record<string, unknown>>;

const dictionary = {
  type: 'Dictionary',
  required: true,
  help: 'The dictionary.',
  aliases: ['input'],
} as const;
const same = { type: 'Dictionary', help: 'The dictionary, as it is.' } as const;
const changed = {
  type: 'Dictionary',
  help: 'A dictionary with the change; the one before stays as it is.',
  aliases: ['output'],
} as const;
const key = { type: 'String', required: true, help: 'The key.' } as const;

export const get = defineNode({
  kind: 'data',
  type: 'dictionary/get',
  label: 'Get Dictionary Element',
  help: 'The value of a key.',
  attributes: { dataType: { ...dataType, help: 'The type of the value; left out: Any.' } },
  inputs: {
    dictionary,
    key,
    default: { type: 'Any', optional: true, help: 'The value if there is no such key; left out: an error.' },
  },
  outputs: {
    dictionary: same,
    value: { type: 'Chosen', help: 'The value.', aliases: ['output'] },
    error: { type: 'String', help: 'Why it failed.' },
  },
  pulses: {
    out: {
      out: { help: 'Goes on once the node has executed.' },
      onError: { help: 'Goes on here if there is no such key, or its value has another type.', error: true },
    },
  },
  run({ inputs, outputs, cast }) {
    outputs.dictionary.value = inputs.dictionary.value;
    outputs.value.value = cast(valueOf(inputs.dictionary.value, inputs.key.value, inputs.default.value));
  },
});

export const set = defineNode({
  kind: 'data',
  type: 'dictionary/set',
  label: 'Set Dictionary Element',
  help: 'A dictionary with a key set to a value.',
  inputs: {
    dictionary: { type: 'Dictionary', help: 'The dictionary; left out: an empty one.', aliases: ['input'] },
    key,
    value: { type: 'Any', help: 'The value.' },
  },
  outputs: { dictionary: changed },
  run({ inputs, outputs }) {
    // Such a literal sets a key of its own, also for "__proto__".
    outputs.dictionary.value = { ...inputs.dictionary.value, [inputs.key.value]: inputs.value.value };
  },
});

export const erase = defineNode({
  kind: 'data',
  type: 'dictionary/erase',
  label: 'Erase Dictionary Element',
  help: 'A dictionary without a key.',
  inputs: { dictionary, key },
  outputs: { dictionary: changed },
  run({ inputs, outputs }) {
    const { [inputs.key.value]: _erased, ...rest } = inputs.dictionary.value;
    outputs.dictionary.value = rest;
  },
});

export const keys = defineNode({
  kind: 'data',
  type: 'dictionary/keys',
  label: 'Get Dictionary Keys',
  help: 'The keys of a dictionary.',
  inputs: { dictionary },
  outputs: { dictionary: same, keys: { type: 'Array', help: 'The keys.', aliases: ['output'] } },
  run({ inputs, outputs }) {
    outputs.dictionary.value = inputs.dictionary.value;
    outputs.keys.value = Object.keys(inputs.dictionary.value);
  },
});

export const values = defineNode({
  kind: 'data',
  type: 'dictionary/values',
  label: 'Get Dictionary Values',
  help: 'The values of a dictionary.',
  inputs: { dictionary },
  outputs: { dictionary: same, values: { type: 'Array', help: 'The values.', aliases: ['output'] } },
  run({ inputs, outputs }) {
    outputs.dictionary.value = inputs.dictionary.value;
    outputs.values.value = Object.values(inputs.dictionary.value);
  },
});

export const merge = defineNode({
  kind: 'data',
  type: 'dictionary/merge',
  label: 'Merge Dictionaries',
  help: 'A dictionary with the keys of several; of a key that more than one has, the first counts.',
  inputs: {
    dictionary: { type: 'Dictionary', help: 'A dictionary.', aliases: ['input'], numbered: { usual: 2 } },
  },
  outputs: {
    dictionary: { ...changed, aliases: ['output', 'newDictionary'], help: 'The merged dictionary.' },
  },
  run({ inputs, outputs }) {
    const merged = new Map<string, unknown>();
    const { dictionary: several } = inputs;
    for (let index = 0; index < several.length; index += 1)
      for (const [name, value] of Object.entries(several.at(index)))
        if (!merged.has(name)) merged.set(name, value);
    outputs.dictionary.value = Object.fromEntries(merged);
  },
});

export const size = defineNode({
  kind: 'data',
  type: 'dictionary/size',
  label: 'Size of Dictionary',
  help: 'How many keys a dictionary has.',
  inputs: { dictionary },
  outputs: { dictionary: same, size: { type: 'Int', help: 'Their number.', aliases: ['output', 'length'] } },
  run({ inputs, outputs }) {
    outputs.dictionary.value = inputs.dictionary.value;
    outputs.size.value = Object.keys(inputs.dictionary.value).length;
  },
});

function valueOf(from: Dictionary, name: string, otherwise: unknown): unknown {
  if (Object.hasOwn(from, name)) return from[name];
  if (otherwise !== undefined) return otherwise;
  const names = Object.keys(from);
  const some = names.slice(0, 10).map((each) => JSON.stringify(each.slice(0, 40)));
  const known =
    names.length === 0 ? 'It is empty' : `It has ${some.join(', ')}${names.length > 10 ? ' …' : ''}`;
  throw new NodeError(
    'missing-key',
    `The dictionary has no key ${JSON.stringify(name.slice(0, 40))}. ${known}.`,
  );
}

import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { dataType } from './dataType.ts';

const longest = 10_000_000;
const array = { type: 'Array', required: true, help: 'The array.', aliases: ['input'] } as const;
const same = { type: 'Array', help: 'The array, as it is.' } as const;
const changed = {
  type: 'Array',
  help: 'An array with the change; the one before stays as it is.',
  aliases: ['output'],
} as const;
const index = { type: 'Int', help: 'The index; 0 is the first element.' } as const;
const error = { type: 'String', help: 'Why it failed.' } as const;
const pulses = {
  out: {
    out: { help: 'Goes on once the node has executed.' },
    onError: { help: 'Goes on here if there is no such element.', error: true },
  },
} as const;

export const get = defineNode({
  kind: 'data',
  type: 'array/get',
  label: 'Get Array Element',
  help: 'The element at an index.',
  attributes: { dataType: { ...dataType, help: 'The type of the element; left out: Any.' } },
  inputs: { array, index },
  outputs: { array: same, value: { type: 'Chosen', help: 'The element.', aliases: ['output'] }, error },
  pulses,
  run({ inputs, outputs, cast }) {
    checkIndex(inputs.index.value, inputs.array.value.length - 1);
    outputs.array.value = inputs.array.value;
    outputs.value.value = cast(inputs.array.value[inputs.index.value]);
  },
});

export const set = defineNode({
  kind: 'data',
  type: 'array/set',
  label: 'Set Array Element',
  help: 'An array with another element at an index.',
  inputs: { array, index, value: { type: 'Any', help: 'The element.' } },
  outputs: { array: changed, error },
  pulses,
  run({ inputs, outputs }) {
    checkIndex(inputs.index.value, inputs.array.value.length - 1);
    outputs.array.value = inputs.array.value.with(inputs.index.value, inputs.value.value);
  },
});

export const push = defineNode({
  kind: 'data',
  type: 'array/push',
  label: 'Push Array Element',
  help: 'An array with one more element.',
  attributes: { addToEnd: { type: 'Bool', default: true, help: 'At the end, or else at the start.' } },
  inputs: {
    array: { type: 'Array', help: 'The array; left out: an empty one.', aliases: ['input'] },
    value: { type: 'Any', help: 'The element.' },
  },
  outputs: { array: changed },
  run({ inputs, outputs, attributes }) {
    checkLength(inputs.array.value.length + 1);
    outputs.array.value = attributes.addToEnd
      ? [...inputs.array.value, inputs.value.value]
      : [inputs.value.value, ...inputs.array.value];
  },
});

export const pop = defineNode({
  kind: 'data',
  type: 'array/pop',
  label: 'Pop Array Element',
  help: 'Takes the last element off an array.',
  attributes: {
    popEnd: { type: 'Bool', default: true, help: 'The last, or else the first one.' },
    dataType: { ...dataType, help: 'The type of the element; left out: Any.' },
  },
  inputs: { array },
  outputs: { array: changed, value: { type: 'Chosen', help: 'The element taken off.' }, error },
  pulses,
  run({ inputs, outputs, attributes, cast }) {
    const { length: count } = inputs.array.value;
    if (count === 0) throw new NodeError('out-of-range', 'The array is empty.');
    outputs.value.value = cast(inputs.array.value[attributes.popEnd ? count - 1 : 0]);
    outputs.array.value = attributes.popEnd ? inputs.array.value.slice(0, -1) : inputs.array.value.slice(1);
  },
});

export const insert = defineNode({
  kind: 'data',
  type: 'array/insert',
  label: 'Insert Array Element',
  help: 'An array with one more element at an index.',
  inputs: { array, index, value: { type: 'Any', help: 'The element.' } },
  outputs: { array: changed, error },
  pulses,
  run({ inputs, outputs }) {
    checkIndex(inputs.index.value, inputs.array.value.length);
    checkLength(inputs.array.value.length + 1);
    outputs.array.value = inputs.array.value.toSpliced(inputs.index.value, 0, inputs.value.value);
  },
});

export const remove = defineNode({
  kind: 'data',
  type: 'array/remove',
  label: 'Remove Array Element',
  help: 'An array without the element at an index.',
  attributes: { dataType: { ...dataType, help: 'The type of the element; left out: Any.' } },
  inputs: { array, index },
  outputs: { array: changed, value: { type: 'Chosen', help: 'The element removed.' }, error },
  pulses,
  run({ inputs, outputs, cast }) {
    checkIndex(inputs.index.value, inputs.array.value.length - 1);
    outputs.value.value = cast(inputs.array.value[inputs.index.value]);
    outputs.array.value = inputs.array.value.toSpliced(inputs.index.value, 1);
  },
});

export const concat = defineNode({
  kind: 'data',
  type: 'array/concat',
  label: 'Concat Arrays',
  help: 'Puts arrays one behind the other.',
  inputs: { array: { type: 'Array', help: 'An array.', aliases: ['input'], numbered: { usual: 2 } } },
  outputs: { array: { ...changed, help: 'The whole array.', aliases: ['output', 'newArray'] } },
  run({ inputs, outputs }) {
    const arrays: (readonly unknown[])[] = [];
    const { array: several } = inputs;
    for (let number = 0; number < several.length; number += 1) arrays.push(several.at(number));
    checkLength(arrays.reduce((sum, each) => sum + each.length, 0));
    outputs.array.value = arrays.flat();
  },
});

export const length = defineNode({
  kind: 'data',
  type: 'array/length',
  label: 'Length of Array',
  help: 'How many elements an array has.',
  inputs: { array },
  outputs: { array: same, length: { type: 'Int', help: 'Their number.', aliases: ['output', 'size'] } },
  run({ inputs, outputs }) {
    outputs.array.value = inputs.array.value;
    outputs.length.value = inputs.array.value.length;
  },
});

function checkIndex(wanted: number, last: number): void {
  if (wanted >= 0 && wanted <= last) return;
  const range = last < 0 ? 'it is empty' : `it has 0 to ${last}`;
  throw new NodeError('out-of-range', `There is no element ${wanted} in the array: ${range}.`);
}

function checkLength(count: number): void {
  if (count > longest) throw new NodeError('out-of-range', `An array has at most ${longest} elements.`);
}

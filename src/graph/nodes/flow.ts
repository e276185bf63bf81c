import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import { fits } from '../values/convertValue.ts';
import { describeValue } from '../values/describeValue.ts';
import { equalValues } from '../values/equalValues.ts';
import { dataType } from './dataType.ts';

export const branch = defineNode({
  kind: 'action',
  type: 'flow/branch',
  label: 'Branch',
  help: 'Goes one of two ways, by a condition.',
  inputs: { input: { type: 'Bool', help: 'The condition.', aliases: ['condition'] } },
  pulses: {
    out: {
      onTrue: { help: 'Goes on here if it is true.', aliases: ['true'] },
      onFalse: { help: 'Goes on here if it is false.', aliases: ['false'] },
    },
  },
  run: ({ inputs, pulses }) => (inputs.input.value ? pulses.onTrue : pulses.onFalse),
});

export const switchNode = defineNode({
  kind: 'action',
  type: 'flow/switch',
  label: 'Switch',
  help: 'Goes one of several ways, by a value.',
  attributes: {
    cases: { type: 'Array', required: true, help: 'The values, one for each `case` pulse.' },
    dataType,
  },
  inputs: { input: { type: 'Chosen', help: 'The value.' } },
  pulses: {
    out: {
      case: {
        help: 'Goes on here if the value is the one of this number in `cases`.',
        numbered: { usual: 0, by: 'cases' },
      },
      default: { help: 'Goes on here if it is none of them.' },
    },
  },
  run({ inputs, attributes, pulses }) {
    const input = inputs.input.value;
    const { cases } = attributes;
    for (let index = 0; index < cases.length; index += 1)
      if (equalValues(cases[index], input)) return pulses.case.at(index);
    return pulses.default;
  },
});

export const sequential = defineNode({
  kind: 'action',
  type: 'flow/sequential',
  label: 'Sequential',
  help: 'Goes several ways, one after the other: a branch ends before the next one begins, unless it waits.',
  pulses: {
    out: {
      pulse: {
        help: 'Goes on here, in the order of the numbers.',
        numbered: { usual: 2 },
      },
    },
  },
  run({ pulses, afterwards }) {
    const { pulse } = pulses;
    for (let index = pulse.length - 1; index > 0; index -= 1) afterwards(pulse.at(index));
    return pulse.at(0);
  },
});

export const selectData = defineNode({
  kind: 'data',
  type: 'flow/selectData',
  label: 'Select Data',
  help: 'Joins branches: gives the input that belongs to the pulse which came.',
  attributes: { dataType },
  inputs: {
    input: { type: 'Chosen', help: 'The value for the pulse of the same number.', numbered: { usual: 2 } },
  },
  outputs: { output: { type: 'Chosen', help: 'The value of the pulse that came.' } },
  pulses: {
    in: { pulse: { help: 'Executes the node with the input of the same number.', numbered: { usual: 2 } } },
  },
  reads: (pulse) => [`input${pulse}`],
  run({ inputs, outputs }, pulse) {
    outputs.output.value = inputs.input.at(pulse);
  },
});

export const toggle = defineNode({
  kind: 'action',
  type: 'flow/toggle',
  label: 'Toggle',
  help: 'Turns on and off in turn.',
  attributes: { value: { type: 'Bool', default: false, help: 'Whether it is on before it executes first.' } },
  outputs: { isOn: { type: 'Bool', help: 'Whether it is on.', aliases: ['output', 'value'] } },
  state: ({ attributes }) => ({ isOn: attributes.value }),
  run({ state, outputs }) {
    state.isOn = !state.isOn;
    outputs.isOn.value = state.isOn;
  },
});

export const forLoop = defineNode({
  kind: 'action',
  type: 'flow/forLoop',
  label: 'For Loop',
  help: 'Goes on once for each number of a range, then at `onEnd`.',
  attributes: {
    isLastIndexIncluded: { type: 'Bool', default: true, help: 'Whether the last index counts.' },
  },
  inputs: {
    firstIndex: { type: 'Int', default: 0, help: 'Where it starts.' },
    lastIndex: { type: 'Int', default: 0, help: 'Where it ends.' },
    step: { type: 'Int', default: 1, help: 'What it goes by; negative to count down.' },
  },
  outputs: { index: { type: 'Int', help: 'The number of this time.', aliases: ['output'] } },
  pulses: {
    out: {
      out: { help: 'Goes on here for each number.' },
      onEnd: { help: 'Goes on here after the last one.' },
    },
  },
  run(node) {
    const { inputs } = node;
    const step = inputs.step.value;
    const lastIndex = inputs.lastIndex.value;
    if (step === 0) throw new NodeError('out-of-range', 'The step of the loop is 0: it would never end.');
    const last = node.attributes.isLastIndexIncluded ? lastIndex : lastIndex - Math.sign(step);
    return nextIndex(node, new LoopFrame(inputs.firstIndex.value, last, step));
  },
  again: (node, frame) => (frame instanceof LoopFrame ? nextIndex(node, frame) : undefined),
});

/** A for loop that is under way. */
class LoopFrame {
  index: number;
  readonly last: number;
  readonly step: number;

  constructor(first: number, last: number, step: number) {
    this.index = first;
    this.last = last;
    this.step = step;
  }
}

interface LoopNode<Pulse> {
  readonly outputs: { readonly index: { value: number } };
  readonly pulses: { readonly out: Pulse; readonly onEnd: Pulse };
  again(frame: unknown): void;
}

function nextIndex<Pulse>(node: LoopNode<Pulse>, frame: LoopFrame): Pulse {
  const { index, last, step } = frame;
  if (step > 0 ? index > last : index < last) return node.pulses.onEnd;
  node.outputs.index.value = index;
  frame.index = index + step;
  node.again(frame);
  return node.pulses.out;
}

export const forEachLoop = defineNode({
  kind: 'action',
  type: 'flow/forEachLoop',
  label: 'For Each Loop',
  help: 'Goes on once for each element of an array, then at `onEnd`.',
  attributes: {
    dataType,
    errorMode: {
      type: 'String',
      choices: ['abort', 'break', 'continue'],
      default: 'continue',
      help: 'After an element of another type: `continue` with the next one, `break` to `onEnd`, or `abort` the loop.',
    },
  },
  inputs: { array: { type: 'Array', required: true, help: 'The array.', aliases: ['input'] } },
  outputs: {
    value: { type: 'Chosen', help: 'The element of this time.', aliases: ['output'] },
    index: { type: 'Int', help: 'Its index.' },
    array: { type: 'Array', help: 'The array.' },
    error: { type: 'String', help: 'What is wrong with an element that has another type.' },
  },
  pulses: {
    out: {
      out: { help: 'Goes on here for each element.' },
      onTypeError: { help: 'Goes on here for an element of another type.', error: true },
      onEnd: { help: 'Goes on here after the last one.' },
    },
  },
  run(node) {
    node.outputs.array.value = node.inputs.array.value;
    return nextElement(node, new EachFrame(node.inputs.array.value));
  },
  again: (node, frame) => (frame instanceof EachFrame ? nextElement(node, frame) : undefined),
});

/** A for-each loop that is under way. */
class EachFrame {
  index = 0;
  readonly array: readonly unknown[];

  constructor(array: readonly unknown[]) {
    this.array = array;
  }
}

function nextElement<Pulse>(
  node: LoopNode<Pulse> & {
    readonly outputs: { readonly value: { value: unknown } };
    readonly attributes: { readonly errorMode: 'abort' | 'break' | 'continue' };
    readonly chosenType: Parameters<typeof fits>[0];
  },
  frame: EachFrame,
): Pulse {
  const { index, array } = frame;
  if (index >= array.length) return node.pulses.onEnd;
  const value = array[index];
  const { errorMode } = node.attributes;
  node.outputs.index.value = index;
  frame.index = index + 1;
  if (fits(node.chosenType, value)) {
    node.again(frame);
    node.outputs.value.value = value ?? null;
    return node.pulses.out;
  }
  if (errorMode === 'break') frame.index = array.length;
  if (errorMode !== 'abort') node.again(frame);
  throw new NodeError(
    'conversion-failed',
    `The element ${index} is ${describeValue(value)}, not of the type ${node.chosenType}.`,
  );
}

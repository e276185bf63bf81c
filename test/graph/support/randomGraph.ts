import type { FileNode } from './startGraph.ts';

/** Four numbers that make a node what it is. */
export type Gene = readonly [kind: number, first: number, second: number, third: number];

export const variableNames = ['x', 'y'];
export const eventNames = ['a', 'b', 'c'];

const kinds = [
  'event/listener',
  'variable/get',
  'math/add',
  'math/divide',
  'math/increment',
  'compare/isLess',
  'flow/branch',
  'flow/sequential',
  'flow/forLoop',
  'flow/toggle',
  'flow/selectData',
  'variable/set',
  'variable/onSet',
  'event/trigger',
  'timer/startTimeout',
  'development/console',
  'development/console',
] as const;

type Kind = (typeof kinds)[number];

/** Outputs that hold whole numbers (or Any that does), and Bools. */
const numbersOf: Partial<Record<Kind, readonly string[]>> = {
  'event/listener': ['parameter0'],
  'variable/get': ['value'],
  'math/add': ['output'],
  'math/divide': ['output'],
  'math/increment': ['output'],
  'flow/forLoop': ['index'],
  'flow/selectData': ['output'],
  'variable/set': ['value'],
  'variable/onSet': ['value'],
};
const boolsOf: Partial<Record<Kind, readonly string[]>> = {
  'compare/isLess': ['c'],
  'flow/toggle': ['isOn'],
};
const pulsesOf: Partial<Record<Kind, readonly string[]>> = {
  'flow/branch': ['onTrue', 'onFalse'],
  'flow/sequential': ['pulse0', 'pulse1', 'pulse2'],
  'flow/forLoop': ['out', 'onEnd'],
  'timer/startTimeout': ['out', 'onStart'],
  'event/trigger': [],
  'variable/get': [],
};

/**
 * A graph made of genes, always without errors: data come from nodes before, pulses go to nodes behind, and events and
 * variables set off only what comes later in the alphabet, so that everything ends.
 */
export function randomGraph(genes: readonly Gene[]): FileNode[] {
  const chosen = genes.map(([kind], index): Kind =>
    // The first ones listen to one event each, so that every graph does something.
    index < eventNames.length ? 'event/listener' : (kinds[kind % kinds.length] ?? 'development/console'),
  );
  return genes.map((gene, index) => makeNode(gene, index, chosen));
}

function makeNode([, first, second, third]: Gene, index: number, chosen: readonly Kind[]): FileNode {
  const type = chosen[index] ?? 'development/console';
  const before = chosen.slice(0, index);
  const source = (outputs: Partial<Record<Kind, readonly string[]>>, pick: number) => {
    const ends = before.flatMap((kind, at) => (outputs[kind] ?? []).map((name) => `n${at}n.${name}`));
    return pick % 3 === 0 ? undefined : ends[pick % Math.max(1, ends.length)];
  };
  const number = (pick: number) => {
    const end = source(numbersOf, pick);
    return end === undefined ? { value: pick % 4 } : { from: end };
  };
  const bool = (pick: number) => {
    const end = source(boolsOf, pick);
    return end === undefined ? { value: pick % 2 === 0 } : { from: end };
  };
  const pulses: Record<string, string> = {};
  const names = pulsesOf[type] ?? ['out'];
  for (const [position, name] of names.entries()) {
    const behind = chosen.slice(index + 1).flatMap((kind, offset) => inputsOf(kind, index + 1 + offset));
    const pick = first + second * 3 + third * 7 + position * 11;
    // Near ones, so that there are long ways.
    const target = behind[pick % Math.max(1, Math.min(6, behind.length))];
    if (pick % 7 !== 0 && target !== undefined) pulses[name] = target;
  }
  const named = { id: `n${index}n`, type, pulses };
  switch (type) {
    case 'event/listener':
      return {
        ...named,
        attributes: { event: eventNames[(index < 3 ? index : first) % eventNames.length], count: 1 },
      };
    case 'event/trigger':
      // Never the first event, and a listener of one triggers only a later one: see `naive.ts`.
      return { ...named, attributes: { event: 'c' }, inputs: { parameter0: number(second) } };
    case 'variable/get':
      return { ...named, attributes: { variable: variableNames[first % 2] } };
    case 'variable/set':
      return {
        ...named,
        attributes: { variable: variableNames[first % 2] },
        inputs: { value: number(second) },
      };
    case 'variable/onSet':
      return { ...named, attributes: { variable: variableNames[first % 2] } };
    case 'math/add':
    case 'math/divide':
      return {
        ...named,
        attributes: { dataType: 'Int' },
        inputs: { input0: number(first), input1: number(second) },
      };
    case 'math/increment':
      return { ...named, attributes: { dataType: 'Int' }, inputs: { input: number(first) } };
    case 'compare/isLess':
      return { ...named, attributes: { dataType: 'Int' }, inputs: { a: number(first), b: number(second) } };
    case 'flow/branch':
      return { ...named, inputs: { input: bool(first) } };
    case 'flow/forLoop':
      return { ...named, inputs: { firstIndex: { value: first % 3 }, lastIndex: { value: second % 4 } } };
    case 'flow/selectData':
      return {
        ...named,
        attributes: { dataType: 'Int' },
        inputs: { input0: number(first), input1: number(second) },
      };
    case 'timer/startTimeout':
      return { ...named, inputs: { seconds: { value: 1 + (third % 3) } } };
    case 'development/console':
      return { ...named, inputs: { input: first % 2 === 0 ? number(second) : bool(second) } };
    case 'flow/sequential':
    case 'flow/toggle':
      return named;
  }
}

function inputsOf(kind: Kind, index: number): string[] {
  if (kind === 'event/listener' || kind === 'variable/onSet' || kind === 'variable/get') return [];
  const id = `n${index}n`;
  return kind === 'flow/selectData' ? [`${id}.pulse0`, `${id}.pulse1`] : [`${id}.in`];
}

import { valueFromFile, type ValueType } from '../../project/valueTypes.ts';
import {
  inputType,
  isPulled,
  outputType,
  type ResolvedGraph,
  type ResolvedNode,
} from '../check/ResolvedGraph.ts';
import type { InputSocket, OutputSocket, SocketType } from '../sockets.ts';
import { defaultOf } from '../values/defaultOf.ts';
import { planPulls, type PullLists } from './planPulls.ts';

/** A value of type Any that an input of another type takes in: checked each time the node executes. */
export interface PlannedCast {
  readonly from: number;
  readonly to: number;
  readonly type: ValueType;
  /** Where there is no value. `undefined` with `isRequired`: an error. */
  readonly fallback: unknown;
  readonly isRequired: boolean;
  /** The input, as messages name it. */
  readonly place: string;
  /** Its key in the definition. */
  readonly key: string;
}

/** The slots of a socket: one, or one for each number. */
export type Slots = number | readonly number[];

/** Where a node's values stand. */
export interface PlannedNode {
  readonly node: ResolvedNode;
  /** In the order of the definition. */
  readonly inputs: readonly Slots[];
  readonly outputs: readonly Slots[];
  readonly casts: readonly PlannedCast[];
  /** It computes when it is read. */
  readonly isPulled: boolean;
  /** The node has nothing to execute: what it gives is always there. */
  readonly isLive: boolean;
}

/** A pulse's way from one node to the next. Its index is what a running graph goes by. */
export interface PlannedWire {
  readonly source: ResolvedNode;
  readonly key: string;
  readonly number: number;
  readonly target: ResolvedNode;
  /** Which of its pulse inputs, as `run` is told. */
  readonly pulse: number;
  /** As a project file names it. */
  readonly input: string;
}

/** A graph ready to run: every name an index. */
export interface GraphPlan {
  readonly graph: ResolvedGraph;
  readonly nodes: readonly PlannedNode[];
  readonly wires: readonly PlannedWire[];
  readonly pulls: PullLists;
  readonly firstSlot: number;
  /** What the slots from `firstSlot` on hold when the graph starts. */
  readonly initial: readonly unknown[];
}

/**
 * Gives each value of a graph a slot and each pulse wire a number.
 *
 * @param firstSlot - the first free one of the project
 * @param variableSlots - by name
 */
export function planGraph(
  graph: ResolvedGraph,
  firstSlot: number,
  variableSlots: ReadonlyMap<string, number>,
): GraphPlan {
  const initial: unknown[] = [];
  const allot = (value: unknown): number => firstSlot + initial.push(value) - 1;
  const outputs = graph.nodes.map((node) => planOutputs(node, variableSlots, allot));
  const nodes = graph.nodes.map((node): PlannedNode => {
    const casts: PlannedCast[] = [];
    const entries = node.facts.outputs.entries;
    return {
      node,
      inputs: planInputs(node, outputs, allot, casts),
      outputs: outputs[node.index] ?? [],
      casts,
      isPulled: isPulled(node),
      isLive: entries.length > 0 && entries.every(([, { live }]) => live === true),
    };
  });
  const wires = graph.nodes.flatMap((node) => planWires(node));
  return { graph, nodes, wires, pulls: planPulls(nodes), firstSlot, initial };
}

function planOutputs(
  node: ResolvedNode,
  variableSlots: ReadonlyMap<string, number>,
  allot: (value: unknown) => number,
): Slots[] {
  return node.facts.outputs.entries.map(([, spec]) => {
    if (spec.live === true) return liveSlot(node, variableSlots);
    const zero = defaultOf(outputType(node, spec));
    return spec.numbered === undefined ? allot(zero) : Array.from({ length: node.count }, () => allot(zero));
  });
}

function liveSlot(node: ResolvedNode, variableSlots: ReadonlyMap<string, number>): number {
  const name = node.attributes[node.facts.variableAttribute ?? ''];
  return (typeof name === 'string' ? variableSlots.get(name) : undefined) ?? 0;
}

function planInputs(
  node: ResolvedNode,
  outputs: readonly (readonly Slots[])[],
  allot: (value: unknown) => number,
  casts: PlannedCast[],
): Slots[] {
  return node.facts.inputs.entries.map(([key, spec]) => {
    const given = node.inputs.filter((input) => input.key === key);
    const type = inputType(node, spec);
    const fallback = defaultOfInput(spec, type);
    const slotOf = ({ name, source }: (typeof given)[number]): number | undefined => {
      if (source.kind === 'value') return allot(valueFromFile(type, source.value));
      // What is switched off gives nothing: the input falls back to its default.
      if (!source.node.enabled) return undefined;
      const from = slotOfOutput(source.node, source.key, source.number, outputs);
      if (from === undefined) return undefined;
      if (!needsCast(source.node, source.key, type, spec)) return from;
      const to = allot(fallback);
      const place = `The input "${name}"`;
      casts.push({ from, to, type, fallback, isRequired: spec.required === true, place, key });
      return to;
    };
    if (spec.numbered === undefined) {
      const [input] = given;
      return (input === undefined ? undefined : slotOf(input)) ?? allot(fallback);
    }
    // Those that are not given share one slot.
    const slots = Array.from({ length: node.count }, () => -1);
    for (const input of given) slots[input.number] = slotOf(input) ?? -1;
    const shared = slots.includes(-1) ? allot(fallback) : -1;
    return slots.map((slot) => (slot === -1 ? shared : slot));
  });
}

function defaultOfInput(spec: InputSocket, type: ValueType): unknown {
  if (spec.default !== undefined) return spec.default;
  return spec.optional === true ? undefined : defaultOf(type);
}

function slotOfOutput(
  node: ResolvedNode,
  key: string,
  number: number,
  outputs: readonly (readonly Slots[])[],
): number | undefined {
  const position = node.facts.outputs.entries.findIndex(([name]) => name === key);
  const slots = outputs[node.index]?.[position];
  return typeof slots === 'number' || slots === undefined ? slots : slots[number];
}

/** Also from Any to Any, where the input has a default of its own for what is not there. */
function needsCast(source: ResolvedNode, key: string, wanted: ValueType, spec: InputSocket): boolean {
  const output = source.facts.outputs.entries.find(([name]) => name === key)?.[1];
  const isAny = output !== undefined && isOfTypeAny(source, output);
  return isAny && (wanted !== 'Any' || spec.default !== undefined);
}

function isOfTypeAny(node: ResolvedNode, spec: OutputSocket): boolean {
  const open: readonly SocketType[] = ['Any', 'Chosen', 'Number', 'Variable'];
  return open.includes(spec.type) && outputType(node, spec) === 'Any';
}

function planWires(node: ResolvedNode): PlannedWire[] {
  if (!node.enabled) return [];
  return node.pulses.flatMap(({ key, number, target, targetKey, targetNumber }) => {
    if (!target.enabled) return [];
    const position = target.facts.pulsesIn.entries.findIndex(([name]) => name === targetKey);
    return [
      {
        source: node,
        key,
        number,
        target,
        pulse: targetNumber < 0 ? position : targetNumber,
        input: targetNumber < 0 ? targetKey : `${targetKey}${targetNumber}`,
      },
    ];
  });
}

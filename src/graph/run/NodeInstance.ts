import { NodeError } from '../NodeError.ts';
import type { WaitingBranch } from '../NodeContext.ts';
import type { ProjectServices } from '../ProjectServices.ts';
import type { NumberedPulses, OutputSockets, Pulse } from '../sockets.ts';
import { castValue } from '../values/convertValue.ts';
import type { ValueType } from '../../project/valueTypes.ts';
import type { GraphRun } from './GraphRun.ts';
import type { PlannedNode } from './planGraph.ts';
import { createPlugs, type Plugs } from './plugs.ts';

/** A node of a running graph, as its definition's `run` sees it. */
export class NodeInstance {
  readonly id: string;
  readonly scene: string | undefined;
  readonly index: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly chosenType: ValueType;
  readonly project: ProjectServices;
  readonly inputs: Plugs;
  readonly outputs: Plugs;
  readonly pulses: Readonly<Record<string, Pulse | NumberedPulses>>;
  readonly state: unknown;
  // Functions rather than methods, so that `run` may take them apart from the node. Most are shared with other nodes.
  readonly afterwards: (pulse: Pulse) => void;
  readonly onEnd: (callback: () => void) => void;
  readonly again: (frame: unknown) => void;
  readonly cast: (value: unknown) => unknown;
  readonly fit: (value: number) => number;
  readonly #graph: GraphRun;

  constructor(
    planned: PlannedNode,
    graph: GraphRun,
    project: ProjectServices,
    values: unknown[],
    pulses: Readonly<Record<string, Pulse | NumberedPulses>>,
    againWire: number,
  ) {
    const { node } = planned;
    const { definition } = node.facts;
    this.id = node.id;
    this.scene = graph.scene;
    this.index = node.index;
    this.attributes = node.attributes;
    this.chosenType = node.chosenType;
    this.project = project;
    this.inputs = createPlugs(definition.inputs, values, planned.inputs);
    this.outputs = createPlugs(definition.outputs, values, planned.outputs);
    this.pulses = pulses;
    this.afterwards = graph.afterwards;
    this.onEnd = graph.onEnd;
    const { frames } = graph;
    this.again = 'again' in definition ? (frame) => frames.push(againWire, frame) : nothing;
    this.cast = casts[this.chosenType];
    this.fit = fitters[this.chosenType] ?? asItIs;
    this.#graph = graph;
    this.state = definition.state?.(this);
  }

  /** Made each time it is asked for: of most nodes it never is. */
  get wait(): (cancel?: () => void) => WaitingBranch<OutputSockets> {
    return (cancel) => this.#graph.wait(this.index, cancel);
  }
}

const castTo = (type: ValueType) => (value: unknown) => castValue(type, value, 'The output');

const casts: Readonly<Record<ValueType, (value: unknown) => unknown>> = {
  Bool: castTo('Bool'),
  Byte: castTo('Byte'),
  Int: castTo('Int'),
  Float: castTo('Float'),
  String: castTo('String'),
  Array: castTo('Array'),
  Dictionary: castTo('Dictionary'),
  Binary: castTo('Binary'),
  Any: (value) => value ?? null,
};

function nothing(): void {}

const fitters: Partial<Record<ValueType, (value: number) => number>> = {
  Int: (value) => ((value | 0) === value ? value : outOfRange(value, 'an Int', '-2147483648 to 2147483647')),
  Byte: (value) => ((value << 24) >> 24 === value ? value : outOfRange(value, 'a Byte', '-128 to 127')),
};

function asItIs(value: number): number {
  return value;
}

function outOfRange(value: number, type: string, range: string): never {
  throw new NodeError('out-of-range', `${value} cannot be ${type}: that is a whole number from ${range}.`);
}

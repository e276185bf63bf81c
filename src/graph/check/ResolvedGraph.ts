import type { ValueType } from '../../project/valueTypes.ts';
import type { DefinitionFacts } from '../definitionFacts.ts';
import type { InputSocket, OutputSocket } from '../sockets.ts';

/** What an input gets its values from. */
export type ResolvedSource =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'wire'; readonly node: ResolvedNode; readonly key: string; readonly number: number };

/** An input that the file gives a value or a wire. */
export interface ResolvedInput {
  readonly key: string;
  /** -1: not numbered. */
  readonly number: number;
  /** As the file names it. */
  readonly name: string;
  readonly spec: InputSocket;
  readonly source: ResolvedSource;
}

/** A pulse output that the file wires. */
export interface ResolvedPulse {
  readonly key: string;
  readonly number: number;
  readonly target: ResolvedNode;
  readonly targetKey: string;
  readonly targetNumber: number;
}

/** A node of a checked graph: names are references. */
export interface ResolvedNode {
  readonly index: number;
  readonly id: string;
  readonly pointer: string;
  readonly enabled: boolean;
  readonly facts: DefinitionFacts;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** How many of each numbered socket there are. */
  readonly count: number;
  readonly inputs: ResolvedInput[];
  readonly pulses: ResolvedPulse[];
  /** What `Chosen` and `Number` sockets of it are. */
  chosenType: ValueType;
  /** What `Variable` sockets of it are. */
  readonly variableType: ValueType;
  /** A pulse is wired to it. */
  isPulsed: boolean;
}

/** A checked graph. */
export interface ResolvedGraph {
  /** `undefined`: the project's own. */
  readonly scene: string | undefined;
  readonly nodes: readonly ResolvedNode[];
}

/** The type of an output of a node. */
export function outputType(node: ResolvedNode, spec: OutputSocket): ValueType {
  switch (spec.type) {
    case 'Chosen':
    case 'Number':
      return node.chosenType;
    case 'Variable':
      return node.variableType;
    default:
      return spec.type;
  }
}

/** The type of an input of a node. */
export function inputType(node: ResolvedNode, spec: InputSocket): ValueType {
  switch (spec.type) {
    case 'Chosen':
      return node.chosenType;
    case 'Number':
      // Numbers they must be, also where their kind is not known.
      return node.chosenType === 'Any' ? 'Float' : node.chosenType;
    case 'Variable':
      return node.variableType;
    default:
      return spec.type;
  }
}

/** Whether the node computes when it is read, as nothing can pulse it. */
export function isPulled(node: ResolvedNode): boolean {
  return node.facts.definition.kind === 'data' && !node.isPulsed;
}

import { defaultOf } from '../values/defaultOf.ts';
import { factsOf, type DefinitionFacts } from '../definitionFacts.ts';
import type { NodeDefinition, Scope } from '../NodeDefinition.ts';
import type { SocketTable } from '../SocketTable.ts';
import type {
  AttributeSpec,
  InputSocket,
  Numbered,
  OutputSocket,
  PulseSocket,
  SocketType,
} from '../sockets.ts';

/** A socket, as documents and tools tell of it. */
export interface SocketDescription {
  /** Of numbered ones without the number. */
  readonly name: string;
  /** None for pulses. */
  readonly type?: SocketType;
  readonly help: string;
  /** It stands for several, numbered from 0: how many tells the attribute `count`, the length of `cases`, or `fixed`. */
  readonly numbered?: { readonly usual: number; readonly by: 'count' | 'cases' | 'fixed' };
  /** Other names that project files may use. */
  readonly aliases?: readonly string[];
}

/** An input, as documents and tools tell of it. */
export interface InputDescription extends SocketDescription {
  readonly isRequired: boolean;
  /** The value where it is neither wired nor given; not there where it is required, or has none then. */
  readonly default?: unknown;
}

/** An attribute, as documents and tools tell of it. */
export interface AttributeDescription {
  readonly name: string;
  readonly type: AttributeSpec['type'];
  readonly help: string;
  readonly isRequired: boolean;
  readonly default?: unknown;
  readonly choices?: readonly string[];
  /** What of the project it names. */
  readonly names?: 'connection' | 'variable' | 'scene';
  readonly aliases?: readonly string[];
}

/** A node, as documents and tools tell of it: plain data. */
export interface NodeDescription {
  readonly type: string;
  readonly family: string;
  readonly label: string;
  readonly help: string;
  readonly kind: NodeDefinition['kind'];
  readonly plugin?: 'socketio';
  readonly scopes: readonly Scope[];
  readonly attributes: readonly AttributeDescription[];
  readonly inputs: readonly InputDescription[];
  readonly outputs: readonly SocketDescription[];
  readonly pulseInputs: readonly SocketDescription[];
  readonly pulseOutputs: readonly SocketDescription[];
}

/**
 * Describes nodes, in their order.
 *
 * @example
 * const { definitions } = createNodeRegistry();
 * console.log(JSON.stringify(describeNodes(definitions), null, 2));
 */
export function describeNodes(definitions: readonly NodeDefinition[]): NodeDescription[] {
  return definitions.map((definition) => describeNode(factsOf(definition)));
}

function describeNode(facts: DefinitionFacts): NodeDescription {
  const { type, label, help, kind, plugin } = facts.definition;
  return {
    type,
    family: facts.family,
    label,
    help,
    kind,
    ...(plugin !== undefined && { plugin }),
    scopes: facts.scopes,
    attributes: facts.attributes.entries.map(([name, spec]) => describeAttribute(name, spec)),
    inputs: facts.inputs.entries.map(([name, spec]) => describeInput(name, spec)),
    outputs: describeSockets(facts.outputs),
    pulseInputs: describeSockets(facts.pulsesIn),
    pulseOutputs: describeSockets(facts.pulsesOut),
  };
}

function describeAttribute(name: string, spec: AttributeSpec): AttributeDescription {
  return {
    name,
    type: spec.type,
    help: spec.help,
    isRequired: spec.required === true,
    ...(spec.default !== undefined && { default: spec.default }),
    ...(spec.type === 'String' && spec.choices !== undefined && { choices: spec.choices }),
    ...(spec.names !== undefined && { names: spec.names }),
    ...(spec.aliases !== undefined && { aliases: spec.aliases }),
  };
}

function describeInput(name: string, spec: InputSocket): InputDescription {
  const isFixed = spec.type !== 'Chosen' && spec.type !== 'Variable';
  const usual = isFixed ? defaultOf(spec.type === 'Number' ? 'Float' : spec.type) : null;
  const value = spec.default ?? (spec.type === 'Binary' ? '' : usual);
  return {
    ...describeSocket(name, spec),
    isRequired: spec.required === true,
    ...(spec.required !== true && spec.optional !== true && { default: value }),
  };
}

function describeSockets(table: SocketTable<OutputSocket | PulseSocket>): SocketDescription[] {
  return table.entries.map(([name, spec]) => describeSocket(name, spec));
}

function describeSocket(name: string, spec: InputSocket | OutputSocket | PulseSocket): SocketDescription {
  const aliases = [...(spec.aliases ?? []), ...aliasesOf(spec.numbered)];
  return {
    name,
    ...('type' in spec && { type: spec.type }),
    help: spec.help,
    ...(spec.numbered !== undefined && {
      numbered: { usual: spec.numbered.usual, by: spec.numbered.by ?? 'count' },
    }),
    ...(aliases.length > 0 && { aliases }),
  };
}

function aliasesOf(numbered: Numbered | undefined): string[] {
  return (numbered?.aliases ?? []).flat();
}

import type { NodeDefinition, Scope } from './NodeDefinition.ts';
import { createSocketTable, type SocketTable } from './SocketTable.ts';
import type { AttributeSpec, InputSocket, OutputSocket, PulseSocket, PulseSockets } from './sockets.ts';

/** A definition with everything that it leaves out filled in, and its names in tables. */
export interface DefinitionFacts {
  readonly definition: NodeDefinition;
  readonly family: string;
  readonly scopes: readonly Scope[];
  readonly inputs: SocketTable<InputSocket>;
  readonly outputs: SocketTable<OutputSocket>;
  readonly attributes: SocketTable<AttributeSpec>;
  readonly pulsesIn: SocketTable<PulseSocket>;
  readonly pulsesOut: SocketTable<PulseSocket>;
  /** The attribute that names its connection. */
  readonly connectionAttribute: string | undefined;
  /** The attribute that names its variable. */
  readonly variableAttribute: string | undefined;
  /** It has sockets whose type is its own to choose. */
  readonly isPolymorphic: boolean;
  /** Where errors go to. */
  readonly errorPulse: string | undefined;
}

/** More of one kind than anybody draws; less than what makes a small file a big graph. */
export const mostNumbered = 1000;

const standardIn: PulseSockets = { in: { help: 'Executes the node.' } };
const standardOut: PulseSockets = { out: { help: 'Goes on once the node has executed.' } };
const lateOut: PulseSockets = { out: { help: 'Goes on once it is done.' } };
const eventOut: PulseSockets = { out: { help: 'Goes on each time it happens.' } };

const known = new WeakMap<NodeDefinition, DefinitionFacts>();

/** The facts of a definition, made once. */
export function factsOf(definition: NodeDefinition): DefinitionFacts {
  let facts = known.get(definition);
  if (facts === undefined) known.set(definition, (facts = makeFacts(definition)));
  return facts;
}

function makeFacts(definition: NodeDefinition): DefinitionFacts {
  const { inputs = {}, outputs = {}, attributes = {}, pulses = {} } = definition;
  const isUnpulsed = definition.kind === 'data' && definition.unpulsed === true;
  const into = isUnpulsed || definition.kind === 'event' ? {} : (pulses.in ?? standardIn);
  const out = isUnpulsed ? {} : (pulses.out ?? usualOut(definition));
  const sockets = [...Object.values(inputs), ...Object.values(outputs)];
  const all = [...sockets, ...Object.values(into), ...Object.values(out)];
  const counted = all.find(({ numbered }) => numbered !== undefined && (numbered.by ?? 'count') === 'count');
  const naming = (names: AttributeSpec['names']): string | undefined =>
    Object.entries(attributes).find(([, spec]) => spec.names === names)?.[0];
  return {
    definition,
    family: definition.type.slice(0, definition.type.lastIndexOf('/')),
    scopes: definition.scopes ?? ['Project', 'Scene'],
    inputs: createSocketTable(inputs),
    outputs: createSocketTable(outputs),
    attributes: createSocketTable<AttributeSpec>({
      ...attributes,
      ...(counted?.numbered !== undefined && {
        count: {
          type: 'Int',
          least: 1,
          most: mostNumbered,
          help: `How many numbered sockets it has; left out: as many as are used, ${counted.numbered.usual} at least.`,
        },
      }),
    }),
    pulsesIn: createSocketTable(into),
    pulsesOut: createSocketTable(out),
    connectionAttribute: naming('connection'),
    variableAttribute: naming('variable'),
    isPolymorphic: sockets.some(({ type }) => type === 'Chosen' || type === 'Number'),
    errorPulse: Object.entries(out).find(([, { error }]) => error === true)?.[0],
  };
}

function usualOut({ kind }: NodeDefinition): PulseSockets {
  if (kind === 'event') return eventOut;
  return kind === 'waiting' ? lateOut : standardOut;
}

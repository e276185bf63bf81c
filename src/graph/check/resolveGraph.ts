import { childPointer } from '../../project/pointer.ts';
import type { GraphNode, Logic } from '../../project/projectSchema.ts';
import { shorten } from '../../project/shorten.ts';
import { parseWireEnd } from '../../project/wireEnd.ts';
import type { ValueType } from '../../project/valueTypes.ts';
import { mostNumbered, type DefinitionFacts } from '../definitionFacts.ts';
import type { NodeRegistry } from '../nodeRegistry.ts';
import type { Numbered } from '../sockets.ts';
import type { Findings } from './Findings.ts';
import { resolveAttributes, type ProjectNames } from './resolveAttributes.ts';
import type { ResolvedGraph, ResolvedNode } from './ResolvedGraph.ts';
import { resolveWires } from './resolveWires.ts';

/** What a graph is checked against. */
export interface GraphSurroundings {
  readonly registry: NodeRegistry;
  readonly names: ProjectNames;
  readonly variableTypes: ReadonlyMap<string, ValueType>;
  readonly isSocketioActivated: boolean;
  /** In which graphs of the project a node of this id stands. */
  graphsWith(id: string): readonly string[];
}

/** What the check of wires needs beside the nodes: also of those that could not be resolved. */
export interface NodeIds {
  /** By id. `undefined`: there is a node of this id, of which nothing more is known. */
  readonly byId: ReadonlyMap<string, ResolvedNode | undefined>;
}

/**
 * Checks a graph, all but what needs the whole of it (cycles, reachability), and makes its names references.
 *
 * @param pointer - of the graph's `logic`
 */
export function resolveGraph(
  logic: Logic,
  scene: string | undefined,
  pointer: string,
  surroundings: GraphSurroundings,
  findings: Findings,
): ResolvedGraph {
  const uses = countUses(logic, surroundings.registry);
  const nodes: ResolvedNode[] = [];
  const sources: GraphNode[] = [];
  const byId = new Map<string, ResolvedNode | undefined>();
  for (const [position, node] of logic.nodes.entries()) {
    if (findings.isFull) break;
    const place = childPointer(pointer, 'nodes', position);
    const isTwice = node.id !== '' && byId.has(node.id);
    if (isTwice) {
      const message = `Two nodes of this graph have the id "${shorten(node.id)}": wires could not tell them apart.`;
      findings.add('duplicate-id', childPointer(place, 'id'), message);
    }
    const facts = findDefinition(node, place, scene, surroundings, findings);
    if (facts === undefined) {
      if (!isTwice) byId.set(node.id, undefined);
      continue;
    }
    const attributes = resolveAttributes(node, place, facts, surroundings.names, findings);
    const resolved: ResolvedNode = {
      index: nodes.length,
      id: node.id,
      pointer: place,
      enabled: node.enabled,
      facts,
      attributes,
      count: countOf(facts, attributes, isTwice ? -1 : (uses.get(node.id) ?? -1)),
      inputs: [],
      pulses: [],
      chosenType: 'Any',
      variableType: variableTypeOf(facts, attributes, surroundings),
      isPulsed: false,
    };
    nodes.push(resolved);
    sources.push(node);
    if (!isTwice) byId.set(node.id, resolved);
  }
  resolveWires(nodes, sources, { byId }, surroundings, findings);
  return { scene, nodes };
}

function findDefinition(
  node: GraphNode,
  pointer: string,
  scene: string | undefined,
  { registry, isSocketioActivated }: GraphSurroundings,
  findings: Findings,
): DefinitionFacts | undefined {
  // An empty type has been reported by the reader of the file.
  if (node.type === '') return undefined;
  const place = childPointer(pointer, 'type');
  const facts = registry.get(node.type);
  if (facts === undefined) {
    const message = `There is no node of the type "${shorten(node.type)}".`;
    findings.addUnknown('unknown-node-type', place, message, node.type, {
      size: registry.types.length,
      names: () => registry.types,
    });
    return undefined;
  }
  if (facts.definition.plugin === 'socketio' && !isSocketioActivated) {
    const message = `${node.type} belongs to the plugin "socketio", which is deactivated: set plugins.socketio.activated to true, or take the node out.`;
    findings.add('plugin-deactivated', place, message);
  }
  const scope = scene === undefined ? 'Project' : 'Scene';
  if (!facts.scopes.includes(scope)) {
    const [allowed] = facts.scopes;
    const message = `${node.type} may stand in ${allowed === 'Scene' ? 'the graph of a scene' : 'the project’s own graph'} only.`;
    findings.add('out-of-scope', place, message);
  }
  return facts;
}

function variableTypeOf(
  { variableAttribute }: DefinitionFacts,
  attributes: Readonly<Record<string, unknown>>,
  { variableTypes }: GraphSurroundings,
): ValueType {
  const name = variableAttribute === undefined ? undefined : attributes[variableAttribute];
  return (typeof name === 'string' ? variableTypes.get(name) : undefined) ?? 'Any';
}

/** How many of its numbered sockets a node has. */
function countOf(
  facts: DefinitionFacts,
  attributes: Readonly<Record<string, unknown>>,
  highestUsed: number,
): number {
  const numbered = numberedOf(facts);
  if (numbered === undefined) return 0;
  if (numbered.by === 'cases') {
    const cases = attributes['cases'];
    return Array.isArray(cases) ? cases.length : 0;
  }
  if (numbered.by === 'fixed') return numbered.usual;
  const count = attributes['count'];
  if (typeof count === 'number') return count;
  return Math.max(numbered.usual, Math.min(highestUsed + 1, mostNumbered));
}

function numberedOf(facts: DefinitionFacts): Numbered | undefined {
  for (const table of [facts.inputs, facts.outputs, facts.pulsesIn, facts.pulsesOut])
    for (const [, { numbered }] of table.entries) if (numbered !== undefined) return numbered;
  return undefined;
}

/** By id: the highest number of a numbered socket that the graph uses. */
function countUses(logic: Logic, registry: NodeRegistry): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  const numberedTypes = new Map<string, DefinitionFacts>();
  for (const { id, type } of logic.nodes) {
    const facts = registry.get(type);
    if (facts !== undefined && numberedOf(facts) !== undefined) numberedTypes.set(id, facts);
  }
  if (numberedTypes.size === 0) return highest;
  const use = (
    id: string,
    find: (facts: DefinitionFacts) => { readonly number: number } | undefined,
  ): void => {
    const facts = numberedTypes.get(id);
    const number = facts === undefined ? -1 : (find(facts)?.number ?? -1);
    if (number > (highest.get(id) ?? -1)) highest.set(id, number);
  };
  for (const node of logic.nodes) {
    for (const [name, input] of Object.entries(node.inputs)) {
      use(node.id, ({ inputs }) => inputs.find(name));
      const end = 'from' in input ? parseWireEnd(input.from) : undefined;
      if (end !== undefined) use(end.node, ({ outputs }) => outputs.find(end.socket));
    }
    for (const [name, target] of Object.entries(node.pulses)) {
      use(node.id, ({ pulsesOut }) => pulsesOut.find(name));
      const end = parseWireEnd(target);
      if (end !== undefined) use(end.node, ({ pulsesIn }) => pulsesIn.find(end.socket));
    }
  }
  return highest;
}

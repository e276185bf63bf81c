import type { GraphTap } from '../../../src/graph/GraphTap.ts';
import { factsOf } from '../../../src/graph/definitionFacts.ts';
import { createNodeRegistry } from '../../../src/graph/nodeRegistry.ts';
import { startGraph, type FileNode, type GraphParts } from './startGraph.ts';

/** What one execution of a node did. */
export interface Executed {
  /** Its outputs afterwards. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The pulse outputs that it went on at, in order. */
  readonly pulses: readonly string[];
  /** The codes of errors in the log. */
  readonly errors: readonly string[];
}

const silent: GraphTap = {
  runBegun() {},
  runEnded() {},
  nodeEntered() {},
  pulsed() {},
  valueSet() {},
  failed() {},
};

/**
 * Executes one node by itself: each of its pulse outputs is wired, so that errors go to the error pulse where there is
 * one.
 *
 * @param inputs - by name, fixed values
 */
export async function execute(
  type: string,
  inputs: Readonly<Record<string, unknown>> = {},
  attributes: Readonly<Record<string, unknown>> = {},
  parts: GraphParts & { readonly pulse?: string } = {},
): Promise<Executed> {
  const facts = createNodeRegistry(parts.nodes).get(type);
  if (facts === undefined) throw new Error(`no node ${type}`);
  const isUnpulsed = facts.pulsesIn.entries.length === 0;
  const count = Number(attributes['count'] ?? 2);
  const names = facts.pulsesOut.entries.flatMap(([key, { numbered }]) => {
    const cases = attributes['cases'];
    const length = numbered?.by === 'cases' && Array.isArray(cases) ? cases.length : count;
    return numbered === undefined ? [key] : Array.from({ length }, (_, number) => `${key}${number}`);
  });
  const it: FileNode = {
    id: 'it',
    type,
    attributes,
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, { value }])),
    pulses: Object.fromEntries(names.map((name) => [name, `after${name}.in`])),
  };
  const [output] = factsOf(facts.definition).outputs.names;
  const nodes: FileNode[] = [
    {
      id: 'init',
      type: 'event/onInitialize',
      pulses: { out: isUnpulsed ? 'reader.in' : `it.${parts.pulse ?? 'in'}` },
    },
    it,
    ...names.map((name): FileNode => ({ id: `after${name}`, type: 'flow/toggle' })),
    ...(isUnpulsed && output !== undefined
      ? [{ id: 'reader', type: 'development/console', inputs: { input: { from: `it.${output}` } } }]
      : []),
  ];
  const outputs: Record<string, unknown> = {};
  const pulses: string[] = [];
  const graph = startGraph(nodes, {
    ...parts,
    tap: {
      ...silent,
      valueSet(_run, node, name, value) {
        if (node.id === 'it') outputs[name] = value;
      },
      pulsed(_run, node, name) {
        if (node.id === 'it') pulses.push(name);
      },
    },
  });
  await graph.settled();
  const errors = graph.errors.map(({ code }) => code);
  const [entry] = graph.entries;
  if (isUnpulsed && output !== undefined && entry !== undefined) outputs[output] = entry.value;
  graph.run.dispose();
  return { outputs, pulses, errors };
}

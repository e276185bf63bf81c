import type { ResolvedNode } from '../check/ResolvedGraph.ts';
import { NodeError, toNodeError } from '../NodeError.ts';
import type { NodeContext, WaitingContext } from '../NodeContext.ts';
import type { NodeDefinition, WaitingDefinition } from '../NodeDefinition.ts';
import type { ProjectServices } from '../ProjectServices.ts';
import type {
  AttributeSpecs,
  InputSockets,
  NumberedPulses,
  OutputSockets,
  Pulse,
  PulseSockets,
} from '../sockets.ts';
import { compileCasts } from './compileCasts.ts';
import type { GraphRun } from './GraphRun.ts';
import { NodeInstance } from './NodeInstance.ts';
import type { GraphPlan, PlannedNode } from './planGraph.ts';

/** Executes a node. @returns the wire on which the run goes on; -1 for none */
export type Code = () => number;

/** A graph as closures and numbers. By wire: where it leads and what is done there; by node: how it computes. */
export interface CompiledGraph {
  readonly instances: readonly NodeInstance[];
  /** By wire, and after those by node that can be executed again. */
  readonly code: Code[];
  /** By wire: the node at its end. */
  readonly targets: readonly number[];
  /** By wire: the nodes to compute first; null: not known yet. */
  readonly pulls: (Int32Array | undefined | null)[];
  /** By node: how it computes when it is read. */
  readonly ops: readonly Code[];
  /** By node: where an error goes to; -1 for the log. */
  readonly errorWires: readonly number[];
  /** By node: the wire of an event's `out`; -1 for none. */
  readonly eventWires: readonly number[];
}

type Context = NodeContext<InputSockets, OutputSockets, AttributeSpecs, PulseSockets, unknown>;

/** Makes the closures of a graph. */
export function compileGraph(
  plan: GraphPlan,
  graph: GraphRun,
  project: ProjectServices,
  values: unknown[],
): CompiledGraph {
  const wiresOf = numberWires(plan);
  const instances: NodeInstance[] = [];
  const ops: Code[] = [];
  const agains: { readonly node: number; readonly code: Code }[] = [];
  for (const planned of plan.nodes) {
    const { definition } = planned.node.facts;
    const pulses = collectPulses(planned.node, wiresOf);
    const againWire = plan.wires.length + agains.length;
    const instance = instantiate(
      planned,
      () => new NodeInstance(planned, graph, project, values, pulses, againWire),
    );
    instances.push(instance);
    const out = wiresOf.get(planned.node.index)?.get('out') ?? -1;
    ops.push(compileNode(planned, instance, out, values, 0));
    if ('again' in definition && definition.again !== undefined)
      agains.push({ node: planned.node.index, code: compileAgain(definition, instance, out, graph) });
  }
  const byPulse = new Map<string, Code>();
  const code = plan.wires.map(({ target, pulse }) => {
    const key = `${target.index}:${pulse}`;
    const planned = plan.nodes[target.index];
    const instance = instances[target.index];
    let made = byPulse.get(key);
    if (made === undefined && planned !== undefined && instance !== undefined) {
      const out = wiresOf.get(target.index)?.get('out') ?? -1;
      made = pulse === 0 ? ops[target.index] : compileNode(planned, instance, out, values, pulse);
      byPulse.set(key, made ?? nothing);
    }
    return made ?? nothing;
  });
  // Found out when they are first needed: of most graphs, most wires never bear a pulse.
  const pulls = plan.wires.map(({ target }) =>
    target.inputs.some(
      ({ source }) => source.kind === 'wire' && plan.nodes[source.node.index]?.isPulled === true,
    )
      ? null
      : undefined,
  );
  const wireOf = (node: ResolvedNode, key: string | undefined): number =>
    key === undefined ? -1 : (wiresOf.get(node.index)?.get(key) ?? -1);
  const nodes = plan.nodes.map(({ node }) => node);
  return {
    instances,
    ops,
    code: [...code, ...agains.map((again) => again.code)],
    targets: [...plan.wires.map(({ target }) => target.index), ...agains.map(({ node }) => node)],
    pulls,
    errorWires: nodes.map((node) => wireOf(node, node.facts.errorPulse)),
    eventWires: nodes.map((node) => wireOf(node, 'out')),
  };
}

/** @throws {NodeError} naming the node */
function instantiate({ node }: PlannedNode, make: () => NodeInstance): NodeInstance {
  try {
    return make();
  } catch (thrown) {
    const error = toNodeError(thrown);
    throw new NodeError(error.code, `The node "${node.id}" cannot start: ${error.message}`, {
      cause: thrown,
    });
  }
}

function nothing(): number {
  return -1;
}

/** By node, by pulse output (numbered: with its number): the wire. */
function numberWires(plan: GraphPlan): ReadonlyMap<number, ReadonlyMap<string, number>> {
  const byNode = new Map<number, Map<string, number>>();
  for (const [wire, { source, key, number }] of plan.wires.entries()) {
    let ofNode = byNode.get(source.index);
    if (ofNode === undefined) byNode.set(source.index, (ofNode = new Map()));
    ofNode.set(number < 0 ? key : `${key}${number}`, wire);
  }
  return byNode;
}

function collectPulses(
  node: ResolvedNode,
  wiresOf: ReadonlyMap<number, ReadonlyMap<string, number>>,
): Readonly<Record<string, Pulse | NumberedPulses>> {
  const wires = wiresOf.get(node.index);
  const wireOf = (name: string): Pulse => asPulse(wires?.get(name) ?? -1);
  const pulses = node.facts.pulsesOut.entries.map(([key, { numbered }]): [string, Pulse | NumberedPulses] => {
    if (numbered === undefined) return [key, wireOf(key)];
    const several = Array.from({ length: node.count }, (_, number) => wireOf(`${key}${number}`));
    const none = asPulse(-1);
    return [key, { length: several.length, at: (index) => several[index] ?? none }];
  });
  return Object.fromEntries(pulses);
}

/** A pulse is the number of a wire; its type keeps nodes from making up one. */
function asPulse(wire: number): Pulse {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return wire as Pulse;
}

function compileNode(
  planned: PlannedNode,
  instance: NodeInstance,
  out: number,
  values: unknown[],
  pulse: number,
): Code {
  const { definition } = planned.node.facts;
  if (definition.kind === 'event') return nothing;
  const cast = compileCasts(planned, values, pulse);
  const execute =
    definition.kind === 'waiting'
      ? compileWaiting(definition, instance, pulse)
      : compileRun(definition, instance, out, pulse);
  if (cast === undefined) return execute;
  return () => {
    cast();
    return execute();
  };
}

function compileRun(
  definition: Exclude<NodeDefinition, { kind: 'waiting' | 'event' }>,
  instance: NodeInstance,
  out: number,
  pulse: number,
): Code {
  const context = contextOf(instance);
  const { run } = definition;
  return () => {
    const next = run(context, pulse);
    return typeof next === 'number' ? next : out;
  };
}

function compileAgain(
  definition: Exclude<NodeDefinition, { kind: 'waiting' | 'event' }>,
  instance: NodeInstance,
  out: number,
  graph: GraphRun,
): Code {
  const context = contextOf(instance);
  const { frames } = graph;
  const { again } = definition;
  return () => {
    const next = again?.(context, frames.state);
    return typeof next === 'number' ? next : out;
  };
}

function compileWaiting(
  definition: WaitingDefinition<InputSockets, OutputSockets, AttributeSpecs, PulseSockets, unknown>,
  instance: NodeInstance,
  pulse: number,
): Code {
  const { pulses } = instance;
  const named = (name: string): Pulse => {
    const found = Object.hasOwn(pulses, name) ? pulses[name] : undefined;
    return typeof found === 'number' ? found : asPulse(-1);
  };
  const out = named('out');
  const onStart = named('onStart');
  return () => {
    const controller = new AbortController();
    const branch = instance.wait(() => controller.abort());
    const { id, scene, attributes, chosenType, project, onEnd, inputs, state } = contextOf(instance);
    const { signal } = controller;
    const context: WaitingContext<InputSockets, OutputSockets, AttributeSpecs, PulseSockets, unknown> = {
      id,
      scene,
      attributes,
      chosenType,
      project,
      onEnd,
      inputs,
      state,
      signal,
      pulse: (name, data) => branch.pulse(named(name), data),
    };
    // An async function does not throw but reject; another one may do either.
    new Promise<Readonly<Record<string, unknown>> | void>((resolve) => {
      resolve(definition.run(context, pulse));
    })
      .then(
        (data) => branch.pulse(out, data ?? undefined),
        (error: unknown) => branch.fail(error),
      )
      .finally(() => branch.end());
    return onStart;
  };
}

/** The instance as the type of contexts, whose sockets are known by name only to the definition itself. */
function contextOf(instance: NodeInstance): Context {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return instance as unknown as Context;
}

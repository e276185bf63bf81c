import { wireId, type GraphModel, type GraphModelNode, type GraphModelWire } from './GraphModel.ts';
import type { GraphSource, NodeSockets, WatchedNode } from './GraphSource.ts';
import { isSecretKey } from './isSecretKey.ts';
import { liveLimits, serialise } from './serialise.ts';

/** The graphs of a project, as they go over the wire: the project's own first, then the scenes', in the file's order. */
export function describeGraphs(source: GraphSource): readonly GraphModel[] {
  const { project, run } = source;
  return [
    describeGraph(source, project.logic.nodes, {
      id: graphId(undefined),
      name: 'project',
      kind: 'project',
      active: true,
    }),
    ...project.scenes.map(({ name, logic }) =>
      describeGraph(source, logic.nodes, {
        id: graphId(name),
        name,
        kind: 'scene',
        active: run.scene === name,
      }),
    ),
  ];
}

/** The id of a scene's graph, or of the project's own. */
export function graphId(scene: string | undefined): string {
  return scene === undefined ? 'project' : `scene/${scene}`;
}

function describeGraph(
  source: GraphSource,
  nodes: readonly WatchedNode[],
  facts: Pick<GraphModel, 'id' | 'name' | 'kind' | 'active'>,
): GraphModel {
  const wires = nodes.flatMap(wiresOf).filter((wire) => nodes.some(({ id }) => id === wire.from.node));
  return { ...facts, nodes: nodes.map((node) => describeNode(source, node, wires)), wires };
}

/** The wires that a node's entry in the file speaks of: data that come in, pulses that go out. */
function wiresOf(node: WatchedNode): readonly GraphModelWire[] {
  const data = Object.entries(node.inputs).flatMap(([name, input]) =>
    'from' in input ? wire('data', input.from, `${node.id}.${name}`) : [],
  );
  const pulses = Object.entries(node.pulses).flatMap(([name, to]) => wire('pulse', `${node.id}.${name}`, to));
  return [...data, ...pulses];
}

function wire(kind: GraphModelWire['kind'], from: string, to: string): readonly GraphModelWire[] {
  const [source, target] = [splitEnd(from), splitEnd(to)];
  return source === undefined || target === undefined
    ? []
    : [{ id: wireId(kind, from, to), kind, from: source, to: target }];
}

/** A node's id may hold dots; a socket's name does not. */
function splitEnd(end: string): { readonly node: string; readonly socket: string } | undefined {
  const dot = end.lastIndexOf('.');
  return dot < 1 ? undefined : { node: end.slice(0, dot), socket: end.slice(dot + 1) };
}

function describeNode(
  source: GraphSource,
  node: WatchedNode,
  wires: readonly GraphModelWire[],
): GraphModelNode {
  const { configuration } = node.attributes;
  const sockets = source.sockets?.(node) ?? socketsInUse(node, wires);
  return {
    id: node.id,
    type: node.type,
    enabled: node.enabled,
    position: node.position === undefined ? null : { x: node.position.x, y: node.position.y },
    attributes: serialise(node.attributes, liveLimits).value,
    connection: node.type.startsWith('socketio/') && typeof configuration === 'string' ? configuration : null,
    inputs: sockets.inputs.map(({ name, type }) => {
      const input = Object.hasOwn(node.inputs, name) ? node.inputs[name] : undefined;
      const hasValue = input !== undefined && 'value' in input;
      return {
        name,
        type,
        value: hasValue ? serialise(input.value, liveLimits, isSecretKey(name)).value : null,
      };
    }),
    outputs: sockets.outputs.map(({ name, type }) => ({ name, type, value: null })),
    pulseInputs: [...sockets.pulseInputs],
    pulseOutputs: [...sockets.pulseOutputs],
  };
}

function socketsInUse(node: WatchedNode, wires: readonly GraphModelWire[]): NodeSockets {
  const ends = (kind: GraphModelWire['kind'], end: 'from' | 'to'): readonly string[] => [
    ...new Set(
      wires.filter((of) => of.kind === kind && of[end].node === node.id).map((of) => of[end].socket),
    ),
  ];
  const typed = (name: string): { name: string; type: string } => ({ name, type: 'Any' });
  return {
    inputs: Object.keys(node.inputs).map(typed),
    outputs: ends('data', 'from').map(typed),
    pulseInputs: ends('pulse', 'to'),
    pulseOutputs: Object.keys(node.pulses),
  };
}

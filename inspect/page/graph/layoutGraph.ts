import type { GraphModel } from '../../model/GraphModel.ts';
import type { LayoutEngine } from '../chart/createChartLayouts.ts';
import { nodeSize } from './graphSizes.ts';

type Positions = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Positions of all nodes: the file's where it gives them, else from left to right along the wires. */
export async function layoutGraph(graph: GraphModel, engine: LayoutEngine): Promise<Positions> {
  const given = graph.nodes.filter(({ position }) => position !== null);
  const positions = new Map(given.map(({ id, position }) => [id, position ?? { x: 0, y: 0 }]));
  if (given.length === graph.nodes.length) return positions;
  // A few without a position would land among the others: then all are laid out anew.
  try {
    const known = new Set(graph.nodes.map(({ id }) => id));
    const laidOut = await engine.layout(
      {
        id: graph.id,
        children: graph.nodes.map((node) => ({ id: node.id, ...nodeSize(node) })),
        edges: graph.wires
          .filter(({ from, to }) => known.has(from.node) && known.has(to.node))
          .map(({ id, kind, from, to }) => ({
            id,
            sources: [from.node],
            targets: [to.node],
            // What happens goes from left to right; a value may come from anywhere.
            layoutOptions: { 'elk.layered.priority.direction': kind === 'pulse' ? '10' : '0' },
          })),
      },
      { layoutOptions: graphLayoutOptions },
    );
    return new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
  } catch {
    const columns = Math.ceil(Math.sqrt(graph.nodes.length));
    return new Map(
      graph.nodes.map(({ id }, index) => [
        id,
        { x: (index % columns) * 280, y: Math.floor(index / columns) * 200 },
      ]),
    );
  }
}

const graphLayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.spacing.nodeNode': '34',
  'elk.layered.spacing.nodeNodeBetweenLayers': '74',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.separateConnectedComponents': 'true',
  'elk.spacing.componentComponent': '60',
  'elk.aspectRatio': '1.8',
} as const;

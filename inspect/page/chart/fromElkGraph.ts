import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box, ChartLayout, DrawnBundle, DrawnState, InitialMarker, Point } from './ChartLayout.ts';
import type { PlacedToken, TextBlock } from './flowText.ts';
import { boxPadding, labelPadding, stateNodeId, stubNodeId, type ChartParts } from './toElkGraph.ts';

/** Reads what ELK has laid out, with the texts in their places. */
export function fromElkGraph(graph: ElkNode, parts: ChartParts): ChartLayout {
  const states: DrawnState[] = [];
  const boxes = new Map<string, Box>();
  const edges = new Map<string, ElkExtendedEdge>();

  function visit(node: ElkNode): void {
    for (const edge of node.edges ?? []) edges.set(edge.id, edge);
    const part = parts.states.get(node.id);
    boxes.set(node.id, boxOf(node));
    if (part !== undefined) {
      const box = boxOf(node);
      const titleHeight = part.title.height + 2 * boxPadding.title;
      states.push({
        ...box,
        path: part.state.path,
        state: part.state,
        depth: part.depth,
        isRegion: part.isRegion,
        isCollapsed: part.isCollapsed,
        titleHeight,
        text: [
          ...place(part.title, box.x + boxPadding.x, box.y + boxPadding.title),
          ...place(part.text, box.x + boxPadding.x, box.y + titleHeight + boxPadding.text),
        ],
      });
    }
    node.children?.forEach(visit);
  }
  visit(graph);

  const bundles: DrawnBundle[] = [];
  for (const [id, { edges: definitions, targets, text }] of parts.bundles) {
    const drawn = targets.flatMap((_, index) => edges.get(`${id}:${index}`) ?? []);
    const label = drawn[0]?.labels?.[0];
    const box = label === undefined ? null : boxOf(label);
    bundles.push({
      id,
      edges: definitions,
      label: box,
      text: box === null ? [] : place(text, box.x + labelPadding.x, box.y + labelPadding.y),
      lines: drawn.map(pointsOf).filter((points) => points.length > 1),
    });
  }

  return {
    width: graph.width ?? 0,
    height: graph.height ?? 0,
    states,
    bundles,
    stubs: [...parts.bundles].flatMap(([id, { source }]) => {
      const box = boxes.get(stubNodeId(id));
      return box === undefined
        ? []
        : [{ id, path: source, x: box.x + box.width / 2, y: box.y + box.height / 2 }];
    }),
    initials: states.flatMap((drawn) => initialOf(drawn, boxes)),
  };
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x, y, width, height };
}

function place({ tokens }: TextBlock, x: number, y: number): readonly PlacedToken[] {
  return tokens.map((token) => ({ ...token, x: token.x + x, y: token.y + y }));
}

function pointsOf({ sections = [] }: ElkExtendedEdge): readonly Point[] {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
}

const markerDistance = 15;

function initialOf({ state, isCollapsed }: DrawnState, boxes: ReadonlyMap<string, Box>): InitialMarker[] {
  if (state.initial === null || isCollapsed) return [];
  const box = boxes.get(stateNodeId(state.initial));
  if (box === undefined) return [];
  const x = box.x + Math.min(16, box.width / 2);
  return [{ path: state.path, from: { x, y: box.y - markerDistance }, to: { x, y: box.y } }];
}

import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Box, Point } from './ChartLayout.ts';

const gap = 36;

/**
 * Lays out without ELK: states in rows, edges straight. For statecharts that ELK fails at or takes too long for, so that
 * there is always a picture. Changes the graph, as ELK does.
 */
export function plainLayout(graph: ElkNode): ElkNode {
  const boxes = new Map<string, Box>();
  arrange(graph, { top: 8, left: 8 });
  moveTo(graph, 0, 0, boxes);
  for (const edge of graph.edges ?? []) {
    const from = boxes.get(edge.sources[0] ?? '');
    const to = boxes.get(edge.targets[0] ?? '');
    if (from === undefined || to === undefined) continue;
    const startPoint = from === to ? { x: from.x + from.width, y: from.y + 8 } : borderTowards(from, to);
    const endPoint = from === to ? { x: from.x + from.width - 16, y: from.y } : borderTowards(to, from);
    const bendPoints =
      from === to
        ? [
            { x: startPoint.x + 14, y: startPoint.y },
            { x: startPoint.x + 14, y: endPoint.y - 14 },
            { x: endPoint.x, y: endPoint.y - 14 },
          ]
        : [];
    edge.sections = [{ id: `${edge.id}:section`, startPoint, bendPoints, endPoint }];
    for (const label of edge.labels ?? []) {
      label.x = (startPoint.x + endPoint.x - (label.width ?? 0)) / 2;
      label.y = (startPoint.y + endPoint.y - (label.height ?? 0)) / 2;
    }
  }
  return graph;
}

/** Gives a node its size, and its children their places in it. */
function arrange(node: ElkNode, padding: { top: number; left: number }): void {
  const { children = [] } = node;
  if (children.length === 0) return;
  for (const child of children) arrange(child, paddingOf(child));
  const columns = Math.ceil(Math.sqrt(children.length));
  let y = padding.top;
  let width = 0;
  for (let row = 0; row < children.length; row += columns) {
    let x = padding.left;
    let height = 0;
    for (const child of children.slice(row, row + columns)) {
      child.x = x;
      child.y = y;
      x += (child.width ?? 0) + gap * 2;
      height = Math.max(height, child.height ?? 0);
    }
    width = Math.max(width, x - gap * 2);
    y += height + gap;
  }
  node.width = Math.max(node.width ?? 0, width + padding.left);
  node.height = y - gap + padding.left;
}

function paddingOf({ layoutOptions }: ElkNode): { top: number; left: number } {
  const top = /top=([\d.]+)/.exec(layoutOptions?.['elk.padding'] ?? '')?.[1];
  return { top: Number(top ?? 30), left: 26 };
}

function moveTo(node: ElkNode, x: number, y: number, boxes: Map<string, Box>): void {
  node.x = (node.x ?? 0) + x;
  node.y = (node.y ?? 0) + y;
  boxes.set(node.id, { x: node.x, y: node.y, width: node.width ?? 0, height: node.height ?? 0 });
  for (const child of node.children ?? []) moveTo(child, node.x, node.y, boxes);
}

/** Where the line from the centre of one box to that of another leaves the first. */
function borderTowards(box: Box, other: Box): Point {
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const dx = other.x + other.width / 2 - centre.x;
  const dy = other.y + other.height / 2 - centre.y;
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
  );
  return Number.isFinite(scale) ? { x: centre.x + dx * scale, y: centre.y + dy * scale } : centre;
}

import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { MachineDefinition } from '../../model/MachineDefinition.ts';
import type { ChartDetail, ChartLayout } from './ChartLayout.ts';
import { fromElkGraph } from './fromElkGraph.ts';
import type { TextBlock } from './flowText.ts';
import type { MeasureText } from './measureText.ts';
import { standardMeasure } from './standardMeasure.ts';
import { labelPadding, leastWidth, toElkGraph, type ChartDirection, type ChartParts } from './toElkGraph.ts';

/**
 * What ELK has made of a statechart when the page was built, by the standard measure: so that the statecharts of Statewire
 * itself are there at once, before the engine has even been read.
 */
export interface PreparedLayout {
  /** The hash of the definition. */
  readonly hash: string;
  readonly detail: ChartDetail;
  readonly direction: ChartDirection;
  readonly graph: ElkNode;
}

/** What would be stretched by more than this is laid out anew. */
const mostStretch = 1.3;

/**
 * Fits a prepared layout to the fonts there are: its lines stay as they are, and it is made as much wider as its texts need.
 * `undefined` where that would be too much.
 */
export function fitPrepared(
  { detail, direction, graph }: PreparedLayout,
  definition: MachineDefinition,
  measure: MeasureText,
): ChartLayout | undefined {
  const { parts } = toElkGraph(definition, { detail, collapsed: [] }, direction, standardMeasure);
  const fitted: ChartParts = {
    isRoomy: parts.isRoomy,
    states: mapValues(parts.states, (part) => ({
      ...part,
      title: setAnew(part.title, measure),
      text: setAnew(part.text, measure),
    })),
    bundles: mapValues(parts.bundles, (part) => ({ ...part, text: setAnew(part.text, measure) })),
  };
  const stretch = neededStretch(graph, fitted);
  return stretch > mostStretch ? undefined : fromElkGraph(stretchNode(graph, stretch), fitted);
}

function mapValues<Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value) => Value,
): ReadonlyMap<string, Value> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}

/** How much wider the layout must be for every text to find room. */
function neededStretch(node: ElkNode, parts: ChartParts): number {
  const { width = 0, children = [], edges = [] } = node;
  const part = parts.states.get(node.id);
  const needed =
    part === undefined || part.state.type === 'history'
      ? 0
      : leastWidth(part, parts.isRoomy && children.length === 0);
  return Math.max(
    1,
    width > 0 ? needed / width : 0,
    ...children.map((child) => neededStretch(child, parts)),
    ...edges.flatMap(({ id, labels = [] }) => {
      const text = parts.bundles.get(id.split(':')[0] ?? '')?.text;
      const room = labels[0]?.width ?? 0;
      return text === undefined || room === 0 ? [] : (text.width + 2 * labelPadding.x) / room;
    }),
  );
}

/** The same lines, their tokens as wide as they are by another measure. */
function setAnew(block: TextBlock, measure: MeasureText): TextBlock {
  let line: number | undefined;
  let x = 0;
  let shift = 0;
  let width = 0;
  const tokens = block.tokens.map((token) => {
    if (token.y !== line) {
      line = token.y;
      shift = 0;
    }
    x = token.x + shift;
    const tokenWidth = measure(token.text, token.style);
    shift += tokenWidth - token.width;
    width = Math.max(width, x + tokenWidth);
    return { ...token, x, width: tokenWidth };
  });
  return { ...block, width: Math.ceil(width), tokens };
}

interface Horizontal {
  x?: number;
  width?: number;
}

function stretchBox<Part extends Horizontal>(part: Part, by: number): Part {
  return {
    ...part,
    ...(part.x !== undefined && { x: part.x * by }),
    ...(part.width !== undefined && { width: part.width * by }),
  };
}

function stretchNode(node: ElkNode, by: number): ElkNode {
  return {
    ...stretchBox(node, by),
    ...(node.children !== undefined && { children: node.children.map((child) => stretchNode(child, by)) }),
    ...(node.edges !== undefined && { edges: node.edges.map((edge) => stretchEdge(edge, by)) }),
  };
}

function stretchEdge(edge: ElkExtendedEdge, by: number): ElkExtendedEdge {
  return {
    ...edge,
    ...(edge.labels !== undefined && { labels: edge.labels.map((label) => stretchBox(label, by)) }),
    ...(edge.sections !== undefined && {
      sections: edge.sections.map((section) => ({
        ...section,
        startPoint: stretchBox(section.startPoint, by),
        endPoint: stretchBox(section.endPoint, by),
        ...(section.bendPoints !== undefined && {
          bendPoints: section.bendPoints.map((point) => stretchBox(point, by)),
        }),
      })),
    }),
  };
}

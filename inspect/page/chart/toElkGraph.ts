import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { EdgeDefinition, MachineDefinition, StateDefinition } from '../../model/MachineDefinition.ts';
import { parentPath, statesOf } from '../../model/statePaths.ts';
import type { ChartOptions } from './ChartLayout.ts';
import { edgeTokens, isInternal, stateTokens } from './chartText.ts';
import { flowText, type TextBlock } from './flowText.ts';
import type { MeasureText } from './measureText.ts';

export type ChartDirection = 'RIGHT' | 'DOWN';

/** What was known before the layout, by the ids of the layout's nodes and edges. */
export interface ChartParts {
  /** Whether states are large. */
  readonly isRoomy: boolean;
  readonly states: ReadonlyMap<string, StatePart>;
  readonly bundles: ReadonlyMap<string, BundlePart>;
}

export interface StatePart {
  readonly state: StateDefinition;
  readonly depth: number;
  readonly isRegion: boolean;
  readonly isCollapsed: boolean;
  readonly title: TextBlock;
  readonly text: TextBlock;
}

export interface BundlePart {
  readonly edges: readonly EdgeDefinition[];
  readonly source: string;
  readonly targets: readonly string[];
  readonly text: TextBlock;
}

export const boxPadding = { x: 12, title: 7, text: 8 } as const;
export const labelPadding = { x: 6, y: 3 } as const;
const widestLabel = 190;
const widestText = 220;
const widestRootText = 560;
const insidePadding = 22;
const historySize = 26;
/** In a statechart of more edges than this, states are large: it is mostly seen from far, with large titles. */
const manyEdges = 30;
const roomyTitle = 3.4;
const roomyHeight = 84;
/** What a large title takes of a state that has others in it. */
const roomyHead = 60;

/** The width of the ring at which edges into a state's own inside begin. */
export const stubSize = 10;

/** The node at which a bundle begins that leads from a state into its inside. */
export const stubNodeId = (bundle: string): string => `i:${bundle}`;
export const stateNodeId = (path: string): string => `s:${path}`;

/** A statechart as a graph for ELK, with all texts measured. */
export function toElkGraph(
  { root }: MachineDefinition,
  { detail, collapsed }: ChartOptions,
  direction: ChartDirection,
  measure: MeasureText,
): { readonly graph: ElkNode; readonly parts: ChartParts } {
  const states = new Map<string, StatePart>();
  const closed = new Set(collapsed);
  const isRoomy = [...statesOf(root)].reduce((sum, { edges }) => sum + edges.length, 0) > manyEdges;

  const bundles = bundle(root, closed, detail, measure);
  const stubs = new Map<string, string[]>();
  for (const [id, { source, targets }] of bundles) {
    if (isInside(source, targets)) stubs.set(source, [...(stubs.get(source) ?? []), id]);
  }

  function toNode(state: StateDefinition, depth: number, parent: StateDefinition | undefined): ElkNode {
    const isCollapsed = closed.has(state.path) && state.states.length > 0;
    const widest = state.path === '' ? widestRootText : widestText;
    const title = flowText([{ text: state.key, style: 'title' }], widest, measure);
    const text = flowText(stateTokens(state, detail), widest, measure);
    const id = stateNodeId(state.path);
    states.set(id, { state, depth, isRegion: parent?.type === 'parallel', isCollapsed, title, text });
    if (state.type === 'history') return { id, width: historySize, height: historySize };
    const inner = isCollapsed ? [] : state.states.map((child) => toNode(child, depth + 1, state));
    const inside = isCollapsed ? [] : (stubs.get(state.path) ?? []);
    const children = [
      ...inside.map((bundleId) => ({ id: stubNodeId(bundleId), width: stubSize, height: stubSize })),
      ...inner,
    ];
    const titleHeight = title.height + 2 * boxPadding.title;
    const height = titleHeight + (text.height > 0 ? text.height + 2 * boxPadding.text : 0);
    const width = leastWidth({ state, title, text }, isRoomy);
    if (children.length === 0) return { id, width, height: isRoomy ? Math.max(height, roomyHeight) : height };
    return {
      id,
      children,
      layoutOptions: {
        'elk.padding': `[top=${(isRoomy ? Math.max(height, roomyHead) : height) + insidePadding},left=${insidePadding},bottom=${insidePadding},right=${insidePadding}]`,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': `(${width},${height})`,
      },
    };
  }

  const top = toNode(root, 0, undefined);
  const order = new Map([...states.values()].map(({ state }, index) => [state.path, index]));
  const links = [...bundles].flatMap(([id, part]) => toEdges(id, part, order));
  return {
    graph: {
      id: 'chart',
      children: [top],
      edges: links,
      layoutOptions: { 'elk.padding': '[top=8,left=8,bottom=8,right=8]', 'elk.direction': direction },
    },
    parts: { isRoomy, states, bundles },
  };
}

/** What the texts of a state take. */
export function leastWidth(
  { state, title, text }: Pick<StatePart, 'state' | 'title' | 'text'>,
  isRoomy: boolean,
): number {
  // Room in the title for the mark of the state's type, and for the button that closes it.
  const width = Math.max(title.width + (state.states.length > 0 ? 44 : 14), text.width) + 2 * boxPadding.x;
  return isRoomy ? Math.max(width, title.width * roomyTitle + boxPadding.x) : width;
}

/** To be given to ELK beside the graph: it hands no option down from a graph to what is in it. */
export const chartLayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  'elk.spacing.nodeNode': '26',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '10',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.labelLabel': '6',
  'elk.spacing.nodeSelfLoop': '14',
  'elk.spacing.componentComponent': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '22',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  // Orders by the model are left out: ELK 0.12 fails at them for nested states.
} as const;

function toEdges(
  id: string,
  { source, targets, text }: BundlePart,
  order: ReadonlyMap<string, number>,
): readonly ElkExtendedEdge[] {
  return targets.map((target, index) => ({
    id: `${id}:${index}`,
    sources: [isInside(source, targets) ? stubNodeId(id) : stateNodeId(source)],
    targets: [stateNodeId(target)],
    layoutOptions: {
      // Authors list states in the order of their life: edges that follow it should point forward.
      'elk.layered.priority.direction': (order.get(target) ?? 0) > (order.get(source) ?? 0) ? '10' : '0',
    },
    ...(index === 0 &&
      text.width > 0 && {
        labels: [
          {
            text: id,
            width: text.width + 2 * labelPadding.x,
            height: text.height + 2 * labelPadding.y,
            layoutOptions: {
              'elk.edgeLabels.placement': 'CENTER',
              'elk.edgeLabels.inline': 'true',
            },
          },
        ],
      }),
  }));
}

/** Whether an edge leads from a state to others in it, so that a line from its border would cross it. */
function isInside(source: string, targets: readonly string[]): boolean {
  return targets.every((target) => target !== source && (source === '' || target.startsWith(`${source}.`)));
}

/** Edges by where they start and end, as far as both ends are drawn. */
function bundle(
  root: StateDefinition,
  closed: ReadonlySet<string>,
  detail: ChartOptions['detail'],
  measure: MeasureText,
): ReadonlyMap<string, BundlePart> {
  const groups = new Map<string, { source: string; targets: readonly string[]; edges: EdgeDefinition[] }>();
  function visit(state: StateDefinition): void {
    for (const edge of state.edges) {
      if (isInternal(edge)) continue;
      const source = drawnPath(edge.source, closed);
      const targets = [...new Set(edge.targets.map((target) => drawnPath(target, closed)))];
      const isHidden = source !== edge.source && targets.every((target) => target === source);
      if (isHidden) continue;
      const key = JSON.stringify([source, targets]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { source, targets, edges: [edge] });
      else group.edges.push(edge);
    }
    state.states.forEach(visit);
  }
  visit(root);
  return new Map(
    [...groups.values()].map((group, index) => {
      const tokens = group.edges.every(({ kind }) => kind === 'history')
        ? []
        : edgeTokens(group.edges, detail);
      return [`e${index}`, { ...group, text: flowText(tokens, widestLabel, measure) }];
    }),
  );
}

/** The state itself, or the outermost closed one around it. */
function drawnPath(path: string, closed: ReadonlySet<string>): string {
  let drawn = path;
  for (let around = path; around !== '';) {
    around = parentPath(around);
    if (closed.has(around)) drawn = around;
  }
  return drawn;
}

import type { ChartState, ChartTransition, MachineCoverage } from './CoverageReport.ts';
import { escapeHtml } from './escapeHtml.ts';

interface Box {
  readonly state: ChartState;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Which of the machine's own states it belongs to: each has a column. */
  readonly column: number;
}

const leaf = { width: 132, height: 46 } as const;
/** The sides are where arrows within a state run. */
const inside = { top: 34, side: 84, bottom: 18, gap: 40 } as const;
const columnGap = 110;

/** How well several transitions were reached together. */
export function standing(counts: readonly number[]): 'all' | 'some' | 'none' {
  const reached = counts.filter((count) => count > 0).length;
  if (reached === counts.length) return 'all';
  return reached === 0 ? 'none' : 'some';
}

/** A statechart with its coverage, as an SVG whose classes the page around it colours: `all`, `some` and `none`. */
export function drawChart({ machine, chart }: Pick<MachineCoverage, 'machine' | 'chart'>): string {
  const boxes = layOut(chart.states);
  const root = [...boxes.values()].find(({ state }) => state.parent === undefined);
  if (root === undefined) return '';
  const drawn = [...boxes.values()];
  const arrows = bundlesOf(chart.transitions).map((bundle, index) =>
    drawArrow(bundle, index, boxes, machine),
  );
  const margin = 16;
  const width = root.width + 2 * margin;
  const height = root.height + 2 * margin;
  return [
    `<svg class="chart" viewBox="${-margin} ${-margin} ${width} ${height}" width="${width}" role="img" aria-label="${escapeHtml(`The statechart ${machine}`)}">`,
    '<defs>',
    ...(['all', 'some', 'none'] as const).map(
      (name) =>
        `<marker id="${escapeHtml(machine)}-${name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="${name}" d="M0 0L8 4L0 8z"/></marker>`,
    ),
    '</defs>',
    ...drawn.map(drawBox),
    ...arrows,
    // Over the arrows, so that these hide no name.
    ...drawn.map(drawName),
    '</svg>',
  ].join('\n');
}

/** A machine's own states side by side, what is in them one below the other. */
function layOut(states: readonly ChartState[]): Map<string, Box> {
  const childrenOf = (id: string): ChartState[] => states.filter(({ parent }) => parent === id);
  const sizeOf = (state: ChartState): { width: number; height: number } => {
    const sizes = childrenOf(state.id).map(sizeOf);
    if (sizes.length === 0) return leaf;
    const isRow = state.parent === undefined;
    const sum = (values: readonly number[], gap: number): number =>
      values.reduce((total, value) => total + value + gap, -gap);
    const widths = sizes.map(({ width }) => width);
    const heights = sizes.map(({ height }) => height);
    return {
      width:
        (isRow ? sum(widths, columnGap) : Math.max(...widths)) + 2 * (isRow ? inside.bottom : inside.side),
      height: (isRow ? Math.max(...heights) : sum(heights, inside.gap)) + inside.top + inside.bottom,
    };
  };
  const boxes = new Map<string, Box>();
  const place = (state: ChartState, x: number, y: number, column: number): void => {
    const size = sizeOf(state);
    boxes.set(state.id, { state, x, y, ...size, column });
    const isRow = state.parent === undefined;
    let at = isRow ? x + inside.bottom : y + inside.top;
    childrenOf(state.id).forEach((child, index) => {
      const own = sizeOf(child);
      if (isRow) place(child, at, y + inside.top, index);
      else place(child, x + inside.side, at, column);
      at += isRow ? own.width + columnGap : own.height + inside.gap;
    });
  };
  for (const state of states) if (state.parent === undefined) place(state, 0, 0, -1);
  return boxes;
}

function drawBox({ state: { id, count }, x, y, width, height }: Box): string {
  const title = escapeHtml(`${id}: entered ${count} times`);
  return `<g class="state ${standing([count])}"><title>${title}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/></g>`;
}

function drawName({ state: { key, count, isInitial }, x, y, width }: Box): string {
  return [
    '<g class="name">',
    ...(isInitial ? [`<circle class="initial" cx="${x + 13}" cy="${y + 15}" r="4"/>`] : []),
    `<text x="${x + (isInitial ? 22 : 10)}" y="${y + 19}">${escapeHtml(key)}</text>`,
    ...(width === leaf.width
      ? [`<text class="count" x="${x + 10}" y="${y + 36}">entered ${count}×</text>`]
      : []),
    '</g>',
  ].join('');
}

interface Bundle {
  readonly source: string;
  readonly target: string;
  readonly transitions: readonly ChartTransition[];
}

/** All transitions from one state to another are drawn as one arrow. */
function bundlesOf(transitions: readonly ChartTransition[]): Bundle[] {
  const bundles = new Map<string, Bundle>();
  for (const transition of transitions)
    for (const target of transition.targets) {
      const key = `${transition.source} ${target}`;
      const known = bundles.get(key)?.transitions ?? [];
      bundles.set(key, { source: transition.source, target, transitions: [...known, transition] });
    }
  return [...bundles.values()];
}

interface Curve {
  readonly from: readonly [x: number, y: number];
  readonly out: number;
  readonly in: number;
  readonly to: readonly [x: number, y: number];
}

/** Forwards from right to left side and back from left to right; within a column down on the right, up on the left. */
function curve(from: Box, to: Box, index: number): Curve {
  // Arrows that leave or reach a state together are a little apart.
  const y = (box: Box, by: number): number => box.y + box.height / 2 + ((by % 5) - 2) * 7;
  const isAround = from.x < to.x && from.x + from.width > to.x + to.width;
  if (isAround) {
    const level = y(to, 2);
    return { from: [from.x, level], out: from.x + 6, in: to.x - 6, to: [to.x, level] };
  }
  const right = (box: Box): number => box.x + box.width;
  const [y1, y2] = [y(from, index), y(to, index + 2)];
  if (from.column === to.column) {
    const bow = 18 + Math.min(60, Math.abs(y2 - y1) / 4) + (index % 3) * 6;
    return y2 > y1
      ? { from: [right(from), y1], out: right(from) + bow, in: right(to) + bow, to: [right(to), y2] }
      : { from: [from.x, y1], out: from.x - bow, in: to.x - bow, to: [to.x, y2] };
  }
  const isForward = to.column > from.column;
  const [x1, x2] = isForward ? [right(from), to.x] : [from.x, right(to)];
  const bow = Math.max(40, Math.abs(x2 - x1) / 2) * (isForward ? 1 : -1);
  return { from: [x1, y1], out: x1 + bow, in: x2 - bow, to: [x2, y2] };
}

function drawArrow(
  { source, target, transitions }: Bundle,
  index: number,
  boxes: ReadonlyMap<string, Box>,
  machine: string,
): string {
  const from = boxes.get(source);
  const to = boxes.get(target);
  if (from === undefined || to === undefined) return '';
  const name = standing(transitions.map(({ count }) => count));
  const {
    from: [x1, y1],
    to: [x2, y2],
    ...bends
  } = curve(from, to, index);
  const title = transitions.map(({ text, count }) => `${text}: ${count} times`).join('\n');
  const total = transitions.reduce((sum, { count }) => sum + count, 0);
  const middle = { x: Math.round((x1 + x2 + 3 * (bends.out + bends.in)) / 8), y: Math.round((y1 + y2) / 2) };
  return [
    `<g class="arrow ${name}"><title>${escapeHtml(`${source} → ${target}\n${title}`)}</title>`,
    `<path d="M${x1} ${y1}C${bends.out} ${y1} ${bends.in} ${y2} ${x2} ${y2}" marker-end="url(#${escapeHtml(machine)}-${name})"/>`,
    `<text class="count" x="${middle.x}" y="${middle.y + 4}">${total}</text></g>`,
  ].join('');
}

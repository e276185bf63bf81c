import type { ChartLayout, DrawnBundle, DrawnState } from './ChartLayout.ts';
import type { PlacedToken } from './flowText.ts';
import { chartFont, textStyles } from './measureText.ts';
import { roundedPath } from './roundedPath.ts';

/** The colours of an exported picture. */
export interface ChartColours {
  readonly background: string;
  readonly box: string;
  readonly innerBox: string;
  readonly border: string;
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly activeFill: string;
  readonly active: string;
  readonly activeText: string;
}

export const lightColours: ChartColours = {
  background: '#ffffff',
  box: '#fbfbfc',
  innerBox: '#ffffff',
  border: '#c9ced8',
  text: '#1c2330',
  faint: '#6b7484',
  line: '#8a93a3',
  activeFill: '#e6efff',
  active: '#2f6feb',
  activeText: '#12459e',
};

export const darkColours: ChartColours = {
  background: '#14171d',
  box: '#191d24',
  innerBox: '#1f242d',
  border: '#3a4250',
  text: '#e4e8ef',
  faint: '#8f99a9',
  line: '#6d7788',
  activeFill: '#16305c',
  active: '#6ea3ff',
  activeText: '#cfe0ff',
};

/**
 * A statechart as a picture that stands alone: attributes only, no style sheet and no script, so that it looks the same
 * wherever it is opened.
 */
export function chartSvg(
  layout: ChartLayout,
  {
    active,
    colours = lightColours,
  }: { readonly active: ReadonlySet<string>; readonly colours?: ChartColours },
): string {
  const width = Math.ceil(layout.width);
  const height = Math.ceil(layout.height);
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(chartFont)}">`,
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0.5L8 4L0 7.5z" fill="${colours.line}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="${colours.background}"/>`,
    ...layout.states.map((state) => stateSvg(state, active.has(state.path), colours)),
    ...layout.bundles.flatMap(({ lines: routes }) =>
      routes.map(
        (points) =>
          `<path d="${roundedPath(points)}" fill="none" stroke="${colours.line}" stroke-width="1.3" marker-end="url(#tip)"/>`,
      ),
    ),
    ...layout.initials.flatMap(({ from, to }) => [
      `<circle cx="${from.x}" cy="${from.y}" r="3.5" fill="${colours.line}"/>`,
      `<path d="M${from.x} ${from.y}L${to.x} ${to.y}" stroke="${colours.line}" stroke-width="1.3" marker-end="url(#tip)"/>`,
    ]),
    ...layout.stubs.map(
      ({ x, y }) =>
        `<circle cx="${x}" cy="${y}" r="4" fill="${colours.background}" stroke="${colours.line}"/>`,
    ),
    ...layout.bundles.map((bundle) => labelSvg(bundle, colours)),
    '</svg>',
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

function stateSvg(drawn: DrawnState, isActive: boolean, colours: ChartColours): string {
  const { x, y, width, height, state, depth } = drawn;
  const stroke = isActive ? colours.active : colours.border;
  if (state.type === 'history') {
    const [cx, cy] = [x + width / 2, y + height / 2];
    const label = state.history === 'deep' ? 'H*' : 'H';
    return `<circle cx="${cx}" cy="${cy}" r="${width / 2 - 1}" fill="${colours.innerBox}" stroke="${stroke}"/><text x="${cx}" y="${cy + 4}" text-anchor="middle" font-size="11" font-weight="600" fill="${colours.text}">${label}</text>`;
  }
  const isLeaf = state.states.length === 0 || drawn.isCollapsed;
  const fill = isActive && isLeaf ? colours.activeFill : depth % 2 === 0 ? colours.box : colours.innerBox;
  const dash = drawn.isRegion ? ' stroke-dasharray="5 4"' : '';
  const inner =
    state.type === 'final'
      ? `<rect x="${x + 3}" y="${y + 3}" width="${width - 6}" height="${height - 6}" rx="6" fill="none" stroke="${stroke}"/>`
      : '';
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${stroke}" stroke-width="${isActive ? 1.8 : 1.2}"${dash}/>${inner}`,
    ...drawn.text.map((token) =>
      textSvg(token, isActive && isLeaf ? colours.activeText : colours.text, colours),
    ),
  ].join('\n');
}

function labelSvg({ label, text }: DrawnBundle, colours: ChartColours): string {
  if (label === null) return '';
  const { x, y, width, height } = label;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" fill="${colours.background}" stroke="${colours.border}" stroke-width="0.8"/>`,
    ...text.map((token) => textSvg(token, colours.text, colours)),
  ].join('\n');
}

function textSvg({ x, y, text, style, timer }: PlacedToken, fill: string, colours: ChartColours): string {
  if (timer !== undefined) return '';
  const { size, weight } = textStyles[style];
  const colour = style === 'faint' ? colours.faint : fill;
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escape(text)}</text>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escape(text: string): string {
  // What XML cannot hold at all is left out.
  return text
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
    .replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '');
}

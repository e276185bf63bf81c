import { isMet, type BenchResult } from '../BenchResult.ts';
import { goalText, number, outcomeText } from './format.ts';

const width = 860;
const rowHeight = 34;
const left = 430;
const right = 110;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('`', '');

const style = `<style>
  text { font: 12px system-ui, sans-serif; fill: #24292f; }
  .small { font-size: 11px; fill: #57606a; }
  .axis { stroke: #8c959f; stroke-width: 1; }
  .goal { stroke: #24292f; stroke-width: 2; }
  .met { fill: #2da44e; } .missed { fill: #cf222e; }
  .spread { stroke: #24292f; stroke-opacity: 0.45; stroke-width: 1.5; }
  .own { stroke: #0969da; fill: none; stroke-width: 2; } .peer { stroke: #9a6700; fill: none; stroke-width: 2; }
  .ownDot { fill: #0969da; } .peerDot { fill: #9a6700; }
  rect.sheet { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #8d96a0; } rect.sheet { fill: #0d1117; }
    .goal, .spread { stroke: #e6edf3; }
  }
</style>`;

function svg(height: number, body: readonly string[], title: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">
${style}
<rect class="sheet" width="${width}" height="${height}" rx="6"/>
${body.join('\n')}
</svg>
`;
}

/** How far a value is from its goal: 1 is the goal itself, less is better, on a scale of factors of two. */
function share({ goal }: BenchResult, value: number): number {
  return goal.operator === '<=' ? value / goal.value : goal.value / value;
}

/** All rows in one picture: where each stands to its goal. Left of the line is better than asked for. */
export function goalsPlot(results: readonly BenchResult[]): string {
  const shares = results.map((result) => share(result, result.outcome.median)).filter((value) => value > 0);
  const most = Math.max(2, ...shares) * 1.1;
  const least = Math.min(0.25, ...shares) * 0.9;
  const x = (value: number): number =>
    left +
    ((Math.log2(Math.min(most, Math.max(least, value))) - Math.log2(least)) /
      (Math.log2(most) - Math.log2(least))) *
      (width - left - right);
  const body = [
    `<text x="16" y="22" class="small">Each figure by its goal: the black line is the goal, left of it is better. Scale: factors of two.</text>`,
  ];
  const height = 50 + results.length * rowHeight;
  for (const [index, result] of results.entries()) {
    const y = 40 + index * rowHeight + rowHeight / 2;
    const value = x(share(result, result.outcome.median));
    const one = x(1);
    const title = result.title.length > 60 ? `${result.title.slice(0, 58)}…` : result.title;
    const [from, to] = [share(result, result.outcome.least), share(result, result.outcome.greatest)].map(x);
    body.push(
      `<text x="16" y="${y + 4}">${escape(title)}</text>`,
      `<rect class="${isMet(result) ? 'met' : 'missed'}" x="${Math.min(one, value).toFixed(1)}" y="${y - 7}" width="${Math.max(1, Math.abs(value - one)).toFixed(1)}" height="14" rx="2"/>`,
      `<line class="spread" x1="${(from ?? 0).toFixed(1)}" x2="${(to ?? 0).toFixed(1)}" y1="${y}" y2="${y}"/>`,
      `<text x="${width - right + 12}" y="${y}" >${escape(outcomeText(result))}</text>`,
      `<text x="${width - right + 12}" y="${y + 12}" class="small">${escape(goalText(result))}</text>`,
    );
  }
  const one = x(1).toFixed(1);
  body.push(`<line class="goal" x1="${one}" x2="${one}" y1="36" y2="${height - 10}"/>`);
  return svg(height, body, 'Each figure by its goal');
}

/** One result whose figures are points of a curve, own and peer. */
export function growthPlot({ title, figures }: BenchResult): string {
  const height = 280;
  const [x0, x1, y0, y1] = [60, width - 130, height - 44, 44];
  const values = figures.flatMap(({ own, peer }) => [own.greatest, peer?.greatest ?? 0]);
  const top = Math.max(...values) * 1.1;
  const x = (index: number): number => x0 + (index / Math.max(1, figures.length - 1)) * (x1 - x0);
  const y = (value: number): number => y0 - (value / top) * (y0 - y1);
  const line = (side: 'own' | 'peer'): string[] => {
    const points = figures.flatMap((figure, index) => {
      const spread = figure[side];
      return spread === undefined ? [] : [{ index, ...spread }];
    });
    if (points.length === 0) return [];
    const last = points.at(-1);
    return [
      `<polyline class="${side}" points="${points.map(({ index, median }) => `${x(index).toFixed(1)},${y(median).toFixed(1)}`).join(' ')}"/>`,
      ...points.map(
        ({ index, least, greatest }) =>
          `<line class="${side}" x1="${x(index).toFixed(1)}" x2="${x(index).toFixed(1)}" y1="${y(least).toFixed(1)}" y2="${y(greatest).toFixed(1)}"/>`,
      ),
      ...points.map(
        ({ index, median }) =>
          `<circle class="${side}Dot" cx="${x(index).toFixed(1)}" cy="${y(median).toFixed(1)}" r="3.5"/>`,
      ),
      `<text x="${x1 + 12}" y="${(y(last?.median ?? 0) + (side === 'own' ? -6 : 14)).toFixed(1)}">${side === 'own' ? 'Statewire' : 'the peer'}</text>`,
    ];
  };
  return svg(
    height,
    [
      `<text x="16" y="24">${escape(title)}</text>`,
      `<line class="axis" x1="${x0}" x2="${x1}" y1="${y0}" y2="${y0}"/>`,
      `<text x="16" y="${y(top * 0.9).toFixed(1)}" class="small">${number(top * 0.9)}</text>`,
      `<text x="16" y="${y0}" class="small">0</text>`,
      `<text x="16" y="${y1 + 14}" class="small"></text>`,
      ...figures.map(
        ({ label }, index) =>
          `<text x="${x(index).toFixed(1)}" y="${y0 + 20}" text-anchor="middle" class="small">${escape(label)}</text>`,
      ),
      `<text x="16" y="40" class="small">${escape(figures[0]?.unit ?? '')}</text>`,
      ...line('own'),
      ...line('peer'),
    ],
    title,
  );
}

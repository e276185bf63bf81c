import type { ChartState, CoverageReport, MachineCoverage, OpenShare } from './CoverageReport.ts';
import { drawChart, standing } from './drawChart.ts';
import { escapeHtml } from './escapeHtml.ts';
import { coverageKinds } from './formatCoverage.ts';

/**
 * A coverage report as a page that stands alone: each statechart drawn with how often its parts were reached, and what
 * was not reached with the reason. It has no script, and loads nothing.
 *
 * @example
 * await writeFile('coverage.html', renderCoverage(reportCoverage(coverage.machines)));
 */
export function renderCoverage({ machines }: CoverageReport, title = 'Coverage of the statecharts'): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${summary(machines)}
<p class="legend">An arrow is all transitions from one state to another, with how often they were taken; point at it to see which. <span class="all">reached</span> <span class="some">reached in part</span> <span class="none">not reached</span></p>
${machines.map(section).join('\n')}
</body>
</html>
`;
}

function summary(machines: readonly MachineCoverage[]): string {
  const head = coverageKinds.map((kind) => `<th scope="col">${kind}</th>`).join('');
  const rows = machines.map(
    (machine) =>
      `<tr><th scope="row"><a href="#${escapeHtml(machine.machine)}">${escapeHtml(machine.machine)}</a></th>${coverageKinds.map((kind) => cell(machine[kind])).join('')}</tr>`,
  );
  return `<table class="summary"><thead><tr><th scope="col">machine</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function cell({ covered, total }: OpenShare): string {
  if (total === undefined) return `<td>${covered} seen</td>`;
  const name = total === 0 || covered === total ? 'all' : covered === 0 ? 'none' : 'some';
  const percent = total === 0 ? 100 : Math.floor((100 * covered) / total);
  return `<td class="${name}">${covered} of ${total} <small>${percent} %</small></td>`;
}

function section(machine: MachineCoverage): string {
  const missing = coverageKinds
    .filter((kind) => machine[kind].missing.length > 0)
    .map((kind) => {
      const items = machine[kind].missing.map(
        ({ id, reason }) => `<li><code>${escapeHtml(id)}</code> ${escapeHtml(reason)}</li>`,
      );
      return `<details open><summary>Not reached: ${items.length} ${kind}</summary><ul>${items.join('')}</ul></details>`;
    });
  const roots = machine.chart.states.filter(({ parent }) => parent === undefined);
  return `<section id="${escapeHtml(machine.machine)}">
<h2>${escapeHtml(machine.machine)}</h2>
<div class="drawing">${drawChart(machine)}</div>
${missing.join('\n')}
<details><summary>Every state and transition</summary>${roots.map((state) => stateBox(state, machine)).join('')}</details>
</section>`;
}

/** A state as a box, with its transitions, and its own states as boxes within. */
function stateBox(state: ChartState, machine: MachineCoverage): string {
  const { states, transitions } = machine.chart;
  const rows = transitions
    .filter(({ source }) => source === state.id)
    .map(
      ({ text, count }) =>
        `<li class="${standing([count])}"><span>${escapeHtml(text)}</span> <b>${count}×</b></li>`,
    );
  const inner = states.filter(({ parent }) => parent === state.id).map((child) => stateBox(child, machine));
  return `<div class="box ${standing([state.count])}"><h3>${escapeHtml(state.key)} <small>entered ${state.count}×</small></h3><ul>${rows.join('')}</ul>${inner.join('')}</div>`;
}

const styles = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c2330; --faint: #667083; --line: #c9ced8; --all: #15803d; --some: #b45309; --none: #c81e1e; --fill: #f8f9fb; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171d; --ink: #e4e8ef; --faint: #9aa4b4; --line: #3a4250; --all: #4ade80; --some: #fbbf24; --none: #f87171; --fill: #1b2028; } }
body { margin: 2rem auto; padding: 0 1.5rem; max-width: 90rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: .95rem; margin: 0; }
small, .count { color: var(--faint); font-weight: normal; }
table { border-collapse: collapse; } th, td { padding: .35rem .9rem; border-bottom: 1px solid var(--line); text-align: left; font-variant-numeric: tabular-nums; }
a { color: inherit; } .all { color: var(--all); } .some { color: var(--some); } .none { color: var(--none); }
.legend span::before { content: '■ '; } .legend span { margin-right: 1rem; }
.drawing { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; margin-bottom: 1rem; }
.chart { display: block; max-width: none; font: 13px system-ui, sans-serif; }
.chart text { fill: var(--ink); } .chart text.count { fill: var(--faint); font-size: 11px; }
.chart .state rect { fill: var(--fill); stroke: var(--all); stroke-width: 1.5; } .chart .state.none rect { stroke: var(--none); stroke-dasharray: 5 3; }
.chart .name text { paint-order: stroke; stroke: var(--fill); stroke-width: 4px; } .chart .initial { fill: var(--faint); }
.chart path { fill: none; stroke-width: 1.4; } .chart marker path { stroke: none; }
.chart .all > path { stroke: var(--all); } .chart .some > path { stroke: var(--some); } .chart .none > path { stroke: var(--none); stroke-dasharray: 5 3; }
.chart marker path.all { fill: var(--all); } .chart marker path.some { fill: var(--some); } .chart marker path.none { fill: var(--none); }
.chart .arrow text.count { text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.chart .arrow:hover path { stroke-width: 3; }
details { margin: .5rem 0; } summary { cursor: pointer; } code { font-size: .85em; }
.box { border: 1px solid var(--line); border-left: 4px solid currentColor; border-radius: 6px; padding: .5rem .75rem; margin: .5rem 0; background: var(--fill); }
.box > h3, .box > ul { color: var(--ink); } .box ul { margin: .25rem 0; padding-left: 1rem; list-style: none; font-size: .9rem; }
.box li::before { content: '● '; color: currentColor; } .box li.all::before { color: var(--all); } .box li.none { color: var(--none); }
`;

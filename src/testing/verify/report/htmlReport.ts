import { drawChart } from '../../coverage/drawChart.ts';
import type { MachineCoverage } from '../../coverage/CoverageReport.ts';
import type { ScenarioReport, VerifyFailure, VerifyReport } from '../VerifyReport.ts';
import { countsText } from './countsText.ts';
import { escapeMarkup } from './escapeMarkup.ts';
import { outcomeText } from './outcomeText.ts';

/** The report as one page that needs nothing else: the verdict, the stories, what was checked, and the statecharts. */
export function htmlReport(report: VerifyReport, toReplay: (failure: VerifyFailure) => string): string {
  const title = `${report.verdict === 'passed' ? 'Passed' : 'Failed'}: ${report.server}`;
  const failures = report.scenarios.filter((scenario) => scenario.failure !== undefined);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${styles}</style>
</head>
<body>
<header class="${report.verdict}">
<p>statewire verify</p>
<h1>${escapeMarkup(headline(report))}</h1>
<dl>${facts(report)}</dl>
</header>
${failures.map((scenario, index) => story(scenario, index === 0, toReplay)).join('\n')}
<section>
<h2>What was tried</h2>
<table><tbody>${report.scenarios.map(row).join('')}</tbody></table>
${report.notes.map((note) => `<p class="note">${escapeMarkup(note)}</p>`).join('')}
</section>
<section>
<h2>What had to hold, at every step</h2>
<table><tbody>${report.rules.map(ruleRow).join('')}</tbody></table>
</section>
${report.coverage.machines.some(({ states }) => states.covered > 0) ? coverage(report.coverage.machines) : ''}
</body>
</html>
`;
}

function headline(report: VerifyReport): string {
  const first = report.scenarios.find(({ failure }) => failure !== undefined)?.failure?.findings[0];
  if (first !== undefined) return first.message;
  return outcomeText(report);
}

function facts(report: VerifyReport): string {
  const versions = { v2: 'Socket.IO 2', v4: 'Socket.IO 3 or 4' };
  const all: readonly (readonly [string, string])[] = [
    ['server', report.server],
    ...(report.protocol === undefined
      ? []
      : [['speaks', `${versions[report.protocol]}, ${report.transports.join(', then ')}`] as const]),
    ['connection', `${report.connection}, joins ${report.namespaces.join(' and ')}`],
    ['tried', countsText(report)],
    ['seed', String(report.seed)],
  ];
  return all.map(([name, text]) => `<div><dt>${name}</dt><dd>${escapeMarkup(text)}</dd></div>`).join('');
}

const marks = { passed: '✓', failed: '✖', skipped: '·' } as const;

/** Text with what stands between backticks as code. */
const withCode = (text: string): string => escapeMarkup(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>');

function row({ verdict, title, ms }: ScenarioReport): string {
  const time = verdict === 'skipped' ? 'not tried' : `${(ms / 1000).toFixed(1)} s`;
  return `<tr class="${verdict}"><td>${marks[verdict]}</td><td>${escapeMarkup(title)}</td><td class="number">${time}</td></tr>`;
}

/** What never came about has neither held nor been broken. */
function ruleRow({ rule, text, broken, isChecked }: VerifyReport['rules'][number]): string {
  const held = isChecked ? 'passed' : 'skipped';
  const verdict = broken > 0 ? 'failed' : held;
  const note = verdict === 'skipped' ? ' (not checked)' : '';
  return `<tr class="${verdict}"><td>${marks[verdict]}</td><td>${withCode(text)}${note}</td><td><code>${rule}</code></td></tr>`;
}

function story(
  { title, failure }: ScenarioReport,
  isFirst: boolean,
  toReplay: (failure: VerifyFailure) => string,
): string {
  if (failure === undefined) return '';
  const steps = failure.story.map(({ step, expected, happened, isGood }) =>
    isGood
      ? `<li><b>${escapeMarkup(step)}</b> <span>${escapeMarkup(happened)}</span></li>`
      : `<li class="failed"><b>${escapeMarkup(step)}</b><dl><div><dt>expected</dt><dd>${escapeMarkup(expected)}</dd></div><div><dt>happened</dt><dd>${escapeMarkup(happened)}</dd></div></dl></li>`,
  );
  const found = failure.findings.map(
    ({ message, advice, rule }) =>
      `<p><b>${escapeMarkup(message)}</b></p><p>${withCode(advice)} <code>${rule}</code></p>`,
  );
  const isChance = failure.isConfirmed === false;
  // One is read first; the others are there for whoever wants to compare.
  return `<details class="story"${isFirst ? ' open' : ''}>
<summary><h2>${isFirst ? 'What happened' : 'Failed too'} <small>${escapeMarkup(title)}</small></h2></summary>
<ol>${steps.join('')}</ol>
${found.join('\n')}
<p>${isChance ? 'Alone it did not fail again: it depends on chance, or on what came before. To repeat all of it:' : 'To see it again:'}</p>
<pre>${escapeMarkup(toReplay(failure))}</pre>
</details>`;
}

function coverage(machines: readonly MachineCoverage[]): string {
  const parts = machines.map(
    (machine) =>
      `<h3>${escapeMarkup(machine.machine)} <small>${machine.states.covered} of ${machine.states.total} states, ${machine.transitions.covered} of ${machine.transitions.total} transitions</small></h3><div class="drawing">${drawChart(machine)}</div>`,
  );
  return `<section>
<h2>What the connection went through</h2>
<p>Its statecharts, with what this server and these faults took them through. Not everything can be had from outside: a
server that runs well denies nobody and speaks one protocol.</p>
${parts.join('\n')}
</section>`;
}

const styles = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b222d; --muted: #5a6475; --line: #e2e5eb; --fill: #f7f8fa; --good: #158a5a; --wait: #b06f00; --bad: #c6362f; --bad-soft: #fdebe9; --good-soft: #e3f4ec; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181f; --ink: #e3e8f0; --muted: #9aa5b6; --line: #2b3340; --fill: #1a2028; --good: #45c08a; --wait: #e0a53c; --bad: #ff7b72; --bad-soft: #3b1715; --good-soft: #12301f; } }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 70rem; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; }
header { padding: 1.25rem 1.5rem; border-radius: 10px; border-left: 6px solid var(--good); background: var(--good-soft); }
header.failed { border-color: var(--bad); background: var(--bad-soft); }
header p { margin: 0; color: var(--muted); font-size: .85rem; } h1 { margin: .2rem 0 1rem; font-size: 1.45rem; line-height: 1.3; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; } small { color: var(--muted); font-weight: normal; font-size: .85em; }
dl { margin: 0; } dl div { display: flex; gap: 1rem; } dt { flex: 0 0 7rem; color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; } td:first-child { width: 1.2rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; color: var(--muted); white-space: nowrap; }
tr.passed td:first-child { color: var(--good); } tr.failed td { color: var(--bad); } tr.skipped td { color: var(--muted); }
summary { cursor: pointer; } summary h2 { display: inline-block; margin: 1.25rem 0 .5rem; }
.story ol { padding-left: 1.6rem; } .story li { padding: .25rem 0; } .story li span { color: var(--muted); } .story li span::before { content: '→ '; }
.story li.failed { margin-top: .4rem; padding: .6rem .9rem; border-radius: 8px; background: var(--bad-soft); } .story li.failed dt { flex-basis: 5rem; }
pre { padding: .8rem 1rem; border-radius: 8px; background: var(--fill); border: 1px solid var(--line); overflow-x: auto; font-size: .85rem; }
code { font-size: .85em; color: var(--muted); } .note { color: var(--muted); }
.drawing { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
/* Arrows that were not taken are there, and no more than that. */
.chart .none text.count { display: none; }
.chart { display: block; width: 100%; height: auto; font: 13px system-ui, sans-serif; } .chart text { fill: var(--ink); stroke: none; } .chart text.count { fill: var(--muted); font-size: 11px; }
.chart .state rect { fill: var(--fill); stroke: var(--good); stroke-width: 1.5; } .chart .state.none rect { stroke: var(--line); stroke-dasharray: 5 3; }
.chart .initial { fill: var(--muted); } .chart path { fill: none; stroke-width: 1.4; } .chart marker path { stroke: none; }
.chart .all > path { stroke: var(--good); } .chart .some > path { stroke: var(--wait); } .chart .none > path { stroke: var(--line); stroke-dasharray: 5 3; }
.chart marker path.all { fill: var(--good); } .chart marker path.some { fill: var(--wait); } .chart marker path.none { fill: var(--line); }
.chart .arrow text.count { text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
`;

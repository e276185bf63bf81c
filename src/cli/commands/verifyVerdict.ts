import type { ScenarioReport, VerifyFailure, VerifyReport } from '../../testing/verify/VerifyReport.ts';
import type { Told } from '../../testing/verify/playScenario.ts';
import { countsText } from '../../testing/verify/report/countsText.ts';
import { outcomeText } from '../../testing/verify/report/outcomeText.ts';
import { onOneLine } from '../log/describeValue.ts';
import type { Terminal } from '../Terminal.ts';

const mostColumns = 100;
const indent = '  ';
/** Of one text no more is shown than this: servers may answer with whole pages. */
const mostText = 600;

/**
 * The verdict for people: what was tried, how it went, and for a failure the story of it.
 *
 * @param variables - of the environment, that stand for secrets in the command that replays
 */
export function formatVerdict(
  report: VerifyReport,
  terminal: Terminal,
  toReplay: (failure: VerifyFailure) => string,
  variables: readonly string[] = [],
): string {
  const { colours } = terminal;
  const columns = Math.min(terminal.width() ?? mostColumns, mostColumns);
  const lines: string[] = [''];
  const label = (name: string, text: string): void => {
    const [first = '', ...more] = wrap(text, columns - 14);
    lines.push(
      `${indent}${colours.dim(name.padEnd(10))}  ${first}`,
      ...more.map((line) => `${' '.repeat(14)}${line}`),
    );
  };
  label('server', serverLine(report));
  label('connection', `${report.connection}, joins ${report.namespaces.join(' and ')}`);
  lines.push('');

  const width = Math.max(...report.scenarios.map(({ title }) => title.length));
  for (const scenario of report.scenarios) lines.push(scenarioLine(scenario, width, terminal));
  lines.push('');

  const failures = report.scenarios.flatMap((scenario) =>
    scenario.failure === undefined ? [] : [{ scenario, failure: scenario.failure }],
  );
  const [first, ...others] = failures;
  if (first !== undefined) {
    const { failure, scenario } = first;
    const [main, ...also] = failure.findings;
    lines.push(...mark(colours.red(colours.bold('FAILED')), 'FAILED', main?.message ?? '', columns), '');
    lines.push(`${indent}${colours.bold('What happened')}  ${colours.dim(`(${scenario.title})`)}`);
    lines.push(...storyLines(failure.story, columns, terminal), '');
    label('rule', main === undefined ? '' : ruleText(report, main.rule));
    label('look at', main?.advice ?? '');
    for (const { message } of also) label('also', message);
    // Not broken into lines: it is there to be copied.
    lines.push(`${indent}${colours.dim('again     ')}  ${toReplay(failure)}`);
    if (variables.length > 0)
      label(
        '',
        `Set ${variables.join(' and ')} in the environment first, to what --url had there: secrets are not repeated.`,
      );
    if (failure.isConfirmed === true) label('', 'It failed again when it was tried again.');
    if (failure.isConfirmed === false)
      label(
        '',
        'Alone it did not fail again: it depends on chance, or on what came before. The command repeats all of it.',
      );
    for (const [message, titles] of byMessage(others))
      label('failed too', `${titles.join('; ')}: ${message === main?.message ? 'in the same way' : message}`);
  } else if (report.isInterrupted)
    lines.push(
      ...mark(colours.yellow(colours.bold('INTERRUPTED')), 'INTERRUPTED', outcomeText(report), columns),
    );
  else if (report.verdict === 'failed')
    lines.push(...mark(colours.red(colours.bold('FAILED')), 'FAILED', outcomeText(report), columns));
  else lines.push(...mark(colours.green(colours.bold('PASSED')), 'PASSED', outcomeText(report), columns));
  lines.push('');
  label('tried', countsText(report));
  if (report.counts.connects > 0) label('covered', coveredLine(report));
  label('seed', String(report.seed));
  for (const note of report.notes) label('note', note);
  return `${lines.join('\n')}\n\n`;
}

/** The titles of the scenarios that failed, by what was found first. */
function byMessage(
  failures: readonly { readonly scenario: ScenarioReport; readonly failure: VerifyFailure }[],
): ReadonlyMap<string, readonly string[]> {
  const titles = new Map<string, readonly string[]>();
  for (const { scenario, failure } of failures) {
    const message = failure.findings[0]?.message ?? '';
    titles.set(message, [...(titles.get(message) ?? []), scenario.title]);
  }
  return titles;
}

function serverLine({ server, protocol, transports }: VerifyReport): string {
  const versions = { v2: 'Socket.IO 2', v4: 'Socket.IO 3 or 4' };
  if (protocol === undefined) return server;
  return `${server}  (${versions[protocol]}, ${transports.join(', then ')})`;
}

function coveredLine({ coverage }: VerifyReport): string {
  return coverage.machines
    .map(
      ({ machine, states, transitions }) =>
        `${states.covered} of ${states.total} states and ${transitions.covered} of ${transitions.total} transitions of the statechart ${machine}`,
    )
    .join(', ');
}

function scenarioLine({ verdict, title, ms }: ScenarioReport, width: number, terminal: Terminal): string {
  const { colours, isUnicode } = terminal;
  const marks = isUnicode
    ? { passed: '✓', failed: '✖', skipped: '·' }
    : { passed: '+', failed: 'x', skipped: '-' };
  const paint = { passed: colours.green, failed: colours.red, skipped: colours.dim }[verdict];
  const time = verdict === 'skipped' ? 'not tried' : `${(ms / 1000).toFixed(1)} s`;
  const text = verdict === 'skipped' ? colours.dim(title.padEnd(width)) : title.padEnd(width);
  return `${indent}${paint(marks[verdict])} ${text}  ${colours.dim(time.padStart(9))}`;
}

function storyLines(story: readonly Told[], columns: number, { colours, isUnicode }: Terminal): string[] {
  const arrow = isUnicode ? '→' : '->';
  const cross = isUnicode ? '✖' : 'x';
  return story.flatMap(({ step, expected, happened, isGood }, index) => {
    const number = String(index + 1).padStart(4);
    if (isGood) {
      const [head = '', ...more] = wrap(`${step}  ${arrow} ${happened}`, columns - 8);
      return [`${number}  ${head}`, ...more.map((line) => `${' '.repeat(8)}${line}`)];
    }
    const part = (name: string, text: string): string[] =>
      wrap(text, columns - 18).map(
        (line, place) => `${' '.repeat(6)}${colours.dim((place === 0 ? name : '').padEnd(10))}${line}`,
      );
    return [
      `${colours.red(number)}  ${colours.bold(step)} ${colours.red(cross)}`,
      ...part('expected', expected),
      ...part('happened', happened),
    ];
  });
}

function ruleText({ rules }: VerifyReport, rule: string): string {
  return `${rules.find((entry) => entry.rule === rule)?.text ?? ''} (${rule})`;
}

function mark(painted: string, plain: string, text: string, columns: number): string[] {
  const room = columns - indent.length - plain.length - 2;
  const [first = '', ...more] = wrap(text, room);
  return [`${indent}${painted}  ${first}`, ...more.map((line) => `${' '.repeat(plain.length + 4)}${line}`)];
}

/** As a terminal can have it, whatever a server has put into it: nothing in it drives the terminal. */
function legible(text: string): string {
  const plain = onOneLine(text.replaceAll(/\s*[^\S ]\s*/g, ' '));
  if (plain.length <= mostText) return plain;
  // The end often says more than the middle.
  return `${plain.slice(0, mostText / 2)} (...) ${plain.slice(-mostText / 2)}`;
}

/** Broken between words; a word that is longer than a line stands alone. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of legible(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > Math.max(columns, 20)) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

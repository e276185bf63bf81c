import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { createPrettySink } from '../../src/cli/log/createPrettySink.ts';
import type { LogLine, LogRemark } from '../../src/cli/log/LogLine.ts';
import { readTerminal } from '../../src/cli/Terminal.ts';
import { runCli } from './startCli.ts';
import { testProject, writeProject } from './writeProject.ts';

interface Looks {
  readonly environment?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Writes one line after another, a quarter of a second apart, and gives what was written. */
function written(lines: readonly (LogLine | [LogLine, LogRemark])[], looks: Looks = {}): string[] {
  const { environment = {}, isTTY = false, columns } = looks;
  const terminal = readTerminal({
    environment,
    platform: 'linux',
    output: { isTTY, ...(columns !== undefined && { columns }) },
  });
  let text = '';
  let time = 1000;
  const now = (): number => time;
  const write = createPrettySink({
    output: { write: (part) => (text += part) },
    terminal,
    names: ['demo', 'reading'],
    now,
  });
  for (const line of lines) {
    time += 250;
    if (Array.isArray(line)) write(...line);
    else write(line);
  }
  return text.replace(/\n$/, '').split('\n');
}

const state = (path: string, reason: string): LogLine => ({
  type: 'state',
  connection: 'demo',
  state: path,
  previous: 'idle',
  reason,
});
const say = (value: unknown, level: 'info' | 'warning' | 'error' = 'info'): LogLine => ({
  type: 'console',
  node: 'reading',
  level,
  value,
});
const summary: LogLine = {
  type: 'summary',
  connections: [{ connection: 'demo', received: 12, sent: 1, reconnects: 1 }],
  runs: 1,
  steps: 30,
};

cliSuite('the log for people', (test) => {
  test('has a line for each line, in columns: seconds, mark, who, what', () => {
    const lines = written([
      state('connecting.opening', 'start'),
      state('connected.settling', 'connected'),
      say('20.5 °C'),
      say({ celsius: 20.5 }, 'warning'),
      [state('connecting.waiting', 'transport close'), { retryIn: 1250 }],
      { type: 'error', code: 'namespace-denied', message: 'No.', connection: 'demo', namespace: '/admin' },
      { type: 'error', code: 'invalid-json', message: 'No JSON.', node: 'parse' },
      { type: 'dropped', connection: 'demo', eventName: 'hey', reason: 'expired' },
      state('stopped.closed', 'stop'),
      state('stopped.failed', 'attempts-exhausted'),
      summary,
    ]);
    assert.equal(lines, [
      '    0.25  ◌ demo     connecting.opening',
      '    0.50  ● demo     connected.settling',
      '    0.75  › reading  20.5 °C',
      '    1.00  ▲ reading  {"celsius":20.5}',
      '    1.25  ↻ demo     connecting.waiting    transport close · again in 1.3 s',
      '    1.50  ✖ demo     namespace-denied /admin: No.',
      '    1.75  ✖ parse    invalid-json: No JSON.',
      '    2.00  ⊘ demo     hey not sent  expired',
      '    2.25  ■ demo     stopped.closed',
      '    2.50  ✖ demo     stopped.failed        attempts-exhausted',
      '',
      '    2.75  ═ demo     12 received, 1 sent, 1 reconnect',
      '    2.75  ═ done     1 run, 30 steps',
    ]);
  });

  test('keeps to one line and away from the terminal, whatever a value holds', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    const hostile = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    const lines = written([
      say('two\nlines\r\tand \u001b[2J a clear'),
      say(circle),
      say(10n),
      say(undefined),
      say(null),
      say(Uint8Array.of(1, 2, 255)),
      say(hostile),
      say({ text: '\u202e right to left' }),
      say([{ photo: Buffer.from([1, 2, 255]) }]),
    ]);
    assert.is(lines.length, 9);
    assert.match(lines[0] ?? '', /two\\nlines\\r\\tand \\u001b\[2J a clear$/);
    assert.match(lines[2] ?? '', /10n?$/);
    assert.match(lines[3] ?? '', /undefined$/);
    assert.match(lines[4] ?? '', /null$/);
    assert.match(lines[5] ?? '', /3 bytes: 01 02 ff$/);
    assert.match(lines[8] ?? '', /\[\{"photo":"3 bytes: 01 02 ff"\}\]$/);
    for (const line of lines) assert.not.match(line, /[\p{Cc}\u202e]/u);
  });

  test('cuts a line to the width of a terminal, and to none where there is no terminal', () => {
    const [narrow = ''] = written([say('x'.repeat(200))], {
      isTTY: true,
      columns: 40,
      environment: { NO_COLOR: '1' },
    });
    const [free = ''] = written([say('x'.repeat(200))], { columns: 40 });
    assert.is(narrow.length, 40);
    assert.match(narrow, /x…$/);
    assert.ok(free.endsWith('x'.repeat(200)));
  });

  test('has ASCII marks where the locale has no others', () => {
    const lines = written([state('connected.stable', 'stable'), say('hey'), summary], {
      environment: { LC_ALL: 'C' },
    });
    for (const line of lines) assert.match(line, /^[\u0020-\u007e]*$/);
    assert.match(lines[0] ?? '', /^ +0\.25 {2}\* demo/);
  });

  test('has colours on a terminal; NO_COLOR takes them away, FORCE_COLOR gives them anywhere', () => {
    const isColoured = (looks: Looks): boolean =>
      written([state('connected.stable', 'stable')], looks)
        .join('')
        .includes('\u001b[32m');
    assert.is(isColoured({ isTTY: true }), true);
    assert.is(isColoured({ isTTY: false }), false);
    assert.is(isColoured({ isTTY: false, environment: { CI: 'true' } }), false);
    assert.is(isColoured({ isTTY: true, environment: { TERM: 'dumb' } }), false);
    assert.is(isColoured({ isTTY: true, environment: { NO_COLOR: '1' } }), false);
    assert.is(isColoured({ isTTY: true, environment: { NO_COLOR: '' } }), true);
    assert.is(isColoured({ isTTY: false, environment: { FORCE_COLOR: '1' } }), true);
    assert.is(isColoured({ isTTY: true, environment: { FORCE_COLOR: '0' } }), false);
    assert.is(isColoured({ isTTY: true, environment: { FORCE_COLOR: '1', NO_COLOR: '1' } }), false);
  });

  test('of the command is plain in a pipe and follows NO_COLOR and FORCE_COLOR', async ({ after }) => {
    const project = testProject(
      [],
      [
        { id: 'init', type: 'event/onInitialize', pulses: { out: 'say.in' } },
        { id: 'say', type: 'development/console', inputs: { input: { value: 'hey' } } },
      ],
    );
    const file = writeProject(project, after);
    const [plain, forced, none] = await Promise.all([
      runCli(['run', file], after),
      runCli(['run', file], after, { env: { FORCE_COLOR: '1' } }),
      runCli(['run', file], after, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }),
    ]);
    for (const { code, stderr } of [plain, forced, none]) assert.equal([code, stderr], [0, '']);
    assert.match(plain.stdout, /^ +\d\.\d\d {2}› say {3}hey\n\n +\d\.\d\d {2}═ done {2}1 run, \d+ steps?\n$/);
    assert.ok(forced.stdout.includes('\u001b['));
    assert.not.ok(none.stdout.includes('\u001b'));
  });
});

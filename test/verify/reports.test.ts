import * as assert from 'uvu/assert';
import { formatVerdict } from '../../src/cli/commands/verifyVerdict.ts';
import { showProgress } from '../../src/cli/commands/verifyProgress.ts';
import { readTerminal, type Terminal } from '../../src/cli/Terminal.ts';
import { htmlReport } from '../../src/testing/verify/report/htmlReport.ts';
import { jsonReport } from '../../src/testing/verify/report/jsonReport.ts';
import { junitReport } from '../../src/testing/verify/report/junitReport.ts';
import type { VerifyReport } from '../../src/testing/verify/VerifyReport.ts';
import { isThisMachine } from '../../src/testing/verify/isThisMachine.ts';
import { suite } from '../suite.ts';

const report: VerifyReport = {
  verdict: 'failed',
  isInterrupted: false,
  connection: 'mine',
  server: 'http://127.0.0.1:3000/socket.io/',
  protocol: 'v4',
  transports: ['websocket'],
  namespaces: ['/'],
  seed: 42,
  path: undefined,
  ms: 1234,
  scenarios: [
    { name: 'calm', title: 'connects', verdict: 'passed', ms: 500 },
    {
      name: 'random',
      title: 'random sequences',
      verdict: 'failed',
      ms: 700,
      failure: {
        findings: [
          {
            rule: 'joins-alike',
            message: 'The server denied / with "<b>no</b>\u0001 & never".',
            advice: 'Look at `use`.',
          },
        ],
        story: [
          { step: 'start', expected: 'connected', happened: 'connected.settling', isGood: true },
          { step: 'stop', expected: 'stopped.closed', happened: 'something <else>', isGood: false },
        ],
        path: '3:1',
        isConfirmed: true,
      },
    },
    { name: 'drop', title: 'not reached', verdict: 'skipped', ms: 0 },
  ],
  counts: { runs: 1, steps: 2, attempts: 3, connects: 4, drops: 5, longest: 4100, joins: 6, sent: 7 },
  rules: [
    { rule: 'joins-alike', text: 'admits `again`', isChecked: true, broken: 1 },
    { rule: 'kept-open', text: 'stays', isChecked: true, broken: 0 },
    { rule: 'acknowledged', text: 'answers', isChecked: false, broken: 0 },
  ],
  notes: ['A note.'],
  coverage: { machines: [] },
};
const toReplay = (): string => 'statewire verify --url X --path 3:1';
const terminal = (facts: { isTTY?: boolean; columns?: number }, unicode = true): Terminal =>
  readTerminal({
    environment: { LANG: unicode ? 'C.UTF-8' : 'C', NO_COLOR: '1' },
    platform: 'linux',
    output: facts,
  });

suite('the reports of statewire verify', (test) => {
  test('JUnit: a case for each scenario, the story in the failure, and nothing that XML cannot hold', () => {
    const xml = junitReport(report, toReplay);
    assert.match(
      xml,
      /<testsuites name="statewire verify" tests="3" failures="1" errors="0" skipped="1" time="1\.234">/,
    );
    assert.match(
      xml,
      /<failure type="joins-alike" message="The server denied \/ with &quot;&lt;b&gt;no&lt;\/b&gt; &amp; never&quot;\.">/,
    );
    assert.match(xml, /2\. stop\n +expected: stopped\.closed\n +happened: something &lt;else&gt;/);
    assert.match(xml, /Again: statewire verify --url X --path 3:1/);
    assert.match(xml, /<property name="seed" value="42"\/>/);
    assert.not.ok(xml.includes('\u0001'));
  });

  test('JSON: all of it, and the command that replays', () => {
    const { seed, scenarios } = JSON.parse(jsonReport(report, toReplay)) as {
      seed: number;
      scenarios: { failure?: { replay: string; path: string } }[];
    };
    assert.is(seed, 42);
    assert.is(scenarios[1]?.failure?.replay, 'statewire verify --url X --path 3:1');
    assert.is(scenarios[1]?.failure?.path, '3:1');
  });

  test('HTML: one page without scripts and without anything from elsewhere, whatever a server says', () => {
    const html = htmlReport(report, toReplay);
    assert.match(
      html,
      /<h1>The server denied \/ with &quot;&lt;b&gt;no&lt;\/b&gt; &amp; never&quot;\.<\/h1>/,
    );
    assert.match(html, /something &lt;else&gt;/);
    assert.match(html, /default-src 'none'/);
    assert.match(html, /<td>✖<\/td><td>admits <code>again<\/code><\/td>/);
    assert.match(html, /<td>✓<\/td><td>stays<\/td>/);
    assert.match(html, /<td>·<\/td><td>answers \(not checked\)<\/td>/);
    assert.not.match(html, /<script|<link|<img|https?:\/\/(?!127)/);
  });

  test('text: the story step by step, within the width of the terminal, and a command that can be copied', () => {
    const text = formatVerdict(report, terminal({ isTTY: true, columns: 60 }), toReplay);
    assert.match(text, /✓ connects +0\.5 s\n {2}✖ random sequences +0\.7 s\n {2}· not reached +not tried\n/);
    assert.match(text, /FAILED {2}The server denied/);
    assert.match(
      text,
      / {3}1 {2}start {2}→ connected\.settling\n {3}2 {2}stop ✖\n +expected {2}stopped\.closed\n/,
    );
    assert.match(text, /again {7}statewire verify --url X --path 3:1\n/);
    assert.match(text, /seed {8}42\n/);
    assert.equal(
      text.split('\n').filter((line) => line.length > 60),
      [],
    );
    // oxlint-disable-next-line no-control-regex -- that there is none is what is tested
    assert.not.match(formatVerdict(report, terminal({}, false), toReplay), /[^\n -~]/);
    assert.match(text.replaceAll(/\s+/g, ' '), String.raw`"<b>no</b>\u0001 & never"`);
  });
});

suite('the verdict of statewire verify', (test) => {
  test('tells one story, and of other failures what differs', () => {
    const failed = report.scenarios[1];
    if (failed?.failure === undefined) throw new Error('it has a failure');
    const other = { rule: 'kept-open', message: 'It was ended.', advice: '' } as const;
    const scenarios = [
      failed,
      { ...failed, title: 'late' },
      { ...failed, title: 'slow' },
      { ...failed, title: 'cut', failure: { ...failed.failure, findings: [other] } },
    ];
    const text = formatVerdict({ ...report, scenarios }, terminal({}), toReplay);
    assert.match(text, /failed too {2}late; slow: in the same way\n {2}failed too {2}cut: It was ended\.\n/);
    assert.is(text.split('What happened').length, 2);
  });
});

suite('what servers say, in the verdict', (test) => {
  test('drives no terminal, breaks no layout, and is cut where it is long', () => {
    const failed = report.scenarios[1];
    if (failed?.failure === undefined) throw new Error('it has a failure');
    const message = `It said "\u001b[2J\u001b]0;x\u0007\u202e one\n\n\ttwo ${'y'.repeat(20_000)} end".`;
    const findings = [{ rule: 'kept-open', message, advice: '' }] as const;
    const scenarios = [{ ...failed, failure: { ...failed.failure, findings } }];
    const text = formatVerdict({ ...report, scenarios }, terminal({}), toReplay);
    // oxlint-disable-next-line no-control-regex -- that there is none is what is tested
    assert.not.match(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assert.match(text.replaceAll(/\s+/g, ' '), String.raw`"\u001b[2J\u001b]0;x\u0007\u202e one two yyy`);
    assert.match(text, /y\s+\(\.\.\.\)\s+y+\s+end"\.\n/);
    assert.ok(text.length < 4000, String(text.length));
  });
});

suite('the progress of statewire verify', (test) => {
  const progress = { title: 'a black hole', share: 0.5, done: 6, total: 12, steps: 30, ms: 9000 };

  test('is a bar on a terminal, which leaves nothing behind', () => {
    const written: string[] = [];
    const bar = showProgress(
      terminal({ isTTY: true, columns: 60 }),
      { isTTY: true },
      (text) => void written.push(text),
    );
    bar.show(progress);
    bar.clear();
    assert.is(written[0], `\r\u001b[2K  ${'━'.repeat(12)}${'─'.repeat(12)}  50 %  6 done, 9 s  a black ho…`);
    assert.is(written.at(-1), '\r\u001b[2K');
  });

  test('is a plain line now and then without one', () => {
    const written: string[] = [];
    const lines = showProgress(terminal({}), {}, (text) => void written.push(text));
    lines.show(progress);
    lines.show(progress);
    lines.clear();
    assert.equal(written, ['50 %  6 done, 9 s: a black hole\n']);
  });
});

suite('isThisMachine', (test) => {
  test('knows loopback and its own addresses, and takes nothing else for itself', async () => {
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', '::ffff:127.0.0.1', '0.0.0.0', '::'])
      assert.is(await isThisMachine(host), true, host);
    for (const host of ['192.0.2.1', '2001:db8::1', 'no-such-host.invalid'])
      assert.is(await isThisMachine(host), false, host);
  });
});

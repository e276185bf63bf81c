import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { isConnectionError } from '../../machines/ConnectionError.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { verify } from '../../src/testing/verify/verify.ts';
import { quickConnection, testProject, writeProject } from '../cli/writeProject.ts';
import { suite } from '../suite.ts';
import { runVerify } from './runVerify.ts';

suite('statewire verify, of servers that are well', (test) => {
  test('passes 4.8 with messages and every fault', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const { code, stdout } = await runVerify('--url', server.url, '--send', 'echo', '--runs', '2');
    assert.is(code, 0, stdout);
    assert.match(stdout, /PASSED/);
    assert.match(stdout, /Socket\.IO 3 or 4, polling, then websocket/);
    assert.match(stdout.replaceAll(/\s+/g, ' '), /the longest undisturbed connection \d+ ms/);
    assert.equal([...new Set(server.received.map(({ eventName }) => eventName))], ['echo']);
  });

  for (const version of ['3.1', '2.5'] as const)
    test(`passes ${version}, and sends it no application event`, async ({ after }) => {
      const server = await testServer({ version, namespaces: ['/admin'] });
      after(() => server.close());
      const connection = quickConnection('mine', server.port, { namespaces: { '/': {}, '/admin': {} } });
      const file = writeProject(testProject([connection], []), after);
      const { code, stdout } = await runVerify(
        file,
        '--connection',
        'mine',
        '--runs',
        '2',
        '--faults',
        'drop',
      );
      assert.is(code, 0, stdout);
      assert.match(stdout, /joins \/ and \/admin/);
      assert.equal(server.received, []);
      assert.ok(server.joins.some(({ namespace }) => namespace === '/admin'));
    });

  test('reaches a server that speaks nothing but websocket, when told so', async ({ after }) => {
    const server = await testServer({ server: { transports: ['websocket'] } });
    after(() => server.close());
    const given = ['--url', server.url, '--runs', '0', '--faults', 'drop'];
    const failed = await runVerify(...given);
    assert.is(failed.code, 1);
    assert.match(failed.stdout.replaceAll(/\s+/g, ' '), /--transports websocket/);
    const passed = await runVerify(...given, '--transports', 'websocket');
    assert.is(passed.code, 0, passed.stdout);
    assert.match(passed.stdout, /Socket\.IO 3 or 4, websocket/);
  });

  test('speaks the protocol that it is told to, also when it plays a failure again', async ({ after }) => {
    const server = await testServer({ version: '2.5' });
    after(() => server.close());
    const { code, stdout, replay } = await runVerify('--url', server.url, '--protocol', 'v4');
    assert.is(code, 1);
    assert.match(stdout, /reachable-connects/);
    assert.equal(replay.slice(-2), ['--protocol', 'v4']);
    const quick = ['--url', server.url, '--runs', '0', '--faults', 'drop'];
    assert.is((await runVerify(...quick, '--protocol', 'v2')).code, 0);
  });

  test('ends when it is told to, and says that it did', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const abort = new AbortController();
    const report = await verify(
      { name: 'mine', url: server.url },
      {
        calm: 400,
        signal: abort.signal,
        onProgress: ({ done }) => {
          if (done === 1) abort.abort();
        },
      },
    );
    assert.equal([report.verdict, report.isInterrupted], ['passed', true]);
    assert.ok(report.scenarios.filter(({ verdict }) => verdict === 'skipped').length > 5);
    assert.is(server.connections, 0);
  });

  test('writes its report to a file, of the kind that the ending says; or to the standard output', async ({
    after,
  }) => {
    const server = await testServer();
    after(() => server.close());
    const folder = mkdtempSync(join(tmpdir(), 'statewire-verify-'));
    after(() => rmSync(folder, { recursive: true }));
    const quick = ['--url', server.url, '--faults', 'end', '--runs', '0', '--seed', '1'];
    const file = join(folder, 'report.xml');
    const written = await runVerify(...quick, '--out', file);
    assert.match(written.stdout, /PASSED[^]*report {6}.*report\.xml/);
    assert.match(readFileSync(file, 'utf8'), /^<\?xml /);
    const { stdout, stderr } = await runVerify(...quick, '--report', 'json');
    assert.match(stderr, /PASSED/);
    const report = JSON.parse(stdout) as { verdict: string; seed: number; coverage: { machines: unknown[] } };
    assert.equal([report.verdict, report.seed, report.coverage.machines.length], ['passed', 1, 2]);
  });
});

suite('statewire verify, asked for what cannot be', (test) => {
  const cases: [string, string[], RegExp][] = [
    ['nothing', [], /Name a project file, or give a server with --url/],
    ['both', ['p.json', '--url', 'http://127.0.0.1'], /one of the two/],
    ['a server elsewhere', ['--url', 'http://192.0.2.1'], /192\.0\.2\.1 is not this machine.*--remote/],
    ['a host without an address', ['--url', 'http://no.invalid'], /no\.invalid has no address \(\w+\)/],
    ['a URL that is none', ['--url', 'ftp://127.0.0.1'], /`url` is not the address of a server/],
    ['a namespace in the URL', ['--url', 'http://127.0.0.1/admin'], /a namespace is joined by its name/],
    ['an unknown fault', ['--url', '127.0.0.1', '--faults', 'drp'], /no fault "drp"\. Did you mean "drop"\?/],
    ['a report of no kind', ['--url', '127.0.0.1', '--out', 'x.pdf'], /Say which report x\.pdf is to be/],
    ['a folder that is not there', ['--url', '127.0.0.1', '--out', '/no/x.xml'], /cannot be written/],
    ['a folder for a file', ['--url', '127.0.0.1', '--report', 'json', '--out', tmpdir()], /is a folder/],
    [
      // Not even root may write to it.
      'a file that may not be written to',
      ['--url', '127.0.0.1', '--report', 'json', '--out', '/proc/sys/kernel/version'],
      process.platform === 'linux' ? /is there, and may not be written to/ : /no folder/,
    ],
    ['an option that is not there', ['--url', '127.0.0.1', '--sed', '1'], /unknown option '--sed'/],
    ['an event that nobody can send', ['--url', '127.0.0.1', '--send', 'connect'], /connect/],
    ['a path without its seed', ['--url', '127.0.0.1', '--path', '3:1'], /goes with the seed.*\(--seed\)/],
    [
      'a path to nothing',
      ['--url', '127.0.0.1', '--path', 'clam'],
      /no path "clam"\. Did you mean "calm"\? .*: calm, drop, end/,
    ],
    ['a path without its event', ['--url', '127.0.0.1', '--path', 'messages'], /\(--send EVENT\)/],
    ['no fault at all', ['--url', '127.0.0.1', '--faults', ''], /Name a fault: --faults drop,end,/],
    ['no time', ['--url', '127.0.0.1', '--time', '0'], /In no time nothing can be tried/],
    ['half a seed', ['--url', '127.0.0.1', '--seed', '1.5'], /Give a whole number/],
    ['a file that is not there', ['no.json'], /no\.json does not validate/],
  ];
  for (const [name, args, message] of cases)
    test(`${name}: a sentence on the standard error output, and exit code 2`, async () => {
      const { code, stdout, stderr } = await runVerify(...args);
      assert.equal([code, stdout], [2, '']);
      assert.match(stderr, message);
      assert.not.match(stderr, /^\s+at /m);
    });

  test('a path that does not fit its seed: what it belongs to', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const { code, stderr } = await runVerify('--url', server.url, '--seed', '5', '--path', '0:9999:3');
    assert.is(code, 2);
    assert.match(stderr, /no way along 0:9999:3: this path belongs to another seed/);
  });

  test('the same as a function: it is refused, or has not passed', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const config = { name: 'mine', url: server.url };
    for (const options of [{ path: 'bogus' }, { path: '0' }, { path: 'messages' }, { time: -1 }])
      assert.is(
        await verify(config, options).catch((error: unknown) => isConnectionError(error) && error.code),
        'invalid-configuration',
      );
    const report = await verify(config, { signal: AbortSignal.abort() });
    assert.equal([report.verdict, report.isInterrupted], ['failed', true]);
    assert.equal(server.joins, []);
    const faultless = await verify(config, { faults: [], runs: 2, seed: 1, calm: 0 });
    assert.equal([faultless.verdict, faultless.counts.runs], ['passed', 2]);
    const checked = faultless.rules.filter(({ isChecked }) => isChecked).map(({ rule }) => rule);
    assert.equal([checked.includes('joins-answered'), checked.includes('acknowledged')], [true, false]);
  });

  test('a report in the place of the project file: it is refused', async ({ after }) => {
    const file = writeProject(testProject([quickConnection('mine', 1)], []), after);
    const before = readFileSync(file, 'utf8');
    const { code, stderr } = await runVerify(file, '--report', 'json', '--out', file);
    assert.is(code, 2);
    assert.match(stderr, /The report would take the place of /);
    assert.is(readFileSync(file, 'utf8'), before);
  });

  test('a server that refuses by HTTP: advice that goes with the status, and the tries', async ({
    after,
  }) => {
    const server = await testServer();
    after(() => server.close());
    for (const [status, advice] of [
      [302, /redirections are not followed/],
      [400, /`allowRequest`/],
      [429, /limits how often/],
      [500, /it failed while it answered/],
    ] as const) {
      server.refuseHandshakes({ status });
      const { code, stdout } = await runVerify('--url', server.url);
      assert.is(code, 1);
      const text = stdout.replaceAll(/\s+/g, ' ');
      assert.match(text, advice);
      assert.not.match(text, /502 to 504|in 0 tries/);
    }
  });

  test('a connection that the project does not have, or one of several: it lists the names', async ({
    after,
  }) => {
    const connections = [quickConnection('one', 1), quickConnection('other', 1)];
    const file = writeProject(testProject(connections, []), after);
    assert.match((await runVerify(file)).stderr, /--connection NAME\. There are: one, other\./);
    const { code, stderr } = await runVerify(file, '--connection', 'othre');
    assert.is(code, 2);
    assert.match(stderr, /no connection "othre"\. Did you mean "other"\? There are: one, other\./);
  });

  test('transports and a protocol that do not go with the rest: one line, and the way out', async () => {
    const url = ['--url', 'http://127.0.0.1:1'];
    for (const [args, message] of [
      [[...url, '--transports', 'websockets'], /no transport "websockets"\. Did you mean "websocket"\?/],
      [[...url, '--transports', ','], /Name a transport: --transports polling,websocket\./],
      [['project.json', '--transports', 'websocket'], /--transports goes with --url/],
      [['project.json', '--protocol', 'v2'], /--protocol goes with --url/],
      [[...url, '--protocol', 'v3'], /Allowed choices are v2, v4, auto/],
    ] as const) {
      const { code, stdout, stderr } = await runVerify(...args);
      assert.equal([code, stdout], [2, '']);
      assert.match(stderr, message);
    }
  });

  test('something that accepts and says nothing: a verdict, with the time that was waited', async ({
    after,
  }) => {
    const mute = createServer((socket) => socket.on('error', () => {}));
    after(() => mute.close());
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const { port } = mute.address() as AddressInfo;
    const connection = quickConnection('mine', port, { timeout: 300 });
    const { code, stdout } = await runVerify(writeProject(testProject([connection], []), after));
    assert.is(code, 1);
    assert.match(stdout.replaceAll(/\s+/g, ' '), 'does not answer a try to connect within 300 ms');
  });

  test('a server that is not running: a verdict, with the reason', async () => {
    const server = await testServer();
    await server.close();
    const { code, stdout } = await runVerify('--url', `http://127.0.0.1:${server.port}`);
    assert.is(code, 1);
    assert.match(stdout, /FAILED {2}Nothing answers at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)\./);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { readRecording } from '../../inspect/server/openRecording.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { readLog } from './logLines.ts';
import { runCli, startCli, type CliResult } from './startCli.ts';
import { quickConnection, temporaryFolder, testProject, writeProject } from './writeProject.ts';

/** What `/api/actors` answers at the URL that a command has printed, as text. */
async function actorsAt(line: string): Promise<string> {
  const url = new URL(/http:\S+/.exec(line)?.[0] ?? '');
  url.pathname = '/api/actors';
  const response = await fetch(url);
  assert.is(response.status, 200);
  return response.text();
}

cliSuite('the inspector of the command', (test) => {
  test('run --inspect prints its URL, shows the connection, and ends with the run', async ({ after }) => {
    const server = await testServer();
    after(server.close);
    const file = writeProject(
      testProject([quickConnection('demo', server.port, { autostart: true })], []),
      after,
    );
    const cli = startCli(['run', file, '--inspect'], after);
    const url = await cli.line('inspector');
    await cli.line('connected.settling');
    const actors = await actorsAt(url);
    assert.ok(actors.includes('"demo"') && actors.includes('connected'), actors);
    cli.child.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    assert.equal([code, stderr], [0, '']);
  });

  test('run --inspect --control goes on where nothing happens by itself, as someone at the page may start it', async ({
    after,
  }) => {
    const file = writeProject(testProject([quickConnection('demo', 1)], []), after);
    const args = ['run', file, '--inspect', '0', '--for', '3'];
    const [driven, watched] = await Promise.all([runCli([...args, '--control'], after), runCli(args, after)]);
    assert.equal([driven.code, watched.code], [0, 0]);
    const endOf = ({ stdout }: CliResult): number => Number(/^ +(\d+\.\d\d) {2}\S done /m.exec(stdout)?.[1]);
    assert.ok(endOf(driven) >= 2.99, driven.stdout);
    assert.ok(endOf(watched) < 2.99, watched.stdout);
  });

  test('--control without --inspect is a mistake that is told', async ({ after }) => {
    const { code, stdout, stderr } = await runCli(['run', writeProject({}, after), '--control'], after);
    assert.equal([code, stdout], [1, '']);
    assert.match(stderr, /^statewire: --control .*--inspect/);
  });

  test('run --record writes a recording, graph included, which inspect FILE shows', async ({ after }) => {
    const server = await testServer();
    after(server.close);
    const nodes = [
      { id: 'init', type: 'event/onInitialize', pulses: { out: 'start.in' } },
      { id: 'start', type: 'socketio/start', attributes: { configuration: 'demo' } },
    ];
    const file = writeProject(testProject([quickConnection('demo', server.port)], nodes), after);
    const recording = join(temporaryFolder(after), 'run.ndjson');
    const recorded = await runCli(
      ['run', file, '--record', recording, '--for', '0.6', '--log', 'json'],
      after,
    );
    assert.equal([recorded.code, recorded.stderr], [0, '']);
    readLog(recorded.stdout);
    const lines = readFileSync(recording, 'utf8').trimEnd().split('\n');
    assert.is((JSON.parse(lines[0] ?? '') as { type: string }).type, 'recording');
    assert.is((JSON.parse(lines.at(-1) ?? '') as { type: string }).type, 'end');
    const { graphs } = (await readRecording(recording)).snapshot;
    assert.equal(
      graphs.flatMap((graph) => graph.nodes.map(({ id }) => id)),
      ['init', 'start'],
    );
    assert.ok(
      lines.some((line) => line.includes('"pulse:init.out>start.in":1')),
      'and what went through it',
    );

    const cli = startCli(['inspect', recording], after);
    const actors = await actorsAt(await cli.line('inspector'));
    assert.ok(actors.includes('"demo"'), actors);
    cli.child.kill('SIGTERM');
    const { code, stderr } = await cli.ended;
    assert.equal([code, stderr], [0, '']);
  });

  test('run --record has the end of the run', async ({ after }) => {
    const nodes = [
      { id: 'init', type: 'event/onInitialize', pulses: { out: 'say.in' } },
      { id: 'say', type: 'development/console', inputs: { value: { value: 'the last word' } } },
    ];
    const connection = quickConnection('demo', 1, { autostart: true, reconnection: false });
    const file = writeProject(testProject([connection], nodes), after);
    const recording = join(temporaryFolder(after), 'run.ndjson');
    const { code, stdout } = await runCli(['run', file, '--record', recording, '--log', 'json'], after);
    assert.is(code, 0, stdout);
    const { snapshot } = await readRecording(recording);
    const demo = snapshot.actors.find(({ name }) => name === 'demo');
    assert.equal(demo?.states.at(-1), 'stopped.failed');
    assert.ok(stdout.includes('connection-refused'), stdout);
    assert.match(JSON.stringify(snapshot.entries), 'connection-refused');
    assert.match(readFileSync(recording, 'utf8'), '"pulse:init.out>say.in":1', 'and of the graph');
  });

  test('a recording that cannot be written, or is none, is a sentence and exit code 1', async ({ after }) => {
    const folder = temporaryFolder(after);
    const other = join(folder, 'other.ndjson');
    writeFileSync(other, '{"type":"other"}\n');
    const results = await Promise.all([
      runCli(['run', writeProject({}, after), '--record', folder], after),
      runCli(['inspect', join(folder, 'absent.ndjson')], after),
      runCli(['inspect', other], after),
      runCli(['inspect', folder], after),
    ]);
    for (const { code, stdout, stderr } of results) {
      assert.equal([code, stdout], [1, ''], stderr);
      assert.match(stderr, /^statewire: .+\n$/);
      assert.not.match(stderr, /^\s+at /m);
    }
  });

  test('inspect alone prints what other programs connect to', async ({ after }) => {
    const { code, stdout, stderr } = await runCli(['inspect', '--for', '0.1'], after);
    assert.equal([code, stderr], [0, '']);
    assert.match(stdout, /inspector +http:\/\/127\.0\.0\.1:\d+\/\?token=/);
    assert.match(stdout, /createWebSocketInspector\(\{ url: 'ws:\/\/127\.0\.0\.1:\d+\/\?token=/);
  });
});

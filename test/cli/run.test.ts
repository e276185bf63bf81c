import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { readLog, statesOf, valuesOf } from './logLines.ts';
import { runCli, startCli } from './startCli.ts';
import {
  quickConnection,
  temporaryFolder,
  testProject,
  writeProject,
  type TestNode,
} from './writeProject.ts';

const attributes = { configuration: 'demo' };
const init = (to: string): TestNode => ({
  id: 'init',
  type: 'event/onInitialize',
  pulses: { out: `${to}.in` },
});
const say = (id: string, value: unknown, next?: string): TestNode => ({
  id,
  type: 'development/console',
  inputs: { input: { value } },
  ...(next !== undefined && { pulses: { out: `${next}.in` } }),
});
const exit = (code: number): TestNode => ({
  id: 'exit',
  type: 'development/exit',
  inputs: { code: { value: code } },
});
const json = ['--log', 'json'];

cliSuite('statewire run', (test) => {
  test('ends at once with 0 where there is no connection and the graph is done', async ({ after }) => {
    const empty = writeProject({}, after);
    const values = ['one', 2, [3], { four: 4 }, null, true];
    const nodes = values.map((value, index) => say(`say${index}`, value, `say${index + 1}`));
    const talking = writeProject(testProject([], [init('say0'), ...nodes, say('say6', 'bye')]), after);
    const [nothing, talk] = await Promise.all([
      runCli(['run', empty, ...json], after),
      runCli(['run', talking, ...json], after),
    ]);
    assert.equal([nothing.code, nothing.stderr], [0, '']);
    const [only, ...others] = readLog(nothing.stdout);
    assert.equal([only?.['connections'], only?.['runs'], only?.['steps'], others], [[], 0, 0, []]);
    assert.equal([talk.code, talk.stderr], [0, '']);
    const lines = readLog(talk.stdout);
    assert.equal(
      lines.filter(({ type }) => type === 'console').map(({ node, level, value }) => [node, level, value]),
      [...values, 'bye'].map((value, index) => [`say${index}`, 'info', value]),
    );
    assert.is(lines.at(-1)?.['runs'], 1);
  });

  test('ends with the code of development/exit, connections closed before', async ({ after }) => {
    const server = await testServer();
    after(server.close);
    const project = testProject(
      [quickConnection('demo', server.port, { autostart: true })],
      [{ id: 'started', type: 'socketio/onStart', attributes, pulses: { out: 'exit.in' } }, exit(7)],
    );
    const { code, stdout, stderr } = await runCli(['run', writeProject(project, after), ...json], after);
    assert.equal([code, stderr], [7, '']);
    assert.equal(statesOf(readLog(stdout), 'demo').slice(-3), [
      'connected.settling',
      'stopped.closing',
      'stopped.closed',
    ]);
    assert.is(server.departures.length, 1);
  });

  test('ends with 1 for a code of development/exit that no process can end with, and says so', async ({
    after,
  }) => {
    const results = await Promise.all(
      [256, -1].map((code) =>
        runCli(['run', writeProject(testProject([], [init('exit'), exit(code)]), after), ...json], after),
      ),
    );
    for (const { code, stdout } of results) {
      assert.is(code, 1, stdout);
      const errors = readLog(stdout).filter(({ type }) => type === 'error');
      assert.equal(
        errors.map((line) => [line['code'], line['node']]),
        [['out-of-range', 'exit']],
      );
    }
  });

  test('ends with 0 after --for, in the middle of what it does', async ({ after }) => {
    const nodes: TestNode[] = [
      init('interval'),
      {
        id: 'interval',
        type: 'timer/startInterval',
        inputs: { seconds: { value: 0.2 } },
        pulses: { out: 'tick.in' },
      },
      say('tick', 'tick'),
    ];
    const file = writeProject(testProject([], nodes), after);
    const { code, stdout, stderr, duration } = await runCli(['run', file, ...json, '--for', '0.9'], after);
    assert.equal([code, stderr], [0, '']);
    const lines = readLog(stdout);
    const ticks = valuesOf(lines, 'tick').length;
    assert.ok(ticks >= 1 && ticks <= 4, `${ticks} ticks`);
    assert.ok(duration >= 900, `${duration} ms`);
  });

  test('waits for a timer, and ends when none is left', async ({ after }) => {
    const nodes: TestNode[] = [
      init('wait'),
      {
        id: 'wait',
        type: 'timer/startTimeout',
        inputs: { seconds: { value: 0.3 } },
        pulses: { out: 'late.in' },
      },
      say('late', 'late'),
    ];
    const { code, stdout } = await runCli(
      ['run', writeProject(testProject([], nodes), after), ...json],
      after,
    );
    assert.is(code, 0);
    assert.equal(valuesOf(readLog(stdout), 'late'), ['late']);
  });

  test('gives --set to utility/getCommandLineOption', async ({ after }) => {
    const option = (name: string, next: string): TestNode[] => [
      {
        id: name,
        type: 'utility/getCommandLineOption',
        attributes: { option: name },
        pulses: { out: `say-${name}.in` },
      },
      {
        id: `say-${name}`,
        type: 'development/console',
        inputs: { input: { from: `${name}.value` } },
        pulses: { out: next },
      },
    ];
    const nodes = [
      init('limit'),
      ...option('limit', 'text.in'),
      ...option('text', 'end.in'),
      say('end', 'end'),
    ];
    const file = writeProject(testProject([], nodes), after);
    const { code, stdout, stderr } = await runCli(
      ['run', file, ...json, '--set', 'limit=80', '--set', 'text=a=b c', '--set', '__proto__=x'],
      after,
    );
    assert.equal([code, stderr], [0, '']);
    const lines = readLog(stdout);
    assert.equal(valuesOf(lines, 'say-limit').map(String), ['80']);
    assert.equal(valuesOf(lines, 'say-text'), ['a=b c']);
  });

  test('takes nodes of --nodes files; tells in a sentence where there is none to take', async ({ after }) => {
    const folder = temporaryFolder(after);
    const write = (name: string, text: string): string => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    };
    const good = write(
      'good.mjs',
      `export const shout = {
        kind: 'data', type: 'own/shout', label: 'Shout', help: 'Shouts.',
        inputs: { input: { type: 'String', help: 'What.' } },
        outputs: { output: { type: 'String', help: 'The same, louder.' } },
        run({ inputs, outputs }) { outputs.output.value = inputs.input.value.toUpperCase(); },
      };`,
    );
    const project = testProject(
      [],
      [
        init('say'),
        { id: 'shout', type: 'own/shout', inputs: { input: { value: 'hey' } } },
        { id: 'say', type: 'development/console', inputs: { input: { from: 'shout.output' } } },
      ],
    );
    const file = writeProject(project, after);
    const withNodes = (path: string) => runCli(['run', file, ...json, '--nodes', path], after);
    const [taken, without, absent, broken, empty] = await Promise.all([
      withNodes(good),
      runCli(['run', file, ...json], after),
      withNodes(join(folder, 'absent.mjs')),
      withNodes(write('broken.mjs', 'export const a = ;')),
      withNodes(write('empty.mjs', 'export const a = 1;')),
    ]);
    assert.equal([taken.code, taken.stderr], [0, '']);
    assert.equal(valuesOf(readLog(taken.stdout), 'say'), ['HEY']);
    assert.is(without.code, 2);
    for (const { code, stdout, stderr } of [absent, broken, empty]) {
      assert.equal([code, stdout], [1, '']);
      assert.match(stderr, /^statewire: --nodes .+\n$/);
    }
  });

  test('writes an error line with the node for what fails in the graph, and goes on', async ({ after }) => {
    const nodes: TestNode[] = [
      init('both'),
      { id: 'both', type: 'flow/sequential', pulses: { pulse0: 'parse.in', pulse1: 'after.in' } },
      { id: 'parse', type: 'json/parse', inputs: { input: { value: '{' } }, pulses: { out: 'never.in' } },
      say('never', 'never'),
      say('after', 'after'),
    ];
    const { code, stdout } = await runCli(
      ['run', writeProject(testProject([], nodes), after), ...json],
      after,
    );
    assert.is(code, 0);
    const lines = readLog(stdout);
    const error = lines.find(({ type }) => type === 'error');
    assert.equal([error?.['code'], error?.['node']], ['invalid-json', 'parse']);
    assert.equal([valuesOf(lines, 'never'), valuesOf(lines, 'after')], [[], ['after']]);
  });

  test('writes an error line with connection and namespace for a namespace that is denied', async ({
    after,
  }) => {
    const server = await testServer();
    after(server.close);
    const project = testProject(
      [quickConnection('demo', server.port, { autostart: true, namespaces: { '/': {}, '/denied': {} } })],
      [],
    );
    const cli = startCli(['run', writeProject(project, after), ...json], after);
    await cli.line('namespace-denied');
    cli.child.kill('SIGTERM');
    const { code, stdout } = await cli.ended;
    assert.is(code, 0);
    const error = readLog(stdout).find((line) => line['code'] === 'namespace-denied');
    assert.equal([error?.['connection'], error?.['namespace']], ['demo', '/denied']);
  });

  test('writes error lines and tries again where nobody listens; what it could not send is in dropped lines', async ({
    after,
  }) => {
    const server = await testServer();
    await server.close();
    const send = (id: string, next?: string): TestNode => ({
      id,
      type: 'socketio/send',
      attributes,
      inputs: { eventName: { value: id } },
      ...(next !== undefined && { pulses: { out: `${next}.in` } }),
    });
    const project = testProject(
      [quickConnection('demo', server.port, { queue: { maxMessages: 1 } })],
      [
        init('start'),
        { id: 'start', type: 'socketio/start', attributes, pulses: { out: 'first.in' } },
        send('first', 'second'),
        send('second'),
      ],
    );
    const cli = startCli(['run', writeProject(project, after), ...json], after);
    await cli.line('"reason":"retry"');
    const interrupted = Date.now();
    cli.child.kill('SIGINT');
    const { code, stdout, stderr } = await cli.ended;
    assert.ok(Date.now() - interrupted < 2000, `${Date.now() - interrupted} ms`);
    assert.equal([code, stderr], [0, '']);
    const lines = readLog(stdout);
    const error = lines.find(({ type }) => type === 'error');
    assert.equal([error?.['code'], error?.['connection']], ['connection-refused', 'demo']);
    assert.equal(
      lines.filter(({ type }) => type === 'dropped').map(({ eventName, reason }) => [eventName, reason]),
      [
        ['first', 'queue-overflow'],
        ['second', 'connection-stopped'],
      ],
    );
    assert.is(statesOf(lines, 'demo').at(-1), 'stopped.closed');
  });

  test('ends with 0 by itself when every connection has given up', async ({ after }) => {
    const server = await testServer();
    await server.close();
    const project = testProject(
      [
        quickConnection('demo', server.port, {
          autostart: true,
          reconnectionAttempts: 1,
          reconnectionDelay: 20,
        }),
      ],
      [],
    );
    const { code, stdout } = await runCli(['run', writeProject(project, after), ...json], after);
    assert.is(code, 0);
    const lines = readLog(stdout);
    assert.is(statesOf(lines, 'demo').at(-1), 'stopped.failed');
    assert.ok(lines.some((line) => line['code'] === 'attempts-exhausted'));
  });

  test('tells in a sentence of a port that is taken, with exit code 1', async ({ after }) => {
    const server = await testServer();
    after(server.close);
    const file = writeProject({}, after);
    const taken = await runCli(['run', file, '--inspect', String(server.port)], after);
    assert.is(taken.code, 1);
    assert.match(taken.stderr, /^statewire: .*port \d+ .*taken/);
    assert.not.match(taken.stderr, /^\s+at /m);
  });

  test('takes a file after --inspect for the file, not for a port', async ({ after }) => {
    const { code, stderr } = await runCli(['run', '--inspect', writeProject({}, after), ...json], after);
    assert.is(code, 0);
    assert.match(stderr, /^inspector: http:\/\/127\.0\.0\.1:\d+\/\?token=\S+\n$/);
  });
});

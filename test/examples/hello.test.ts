import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from '../cli/cliSuite.ts';
import { readLog, statesOf, valuesOf } from '../cli/logLines.ts';
import { runCli, startCli } from '../cli/startCli.ts';

const folder = join(import.meta.dirname, '..', '..', 'examples', 'hello');

cliSuite('examples/hello', (test) => {
  test('hears hello and says hey, each with its counter, as in Socket.IO’s introduction', async ({
    after,
  }) => {
    const server = spawn(process.execPath, [join(folder, 'server.js')], {
      env: { ...process.env, HELLO_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    after(async () => {
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    });
    let said = '';
    server.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    while (!said.includes('\n')) await once(server.stdout, 'data');
    const port = /:(\d+)\n/.exec(said)?.[1] ?? '';

    const cli = startCli(['run', join(folder, 'project.json'), '--log', 'json'], after, {
      env: { HELLO_PORT: port },
    });
    await cli.line('"node":"hello","level":"info","value":2');
    while (!said.includes('counter: 2')) await once(server.stdout, 'data');
    cli.child.kill('SIGINT');
    const result = await cli.ended;
    assert.equal([result.code, result.stderr], [0, '']);
    const lines = readLog(result.stdout);
    assert.is(statesOf(lines, 'hello').at(-1), 'stopped.closed');
    const counters = valuesOf(lines, 'hello');
    assert.equal(
      counters,
      counters.map((_, index) => index + 1),
    );
    const heys = [...said.matchAll(/^hey (.*)$/gm)].map(([, data]) => data);
    assert.equal(
      heys,
      heys.map((_, index) => `{ counter: ${index + 1} }`),
    );
  });

  test('goes to port 3000 unless the environment names another one', async ({ after }) => {
    const { code, stdout } = await runCli(['validate', join(folder, 'project.json')], after);
    assert.equal([code, stdout], [0, '']);
    const odd = await runCli(['validate', join(folder, 'project.json')], after, {
      env: { HELLO_PORT: 'http' },
    });
    assert.is(odd.code, 2);
    assert.match(odd.stdout, /\/settings\/socketio\/connections\/0\/port/);
  });
});

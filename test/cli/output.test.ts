import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import * as assert from 'uvu/assert';
import { skipSuite, type TestContext } from '../suite.ts';
import { buildCli } from './buildCli.ts';
import { cliSuite } from './cliSuite.ts';
import { testProject, writeProject } from './writeProject.ts';

const fullDevice = '/dev/full';

if (existsSync(fullDevice)) {
  const script = await buildCli();

  /** Runs the command with an output that takes nothing. */
  async function runOnFullDisk(
    args: readonly string[],
    { after }: TestContext,
  ): Promise<{ code: number | null; stderr: string }> {
    const device = await open(fullDevice, 'w');
    after(() => device.close());
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', device.fd, 'pipe'] });
    after(() => child.kill('SIGKILL'));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    assert.ok(child.stderr !== null);
    return { stderr: await text(child.stderr), code: await ended };
  }

  cliSuite('the command, where its output cannot be written', (test) => {
    test('says why in one line, and fails', async (context) => {
      const nodes = [
        { id: 'init', type: 'event/onInitialize', pulses: { out: 'interval.in' } },
        { id: 'interval', type: 'timer/startInterval', inputs: { seconds: { value: 0.05 } } },
      ];
      const file = writeProject(testProject([], nodes), context.after);
      const commands = [
        ['schema'],
        ['nodes', '--format', 'json'],
        ['chart', 'connection'],
        ['--help'],
        // Both have something to do for ever: a log that is lost ends them.
        ['run', file],
        ['inspect'],
      ];
      for (const { code, stderr } of await Promise.all(
        commands.map((args) => runOnFullDisk(args, context)),
      )) {
        assert.is(code, 1, stderr);
        assert.match(stderr, /^statewire: The output cannot be written: ENOSPC: .+\.\n$/);
      }
    });

    test('keeps an exit code that says more', async (context) => {
      const { code, stderr } = await runOnFullDisk(['validate', writeProject('{', context.after)], context);
      assert.is(code, 2, stderr);
    });
  });
} else {
  skipSuite('the command, where its output cannot be written', `there is no ${fullDevice}`);
}

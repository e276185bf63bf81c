import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { runCli, type CliResult } from './startCli.ts';

const noStack = ({ stderr, stdout }: CliResult): void => {
  assert.not.match(stderr, /^\s+at /m);
  assert.not.match(stdout, /^\s+at /m);
};

cliSuite('statewire', (test) => {
  test('prints its version', async ({ after }) => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
      version: string;
    };
    const { code, stdout, stderr } = await runCli(['--version'], after);
    assert.equal([code, stdout, stderr], [0, `${version}\n`, '']);
  });

  test('prints help with examples for itself and each command', async ({ after }) => {
    const own = await runCli(['--help'], after);
    assert.is(own.code, 0);
    const commands = [...own.stdout.matchAll(/^ {2}([a-z]+) .*$/gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'help');
    assert.ok(commands.includes('run') && commands.includes('validate') && commands.includes('demo'));
    const helps = await Promise.all(commands.map((command) => runCli([command, '--help'], after)));
    for (const [index, { code, stdout, stderr }] of helps.entries()) {
      assert.equal([code, stderr], [0, ''], commands[index]);
      assert.match(stdout, new RegExp(`^Usage: statewire ${commands[index]} `), commands[index]);
      assert.match(stdout, new RegExp(`\\$ statewire ${commands[index]}`), commands[index]);
    }
  });

  test('answers an unknown command or option with what is near and the usage, on stderr, with exit code 1', async ({
    after,
  }) => {
    const [command, option, none] = await Promise.all([
      runCli(['rnu', 'project.json'], after),
      runCli(['run', 'project.json', '--fro', '5'], after),
      runCli([], after),
    ]);
    assert.match(
      command.stderr,
      /^statewire: unknown command 'rnu'\n\(Did you mean run\?\)\nUsage: statewire /,
    );
    assert.match(
      option.stderr,
      /^statewire: unknown option '--fro'\n\(Did you mean --for\?\)\nUsage: statewire run FILE/,
    );
    assert.match(none.stderr, /^Usage: statewire /);
    for (const result of [command, option, none]) {
      assert.equal([result.code, result.stdout], [1, '']);
      noStack(result);
    }
  });

  test('answers arguments that are missing, too many or not possible with a sentence and exit code 1', async ({
    after,
  }) => {
    const cases: [string[], RegExp][] = [
      [['run'], /missing required argument 'file'/],
      [['run', 'a.json', 'b.json'], /too many arguments/],
      [['run', 'a.json', '--for', '-1'], /Give seconds, from 0 to/],
      [['run', 'a.json', '--for', '5s'], /Give seconds, from 0 to/],
      [['run', 'a.json', '--for', '2147484'], /Give seconds, from 0 to 2147483/],
      [['run', 'a.json', '--log', 'xml'], /Allowed choices are pretty, json/],
      [['run', 'a.json', '--set', 'limit'], /Give a name and a value/],
      [['run', 'a.json', '--set', '=1'], /Give a name and a value/],
      [['run', 'a.json', '--inspect', '99999'], /Give a port/],
      [['validate', 'a.json', '--format', 'yaml'], /Allowed choices are text, json/],
    ];
    const results = await Promise.all(cases.map(([args]) => runCli(args, after)));
    for (const [index, result] of results.entries()) {
      const [args = [], message = /never/] = cases[index] ?? [];
      assert.equal([result.code, result.stdout], [1, ''], args.join(' '));
      assert.match(result.stderr, /^statewire: /, args.join(' '));
      assert.match(result.stderr, message, args.join(' '));
      assert.match(result.stderr, /\nUsage: statewire /, args.join(' '));
      noStack(result);
    }
  });
});

import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import type { Diagnostic } from '../../src/project/Diagnostic.ts';
import { runCli } from './startCli.ts';
import { temporaryFolder, testProject, writeProject } from './writeProject.ts';

const connection = { name: 'demo', url: 'http://127.0.0.1', port: 3000 };
const start = { id: 'start', type: 'socketio/start', attributes: { configuration: 'demo' } };
const init = { id: 'init', type: 'event/onInitialize', pulses: { out: 'start.in' } };

cliSuite('statewire validate and run, given a file', (test) => {
  test('without mistakes: nothing to say, exit code 0', async ({ after }) => {
    const file = writeProject(testProject([connection], [init, start]), after);
    const [text, json] = await Promise.all([
      runCli(['validate', file], after),
      runCli(['validate', file, '--format', 'json'], after),
    ]);
    assert.equal([text.code, text.stdout, text.stderr], [0, '', '']);
    assert.equal([json.code, JSON.parse(json.stdout), json.stderr], [0, [], '']);
  });

  test('with two connections of a name, an unknown connection, a mistyped node: each its diagnostic, exit code 2', async ({
    after,
  }) => {
    const nodes = [
      { ...init, pulses: { out: 'a.in' } },
      { ...start, id: 'a', attributes: { configuration: 'dmo' }, pulses: { out: 'b.in' } },
      { ...start, id: 'b', type: 'socketio/strat' },
    ];
    const file = writeProject(testProject([connection, connection], nodes), after);
    const [text, json, run] = await Promise.all([
      runCli(['validate', file], after),
      runCli(['validate', file, '--format', 'json'], after),
      runCli(['run', file, '--log', 'json'], after),
    ]);
    for (const { code } of [text, json, run]) assert.is(code, 2);
    assert.match(
      text.stdout,
      /^error duplicate-connection at \/settings\/socketio\/connections\/1\/name: .+$/m,
    );
    assert.match(
      text.stdout,
      /^error unknown-connection at \/logic\/nodes\/1\/attributes\/configuration: .+Did you mean "demo"\?$/m,
    );
    assert.match(text.stdout, /^error unknown-node-type at \/logic\/nodes\/2\/type: .+"socketio\/start".+$/m);
    assert.is(text.stderr, '');

    const diagnostics = JSON.parse(json.stdout) as Diagnostic[];
    assert.is(diagnostics.length, text.stdout.trimEnd().split('\n').length);
    for (const diagnostic of diagnostics) {
      assert.equal(Object.keys(diagnostic), ['severity', 'code', 'pointer', 'message', 'suggestions']);
    }

    assert.is(run.stdout, '', 'nothing but log lines may stand there');
    for (const line of text.stdout.trimEnd().split('\n')) assert.ok(run.stderr.includes(line), line);
    assert.match(run.stderr, /does not validate: 3 errors\.\n$/);
  });

  test('whose plugin is deactivated: plugin-deactivated, not an unknown node', async ({ after }) => {
    const project = testProject([connection], [init, start], { plugins: { socketio: { activated: false } } });
    const { code, stdout } = await runCli(['validate', writeProject(project, after)], after);
    assert.is(code, 2);
    assert.match(stdout, /^error plugin-deactivated at \/settings\/socketio: /m);
    assert.match(stdout, /^error plugin-deactivated at \/logic\/nodes\/1\/type: /m);
    assert.not.match(stdout, /unknown-node-type/);
  });

  test('with warnings alone: exit code 0, and it runs', async ({ after }) => {
    const file = writeProject(testProject([], [{ id: 'lonely', type: 'development/console' }]), after);
    const [validated, run] = await Promise.all([
      runCli(['validate', file], after),
      runCli(['run', file], after),
    ]);
    assert.equal([validated.code, run.code], [0, 0]);
    assert.match(validated.stdout, /^warning unreachable-node at \/logic\/nodes\/0: /);
    assert.is(run.stderr, validated.stdout);
  });

  test('that needs an environment variable: named when it is not set, filled in when it is', async ({
    after,
  }) => {
    const file = writeProject(testProject([{ ...connection, url: '${TEST_URL}' }], [init, start]), after);
    const [without, withIt] = await Promise.all([
      runCli(['validate', file], after),
      runCli(['validate', file], after, { env: { TEST_URL: 'http://127.0.0.1' } }),
    ]);
    assert.equal([without.code, withIt.code], [2, 0]);
    assert.match(
      without.stdout,
      /^error missing-environment at \/settings\/socketio\/connections\/0\/url: .*TEST_URL/,
    );
  });

  test('that is not there, a folder, empty, cut off, no text, too large or wrong in other ways: one line each, exit code 2', async ({
    after,
  }) => {
    const folder = temporaryFolder(after);
    const write = (name: string, content: string | Uint8Array): string => {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    };
    const cases: [string, RegExp][] = [
      [join(folder, 'absent.json'), /There is no such file/],
      [join(folder, 'absent', 'absent.json'), /There is no such file/],
      [folder, /folder/],
      [write('empty.json', ''), /invalid-json.*Line 1, column 1/],
      [write('cut.json', '{ "name": "x",\n  "logic": { '), /invalid-json.*Line 2/],
      [write('image.json', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0])), /UTF-8/],
      [write('utf16.json', Buffer.from('\ufeff{}', 'utf16le')), /UTF-16/],
      [write('large.json', Buffer.alloc(17 * 1024 * 1024, ' ')), /too large/],
      [write('deep.json', '['.repeat(200_000)), /invalid-json/],
      [write('list.json', '[]'), /invalid-shape/],
      [write('null.json', 'null'), /invalid-shape/],
      [write('proto.json', '{ "__proto__": { "logic": 1 }, "constructor": 1 }'), /invalid-shape/],
    ];
    if (process.getuid?.() !== 0) {
      const secret = write('secret.json', '{}');
      chmodSync(secret, 0);
      cases.push([secret, /may not be read/]);
    }
    // `run` reads files as `validate` does: a few of them show that it tells of them as well.
    for (const [command, some] of [
      ['validate', cases],
      ['run', cases.slice(0, 4)],
    ] as const) {
      const results = await Promise.all(some.map(([file]) => runCli([command, file], after)));
      for (const [index, { code, stdout, stderr }] of results.entries()) {
        const [file = '', message = /never/] = cases[index] ?? [];
        const said = command === 'run' ? stderr : stdout;
        assert.is(code, 2, `${command} ${file}: ${said}`);
        assert.match(said, message, `${command} ${file}`);
        for (const line of said.trimEnd().split('\n'))
          assert.match(line, /^(?:error|warning|statewire:) /, file);
        assert.not.match(stdout + stderr, /^\s+at /m, file);
      }
    }
  });
});

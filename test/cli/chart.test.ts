import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { runCli } from './startCli.ts';
import { temporaryFolder, testProject, writeProject } from './writeProject.ts';

const lamp = {
  id: 'lamp',
  initial: 'off',
  states: { off: { on: { TURN: 'on' } }, on: { on: { TURN: 'off' }, after: { 500: 'off' } } },
};
const recording = [
  { type: 'recording', version: 1, title: 'test' },
  { type: 'end', at: 1 },
];

cliSuite('statewire chart', (test) => {
  test('prints the statechart of a connection, of a namespace and of a project’s connections as Mermaid', async ({
    after,
  }) => {
    const project = writeProject(
      testProject([{ name: 'demo', url: 'http://127.0.0.1', port: 3000 }], []),
      after,
    );
    const [connection, namespace, ofProject] = await Promise.all([
      runCli(['chart', 'connection'], after),
      runCli(['chart', 'namespace'], after),
      runCli(['chart', project], after),
    ]);
    for (const { code, stderr } of [connection, namespace, ofProject]) assert.equal([code, stderr], [0, '']);
    assert.match(connection.stdout, /^stateDiagram-v2\n/);
    for (const state of ['idle', 'connecting', 'connected', 'stopped', 'settling', 'suspended']) {
      assert.match(connection.stdout, new RegExp(`state "${state}" as `), state);
    }
    assert.match(connection.stdout, /connected_settling --> connected_stable: after stableAfter/);
    assert.match(namespace.stdout, /state "denied" as denied/);
    assert.is(ofProject.stdout, connection.stdout);
  });

  test('finds the machines that a module exports, and one in JSON', async ({ after }) => {
    const folder = temporaryFolder(after);
    const module = join(folder, 'lamps.mjs');
    const json = join(folder, 'lamp.json');
    const other = { ...lamp, id: 'other', initial: 'on' };
    writeFileSync(
      module,
      `export const lamp = { config: ${JSON.stringify(lamp)} };\nexport const running = { logic: lamp };\n` +
        `export const other = { config: ${JSON.stringify(other)} };\nexport const size = 3;\n`,
    );
    writeFileSync(json, JSON.stringify(lamp));
    const [chosen, several, unknown, fromJson] = await Promise.all([
      runCli(['chart', module, '--machine', 'lamp'], after),
      runCli(['chart', module], after),
      runCli(['chart', module, '--machine', 'lmap'], after),
      runCli(['chart', json], after),
    ]);
    assert.equal([chosen.code, chosen.stderr], [0, '']);
    assert.match(chosen.stdout, /off --> on: TURN[\s\S]*on --> off: after 500 ms/);
    assert.is(fromJson.stdout, chosen.stdout);
    assert.equal([several.code, several.stdout], [1, '']);
    assert.match(several.stderr, /several statecharts\. Name one with --machine: lamp, other, running\./);
    assert.match(unknown.stderr, /no statechart lmap\. There are: lamp, other, running\./);
  });

  test('says in a sentence what is wrong with a file', async ({ after }) => {
    const folder = temporaryFolder(after);
    const text = join(folder, 'text.json');
    const empty = join(folder, 'empty.json');
    const broken = join(folder, 'broken.mjs');
    const nothing = join(folder, 'nothing.ndjson');
    writeFileSync(text, 'no json');
    writeFileSync(empty, '{"name":"lamp"}');
    writeFileSync(broken, 'export const = 3');
    writeFileSync(nothing, recording.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const files = [
      text,
      empty,
      broken,
      nothing,
      join(folder, 'absent.json'),
      join(folder, 'absent.mjs'),
      folder,
    ];
    const results = await Promise.all(files.map((file) => runCli(['chart', file], after)));
    for (const [index, { code, stdout, stderr }] of results.entries()) {
      assert.equal([code, stdout], [1, ''], files[index]);
      assert.match(stderr, /^statewire: .+\n$/, files[index]);
      assert.not.match(stderr, /^\s+at /m);
      assert.is(stderr.split(`${files[index]}: `).length, 2, `the file is named once: ${stderr}`);
    }
  });
});

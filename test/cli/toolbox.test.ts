import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { builtInNodes } from '../../src/graph/nodes/builtInNodes.ts';
import { runCli } from './startCli.ts';
import { temporaryFolder } from './writeProject.ts';

cliSuite('statewire nodes and schema', (test) => {
  test('list every node there is: as a table, as JSON, and in the JSON Schema', async ({ after }) => {
    const [table, json, schema] = await Promise.all([
      runCli(['nodes'], after),
      runCli(['nodes', '--format', 'json'], after),
      runCli(['schema'], after),
    ]);
    for (const { code, stderr } of [table, json, schema]) assert.equal([code, stderr], [0, '']);
    const types = builtInNodes.map(({ type }) => type);
    assert.ok(types.length > 20);
    const listed = (JSON.parse(json.stdout) as { type: string }[]).map(({ type }) => type);
    assert.equal(listed.toSorted(), types.toSorted());
    for (const type of types) {
      assert.match(table.stdout, new RegExp(`^${type} `, 'm'));
      assert.ok(schema.stdout.includes(JSON.stringify(type)), type);
    }
    assert.type(JSON.parse(schema.stdout), 'object');
  });

  test('list those whose type contains a text; near names where none does', async ({ after }) => {
    const [some, none] = await Promise.all([
      runCli(['nodes', 'timer/'], after),
      runCli(['nodes', 'tmer'], after),
    ]);
    assert.is(some.code, 0);
    assert.match(some.stdout, /^timer\/startInterval /m);
    assert.not.match(some.stdout, /^socketio\//m);
    assert.equal([none.code, none.stdout], [1, '']);
    assert.match(none.stderr, /^statewire: No node has "tmer" in its type\./);
  });

  test('list nodes of --nodes files, too', async ({ after }) => {
    const file = join(temporaryFolder(after), 'own.mjs');
    writeFileSync(
      file,
      `export const nodes = [{ kind: 'data', type: 'own/shout', label: 'Shout', help: 'Shouts.', run() {} }];`,
    );
    const [table, schema] = await Promise.all([
      runCli(['nodes', 'own/', '--nodes', file], after),
      runCli(['schema', '--nodes', file], after),
    ]);
    assert.equal([table.code, schema.code], [0, 0]);
    assert.match(table.stdout, /^own\/shout +Shouts\.$/m);
    assert.ok(schema.stdout.includes('"own/shout"'));
  });
});

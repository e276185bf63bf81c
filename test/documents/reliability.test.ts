import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { defaultPolicy } from '../../machines/Policy.ts';
import { suite } from '../suite.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/reliability.md'), 'utf8');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The rows of the table under a heading, without its head. */
function table(heading: string): string[][] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const written = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `\`${String(value)}\``;

suite('docs/reliability.md', (test) => {
  test('lists the twelve pains, each with its test, and no test is left out', () => {
    const rows = table('Twelve pains, and what became of them');
    assert.equal(
      rows.map(([number]) => Number(number)),
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const named = rows.map(
      (row) => /\(\.\.\/(test\/pains\/\w+\.test\.ts)\)$/.exec(row.at(-1) ?? '')?.[1] ?? '',
    );
    const there = readdirSync(join(root, 'test/pains'))
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => `test/pains/${file}`);
    assert.equal(named.toSorted(), there.toSorted());
    for (const [index, file] of named.entries()) assert.match(read(file), `suite('pain ${index + 1}: `);
  });

  test('states each default of the policy as the code has it', () => {
    const { queue, ...policy } = defaultPolicy;
    const queued = Object.entries(queue).map(([key, value]) => [`queue.${key}`, value] as const);
    const expected = new Map(
      [...Object.entries(policy), ...queued].map(([key, value]) => [`\`${key}\``, written(value)]),
    );
    const rows = new Map(table('Defaults').map(([option = '', value = '']) => [option, value]));
    for (const [option, value] of expected) assert.is(rows.get(option), value, option);
    // The others are the links' and the connection's own: as their comments have it.
    const sources = read('src/links/LinkConfig.ts') + read('src/connections/ConnectionConfig.ts');
    for (const [option, value] of rows) {
      if (expected.has(option)) continue;
      const name = option.replaceAll('`', '');
      const comment = new RegExp(`@default '?([^'*\\n]+?)'? \\*/\\s+readonly ${name}\\?:`).exec(sources)?.[1];
      assert.is(`\`${comment}\``, value, option);
    }
  });

  test('links to files that are there', () => {
    const links = [...text.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map((match) => match[1] ?? '');
    assert.ok(links.length > 12);
    for (const link of links) assert.ok(existsSync(join(root, link)), link);
  });
});

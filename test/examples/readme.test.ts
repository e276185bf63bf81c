import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { cliSuite } from '../cli/cliSuite.ts';
import { checkProject } from '../../src/graph/checkProject.ts';
import { runCli } from '../cli/startCli.ts';
import { temporaryFolder } from '../cli/writeProject.ts';

const root = join(import.meta.dirname, '..', '..');
const documents = [
  'README.md',
  ...['hello', 'telemetry', 'chat-bridge', 'alarm', 'device-fleet', 'lifecycle-tests'].map(
    (name) => `examples/${name}/README.md`,
  ),
  'docs/testing.md',
  'CHANGELOG.md',
];
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  );

cliSuite('README.md', (test) => {
  test('has TypeScript that compiles as it stands; so has docs/testing.md', ({ after }) => {
    const blocks = ['README.md', 'docs/testing.md'].flatMap((file) => blocksOf(textOf(file), 'ts'));
    assert.ok(blocks.length > 0);
    const folder = temporaryFolder(after);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    for (const [index, code] of blocks.entries()) writeFileSync(join(folder, `block${index}.ts`), code);
    const config = {
      extends: join(root, 'tsconfig.json'),
      // Beside the blocks: what the sources declare of packages that have no types.
      include: ['*.ts', join(root, 'src/**/*.d.ts')],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    try {
      execFileSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    } catch (error) {
      throw new Error(`A block does not compile: ${String(Reflect.get(Object(error), 'stdout'))}`, {
        cause: error,
      });
    }
  });

  test('has a project file without findings', () => {
    const blocks = blocksOf(textOf('README.md'), 'json');
    assert.ok(blocks.length > 0);
    for (const block of blocks) assert.equal(checkProject(block, { environment: {} }).diagnostics, []);
  });

  test('names every command, and only commands that there are', async ({ after }) => {
    const { stdout } = await runCli(['--help'], after);
    const known = [...stdout.matchAll(/^ {2}([a-z]+) .*$/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    const text = documents.map(textOf).join('\n');
    const named = [...text.matchAll(/(?:`statewire|npm run statewire --) ([a-z]+)/g)].map(([, name]) => name);
    const sorted = (names: Iterable<string | undefined>): string =>
      [...names]
        .map(String)
        .toSorted((one, other) => one.localeCompare(other))
        .join(' ');
    assert.is(sorted(new Set(named)), sorted(known));
  });

  test('and the documents beside it link to files that are there', () => {
    for (const file of documents) {
      for (const [, target = ''] of textOf(file).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
        assert.ok(existsSync(join(root, dirname(file), target)), `${file} links to ${target}`);
    }
  });
});

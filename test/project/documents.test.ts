import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { diagnosticCodes } from '../../src/project/Diagnostic.ts';
import { loadProject } from '../../src/project/loadProject.ts';
import { projectSchema } from '../../src/project/projectSchema.ts';
import { valueTypes } from '../../src/project/valueTypes.ts';
import { suite } from '../suite.ts';
import { optionsTable } from './optionsTable.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/project-file.md'), 'utf8');

/** The rows of the table that begins with a header; formatters may pad cells, so that spaces do not count. */
function tableAfter(header: RegExp): string[] {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => header.test(line));
  const length = lines.slice(start).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start, start + length).map(normalised);
}

function normalised(row: string): string {
  return row.replaceAll(/\s+/g, ' ').replaceAll(/-{3,}/g, '---').trim();
}

suite('docs/project-file.md', (test) => {
  test('has every option of a connection with its default, as the schema has it', () => {
    const expected = optionsTable();
    assert.equal(
      tableAfter(/^\| option\s/),
      expected.map(normalised),
      `the table must be:\n${expected.join('\n')}`,
    );
  });

  test('has every code of a diagnostic, with its meaning', () => {
    const expected = Object.entries(diagnosticCodes).map(
      ([code, { severity, meaning }]) => `| \`${code}\` | ${severity} | ${meaning} |`,
    );
    assert.equal(
      tableAfter(/^\| code\s/).slice(2),
      expected.map(normalised),
      `the table must be:\n${expected.join('\n')}`,
    );
  });

  test('has every type and every part of a project', () => {
    for (const name of [...valueTypes, ...Object.keys(projectSchema.shape)]) {
      assert.ok(document.includes(`\`${name}\``), name);
    }
  });

  test('has examples that load without findings', () => {
    const examples = [...document.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text);
    assert.ok(examples.length >= 2);
    for (const text of examples) {
      const environment = { API_TOKEN: 't', API_HOST: 'h', API_PORT: '1', PFX_PASSPHRASE: 'p' };
      assert.equal(loadProject(text, { environment }).diagnostics, [], text);
    }
  });
});

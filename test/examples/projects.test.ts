import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { checkProject } from '../../src/graph/checkProject.ts';
import { suite } from '../suite.ts';

const folder = join(import.meta.dirname, '..', '..', 'examples');
const projects = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('project.json') && !file.includes('node_modules'),
);

suite('the example projects', (test) => {
  test('are there', () => {
    for (const name of ['hello', 'telemetry', 'chat-bridge', 'alarm', 'device-fleet'])
      assert.ok(projects.includes(join(name, 'project.json')));
  });

  for (const file of projects) {
    test(`${file} has no findings, and needs nothing in the environment`, () => {
      const text = readFileSync(join(folder, file), 'utf8');
      const { project, diagnostics } = checkProject(text, { environment: {} });
      assert.equal(diagnostics, []);
      assert.is.not(project, undefined);
    });
  }
});

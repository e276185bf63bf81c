import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';

const root = join(import.meta.dirname, '..', '..');

suite('examples/lifecycle-tests', (test) => {
  test('passes under the test runner of Node.js', async ({ after }) => {
    const file = join(root, 'examples', 'lifecycle-tests', 'lifecycle.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', '--test', '--test-reporter', 'tap', file], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    after(() => child.kill());
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = (await once(child, 'close')) as [number];
    assert.is(code, 0, output);
    assert.match(output, /^# pass 9$/m);
    assert.match(output, /^# fail 0$/m);
  });
});

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import * as assert from 'uvu/assert';
import { faultProxy } from '../../src/testing/faultProxy.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { eventually } from '../eventually.ts';

/** How soon a process with nothing left to do has ended, in ms, on a busy machine. */
const soon = 3000;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A process with six links, of both protocols and over every transport; see there. */
function linkProcess(url: string, goal: 'join' | 'dial', { after }: TestContext): Child {
  const script = join(import.meta.dirname, 'disposingProcess.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, url, goal], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  after(() => child.kill('SIGKILL'));
  return child;
}

async function said(child: Child, word: string): Promise<void> {
  let text = '';
  while (!text.includes(word)) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    text += chunk.toString();
  }
}

async function assertEnds(child: Child): Promise<void> {
  const started = performance.now();
  child.stdin.write('dispose\n');
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.is(code, 0);
  const took = performance.now() - started;
  assert.ok(took < soon, `ended after ${took} ms`);
}

suite('a process that has disposed of its links', (test) => {
  // A v4 server that takes clients of 2 as well serves all six.
  const server = { allowEIO3: true };

  test('ends at once although the server vanished after they had joined', async (context) => {
    const behind = await testServer({ server });
    context.after(() => behind.close());
    const proxy = await faultProxy({ target: { port: behind.port } });
    context.after(() => proxy.close());
    const child = linkProcess(proxy.url, 'join', context);
    await said(child, 'ready');
    await proxy.setFault({ type: 'blackHole' });
    await assertEnds(child);
  });

  test('ends at once although they were dialling into nowhere', async (context) => {
    const proxy = await faultProxy({ target: { port: 1 } });
    context.after(() => proxy.close());
    await proxy.setFault({ type: 'blackHole' });
    const child = linkProcess(proxy.url, 'dial', context);
    await said(child, 'ready');
    await eventually(() => proxy.connections >= 6);
    await assertEnds(child);
  });

  test('ends at once although they were moving to another transport', async (context) => {
    const behind = await testServer({ server });
    context.after(() => behind.close());
    const proxy = await faultProxy({ target: { port: behind.port } });
    context.after(() => proxy.close());
    proxy.addRule({
      match: { kind: 'websocket', pathIncludes: 'sid=' },
      fault: { type: 'halfOpen', holds: 'down' },
    });
    const child = linkProcess(proxy.url, 'join', context);
    await said(child, 'ready');
    await assertEnds(child);
  });
});

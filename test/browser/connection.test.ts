import * as assert from 'uvu/assert';
import type { Connection } from '../../src/index.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import type { TestContext } from '../suite.ts';
import { browserSuite } from './browserSuite.ts';
import { eventually } from '../eventually.ts';

// What test/apps/browser/plain.ts puts into the page's global scope.
declare const connection: Connection;
declare const heard: unknown[];
declare const states: string[];

async function serve({ after }: TestContext, options: Record<string, unknown> = {}): Promise<TestServer> {
  const server = await testServer({ server: { cors: { origin: '*' }, ...options } });
  after(() => server.close());
  return server;
}

const connected = (): boolean => connection.isConnected;

browserSuite('in a browser', (test, { open }) => {
  test('connects, asks, hears, and receives binary as the browser’s own', async (context) => {
    const server = await serve(context);
    const page = await open(context, 'plain.ts', JSON.stringify({ url: server.url }));
    await page.waitForFunction(connected);
    assert.is(await page.evaluate(() => connection.request('echo', 'hi')), 'hi');
    server.push('/', 'blob', Buffer.from([1, 2, 3]));
    await page.waitForFunction(() => heard.length > 0);
    assert.equal(
      await page.evaluate(() => {
        const [name, data] = heard[0] as [string, ArrayBuffer];
        return [name, data instanceof ArrayBuffer, [...new Uint8Array(data)]];
      }),
      ['blob', true, [1, 2, 3]],
    );
    await page.evaluate(() => connection.request('echo', new Blob(['abc'])));
    const sent = server.received.at(-1)?.args[0];
    assert.is(String(sent), 'abc', 'a Blob arrives as its bytes');
  });

  test('goes offline at once when the network goes, and is back at once when it comes', async (context) => {
    const server = await serve(context);
    // A delay that the test would not survive: only the browser's own event can bring it back in time.
    const page = await open(
      context,
      'plain.ts',
      JSON.stringify({ url: server.url, reconnectionDelay: 60_000, reconnectionDelayMax: 60_000 }),
    );
    await page.waitForFunction(connected);
    await page.context().setOffline(true);
    await page.waitForFunction(() => connection.state === 'connecting.waiting');
    await page.context().setOffline(false);
    await page.waitForFunction(connected);
    assert.ok((await page.evaluate(() => states)).some((state) => state.endsWith('(online)')));
  });

  test('a page that is shown again does not wait for timers that were held back', async (context) => {
    const server = await serve(context);
    const page = await open(
      context,
      'plain.ts',
      JSON.stringify({ url: server.url, reconnectionDelay: 60_000, reconnectionDelayMax: 60_000 }),
    );
    await page.waitForFunction(connected);
    // A headless browser hides no page, so the page is told that it was.
    const become = (visibilityState: string): Promise<void> =>
      page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: '${visibilityState}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      `);
    await become('hidden');
    assert.ok(await page.evaluate(connected), 'hidden it stays connected');
    server.cutConnections();
    await page.waitForFunction(() => connection.state === 'connecting.waiting');
    await become('visible');
    await page.waitForFunction(connected);
  });

  test('a page that slept until the server gave it up finds back', async (context) => {
    const server = await serve(context, { pingInterval: 200, pingTimeout: 1000 });
    // Over one transport: a server of Engine.IO forgets to wait for the pong that it was owed before an upgrade.
    const config = { url: server.url, transports: ['websocket'], reconnectionDelay: 50 };
    const page = await open(context, 'plain.ts', JSON.stringify(config));
    await page.waitForFunction(connected);
    const session = await page.context().newCDPSession(page);
    // Not a line of the page runs while the debugger holds it: as asleep as a closed laptop.
    await session.send('Debugger.enable');
    // It falls asleep at the next line it runs, which is not the moment it is asked to.
    const asleep = new Promise((resolve) => session.once('Debugger.paused', resolve));
    await session.send('Debugger.pause');
    await asleep;
    await eventually(() => server.sockets().length === 0);
    await session.send('Debugger.resume');
    await session.send('Debugger.disable');
    await page.waitForFunction(() => connection.counters.reconnects > 0 && connection.isConnected);
    assert.is(await page.evaluate(() => connection.request('echo', 1)), 1);
  });

  test('two mounts of React’s StrictMode make one connection; unmounting ends it', async (context) => {
    const server = await serve(context);
    const most = { connections: 0 };
    server.io.of('/').on('connection', () => {
      most.connections = Math.max(most.connections, server.sockets().length);
    });
    const page = await open(context, 'strict.tsx', server.url);
    await page.locator('#state', { hasText: 'connected' }).waitFor();
    server.push('/', 'reading', 21);
    await page.locator('#reading', { hasText: '21' }).waitFor();
    assert.is(server.sockets().length, 1);
    const gone = new Promise((resolve) => server.sockets()[0]?.on('disconnect', resolve));
    await page.getByRole('button').click();
    await gone;
    await page.getByRole('button').click();
    await page.locator('#state', { hasText: 'connected' }).waitFor();
    assert.is(most.connections, 1);
  });
});

import * as assert from 'uvu/assert';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { faultProxy, type FaultProxy } from '../../src/testing/faultProxy.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { codeOf, live, type Live } from './live.ts';
import { eventually } from '../eventually.ts';

/** What a deadline is given beyond itself, in ms: on a busy machine a process may stand still for seconds. */
const busy = 3000;

interface Scene extends Live {
  readonly server: TestServer;
  readonly proxy: FaultProxy;
}

for (const transport of ['websocket', 'polling'] as const) {
  const setUp = async (
    context: TestContext,
    config: Partial<ConnectionConfig> = {},
    ping = 200,
  ): Promise<Scene> => {
    const server = await testServer({ server: { pingInterval: ping, pingTimeout: ping } });
    context.after(() => server.close());
    const proxy = await faultProxy({ target: { port: server.port } });
    context.after(() => proxy.close());
    const client = live(context, {
      url: proxy.url,
      protocol: 'v4',
      transports: [transport],
      timeout: 400,
      closeTimeout: 300,
      reconnectionDelay: 10,
      reconnectionDelayMax: 80,
      ...config,
    });
    return { ...client, server, proxy };
  };
  /** The promise of the backoff: where the server can be reached, the next try is due no later than its cap. */
  const comesBack = async ({ connection, proxy }: Scene): Promise<void> => {
    await proxy.heal();
    const from = Date.now();
    const due = connection.retryAt ?? from;
    assert.ok(due - from <= 80, `the next try is due in ${due - from} ms`);
    await connection.connected();
    // One attempt that began before may have to run into its deadline first.
    assert.ok(Date.now() - due < 400 + 80 + busy, `connected ${Date.now() - due} ms after it was due`);
    assert.is(await connection.with({ delivery: 'atLeastOnce' }).request('echo', 'back'), 'back');
  };
  const stopsInTime = async ({ connection, proxy }: Scene): Promise<void> => {
    const from = Date.now();
    connection.stop();
    await connection.stopped();
    const took = Date.now() - from;
    assert.ok(took < 300 + busy, `stopped after ${took} ms`);
    // Through a black hole the end of a connection does not come either.
    await proxy.heal();
    await eventually(() => proxy.connections === 0);
  };

  suite(`faults of the network, over ${transport}`, (test) => {
    for (const how of ['closed', 'reset'] as const) {
      test(`refused (${how}): an error, another try, and back within the backoff`, async (context) => {
        const scene = await setUp(context);
        await scene.proxy.setFault({ type: 'refuse', how });
        scene.connection.start();
        for (let tries = 0; tries < 4; tries += 1) {
          const isRefusal = ({ code }: { readonly code: string }): boolean => code === 'connection-refused';
          assert.ok((await scene.next('error', isRefusal)).retryable);
        }
        await comesBack(scene);
      });
    }

    test('reset while connected: a drop, requests that were under way fail, and back', async (context) => {
      const scene = await setUp(context);
      const { connection, proxy, server, next } = scene;
      connection.start();
      await connection.connected();
      const lost = codeOf(connection.request('silent'));
      await eventually(() => server.received.length === 1);
      const again = next('started');
      proxy.dropAll();
      assert.is(await lost, 'connection-lost');
      await again;
      await comesBack(scene);
    });

    test('a black hole while connected: a ping timeout, time-outs, and back', async (context) => {
      const scene = await setUp(context);
      const { connection, proxy, next } = scene;
      connection.start();
      await connection.connected();
      const dropped = next('state', ({ state }) => state === 'connecting.waiting');
      await proxy.setFault({ type: 'blackHole' });
      assert.is((await dropped).reason, 'ping timeout');
      assert.is((await next('error')).code, 'timeout');
      await comesBack(scene);
    });

    for (const holds of ['up', 'down'] as const) {
      test(`half open, ${holds} held: a drop, and back`, async (context) => {
        const scene = await setUp(context);
        const { connection, proxy, next } = scene;
        connection.start();
        await connection.connected();
        const dropped = next('state', ({ state }) => state === 'connecting.waiting');
        await proxy.setFault({ type: 'halfOpen', holds });
        await dropped;
        assert.is((await next('error')).code, 'timeout');
        await comesBack(scene);
      });
    }

    test('a black hole, and half an open connection, in each phase: stopped within closeTimeout', async (context) => {
      const faults = [
        { type: 'blackHole' },
        { type: 'halfOpen', holds: 'up' },
        { type: 'halfOpen', holds: 'down' },
      ] as const;
      const scene = await setUp(context, { timeout: 10_000 });
      const { connection, proxy } = scene;
      for (const fault of faults) {
        await proxy.setFault(fault);
        connection.start();
        await proxy.nextConnection();
        assert.is(connection.state, 'connecting.opening');
        await stopsInTime(scene);
        connection.start();
        await connection.connected();
        await proxy.setFault(fault);
        connection.send('into the void');
        await stopsInTime(scene);
      }
    });

    test('late and out of step: connected, in order, and stopped', async (context) => {
      // With pings as short as elsewhere here, a late one on a busy machine would be a drop, which loses messages.
      const scene = await setUp(context, { timeout: 3000 }, 5000);
      const { connection, proxy, hear } = scene;
      await proxy.setFault({ type: 'delay', ms: 30, jitter: 30 });
      connection.start();
      const heard: unknown[] = [];
      connection.subscribe('echo', (value) => heard.push(value));
      const last = hear('done');
      for (let count = 0; count < 30; count += 1) connection.send('echo', count);
      connection.send('push', 'done');
      await last;
      assert.equal(
        heard,
        Array.from({ length: 30 }, (_, count) => count),
      );
      await stopsInTime(scene);
    });

    test('cut after any number of bytes, either way: a failure or a drop, and back', async (context) => {
      const scene = await setUp(context);
      const { connection, proxy, next } = scene;
      for (const direction of ['down', 'up'] as const) {
        for (const how of ['reset', 'end'] as const) {
          for (const afterBytes of [0, 40, 200, 330]) {
            await proxy.setFault({ type: 'cut', afterBytes, direction, how });
            const failed = next('state', ({ state }) => state === 'connecting.waiting');
            connection.start();
            // However far it gets, it sends until the cut.
            const send = setInterval(
              () => connection.with({ volatile: true }).send('echo', 'x'.repeat(400)),
              5,
            );
            context.after(() => clearInterval(send));
            await failed;
            clearInterval(send);
            await comesBack(scene);
            connection.stop();
            await connection.stopped();
          }
        }
      }
    });

    test('slow: connected, and what is large arrives', async (context) => {
      const scene = await setUp(context, { timeout: 5000 }, 2000);
      const { connection, proxy } = scene;
      await proxy.setFault({ type: 'throttle', bytesPerSecond: 40_000 });
      connection.start();
      await connection.connected();
      assert.is(await connection.request('echo', 'x'.repeat(8000)), 'x'.repeat(8000));
      await stopsInTime(scene);
    });
  });
}

suite('faults of an upgrade', (test) => {
  test('websockets that are swallowed leave the connection on polling', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const proxy = await faultProxy({ target: { port: server.port } });
    context.after(() => proxy.close());
    proxy.addRule({ match: { kind: 'websocket' }, fault: { type: 'blackHole' } });
    const { connection } = live(context, { url: proxy.url, protocol: 'v4', closeTimeout: 300 });
    connection.start();
    await connection.connected();
    assert.is(await connection.request('echo', 'on polling'), 'on polling');
    assert.is(server.sockets()[0]?.conn.transport.name, 'polling');
    const from = Date.now();
    connection.stop();
    await connection.stopped();
    assert.ok(Date.now() - from < 300 + busy);
  });

  test('websockets that are cut during the upgrade leave the connection on polling', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const proxy = await faultProxy({ target: { port: server.port } });
    context.after(() => proxy.close());
    proxy.addRule({ match: { kind: 'websocket' }, fault: { type: 'cut', afterBytes: 130 } });
    const { connection, states } = live(context, { url: proxy.url, protocol: 'v4' });
    connection.start();
    await connection.connected();
    await eventually(() =>
      proxy.log.some(({ kind, closedAt }) => kind === 'websocket' && closedAt !== undefined),
    );
    assert.is(await connection.request('echo', 'on polling'), 'on polling');
    assert.equal(states, ['connecting.opening', 'connected.settling']);
  });
});

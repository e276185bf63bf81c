import { io } from 'socket.io-client';
import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { longEnough, once, setScene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 12: two connections where one was meant, and tries without end at the shortest delay.

suite('pain 12: double connections and storms', (test) => {
  test('the raw client, made by a component that is mounted twice, is two connections', async (context) => {
    const { proxy, server } = await setScene(context);
    for (let mount = 0; mount < 2; mount += 1) {
      const socket = io(proxy.url, { transports: ['websocket'] });
      context.after(() => socket.disconnect());
    }
    await eventually(() => server.connections === 2);
  });

  test('ours, started by each mount, is one', async (context) => {
    const { ours, proxy, server } = await setScene(context);
    const { connection } = ours();
    // As React's StrictMode does: mounted, unmounted, mounted.
    connection.start();
    connection.stop();
    connection.start();
    await connection.connected();
    connection.start();
    assert.is(await connection.request('echo', 1), 1);
    await eventually(() => server.connections === 1 && proxy.connections === 1);
  });

  test('the raw client runs at a server that accepts and drops with the shortest delay, for ever', async (context) => {
    const { raw, server, proxy } = await setScene(context);
    server.io.of('/').on('connection', (socket) => socket.conn.close());
    raw({ reconnectionDelay: 10, reconnectionDelayMax: 5000 });
    const from = Date.now();
    await eventually(() => proxy.log.length === 30);
    const took = Date.now() - from;
    // Thirty delays that double would have come to their cap long before.
    assert.ok(took < 5000, `${took} ms`);
  });

  test('ours backs off from it, and is suspended after suspendAfter', async (context) => {
    const { ours, server, proxy } = await setScene(context);
    let isFlapping = true;
    server.io.of('/').on('connection', (socket) => {
      if (isFlapping) socket.conn.close();
    });
    const { connection, next, errors } = ours({
      reconnectionDelay: 40,
      reconnectionDelayMax: 5000,
      stableAfter: 500,
      suspendAfter: 900,
      suspendedDelay: 150,
    });
    const delays: number[] = [];
    connection.on('state', ({ state, retryIn }) => {
      if (state === 'connecting.waiting' && retryIn !== undefined) delays.push(retryIn);
    });
    connection.start();
    await next('error', ({ code }) => code === 'suspended');
    assert.is(connection.state, 'connecting.suspended');
    // What is left of a delay when it is told: on a busy machine some of it has passed.
    for (const [index, delay] of delays.entries()) {
      const doubled = 40 * 2 ** index;
      assert.ok(delay <= doubled && delay > doubled / 2, `delays of ${delays.join(', ')} ms double`);
    }
    assert.ok(proxy.log.length < 10, `${proxy.log.length} tries`);
    assert.is(errors.filter(({ code }) => code === 'suspended').length, 1);
    isFlapping = false;
    await connection.connected();
    await next('state', ({ state }) => state === 'connected.stable');
  });

  test('the raw client that finds another parser at the other end closes and connects without end or error', async (context) => {
    const { default: parser } = await import('socket.io-msgpack-parser');
    const { raw, proxy } = await setScene(context);
    const socket = raw({ parser });
    let errors = 0;
    socket.on('connect_error', () => {
      errors += 1;
    });
    await once(socket, 'disconnect');
    await longEnough();
    assert.ok(proxy.log.length >= 5, `${proxy.log.length} connections`);
    assert.is(errors, 0);
    assert.not.ok(socket.connected);
  });

  test('ours names it', async (context) => {
    const { ours } = await setScene(context);
    const { connection, next } = ours({ parser: 'msgpack' });
    connection.start();
    const { code, message } = await next('error');
    assert.is(code, 'parser-mismatch');
    assert.match(message, '`parser`');
  });
});

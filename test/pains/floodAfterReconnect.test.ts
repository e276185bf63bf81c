import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { once, setScene, type Scene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 3: what was emitted while offline leaves in one burst, without bounds, and even after a disconnect().

const arrived = ({ server }: Scene): unknown[] =>
  server.received.filter(({ eventName }) => eventName === 'reading').map(({ args }) => args[0]);

suite('pain 3: the flood after a reconnection', (test) => {
  test('the raw client buffers without bounds and sends everything at once', async (context) => {
    const scene = await setScene(context);
    const socket = scene.raw();
    await once(socket, 'connect');
    const again = once(socket, 'connect');
    scene.proxy.dropAll();
    await once(socket, 'disconnect');
    for (let count = 0; count < 5000; count += 1) socket.emit('reading', count);
    await again;
    await socket.emitWithAck('echo');
    assert.is(arrived(scene).length, 5000);
  });

  test('and keeps the buffer beyond a disconnect: the next connection begins with old messages', async (context) => {
    const scene = await setScene(context);
    const socket = scene.raw();
    await once(socket, 'connect');
    scene.proxy.dropAll();
    await once(socket, 'disconnect');
    socket.emit('reading', 'of yesterday');
    socket.disconnect();
    socket.connect();
    await once(socket, 'connect');
    await socket.emitWithAck('echo');
    assert.equal(arrived(scene), ['of yesterday']);
  });

  test('ours keeps within bounds, tells what fell out, and paces the rest', async (context) => {
    const scene = await setScene(context);
    const { connection, next, dropped, until } = scene.ours({ queue: { maxMessages: 20, flushRate: 100 } });
    connection.start();
    await connection.connected();
    const again = next('started');
    scene.proxy.dropAll();
    await until('connecting');
    for (let count = 0; count < 5000; count += 1) connection.send('reading', count);
    assert.is(connection.queued, 20);
    assert.is(dropped.length, 4980);
    assert.ok(dropped.every(({ reason }) => reason === 'queue-overflow'));
    await again;
    const from = Date.now();
    await eventually(() => arrived(scene).length === 20);
    const took = Date.now() - from;
    assert.ok(took >= 150, `20 messages at 100 a second took ${took} ms`);
    assert.equal(
      arrived(scene),
      Array.from({ length: 20 }, (_, count) => 4980 + count),
    );
  });

  test('and a stop ends what waits: the next start begins with nothing', async (context) => {
    const scene = await setScene(context);
    const { connection, dropped, until } = scene.ours();
    connection.start();
    await connection.connected();
    scene.proxy.dropAll();
    await until('connecting');
    connection.send('reading', 'of yesterday');
    connection.stop();
    await connection.stopped();
    assert.equal(dropped, [{ namespace: '/', eventName: 'reading', reason: 'connection-stopped' }]);
    connection.start();
    await connection.request('echo');
    assert.equal(arrived(scene), []);
  });
});

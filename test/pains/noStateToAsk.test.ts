import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { longEnough, once, setScene } from './scene.ts';

// Pain 10: the client cannot be asked what it is doing.

suite('pain 10: no state to ask', (test) => {
  test('the raw client that has given up looks like one that is trying', async (context) => {
    const { raw, proxy } = await setScene(context);
    const socket = raw({ reconnectionAttempts: 2 });
    await once(socket, 'connect');
    const failed = new Promise<void>((resolve) => {
      socket.io.once('reconnect_failed', resolve);
    });
    await proxy.setFault({ type: 'refuse' });
    proxy.dropAll();
    await once(socket, 'disconnect');
    const whileTrying = [socket.connected, socket.active];
    await failed;
    assert.equal([socket.connected, socket.active], whileTrying);
    await proxy.heal();
    await longEnough();
    assert.equal([socket.connected, socket.active], [false, true], 'active, and never to be back');
  });

  test('ours is in one state, tells each move with its reason, and when it tries next', async (context) => {
    const { ours, proxy } = await setScene(context);
    const { connection, next, until } = ours({
      reconnectionAttempts: 3,
      stableAfter: 5,
      reconnectionDelay: 100,
      reconnectionDelayMax: 100,
    });
    assert.is(connection.state, 'idle');
    connection.start();
    assert.is(connection.state, 'connecting.opening');
    await until('connected.stable');
    const moves: string[] = [];
    connection.on('state', ({ previous, state, reason }) => moves.push(`${previous} ${state} ${reason}`));
    await proxy.setFault({ type: 'refuse' });
    const dropped = next('state');
    const from = Date.now();
    proxy.dropAll();
    const { retryIn = NaN } = await dropped;
    assert.ok(retryIn > 0 && retryIn <= 100, `the next try in ${retryIn} ms`);
    const { retryAt = NaN } = connection;
    assert.ok(retryAt >= from && retryAt <= Date.now() + retryIn, `the next try at ${retryAt}`);
    await until('stopped.failed');
    assert.equal(moves.slice(0, 2), [
      'connected.stable connecting.waiting transport close',
      'connecting.waiting connecting.opening retry',
    ]);
    assert.is(moves.at(-1), 'connecting.opening stopped.failed connection-refused');
    assert.is(connection.lastError?.code, 'connection-refused');
    await proxy.heal();
    connection.start();
    await connection.connected();
  });
});

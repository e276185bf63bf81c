import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { longEnough, once, setScene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 1: a connection that was told to connect again when it dropped is dead after its second drop.

suite('pain 1: connect() in a disconnect handler', (test) => {
  test('the raw client comes back once, then never again, whatever connect() is called for', async (context) => {
    const { raw, proxy } = await setScene(context);
    const socket = raw();
    socket.on('disconnect', () => socket.connect());
    await once(socket, 'connect');
    let again = once(socket, 'connect');
    proxy.dropAll();
    await again;
    again = once(socket, 'connect');
    proxy.dropAll();
    await once(socket, 'disconnect');
    await longEnough();
    assert.not.ok(socket.connected);
    assert.ok(socket.active, 'and it says that it is trying');
    socket.connect();
    await longEnough();
    assert.not.ok(socket.connected);
    assert.is(proxy.connections, 0);
  });

  test('ours comes back each time, over one engine connection', async (context) => {
    const { ours, proxy } = await setScene(context);
    const { connection, next } = ours();
    connection.on('state', ({ state }) => {
      if (state === 'connecting.waiting') connection.start();
    });
    connection.start();
    await connection.connected();
    for (let drop = 0; drop < 10; drop += 1) {
      const again = next('started');
      proxy.dropAll();
      await again;
    }
    assert.is(await connection.request('echo', 'alive'), 'alive');
    await eventually(() => proxy.connections === 1);
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { longEnough, once, setScene } from './scene.ts';

// Pain 2: calling connect() when a try has failed ends the tries.

suite('pain 2: connect() in a connect_error handler', (test) => {
  test('the raw client stops trying, and says that it is active', async (context) => {
    const { raw, proxy } = await setScene(context);
    await proxy.setFault({ type: 'refuse' });
    const socket = raw();
    let errors = 0;
    socket.on('connect_error', () => {
      errors += 1;
      socket.connect();
    });
    await once(socket, 'connect_error');
    await longEnough();
    assert.ok(errors <= 3, `${errors} tries in the time of thirty`);
    await proxy.heal();
    await longEnough();
    assert.not.ok(socket.connected);
    assert.ok(socket.active);
  });

  test('ours goes on, and is there when the server is', async (context) => {
    const { ours, proxy } = await setScene(context);
    await proxy.setFault({ type: 'refuse' });
    const { connection, next } = ours();
    connection.on('error', () => connection.start());
    connection.start();
    // A port that is refused is free, and may be another's for a moment.
    for (let tries = 0; tries < 10; tries += 1)
      await next('error', ({ code }) => code === 'connection-refused');
    await proxy.heal();
    await connection.connected();
    assert.is(await connection.request('echo', 'alive'), 'alive');
  });
});

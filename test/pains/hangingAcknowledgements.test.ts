import * as assert from 'uvu/assert';
import { codeOf } from '../connections/live.ts';
import { suite } from '../suite.ts';
import { longEnough, once, setScene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 8: an acknowledgement that cannot come any more is waited for in silence.

suite('pain 8: hanging acknowledgements', (test) => {
  test('the raw client never calls back after a drop, and its promise never settles after a disconnect', async (context) => {
    const { raw, proxy, server } = await setScene(context);
    const socket = raw();
    await once(socket, 'connect');
    let called = false;
    socket.emit('silent', () => {
      called = true;
    });
    await eventually(() => server.received.length === 1);
    const again = once(socket, 'connect');
    proxy.dropAll();
    await again;
    await socket.emitWithAck('echo');
    assert.not.ok(called);
    let settled = false;
    proxy.dropAll();
    await once(socket, 'disconnect');
    void socket.emitWithAck('echo').finally(() => {
      settled = true;
    });
    socket.disconnect();
    await longEnough();
    assert.not.ok(settled);
  });

  test('ours settles each request once, with the reason', async (context) => {
    const { ours, proxy, server } = await setScene(context);
    const { connection, until } = ours();
    connection.start();
    await connection.connected();
    const silent = codeOf(connection.with({ timeout: 30 }).request('silent'));
    assert.is(await silent, 'ack-timeout');
    const lost = codeOf(connection.request('silent'));
    await eventually(() => server.received.length === 2);
    proxy.dropAll();
    assert.is(await lost, 'connection-lost');
    await until('connected');
    await proxy.setFault({ type: 'refuse' });
    proxy.dropAll();
    await until('connecting');
    const waiting = codeOf(connection.request('echo'));
    connection.stop();
    assert.is(await waiting, 'connection-stopped');
    assert.is(await codeOf(connection.request('echo')), 'not-connected');
  });
});

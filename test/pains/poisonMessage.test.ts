import * as assert from 'uvu/assert';
import { codeOf } from '../connections/live.ts';
import { suite } from '../suite.ts';
import { longEnough, once, setScene } from './scene.ts';

// Pain 4: one message that cannot be encoded, emitted while offline, and the client never connects again.

const poison = (): unknown[] => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  return [1n, { deep: [{ id: 2n }] }, circle];
};

suite('pain 4: the poison message', (test) => {
  test('the raw client throws at every connection, is never told that it has connected, and never drains', async (context) => {
    const { raw, proxy, server } = await setScene(context);
    const socket = raw();
    await once(socket, 'connect');
    proxy.dropAll();
    await once(socket, 'disconnect');
    const escaped: unknown[] = [];
    const note = (error: unknown): void => void escaped.push(error);
    process.on('uncaughtException', note);
    context.after(() => process.off('uncaughtException', note));
    let connects = 0;
    socket.on('connect', () => {
      connects += 1;
    });
    socket.emit('reading', 1n);
    socket.emit('reading', 'wholesome');
    await longEnough();
    assert.ok(escaped.length >= 1, 'out of everybody’s reach');
    assert.match(String(escaped[0]), 'BigInt');
    assert.is(connects, 0);
    assert.ok(socket.connected, 'it counts as connected');
    assert.is(server.received.length, 0);
    assert.is(socket.sendBuffer.length, 2);
  });

  test('ours refuses it at the door, whatever the state, and names the value', async (context) => {
    const { ours, proxy, server } = await setScene(context);
    const { connection, next, until } = ours();
    const refused = async (): Promise<void> => {
      for (const payload of poison()) {
        assert.throws(
          () => connection.send('reading', payload),
          (error: { code: string; message: string }) =>
            error.code === 'unencodable' && error.message.startsWith('reading: argument 0'),
        );
        assert.is(await codeOf(connection.request('reading', payload)), 'unencodable');
      }
    };
    await refused();
    connection.start();
    await connection.connected();
    await refused();
    const again = next('started');
    proxy.dropAll();
    await until('connecting');
    await refused();
    connection.send('reading', 'wholesome');
    await again;
    await connection.request('echo');
    assert.equal(
      server.received.map(({ args }) => args[0]),
      ['wholesome', undefined],
    );
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { once, setScene, type Scene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 7: what the server sent while the client was away is gone, recovery switched on or not, and nothing says so.

const recovery = { server: { connectionStateRecovery: {} } };

/** Drops everybody, and has the server speak while nobody is there. */
async function missOne({ proxy, server }: Scene): Promise<void> {
  const gone = server.departures.length;
  proxy.dropAll();
  await eventually(() => server.departures.length > gone);
  server.push('/', 'news', 'missed');
}

suite('pain 7: missed messages', (test) => {
  test('the raw client recovers nothing if it had heard nothing, and only who asks learns of it', async (context) => {
    const scene = await setScene(context, recovery);
    const socket = scene.raw({ reconnectionDelay: 100, reconnectionDelayMax: 100 });
    const heard: unknown[] = [];
    socket.on('news', (value) => heard.push(value));
    const events: unknown[] = [];
    await once(socket, 'connect');
    socket.onAny((name) => events.push(name));
    const again = once(socket, 'connect');
    await missOne(scene);
    await again;
    await socket.emitWithAck('echo');
    assert.not.ok(socket.recovered);
    assert.equal(heard, []);
    assert.equal(events, []);
  });

  test('ours tells of the gap, and a server that can resend is told from where', async (context) => {
    const scene = await setScene(context, recovery);
    let last = 0;
    const { connection, next } = scene.ours({
      reconnectionDelay: 100,
      reconnectionDelayMax: 100,
      offset: () => last,
    });
    const heard: unknown[] = [];
    connection.subscribe('news', (value) => heard.push(value));
    connection.start();
    await connection.connected();
    last = 41;
    const gap = next('gap');
    const started = next('started');
    await missOne(scene);
    assert.equal(await gap, { namespace: '/' });
    assert.equal(await started, { reconnected: true, recovered: false });
    assert.is(scene.server.joins.at(-1)?.credentials['serverOffset'], 41);
    // Having heard something, it is recovered, and says so.
    scene.server.push('/', 'news', 'first');
    await eventually(() => heard.length === 1);
    const recovered = next('started');
    await missOne(scene);
    assert.equal(await recovered, { reconnected: true, recovered: true });
    await eventually(() => heard.length === 2);
    assert.equal(heard, ['first', 'missed']);
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { once, setScene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 6: listening in a connect handler listens once more after each reconnection.

suite('pain 6: listeners registered twice', (test) => {
  test('the raw client hears everything once more after each drop', async (context) => {
    const { raw, proxy, server } = await setScene(context);
    const socket = raw();
    const heard: unknown[] = [];
    const onNews = (value: unknown): void => void heard.push(value);
    socket.on('connect', () => socket.on('news', onNews));
    await once(socket, 'connect');
    for (let drop = 0; drop < 2; drop += 1) {
      const again = once(socket, 'connect');
      proxy.dropAll();
      await again;
    }
    server.push('/', 'news', 1);
    await once(socket, 'news');
    assert.equal(heard, [1, 1, 1]);
  });

  test('ours keeps a subscription through drops, and one that is asked for again is the same one', async (context) => {
    const { ours, proxy, server } = await setScene(context);
    const { connection, next } = ours();
    const told: unknown[] = [];
    const heard: unknown[] = [];
    const onNews = (value: unknown): void => void heard.push(value);
    connection.actor.on('connection.message', ({ args }) => told.push(args[0]));
    connection.on('started', () => {
      connection.subscribe('news', onNews);
      connection.actor.send({ type: 'subscribe', eventName: 'news' });
    });
    connection.start();
    await connection.connected();
    for (let drop = 0; drop < 5; drop += 1) {
      const again = next('started');
      proxy.dropAll();
      await again;
    }
    server.push('/', 'news', 1);
    await eventually(() => told.length > 0 && heard.length > 0);
    await connection.request('echo');
    assert.equal(heard, [1]);
    assert.equal(told, [1]);
  });
});

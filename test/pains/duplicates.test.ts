import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { setScene, type Scene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 5: what is sent again until it is acknowledged arrives twice, and nothing tells the two from two messages.

/** Holds back what the server says, acknowledgements too, until it has heard the message. */
async function loseAcknowledgement({ proxy, server }: Scene, heard: number): Promise<void> {
  await proxy.setFault({ type: 'halfOpen', holds: 'down' });
  await eventually(() => server.received.length === heard);
  proxy.dropAll();
  await proxy.heal();
}

suite('pain 5: duplicates from retries', (test) => {
  test('the raw client sends the same thing twice, and the server cannot know', async (context) => {
    const scene = await setScene(context);
    const socket = scene.raw({ retries: 3, ackTimeout: 5000 });
    await eventually(() => socket.connected);
    const lost = loseAcknowledgement(scene, 1);
    socket.emit('echo', 'pay 100');
    await lost;
    await eventually(() => scene.server.received.length === 2);
    assert.equal(scene.server.received[0], scene.server.received[1]);
  });

  test('ours sends an id along that stays the same: a server that drops known ids acts once', async (context) => {
    const scene = await setScene(context);
    const { connection } = scene.ours({
      delivery: 'atLeastOnce',
      messageId: 'lastArgument',
      ackTimeout: 5000,
    });
    connection.start();
    await connection.connected();
    const lost = loseAcknowledgement(scene, 1);
    const answer = connection.request('echo', 'pay 100');
    connection.send('echo', 'pay 100');
    await lost;
    assert.is(await answer, 'pay 100');
    await eventually(() => connection.queued === 0);
    const known = new Set<unknown>();
    const acted: unknown[] = [];
    for (const { args } of scene.server.received) {
      const [order, id] = args;
      if (known.has(id)) continue;
      known.add(id);
      acted.push(order);
    }
    assert.is(scene.server.received.length, 3, 'the first came twice');
    assert.equal(acted, ['pay 100', 'pay 100'], 'two orders that look alike are two');
  });
});

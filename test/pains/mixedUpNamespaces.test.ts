import { io } from 'socket.io-client';
import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { once, setScene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 11: Managers are shared where nobody asked for it, and not shared where everybody expects it.

suite('pain 11: mixed-up namespaces', (test) => {
  test('the raw client ignores the options of the second namespace, and opens a second engine for the same one', async (context) => {
    const { proxy, server } = await setScene(context, { namespaces: ['/a', '/b'] });
    const open = (namespace: string, who: string): ReturnType<typeof io> => {
      const socket = io(proxy.url + namespace, { transports: ['websocket'], query: { who } });
      context.after(() => socket.disconnect());
      return socket;
    };
    const first = open('/a', 'alice');
    await once(first, 'connect');
    const second = open('/b', 'bob');
    await once(second, 'connect');
    assert.is(second.io, first.io);
    assert.is(server.sockets('/b')[0]?.handshake.query['who'], 'alice', 'bob is taken for alice');
    const third = open('/a', 'alice');
    await once(third, 'connect');
    assert.is(server.connections, 2);
    assert.is(server.sockets('/a').length, 2);
  });

  test('ours shares an engine within a connection and nowhere else, each namespace with its own credentials', async (context) => {
    const { ours, server } = await setScene(context, { namespaces: ['/a', '/b'] });
    const alice = ours({
      name: 'alice',
      query: { who: 'alice' },
      namespaces: { '/a': { auth: { as: 'a' } }, '/b': { auth: { as: 'b' } } },
    });
    const bob = ours({ name: 'bob', query: { who: 'bob' } });
    for (const { connection } of [alice, bob]) connection.start();
    await Promise.all([
      alice.untilNamespace('/a', 'joined'),
      alice.untilNamespace('/b', 'joined'),
      bob.connection.connected(),
    ]);
    bob.connection.namespace('/a').join();
    await bob.untilNamespace('/a', 'joined');
    assert.is(server.connections, 2);
    const whoIsIn = (namespace: string): unknown[] =>
      server.sockets(namespace).map(({ handshake }) => [handshake.query['who'], handshake.auth?.['as']]);
    assert.equal(whoIsIn('/a'), [
      ['alice', 'a'],
      ['bob', undefined],
    ]);
    assert.equal(whoIsIn('/b'), [['alice', 'b']]);
    // However often it is asked for, a namespace is one.
    alice.connection.namespace('/a').join();
    alice.connection.namespace('/a').subscribe('x', () => {});
    assert.is(await alice.connection.namespace('/a').request('echo', 1), 1);
    assert.is(server.sockets('/a').length, 2);
    alice.connection.stop();
    await alice.connection.stopped();
    await eventually(() => server.connections === 1);
    assert.is(await bob.connection.request('echo', 'undisturbed'), 'undisturbed');
  });
});

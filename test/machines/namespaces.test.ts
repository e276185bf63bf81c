import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

suite('namespaces', (test) => {
  test('named ones are joined over one engine, and the default one only if it is used', async (context) => {
    const { connection, world, settle } = harness(context, { namespaces: { '/admin': {}, '/chat': {} } });
    connection.start();
    world.open();
    await settle();
    assert.equal(world.calls, ['open', 'join /admin', 'join /chat']);
    assert.ok(connection.isConnected, 'without the default namespace the open engine is the connection');
    connection.subscribe('news', () => {});
    await settle();
    assert.is(world.calls.at(-1), 'join /');
  });

  test('one is joined on first use, by a subscription, a send or a join', async (context) => {
    const { connection, world, connect, settle } = harness(context);
    await connect();
    connection.namespace('/a').subscribe('x', () => {});
    connection.namespace('/b').send('y');
    connection.namespace('/c').join();
    await settle();
    assert.equal(world.calls.slice(-3), ['join /a', 'join /b', 'join /c']);
    assert.is(connection.namespace('/a').state, 'joining');
    world.accept('/a');
    assert.is(connection.namespace('/a').state, 'joined');
  });

  test('one that only a subscription uses is left when the last one ends; a named one is kept', async (context) => {
    const { connection, world, connect, settle } = harness(context, {
      namespaces: { '/': {}, '/named': {} },
    });
    await connect();
    world.accept('/named');
    const endNamed = connection.namespace('/named').subscribe('x', () => {});
    const first = connection.namespace('/used').subscribe('x', () => {});
    const second = connection.namespace('/used').subscribe('y', () => {});
    await settle();
    world.accept('/used');
    endNamed();
    first();
    assert.is(connection.namespace('/used').state, 'joined');
    second();
    assert.is(connection.namespace('/used').state, 'left');
    assert.is(world.calls.at(-1), 'leave /used');
    assert.is(connection.namespace('/named').state, 'joined');
  });

  test('a denial is tried once more, then final for this namespace alone', async (context) => {
    const { connection, world, connect, settle, errors } = harness(context, {
      namespaces: { '/': {}, '/vip': {} },
    });
    await connect();
    world.deny('/vip', 'members only', { code: 7 });
    await settle();
    assert.equal(
      world.joins.map((join) => join.namespace),
      ['/', '/vip', '/vip'],
    );
    assert.is(errors.length, 0, 'the second try is under way');
    world.deny('/vip', 'members only', { code: 7 });
    assert.is(connection.namespace('/vip').state, 'denied');
    assert.equal(
      errors.map(({ code, namespace, data, retryable }) => ({ code, namespace, data, retryable })),
      [{ code: 'namespace-denied', namespace: '/vip', data: { code: 7 }, retryable: false }],
    );
    assert.match(errors[0]?.message ?? '', 'members only');
    assert.ok(connection.isConnected);
  });

  test('a denied one stays denied over drops, and is joined again by an explicit join or the next start', async (context) => {
    const { connection, world, connect, settle } = harness(context, {
      namespaces: { '/': {}, '/vip': {} },
      reconnectionDelay: 0,
    });
    const joins = (): number => world.joins.filter(({ namespace }) => namespace === '/vip').length;
    const denyTwice = async (): Promise<void> => {
      world.deny('/vip');
      await settle();
      world.deny('/vip');
    };
    await connect();
    await denyTwice();
    world.drop();
    connection.start();
    world.open();
    await settle();
    world.accept('/');
    assert.is(joins(), 2);
    connection.namespace('/vip').join({ token: 'new' });
    await settle();
    assert.is(joins(), 3);
    assert.equal(world.joins.at(-1)?.credentials, { token: 'new' });
    await denyTwice();
    assert.is(connection.namespace('/vip').state, 'denied');
    connection.stop();
    world.drop('forced close');
    await connect();
    assert.is(joins(), 5, 'the start asks again');
  });

  test('a connection whose every namespace is denied has failed', async (context) => {
    const { connection, world, settle, told } = harness(context);
    connection.start();
    world.open();
    await settle();
    world.deny();
    await settle();
    world.deny();
    assert.is(connection.state, 'stopped.failed');
    assert.ok(told.includes('error namespace-denied'));
    assert.ok(told.includes('stopped namespace-denied'));
    assert.is(world.engines, 0);
  });

  test('with the default one denied and another joined the connection is established', async (context) => {
    const { connection, world, settle } = harness(context, { namespaces: { '/': {}, '/open': {} } });
    connection.start();
    world.open();
    await settle();
    world.accept('/open');
    assert.not.ok(connection.isConnected);
    world.deny('/');
    await settle();
    world.deny('/');
    assert.ok(connection.isConnected);
  });

  test('what the server disconnects is joined again after a backoff, the others do not notice', async (context) => {
    const { connection, world, connect, told, clock, settle } = harness(context, {
      namespaces: { '/': {}, '/b': {} },
      reconnectionDelay: 300,
    });
    await connect();
    world.accept('/b');
    world.kick('/b');
    assert.is(connection.namespace('/b').state, 'joining');
    assert.ok(connection.isConnected);
    clock.increment(299);
    await settle();
    assert.is(world.joins.length, 2);
    clock.increment(1);
    await settle();
    assert.is(world.joins.length, 3);
    world.accept('/b');
    assert.equal(told.slice(-2), ['namespace /b joined', 'gap /b']);
  });

  test('the server disconnecting the last one is a drop of the connection', async (context) => {
    const { connection, world, connect, states } = harness(context);
    await connect();
    world.kick('/');
    assert.is(states.at(-1), 'connecting.waiting');
    assert.is(world.engines, 0);
    assert.is(connection.actor.getSnapshot().context.reason, 'io server disconnect');
  });

  test('all joined ones are joined again after a drop, with a gap notice unless recovered', async (context) => {
    const { connection, world, connect, told, settle } = harness(context, {
      namespaces: { '/': {}, '/b': {} },
    });
    await connect();
    world.accept('/b');
    world.drop();
    connection.start();
    world.open();
    await settle();
    world.accept('/', true);
    world.accept('/b', false);
    assert.not.ok(told.includes('gap /'));
    assert.ok(told.includes('gap /b'));
    assert.ok(told.includes('started again'));
  });

  test('a join that the server never answers is tried again', async (context) => {
    const { connection, world, connect, pass, errors } = harness(context, {
      namespaces: { '/': {}, '/slow': {} },
      timeout: 1000,
      reconnectionDelay: 100,
    });
    await connect();
    await pass(1001);
    assert.is(errors[0]?.code, 'namespace-timeout');
    assert.is(errors[0]?.namespace, '/slow');
    await pass(100);
    assert.is(world.joins.filter(({ namespace }) => namespace === '/slow').length, 2);
    assert.ok(connection.isConnected);
  });

  test('leave() leaves, keeps subscriptions for the next join, and is not undone by a drop', async (context) => {
    const { connection, world, connect, settle } = harness(context, { namespaces: { '/': {}, '/b': {} } });
    await connect();
    world.accept('/b');
    const heard: unknown[] = [];
    connection.namespace('/b').subscribe('x', (value) => heard.push(value));
    connection.namespace('/b').leave();
    assert.is(connection.namespace('/b').state, 'left');
    world.drop();
    connection.start();
    world.open();
    await settle();
    world.accept('/');
    assert.is(connection.namespace('/b').state, 'left');
    connection.namespace('/b').join();
    await settle();
    world.accept('/b');
    world.receive('/b', 'x', 1);
    assert.equal(heard, [1]);
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

suite('credentials', (test) => {
  test('a function is asked anew at every join, also after a drop', async (context) => {
    let asked = 0;
    const { connection, world, connect, settle } = harness(context, {
      auth: () => Promise.resolve({ token: (asked += 1) }),
      reconnectionDelay: 0,
    });
    await connect();
    world.drop();
    connection.start();
    world.open();
    await settle();
    world.deny();
    await settle();
    assert.equal(
      world.joins.map(({ credentials }) => credentials),
      [{ token: 1 }, { token: 2 }, { token: 3 }],
    );
  });

  test('each namespace has its own, or those of the connection', async (context) => {
    const { world, connect } = harness(context, {
      auth: { as: 'everyone' },
      namespaces: { '/': {}, '/admin': { auth: () => ({ as: 'admin' }) } },
    });
    await connect();
    assert.equal(world.joins, [
      { namespace: '/', credentials: { as: 'everyone' } },
      { namespace: '/admin', credentials: { as: 'admin' } },
    ]);
  });

  for (const [what, given] of [
    ['a string', 'token'],
    ['a number', 5],
    ['a list', ['token']],
    ['a function', () => 'token'],
  ] as const)
    test(`${what} is no credentials: it is told of, and nothing of it is sent`, async (context) => {
      const { connection, world, settle, errors } = harness(context, {
        // As who writes no types can do.
        auth: () => JSON.parse('null') ?? given,
      });
      connection.start();
      world.open();
      await settle();
      assert.is(errors[0]?.code, 'credentials-failed');
      assert.match(errors[0]?.message ?? '', `takes an object such as { token }, and was given ${what}`);
      assert.not.ok(errors[0]?.message.includes('5'));
      assert.equal(world.joins, []);
    });

  test('none are needed for a namespace where the function gives none', async (context) => {
    for (const none of [undefined, null]) {
      const { connection, world, connect } = harness(context, { auth: () => JSON.parse('null') ?? none });
      await connect();
      assert.ok(connection.isConnected);
      assert.is(world.joins.length, 1);
    }
  });

  test('a function that never answers ends in an error and another try, not in a hang', async (context) => {
    const { connection, world, connect, pass, errors } = harness(context, {
      namespaces: { '/': {}, '/b': { auth: () => new Promise(() => {}) } },
      authTimeout: 500,
    });
    await connect();
    await pass(501);
    assert.is(errors[0]?.code, 'credentials-timeout');
    assert.is(errors[0]?.namespace, '/b');
    assert.ok(connection.isConnected);
    assert.equal(
      world.joins.map(({ namespace }) => namespace),
      ['/'],
    );
  });

  test('one that throws or rejects is an error with its message, and is asked again', async (context) => {
    let asked = 0;
    const { connection, world, settle, errors, clock } = harness(context, {
      auth: () => {
        asked += 1;
        if (asked === 1) throw new Error('the vault is closed');
        if (asked === 2) return Promise.reject(new Error('still closed'));
        return { token: 'ok' };
      },
      reconnectionDelay: 100,
    });
    connection.start();
    world.open();
    await settle();
    clock.increment(100);
    await settle();
    clock.increment(200);
    await settle();
    assert.equal(
      errors.map(({ code }) => code),
      ['credentials-failed', 'credentials-failed'],
    );
    assert.match(errors[0]?.message ?? '', 'the vault is closed');
    world.accept();
    assert.ok(connection.isConnected);
  });

  test('none of them can be found in a snapshot, persisted or not, or in an error', async (context) => {
    const { connection, connect, errors, world, settle } = harness(context, {
      auth: () => ({ token: 'TOP-SECRET-1' }),
      extraHeaders: { authorization: 'TOP-SECRET-2' },
      query: { key: 'TOP-SECRET-3' },
      namespaces: { '/': {}, '/b': { auth: { token: 'TOP-SECRET-4' } } },
    });
    await connect();
    connection.namespace('/b').join({ token: 'TOP-SECRET-5' });
    await settle();
    world.deny('/b');
    await settle();
    world.deny('/b');
    const persisted = JSON.stringify(connection.actor.getPersistedSnapshot());
    const snapshot = JSON.stringify(connection.actor.getSnapshot());
    assert.ok(persisted.includes('"namespace:/b"'), 'the snapshot is a whole one');
    assert.not.match(persisted + snapshot + JSON.stringify(errors), 'TOP-SECRET');
  });
});

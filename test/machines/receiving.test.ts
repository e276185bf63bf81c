import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

suite('receiving', (test) => {
  test('one listener hangs on the link however many subscribe, over any number of drops', async (context) => {
    const { connection, world, connect } = harness(context, { reconnectionDelay: 0 });
    const heard: string[] = [];
    const ends = ['a', 'b', 'c'].map((who) =>
      connection.subscribe('x', (value) => heard.push(`${who}${String(value)}`)),
    );
    for (let life = 1; life <= 3; life += 1) {
      await connect();
      assert.is(world.listeners, 1);
      world.receive('/', 'x', life);
      world.drop();
    }
    assert.equal(heard, ['a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'b3', 'c3']);
    for (const end of ends) end();
    assert.is(world.listeners, 0);
  });

  test('the same function subscribed twice hears once, until both subscriptions have ended', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    let count = 0;
    const listener = (): void => {
      count += 1;
    };
    const first = connection.subscribe('x', listener);
    const second = connection.subscribe('x', listener);
    world.receive('/', 'x');
    assert.is(count, 1);
    first();
    first();
    world.receive('/', 'x');
    assert.is(count, 2, 'ending twice is ending once');
    second();
    world.receive('/', 'x');
    assert.is(count, 2);
    assert.is(world.listeners, 0);
  });

  test('messages that come before the connection is established are heard', async (context) => {
    const { connection, world, settle } = harness(context);
    const heard: unknown[] = [];
    connection.subscribe('early', (value) => heard.push(value));
    connection.start();
    world.open();
    await settle();
    world.receive('/', 'early', 1);
    assert.equal(heard, [1]);
    assert.is(connection.state, 'connecting.opening');
  });

  test('* hears every event with its name', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    const heard: unknown[] = [];
    const end = connection.subscribe('*', (...args) => heard.push(args));
    connection.subscribe('b', () => {});
    world.receive('/', 'a', 1);
    world.receive('/', 'b', 2);
    end();
    world.receive('/', 'a', 3);
    assert.equal(heard, [
      ['a', 1],
      ['b', 2],
    ]);
    assert.is(connection.counters.received, 2, 'a message heard twice counts once');
  });

  test('a listener that throws is reported, and the others hear', async (context) => {
    const { connection, world, connect, errors } = harness(context);
    await connect();
    const heard: unknown[] = [];
    connection.subscribe('x', () => {
      throw new Error('my fault');
    });
    connection.subscribe('x', (value) => heard.push(value));
    world.receive('/', 'x', 1);
    assert.equal(heard, [1]);
    assert.is(errors[0]?.code, 'listener-failed');
    assert.match(errors[0]?.message ?? '', 'my fault');
    assert.ok(connection.isConnected);
  });

  for (const eventName of ['x', '*'])
    test(`an asynchronous listener of ${eventName} that fails later is reported as well`, async (context) => {
      const { connection, world, connect, settle, errors } = harness(context);
      await connect();
      // A promise, however a listener comes to return one; and what only looks like one.
      connection.subscribe(eventName, (): unknown => Promise.reject(new Error('my late fault')));
      connection.subscribe(eventName, (): unknown => JSON.parse('{ "then": "is a word" }'));
      world.receive('/', 'x', 1);
      assert.is(errors.length, 0, 'nothing has failed yet');
      await settle();
      assert.equal(
        errors.map(({ code }) => code),
        ['listener-failed'],
      );
      assert.match(errors[0]?.message ?? '', 'my late fault');
      assert.ok(connection.isConnected);
    });

  test('an asynchronous listener of the connection’s life that fails later is reported as well', async (context) => {
    const { connection, connect, settle, errors } = harness(context);
    connection.on('started', (): unknown => Promise.reject(new Error('my late fault')));
    await connect();
    await settle();
    assert.equal(
      errors.map(({ message }) => message),
      ['A listener of started threw: my late fault'],
    );
  });

  test('what could never be heard is refused', (context) => {
    const { connection, told } = harness(context);
    for (const name of ['connect', 'disconnect', 'newListener', ''])
      assert.throws(
        () => connection.subscribe(name, () => {}),
        ({ code, message }: { code: string; message: string }) =>
          code === 'reserved-event' && message.includes(`${JSON.stringify(name)} is no event`),
        name,
      );
    // As who writes no types can do.
    assert.throws(() => Reflect.apply(connection.subscribe, connection, [5, () => {}]), 'number is no event');
    assert.throws(
      () => Reflect.apply(connection.subscribe, connection, ['x']),
      'subscribe("x", …) takes a function',
    );
    assert.equal(told, []);
  });

  test('a listener may end its subscription while it hears', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    const heard: string[] = [];
    const end = connection.subscribe('x', () => {
      heard.push('once');
      end();
    });
    connection.subscribe('x', () => heard.push('always'));
    world.receive('/', 'x');
    world.receive('/', 'x');
    assert.equal(heard, ['once', 'always', 'always']);
  });

  test('the first and the last subscription of an event are told', (context) => {
    const { connection, told } = harness(context);
    const ends = [connection.subscribe('x', () => {}), connection.subscribe('x', () => {})];
    for (const end of ends) end();
    assert.equal(told, ['subscribed x', 'unsubscribed x']);
  });

  test('a subscription without a listener tells the machine’s parent', async (context) => {
    const { connection, world, connect } = harness(context);
    const heard: unknown[] = [];
    connection.actor.on('connection.message', ({ namespace, eventName, args }) =>
      heard.push([namespace, eventName, args]),
    );
    connection.actor.send({ type: 'subscribe', eventName: 'x' });
    await connect();
    world.receive('/', 'x', 1, 2);
    connection.actor.send({ type: 'unsubscribe', eventName: 'x' });
    world.receive('/', 'x', 3);
    assert.equal(heard, [['/', 'x', [1, 2]]]);
  });

  test('listeners hear of the state that they find', async (context) => {
    const { connection, world, connect } = harness(context, { reconnectionDelay: 0 });
    const found: boolean[] = [];
    connection.on('started', () => found.push(connection.isConnected));
    connection.on('state', ({ state }) => found.push(connection.state === state));
    await connect();
    world.drop();
    assert.ok(found.length > 3);
    assert.ok(found.every(Boolean));
  });
});

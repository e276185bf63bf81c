import * as assert from 'uvu/assert';
import { ConnectionError } from '../../machines/ConnectionError.ts';
import { suite } from '../suite.ts';
import { harness, type Harness } from './harness.ts';

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => (error instanceof ConnectionError ? error.code : error),
  );
const sentArgs = ({ world }: Harness): unknown[] => world.emitted.map(({ args }) => args[0]);

suite('sending', (test) => {
  test('while connected a message leaves at once', async (context) => {
    const bench = harness(context);
    await bench.connect();
    bench.connection.send('hey', 1, 'two');
    assert.equal(
      bench.world.emitted.map(({ eventName, args }) => [eventName, args]),
      [['hey', [1, 'two']]],
    );
    assert.is(bench.connection.counters.sent, 1);
  });

  test('what is sent before the start, and while offline, waits and leaves in order', async (context) => {
    const bench = harness(context, { reconnectionDelay: 0 });
    const { connection, world, connect } = bench;
    connection.send('m', 1);
    await connect();
    world.drop();
    connection.send('m', 2);
    connection.send('m', 3);
    assert.is(connection.queued, 2);
    connection.on('started', () => connection.send('m', 4));
    await connect();
    assert.equal(sentArgs(bench), [1, 2, 3, 4]);
    assert.is(connection.queued, 0);
  });

  test('whileOffline drop reports, fail throws', async (context) => {
    const dropping = harness(context, { whileOffline: 'drop' });
    dropping.connection.start();
    dropping.connection.send('m', 1);
    assert.ok(dropping.told.includes('dropped m not-connected'));
    const failing = harness(context, { whileOffline: 'fail' });
    failing.connection.start();
    assert.throws(
      () => failing.connection.send('m', 1),
      (error: ConnectionError) => error.code === 'not-connected',
    );
    assert.is(await codeOf(failing.connection.request('m')), 'not-connected');
  });

  test('the queue is bounded in number, and what falls out is reported', (context) => {
    const overflows = {
      dropOldest: { kept: 2, dropped: ['dropped a queue-overflow'] },
      dropNewest: { kept: 2, dropped: ['dropped c queue-overflow'] },
    } as const;
    for (const overflow of ['dropOldest', 'dropNewest'] as const) {
      const { connection, told } = harness(context, { queue: { maxMessages: 2, overflow } });
      for (const name of ['a', 'b', 'c']) connection.send(name);
      assert.is(connection.queued, overflows[overflow].kept);
      assert.equal(
        told.filter((line) => line.startsWith('dropped')),
        overflows[overflow].dropped,
      );
    }
    const { connection } = harness(context, { queue: { maxMessages: 1, overflow: 'fail' } });
    connection.send('a');
    assert.throws(
      () => connection.send('b'),
      (error: ConnectionError) => error.code === 'queue-overflow',
    );
  });

  test('the queue is bounded in bytes', (context) => {
    const { connection, told } = harness(context, { queue: { maxBytes: 1000 } });
    connection.send('small', 'x');
    connection.send('large', 'x'.repeat(2000));
    connection.send('medium', 'x'.repeat(900));
    connection.send('medium2', 'x'.repeat(900));
    assert.equal(
      told.filter((line) => line.startsWith('dropped')),
      ['dropped large queue-overflow', 'dropped small queue-overflow', 'dropped medium queue-overflow'],
      'what can never fit pushes nobody out',
    );
    assert.is(connection.queued, 1);
  });

  test('the oldest is the oldest over all namespaces', (context) => {
    const { connection, told } = harness(context, { queue: { maxMessages: 2 } });
    connection.namespace('/b').send('first');
    connection.send('second');
    connection.namespace('/b').send('third');
    assert.ok(told.includes('dropped first queue-overflow'));
  });

  test('maxAge expires what waits too long, on time', async (context) => {
    const bench = harness(context, { queue: { maxAge: 1000 } });
    const { connection, clock, told, connect } = bench;
    connection.send('old');
    clock.increment(600);
    connection.send('young');
    clock.increment(400);
    assert.equal(
      told.filter((line) => line.startsWith('dropped')),
      ['dropped old expired'],
    );
    await connect();
    assert.equal(
      bench.world.emitted.map(({ eventName }) => eventName),
      ['young'],
    );
  });

  test('flushRate paces the flush, and later messages keep behind it', async (context) => {
    const bench = harness(context, { queue: { flushRate: 10 } });
    const { connection, clock, connect } = bench;
    for (const value of [1, 2, 3]) connection.send('m', value);
    await connect();
    connection.send('m', 4);
    assert.equal(sentArgs(bench), [1]);
    clock.increment(100);
    assert.equal(sentArgs(bench), [1, 2]);
    clock.increment(100);
    clock.increment(100);
    assert.equal(sentArgs(bench), [1, 2, 3, 4]);
    connection.send('m', 5);
    assert.equal(sentArgs(bench), [1, 2, 3, 4, 5]);
  });

  test('a volatile message is sent now or dropped', async (context) => {
    const bench = harness(context);
    bench.connection.start();
    bench.connection.with({ volatile: true }).send('m', 1);
    assert.ok(bench.told.includes('dropped m not-connected'));
    bench.world.fail(new ConnectionError('timeout', 'x'));
    await bench.connect();
    bench.connection.with({ volatile: true, compress: false }).send('m', 2);
    assert.equal(
      bench.world.emitted.map(({ options }) => options),
      [{ volatile: true, compress: false }],
    );
  });

  test('suspended and stopped connections take nothing, and what waited fails', (context) => {
    const suspended = harness(context, { suspendAfter: 0 });
    suspended.connection.start();
    suspended.connection.send('waiting');
    suspended.world.fail(new ConnectionError('timeout', 'x'));
    suspended.connection.send('late');
    assert.ok(suspended.told.includes('dropped waiting suspended'));
    assert.ok(suspended.told.includes('dropped late suspended'));
    const stopped = harness(context);
    stopped.connection.start();
    stopped.connection.send('waiting');
    stopped.connection.stop();
    stopped.connection.send('late');
    assert.ok(stopped.told.includes('dropped waiting connection-stopped'));
    assert.ok(stopped.told.includes('dropped late not-connected'));
    assert.is(stopped.connection.queued, 0);
  });

  test('poison is refused at the door, with the path of the value', (context) => {
    const { connection, told } = harness(context);
    const circle: Record<string, unknown> = { name: 'x' };
    circle['self'] = [circle];
    const cases: [unknown, string][] = [
      [1n, 'argument 0 is a BigInt'],
      [{ a: [0, { b: 2n }] }, 'argument 0.a[1].b is a BigInt'],
      [{ 'odd key': () => 1 }, 'argument 0["odd key"] is a function'],
      [circle, 'argument 0.self[0] is a circle'],
      [Symbol('x'), 'argument 0 is a symbol'],
      [{ file: new Blob(['x']) }, 'argument 0.file is a Blob (here its `arrayBuffer()` can be)'],
      [[{ _placeholder: true, num: 7 }], 'argument 0[0] is an object with `_placeholder: true`'],
      [
        {
          get bad() {
            throw new Error('boom');
          },
        },
        'unreadable (boom)',
      ],
    ];
    for (const [payload, message] of cases) {
      assert.throws(
        () => connection.send('m', payload),
        (error: ConnectionError) => error.code === 'unencodable' && error.message.includes(message),
        message,
      );
    }
    for (const name of ['connect', 'disconnect', '']) {
      assert.throws(
        () => connection.send(name),
        (error: ConnectionError) => error.code === 'reserved-event',
      );
    }
    assert.is(connection.queued, 0);
    assert.equal(
      told.filter((line) => line.startsWith('dropped')),
      [],
    );
  });

  test('what JSON or binary packets can carry is let through', async (context) => {
    const bench = harness(context);
    await bench.connect();
    const shared = { x: 1 };
    bench.connection.send('m', null, undefined, new Date(0), new Map(), [shared, shared], new Uint8Array(3), {
      b: Buffer.alloc(2),
    });
    assert.is(bench.world.emitted.length, 1);
  });
});

suite('requests', (test) => {
  test('one resolves with the first argument of its acknowledgement', async (context) => {
    const bench = harness(context);
    await bench.connect();
    const answer = bench.connection.request('sum', 1, 2);
    bench.world.emitted[0]?.acknowledge?.(3, 'more');
    assert.is(await answer, 3);
  });

  test('one settles exactly once, on every path', async (context) => {
    const bench = harness(context, { ackTimeout: 1000, reconnectionDelay: 0 });
    const { connection, world, connect, clock } = bench;
    await connect();
    const late = codeOf(connection.request('late'));
    clock.increment(1000);
    world.emitted[0]?.acknowledge?.('too late');
    assert.is(await late, 'ack-timeout');
    const lost = codeOf(connection.request('lost'));
    world.drop();
    assert.is(await lost, 'connection-lost');
    const stopped = codeOf(connection.request('queued'));
    connection.stop();
    assert.is(await stopped, 'connection-stopped');
    assert.is(await codeOf(connection.request('after')), 'not-connected');
    assert.is(await codeOf(connection.request('bad', 1n)), 'unencodable');
    const twice = harness(context);
    await twice.connect();
    const answer = twice.connection.request('twice');
    twice.world.emitted[0]?.acknowledge?.(1);
    twice.world.emitted[0]?.acknowledge?.(2);
    assert.is(await answer, 1);
  });

  test('one that waits in the queue has its time-out too, and leaves the queue with it', async (context) => {
    const { connection, clock, world, connect } = harness(context, { ackTimeout: 1000 });
    const waiting = codeOf(connection.with({ timeout: 50 }).request('m'));
    clock.increment(50);
    assert.is(await waiting, 'ack-timeout');
    assert.is(connection.queued, 0);
    await connect();
    assert.is(world.emitted.length, 0);
  });

  test('one to a namespace that is denied fails', async (context) => {
    const { connection, world, connect, settle } = harness(context);
    await connect();
    const answer = codeOf(connection.namespace('/vip').request('m'));
    await settle();
    world.deny('/vip');
    await settle();
    world.deny('/vip');
    assert.is(await answer, 'namespace-denied');
    assert.is(await codeOf(connection.namespace('/vip').request('m')), 'namespace-denied');
  });

  test('ending the actor settles what is open', async (context) => {
    const { connection, connect } = harness(context);
    await connect();
    const open = codeOf(connection.request('m'));
    connection.actor.stop();
    assert.is(await open, 'connection-stopped');
  });
});

suite('at least once', (test) => {
  const assured = { delivery: 'atLeastOnce', ackTimeout: 1000, retries: 2, reconnectionDelay: 0 } as const;

  test('one message is under way at a time, in order', async (context) => {
    const bench = harness(context, assured);
    await bench.connect();
    for (const value of [1, 2, 3]) bench.connection.send('m', value);
    assert.equal(sentArgs(bench), [1]);
    assert.is(bench.connection.queued, 3);
    bench.world.emitted[0]?.acknowledge?.();
    assert.equal(sentArgs(bench), [1, 2]);
    bench.world.emitted[1]?.acknowledge?.();
    bench.world.emitted[2]?.acknowledge?.();
    assert.is(bench.connection.queued, 0);
    assert.is(bench.connection.counters.sent, 3);
  });

  test('without an acknowledgement it is repeated, then given up, and the next follows', async (context) => {
    const bench = harness(context, assured);
    await bench.connect();
    bench.connection.send('first', 1);
    bench.connection.send('second', 2);
    bench.clock.increment(1000);
    bench.clock.increment(1000);
    assert.equal(sentArgs(bench), [1, 1, 1], 'retries come after the first try');
    bench.clock.increment(1000);
    assert.ok(bench.told.includes('dropped first ack-timeout'));
    assert.equal(sentArgs(bench), [1, 1, 1, 2]);
  });

  test('a drop costs no try: the queue goes on where it stopped, with the same id', async (context) => {
    const bench = harness(context, { ...assured, messageId: 'lastArgument' });
    const { connection, world, connect } = bench;
    await connect();
    connection.send('m', 'a');
    connection.send('m', 'b');
    for (let drop = 0; drop < 5; drop += 1) {
      world.drop();
      await connect();
    }
    world.emitted.at(-1)?.acknowledge?.();
    world.emitted.at(-1)?.acknowledge?.();
    const ids = new Set(world.emitted.filter(({ args }) => args[0] === 'a').map(({ args }) => args[1]));
    assert.is(ids.size, 1);
    assert.is(world.emitted.filter(({ args }) => args[0] === 'a').length, 6);
    assert.is(world.emitted.filter(({ args }) => args[0] === 'b').length, 1);
    assert.not.equal(world.emitted.at(-1)?.args[1], [...ids][0]);
    assert.is(connection.queued, 0);
  });

  test('a late acknowledgement of an earlier try counts', async (context) => {
    const bench = harness(context, assured);
    await bench.connect();
    bench.connection.send('m', 1);
    bench.clock.increment(1000);
    bench.world.emitted[0]?.acknowledge?.();
    assert.is(bench.connection.queued, 0);
    bench.clock.increment(10_000);
    assert.is(bench.world.emitted.length, 2);
  });

  test('what is under way when the connection gives up or is suspended fails with what waits behind it', async (context) => {
    const outcomes = {
      'stopped.failed': { config: { reconnection: false }, code: 'attempts-exhausted' },
      'connecting.suspended': { config: { suspendAfter: 0 }, code: 'suspended' },
    };
    for (const [state, { config, code }] of Object.entries(outcomes)) {
      const { connection, world, connect, told } = harness(context, { ...assured, ...config });
      await connect();
      const underWay = codeOf(connection.request('a'));
      const behind = codeOf(connection.request('b'));
      connection.send('c');
      world.drop();
      assert.is(connection.state, state);
      assert.equal(await Promise.all([underWay, behind]), [code, code]);
      assert.ok(told.includes(`dropped c ${code}`));
      assert.is(connection.queued, 0);
    }
  });

  test('a request at least once survives drops, and rejects on stop', async (context) => {
    const bench = harness(context, { reconnectionDelay: 0 });
    const { connection, world, connect } = bench;
    await connect();
    const answer = connection.with({ delivery: 'atLeastOnce' }).request('m');
    world.drop();
    await connect();
    world.emitted.at(-1)?.acknowledge?.('done');
    assert.is(await answer, 'done');
    const second = codeOf(connection.with({ delivery: 'atLeastOnce' }).request('m'));
    connection.stop();
    world.drop('forced close');
    assert.is(await second, 'connection-stopped');
  });
});

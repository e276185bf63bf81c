import * as assert from 'uvu/assert';
import { ConnectionError } from '../../machines/ConnectionError.ts';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

const refused = new ConnectionError('connection-refused', 'nobody listens');

suite('lifecycle', (test) => {
  test('start opens the engine, joins the default namespace, and is then connected', async (context) => {
    const { connection, world, states, told, settle } = harness(context);
    assert.is(connection.state, 'idle');
    connection.start();
    assert.is(connection.state, 'connecting.opening');
    world.open();
    await settle();
    assert.is(connection.state, 'connecting.opening', 'an open engine alone is not a connection');
    assert.equal(world.calls, ['open', 'join /']);
    world.accept();
    assert.equal(states, ['connecting.opening', 'connected.settling']);
    assert.ok(connection.isConnected);
    assert.ok(told.includes('started first'));
  });

  test('the connection is stable after stableAfter', async (context) => {
    const { connection, connect, clock } = harness(context, { stableAfter: 500 });
    await connect();
    clock.increment(499);
    assert.is(connection.state, 'connected.settling');
    clock.increment(1);
    assert.is(connection.state, 'connected.stable');
  });

  test('starting twice makes one engine connection, in any state', async (context) => {
    const { connection, world, connect, clock } = harness(context, { stableAfter: 10 });
    connection.start();
    connection.start();
    assert.is(world.engines, 1);
    world.drop();
    await connect();
    connection.start();
    clock.increment(10);
    connection.start();
    assert.is(world.engines, 1);
    assert.is(connection.state, 'connected.stable');
    assert.is(world.calls.filter((call) => call === 'open').length, 2);
  });

  test('one deadline covers the engine and the default namespace', async (context) => {
    const { connection, world, pass, errors } = harness(context, { timeout: 1000 });
    connection.start();
    await pass(600);
    world.open();
    await pass(399);
    assert.is(connection.state, 'connecting.opening');
    await pass(2);
    assert.is(connection.state, 'connecting.waiting');
    assert.is(errors[0]?.code, 'timeout');
    assert.is(world.engines, 0, 'the attempt is ended');
  });

  test('retries back off exponentially up to the cap, and retryAt tells when', (context) => {
    const { connection, world, clock } = harness(context, {
      reconnectionDelay: 100,
      reconnectionDelayMax: 500,
    });
    connection.start();
    const delays: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      world.fail(refused);
      const delay = (connection.retryAt ?? NaN) - clock.now();
      delays.push(delay);
      clock.increment(delay - 1);
      assert.is(connection.state, 'connecting.waiting');
      clock.increment(1);
      assert.is(connection.state, 'connecting.opening');
    }
    assert.equal(delays, [100, 200, 400, 500, 500]);
    assert.is(connection.retryAt, undefined, 'nothing is awaited during a try');
  });

  test('every failed try is an error with its next try', (context) => {
    const { connection, world, errors, clock } = harness(context, { reconnectionDelay: 100 });
    connection.start();
    world.fail(refused);
    assert.is(errors[0]?.code, 'connection-refused');
    assert.is(errors[0]?.retryable, true);
    assert.is(errors[0]?.retryAt, clock.now() + 100);
    assert.is(errors[0]?.connection, 'demo');
    assert.is(connection.lastError?.code, 'connection-refused');
  });

  test('a drop before stableAfter keeps the backoff where it was, a later one starts it anew', async (context) => {
    const { connection, world, connect, clock, settle } = harness(context, {
      reconnectionDelay: 100,
      stableAfter: 1000,
    });
    const again = async (): Promise<void> => {
      clock.increment(connection.retryAt === undefined ? 0 : connection.retryAt - clock.now());
      world.open();
      await settle();
      world.accept();
    };
    await connect();
    world.drop();
    assert.is(connection.retryAt, clock.now() + 100);
    await again();
    world.drop();
    assert.is(connection.retryAt, clock.now() + 200);
    await again();
    clock.increment(1000);
    world.drop();
    assert.is(connection.retryAt, clock.now() + 100);
  });

  test('start while waiting retries at once', (context) => {
    const { connection, world } = harness(context);
    connection.start();
    world.fail(refused);
    connection.start();
    assert.is(connection.state, 'connecting.opening');
    assert.is(world.engines, 1);
  });

  test('the network coming back while waiting retries at once', (context) => {
    const { connection, world } = harness(context);
    connection.start();
    world.fail(refused);
    connection.actor.send({ type: 'online' });
    assert.is(connection.state, 'connecting.opening');
  });

  test('the network going away while connected is a drop', async (context) => {
    const { connection, connect, world } = harness(context);
    await connect();
    connection.actor.send({ type: 'offline' });
    assert.is(connection.state, 'connecting.waiting');
    assert.is(world.engines, 0);
    assert.is(world.calls.at(-1), 'abandon', 'without a goodbye, so that the server may keep the session');
  });

  test('a link that has dropped is not left, so that the server may restore the session', async (context) => {
    const { connect, world } = harness(context);
    await connect();
    world.drop();
    assert.not.ok(world.calls.includes('leave /'));
  });

  test('reconnectionAttempts used up is the end, until the next start', (context) => {
    const { connection, world, clock, told, errors } = harness(context, {
      reconnectionAttempts: 2,
      reconnectionDelay: 10,
    });
    connection.start();
    world.fail(refused);
    clock.increment(10);
    world.fail(refused);
    clock.increment(20);
    world.fail(refused);
    assert.is(connection.state, 'stopped.failed');
    assert.equal(
      told.filter((line) => !line.startsWith('namespace')),
      [
        ...Array<string>(3).fill('error connection-refused'),
        'error attempts-exhausted',
        'stopped connection-refused',
      ],
    );
    assert.is(errors.at(-1)?.retryable, false);
    connection.start();
    assert.is(connection.state, 'connecting.opening');
  });

  test('with reconnection off the first failure and the first drop are the end', async (context) => {
    const { connection, world, connect } = harness(context, { reconnection: false });
    connection.start();
    world.fail(refused);
    assert.is(connection.state, 'stopped.failed');
    await connect();
    world.drop();
    assert.is(connection.state, 'stopped.failed');
  });

  test('nothing stable for suspendAfter suspends: slow retries, one notice', async (context) => {
    const { connection, world, clock, told } = harness(context, {
      reconnectionDelay: 1000,
      reconnectionDelayMax: 1000,
      suspendAfter: 3000,
      suspendedDelay: 30_000,
    });
    connection.start();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      world.fail(refused);
      if (connection.state === 'connecting.suspended') break;
      clock.increment(1000);
    }
    assert.is(connection.state, 'connecting.suspended');
    assert.is(connection.retryAt, clock.now() + 30_000);
    clock.increment(30_000);
    assert.is(connection.state, 'connecting.opening');
    world.fail(refused);
    assert.is(
      connection.state,
      'connecting.suspended',
      'one more failure does not bring the fast retries back',
    );
    assert.is(told.filter((line) => line === 'error suspended').length, 1);
  });

  test('flapping ends in suspended', async (context) => {
    const { connection, world, clock, settle } = harness(context, {
      reconnectionDelay: 1000,
      reconnectionDelayMax: 1000,
      stableAfter: 500,
      suspendAfter: 3000,
    });
    connection.start();
    for (let flap = 0; flap < 10 && connection.state !== 'connecting.suspended'; flap += 1) {
      world.open();
      await settle();
      world.accept();
      clock.increment(100);
      world.drop();
      if (connection.state !== 'connecting.suspended') clock.increment(1000);
    }
    assert.is(connection.state, 'connecting.suspended');
  });

  test('start while suspended retries at once, with fast retries after', async (context) => {
    const { connection, world } = harness(context, { suspendAfter: 0, reconnectionDelay: 50 });
    connection.start();
    world.fail(refused);
    assert.is(connection.state, 'connecting.suspended');
    connection.start();
    assert.is(connection.state, 'connecting.opening');
  });

  test('a handshake that is refused twice in a row is the end', (context) => {
    const { connection, world, clock } = harness(context, { reconnectionDelay: 10 });
    const forbidden = new ConnectionError('handshake-refused', 'forbidden', { status: 403 });
    connection.start();
    world.fail(forbidden);
    assert.is(connection.state, 'connecting.waiting');
    clock.increment(10);
    world.fail(refused);
    clock.increment(20);
    world.fail(forbidden);
    assert.is(connection.state, 'connecting.waiting', 'the two must be in a row');
    clock.increment(40);
    world.fail(forbidden);
    assert.is(connection.state, 'stopped.failed');
    assert.is(connection.lastError?.status, 403);
  });

  test('a protocol mismatch is the end', (context) => {
    const { connection, world } = harness(context);
    connection.start();
    world.fail(new ConnectionError('protocol-mismatch', 'a v2 server'));
    assert.is(connection.state, 'stopped.failed');
  });

  test('a disconnect without a connect, and an unknown reason, are taken', async (context) => {
    const { connection, world, settle } = harness(context);
    connection.start();
    world.open();
    await settle();
    world.drop('a reason of tomorrow');
    assert.is(connection.state, 'connecting.waiting');
    assert.is(connection.lastError?.code, 'transport-failed');
    assert.match(connection.lastError?.message ?? '', 'a reason of tomorrow');
  });

  test('the reason of a drop is told with the change of state', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    const reasons: string[] = [];
    connection.on('state', ({ reason, retryIn }) => reasons.push(`${reason} ${retryIn}`));
    world.drop('ping timeout');
    assert.equal(reasons, ['ping timeout 1000']);
  });
});

import * as assert from 'uvu/assert';
import { ConnectionError } from '../../machines/ConnectionError.ts';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

const refused = new ConnectionError('connection-refused', 'nobody listens');

suite('stop', (test) => {
  test('says goodbye to every namespace, closes the engine, and is closed when the link says so', async (context) => {
    const { connection, world, connect, states, told } = harness(context);
    await connect();
    connection.stop();
    assert.is(connection.state, 'stopped.closing');
    assert.equal(world.calls.slice(-2), ['leave /', 'close']);
    assert.not.ok(told.includes('stopped stop'));
    world.drop('forced close');
    assert.equal(states.slice(-2), ['stopped.closing', 'stopped.closed']);
    assert.ok(told.includes('stopped stop'));
    assert.is(world.liveLinks, 0);
  });

  test('is closed after closeTimeout though the link never answers', async (context) => {
    const { connection, world, connect, clock } = harness(context, { closeTimeout: 700 });
    await connect();
    connection.stop();
    clock.increment(699);
    assert.is(connection.state, 'stopped.closing');
    clock.increment(1);
    assert.is(connection.state, 'stopped.closed');
    assert.is(world.liveLinks, 0);
  });

  test('is closed at once where nothing is open', (context) => {
    const { connection, world } = harness(context);
    connection.start();
    connection.stop();
    assert.is(connection.state, 'stopped.closed', 'while opening');
    connection.start();
    world.fail(refused);
    connection.stop();
    assert.is(connection.state, 'stopped.closed', 'while waiting');
    assert.is(world.engines, 0);
    assert.is(world.liveLinks, 0);
  });

  test('is nothing while idle and while stopped', (context) => {
    const { connection, told } = harness(context);
    connection.stop();
    assert.is(connection.state, 'idle');
    connection.start();
    connection.stop();
    connection.stop();
    assert.is(connection.state, 'stopped.closed');
    assert.is(told.filter((line) => line.startsWith('stopped')).length, 1);
  });

  test('no retry follows', async (context) => {
    const { connection, world, pass } = harness(context);
    connection.start();
    world.fail(refused);
    connection.stop();
    await pass(60_000);
    assert.is(connection.state, 'stopped.closed');
    assert.is(world.calls.filter((call) => call === 'open').length, 1);
  });

  test('a start while closing is honoured after closed', async (context) => {
    const { connection, world, connect, states, told, settle } = harness(context);
    await connect();
    connection.stop();
    connection.start();
    assert.is(connection.state, 'stopped.closing');
    world.drop('forced close');
    await settle();
    assert.equal(states.slice(-3), ['stopped.closing', 'stopped.closed', 'connecting.opening']);
    assert.ok(told.includes('stopped stop'));
    assert.is(world.engines, 1);
  });

  test('of start and stop while closing the last counts', async (context) => {
    const { connection, world, connect, settle } = harness(context);
    await connect();
    connection.stop();
    connection.start();
    connection.stop();
    world.drop('forced close');
    await settle();
    assert.is(connection.state, 'stopped.closed');
  });

  test('a late goodbye of the last life does not touch the next', async (context) => {
    const { connection, world, connect, clock } = harness(context, { closeTimeout: 10 });
    await connect();
    connection.stop();
    clock.increment(10);
    await connect();
    assert.ok(connection.isConnected);
    assert.is(world.liveLinks, 1);
  });

  test('a new life starts like the first: not reconnected, failures forgotten', async (context) => {
    const { connection, world, connect, told, clock, settle } = harness(context, { reconnectionDelay: 100 });
    await connect();
    connection.stop();
    world.drop('forced close');
    connection.start();
    world.fail(refused);
    assert.is(connection.retryAt, clock.now() + 100);
    connection.start();
    world.open();
    await settle();
    world.accept();
    assert.equal(
      told.filter((line) => line.startsWith('started')),
      ['started first', 'started first'],
    );
  });

  test('ending the actor ends the link', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    connection.actor.stop();
    assert.is(world.liveLinks, 0);
    assert.is(world.engines, 0);
  });

  test('connected() rejects with the reason where the connection stops before', async (context) => {
    const { connection, world } = harness(context);
    connection.start();
    const connected = connection.connected().catch((reason: unknown) => reason);
    world.fail(refused);
    connection.stop();
    await connection.stopped();
    const reason = await connected;
    assert.instance(reason, ConnectionError);
    assert.match(String(reason), 'nobody listens');
  });

  test('connected() and stopped() settle too when the actor ends', async (context) => {
    const { connection } = harness(context);
    connection.start();
    const connected = connection.connected().catch((reason: unknown) => reason);
    const stopped = connection.stopped().catch((reason: unknown) => reason);
    connection.actor.stop();
    assert.instance(await connected, ConnectionError);
    await stopped;
  });
});

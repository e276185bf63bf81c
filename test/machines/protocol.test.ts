import * as assert from 'uvu/assert';
import { ConnectionError } from '../../machines/ConnectionError.ts';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

suite('protocol auto', (test) => {
  test('asks the server first, and remembers the answer', async (context) => {
    const { connection, world, states, settle } = harness(context, {
      protocol: 'auto',
      reconnectionDelay: 0,
    });
    connection.start();
    assert.is(connection.state, 'connecting.probing');
    world.answerProbe('v2');
    await settle();
    world.open();
    await settle();
    world.accept();
    assert.equal(states, ['connecting.probing', 'connecting.opening', 'connected.settling']);
    world.drop();
    connection.start();
    assert.is(connection.state, 'connecting.opening');
    connection.stop();
    connection.start();
    assert.is(connection.state, 'connecting.opening', 'also in the next life');
    assert.is(world.calls.filter((call) => call === 'probe').length, 1);
  });

  test('a probe that fails is a failed try like any other', async (context) => {
    const { connection, world, settle, errors } = harness(context, { protocol: 'auto' });
    connection.start();
    world.answerProbe(new ConnectionError('connection-refused', 'nobody listens'));
    await settle();
    assert.is(connection.state, 'connecting.waiting');
    assert.is(errors[0]?.code, 'connection-refused');
    assert.is(errors[0]?.connection, 'demo');
  });

  test('a probe that is never answered ends in a time-out', async (context) => {
    const { connection, pass, errors } = harness(context, { protocol: 'auto', timeout: 100 });
    connection.start();
    await pass(101);
    assert.is(connection.state, 'connecting.waiting');
    assert.is(errors[0]?.code, 'timeout');
  });

  test('a server that changes its version is asked again', async (context) => {
    const { connection, world, settle } = harness(context, { protocol: 'auto' });
    connection.start();
    world.answerProbe('v4');
    await settle();
    world.fail(new ConnectionError('protocol-mismatch', 'a v2 server now'));
    assert.is(connection.state, 'connecting.waiting');
    connection.start();
    assert.is(connection.state, 'connecting.probing');
  });

  test('stopping while probing ends it', async (context) => {
    const { connection, world, settle } = harness(context, { protocol: 'auto' });
    connection.start();
    connection.stop();
    assert.is(connection.state, 'stopped.closed');
    world.answerProbe('v4');
    await settle();
    assert.is(connection.state, 'stopped.closed');
    assert.is(world.liveLinks, 0);
  });
});

import * as assert from 'uvu/assert';
import { createConnections } from '../../src/index.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite } from '../suite.ts';
import { eventually } from '../eventually.ts';

suite('closing the registry', (test) => {
  test('is final: who starts again whenever it stops opens nothing more', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const connections = createConnections([{ name: 'demo', url: server.url }]);
    const demo = connections.get('demo');
    demo.on('state', ({ state }) => {
      if (state.startsWith('stopped')) demo.start();
    });
    demo.start();
    await demo.connected();
    await connections.close();
    assert.is(demo.state, 'stopped.closed');
    demo.start();
    assert.is(demo.state, 'stopped.closed');
    await eventually(() => server.connections === 0);
    assert.is(server.joins.length, 1);
  });

  test('resolves though a start came in while it closed', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const connections = createConnections([{ name: 'demo', url: server.url }]);
    const demo = connections.get('demo');
    demo.start();
    await demo.connected();
    const closed = connections.close();
    demo.actor.send({ type: 'start' });
    await closed;
    assert.is(demo.actor.getSnapshot().status, 'stopped');
    await eventually(() => server.connections === 0);
  });

  test('takes connections that were never started, and may be called twice', async () => {
    const connections = createConnections([{ name: 'demo', url: 'http://127.0.0.1:9', autostart: true }]);
    await connections.close();
    await connections.close();
    assert.is(connections.get('demo').state, 'idle');
  });
});

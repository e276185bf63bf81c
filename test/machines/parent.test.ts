import { createActor, sendTo, setup, spawnChild, waitFor } from 'xstate';
import * as assert from 'uvu/assert';
import { connectionInput, connectionMachine, type ConnectionNotice } from '../../src/index.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite } from '../suite.ts';
import { eventually } from '../eventually.ts';

suite('a connection in a machine of one’s own', (test) => {
  test('tells the machine that has invoked it, named or not', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    for (const isNamed of [true, false]) {
      const app = setup({
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
        types: {} as { events: ConnectionNotice },
        actors: { connection: connectionMachine },
      }).createMachine({
        initial: 'offline',
        invoke: {
          src: 'connection',
          input: ({ self }) =>
            connectionInput(
              { name: 'live', url: server.url, autostart: true },
              isNamed ? { parent: self } : {},
            ),
        },
        states: { offline: { on: { 'connection.started': 'online' } }, online: {} },
      });
      const actor = createActor(app).start();
      await waitFor(actor, (snapshot) => snapshot.matches('online'));
      actor.stop();
    }
    await eventually(() => server.connections === 0);
    assert.is(server.joins.length, 2);
  });

  test('tells the machine that has spawned it, and takes its commands', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const app = setup({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
      types: {} as { events: ConnectionNotice },
      actors: { connection: connectionMachine },
    }).createMachine({
      initial: 'offline',
      entry: [
        spawnChild('connection', { id: 'live', input: connectionInput({ name: 'live', url: server.url }) }),
        sendTo('live', { type: 'start' }),
      ],
      states: {
        offline: { on: { 'connection.started': 'online' } },
        online: { entry: sendTo('live', { type: 'stop' }), on: { 'connection.stopped': 'over' } },
        over: {},
      },
    });
    const actor = createActor(app).start();
    await waitFor(actor, (snapshot) => snapshot.matches('over'));
    actor.stop();
    await eventually(() => server.connections === 0);
    assert.equal(server.departures, [{ namespace: '/', reason: 'client namespace disconnect' }]);
  });
});

import * as assert from 'uvu/assert';
import { faultProxy } from '../../src/testing/faultProxy.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { recordedLink, type RecordedLink, type RecordedNamespace } from './recordedLink.ts';
import { eventually } from '../eventually.ts';

// Connection state recovery: server 4.6 and later restore a session that ended without a goodbye.

interface Setting extends RecordedNamespace {
  readonly server: TestServer;
  readonly recorded: RecordedLink;
  drop(): Promise<void>;
}

for (const transport of ['polling', 'websocket'] as const) {
  const setUp = async (context: TestContext): Promise<Setting> => {
    const server = await testServer({ server: { connectionStateRecovery: {} } });
    context.after(() => server.close());
    const proxy = await faultProxy({ target: { port: server.port } });
    context.after(() => proxy.close());
    const recorded = recordedLink({ url: proxy.url, transports: [transport] }, 'v4', context);
    const root = recorded.namespace('/');
    recorded.link.open();
    assert.is((await recorded.events.next()).type, 'opened');
    root.namespace.join(undefined);
    assert.is((await root.events.next()).recovered, false);
    // Recovery rests on the offset of the last message: there has to be one.
    server.push('/', 'hello', 0);
    assert.equal((await root.messages.next()).slice(0, 2), ['hello', 0]);
    return {
      ...root,
      server,
      recorded,
      async drop() {
        while (recorded.events.rest.length === 0) {
          proxy.dropAll();
          await new Promise(setImmediate);
        }
        await recorded.events.next();
        await eventually(() => server.departures.length > 0);
      },
    };
  };
  const reopen = async ({ recorded, namespace, events }: Setting): Promise<boolean | undefined> => {
    recorded.link.open();
    assert.is((await recorded.events.next()).type, 'opened');
    namespace.join(undefined);
    return (await events.next()).recovered;
  };

  suite(`recovery over ${transport}`, (test) => {
    test('a drop is recovered, and what was missed arrives, before the join is told of', async (context) => {
      const setting = await setUp(context);
      await setting.drop();
      setting.server.push('/', 'hello', 1);
      setting.server.push('/', 'hello', 2);
      assert.is(await reopen(setting), true);
      assert.equal(
        setting.messages.rest.map(([, value]) => value),
        [1, 2],
      );
    });

    test('a session that was left on purpose is not recovered', async (context) => {
      const setting = await setUp(context);
      setting.namespace.leave();
      setting.namespace.join(undefined);
      assert.is((await setting.events.next()).recovered, false);
    });

    test('an abandoned session is recovered, a closed one is not', async (context) => {
      const setting = await setUp(context);
      setting.recorded.link.abandon();
      if (transport === 'polling') setting.server.dropEngines();
      await eventually(() => setting.server.departures.length > 0);
      assert.is(await reopen(setting), true);
      setting.recorded.link.close();
      assert.is((await setting.recorded.events.next()).type, 'closed');
      assert.is(await reopen(setting), false);
    });
  });
}

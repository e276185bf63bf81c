import * as assert from 'uvu/assert';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { live, type Live } from './live.ts';
import { eventually } from '../eventually.ts';

interface Scene extends Live {
  readonly server: TestServer;
  readonly gaps: readonly string[];
  /** Drops the connection, does something while it is away, and waits until it is back. */
  dropAnd(meanwhile?: () => void): Promise<{ readonly recovered: boolean }>;
}

for (const transport of ['websocket', 'polling'] as const) {
  const setUp = async (
    context: TestContext,
    config: Partial<ConnectionConfig> = {},
    recovery: object = {},
  ): Promise<Scene> => {
    const server = await testServer({ server: { connectionStateRecovery: recovery }, namespaces: ['/news'] });
    context.after(() => server.close());
    const client = live(context, {
      url: server.url,
      protocol: 'v4',
      transports: [transport],
      reconnectionDelay: 60,
      ...config,
    });
    const gaps: string[] = [];
    client.connection.on('gap', ({ namespace }) => gaps.push(namespace));
    return {
      ...client,
      server,
      gaps,
      async dropAnd(meanwhile = () => {}) {
        const gone = server.departures.length;
        // Over polling a cut may fall between two requests, and be noticed by one side alone.
        if (transport === 'polling') server.dropEngines();
        else server.cutConnections();
        await eventually(() => server.departures.length > gone);
        meanwhile();
        return client.next('started');
      },
    };
  };
  const hearOne = async ({ hear, server }: Scene): Promise<void> => {
    const heard = hear('count');
    server.push('/', 'count', 0);
    await heard;
  };

  suite(`connection state recovery over ${transport}`, (test) => {
    test('a session that the server restores brings what was missed, once, and no gap', async (context) => {
      const scene = await setUp(context);
      const { connection, server, gaps, dropAnd } = scene;
      const heard: unknown[] = [];
      connection.subscribe('count', (value) => heard.push(value));
      connection.start();
      await connection.connected();
      await hearOne(scene);
      for (let drop = 1; drop <= 3; drop += 1) {
        const { recovered } = await dropAnd(() => server.push('/', 'count', drop));
        assert.ok(recovered);
        await eventually(() => heard.length === drop + 1);
      }
      assert.equal(heard, [0, 1, 2, 3]);
      assert.equal(gaps, []);
      assert.ok(connection.actor.getSnapshot().context.recovered);
    });

    test('so does one that was given up because the network went away', async (context) => {
      const scene = await setUp(context);
      const { connection, server, next, gaps } = scene;
      const heard: unknown[] = [];
      connection.subscribe('count', (value) => heard.push(value));
      connection.start();
      await connection.connected();
      await hearOne(scene);
      connection.actor.send({ type: 'offline' });
      // Over polling the server notices at its next ping; a message before it is kept for the session all the same.
      if (transport === 'websocket') await eventually(() => server.departures.length === 1);
      server.push('/', 'count', 1);
      const again = next('started');
      connection.actor.send({ type: 'online' });
      const { recovered } = await again;
      if (transport === 'websocket') {
        assert.ok(recovered);
        await eventually(() => heard.length === 2);
      }
      assert.equal(gaps, recovered ? [] : ['/']);
    });

    test('one that heard nothing before the drop is none: a gap says so', async (context) => {
      const scene = await setUp(context);
      const { connection, gaps, dropAnd } = scene;
      connection.start();
      await connection.connected();
      assert.not.ok((await dropAnd()).recovered);
      assert.equal(gaps, ['/']);
    });

    test('one that the server has forgotten is a gap', async (context) => {
      const scene = await setUp(context, {}, { maxDisconnectionDuration: 1 });
      const { connection, gaps, dropAnd } = scene;
      connection.start();
      await connection.connected();
      await hearOne(scene);
      assert.not.ok((await dropAnd()).recovered);
      assert.equal(gaps, ['/']);
    });

    test('a stop ends the session: the next start is a new one, and no gap', async (context) => {
      const scene = await setUp(context);
      const { connection, next, gaps } = scene;
      connection.start();
      await connection.connected();
      await hearOne(scene);
      connection.stop();
      await connection.stopped();
      const started = next('started');
      connection.start();
      assert.equal(await started, { reconnected: false, recovered: false });
      assert.equal(gaps, []);
    });
  });

  suite(`offsets over ${transport}`, (test) => {
    /** A server that numbers its messages and resends those after `serverOffset`, as Socket.IO's tutorial does. */
    const resend = (server: TestServer): ((value: number) => void) => {
      const past: number[] = [];
      const welcome = (): void => {
        void server.nextSocket().then((socket) => {
          const from = Number(socket.handshake.auth?.['serverOffset'] ?? 0);
          if (socket.recovered !== true) for (const value of past.slice(from)) socket.emit('count', value);
          welcome();
        });
      };
      welcome();
      return (value) => {
        past.push(value);
        server.push('/', 'count', value);
      };
    };

    for (const recovery of [true, false]) {
      test(`what the server resends from the offset is heard once (recovery ${recovery ? 'on' : 'off'})`, async (context) => {
        let last = 0;
        const heard: unknown[] = [];
        const scene = await setUp(
          context,
          { offset: (namespace) => (namespace === '/' ? last : undefined) },
          { maxDisconnectionDuration: recovery ? 60_000 : 1 },
        );
        const { connection, server, dropAnd } = scene;
        const tell = resend(server);
        connection.subscribe('count', (value) => {
          heard.push(value);
          last = Number(value);
        });
        connection.start();
        await connection.connected();
        let count = 0;
        for (let drop = 0; drop < 3; drop += 1) {
          tell((count += 1));
          await eventually(() => heard.length === count);
          const { recovered } = await dropAnd(() => tell((count += 1)));
          assert.is(recovered, recovery);
          await eventually(() => heard.length >= count);
        }
        assert.equal(heard, [1, 2, 3, 4, 5, 6]);
      });
    }

    test('an offset goes with whatever credentials there are, and is asked for at every join', async (context) => {
      const asked: unknown[] = [];
      let offset = 0;
      const { connection, server, untilNamespace, dropAnd } = await setUp(context, {
        name: 'reader',
        auth: (request) => {
          asked.push(request);
          return { token: request.namespace };
        },
        offset: () => Promise.resolve((offset += 1)),
      });
      connection.start();
      await connection.connected();
      connection.namespace('/news').join({ token: 'given' });
      await untilNamespace('/news', 'joined');
      await dropAnd();
      await untilNamespace('/news', 'joined');
      assert.equal(asked, [
        { connection: 'reader', namespace: '/' },
        { connection: 'reader', namespace: '/' },
      ]);
      const shown = server.joins.map(({ namespace, credentials }) => ({ namespace, credentials }));
      assert.equal(shown.slice(0, 2), [
        { namespace: '/', credentials: { token: '/', serverOffset: 1 } },
        { namespace: '/news', credentials: { token: 'given', serverOffset: 2 } },
      ]);
      assert.equal(shown.length, 4);
      assert.ok(shown.slice(2).every(({ credentials }) => Number(credentials['serverOffset']) > 2));
    });

    test('a hook that throws is an error of the credentials, and is asked again', async (context) => {
      let asked = 0;
      const { connection, errors } = await setUp(context, {
        offset: () => {
          asked += 1;
          if (asked === 1) throw new Error('no such file');
          return undefined;
        },
      });
      connection.start();
      await connection.connected();
      assert.is(errors[0]?.code, 'credentials-failed');
      assert.match(errors[0]?.message ?? '', 'no such file');
    });
  });
}

suite('offsets of Socket.IO 2', (test) => {
  test('an offset goes with the query, as credentials do', async (context) => {
    const server = await testServer({ version: '2.5' });
    context.after(() => server.close());
    const { connection } = live(context, {
      url: server.url,
      protocol: 'v2',
      auth: { token: 'x' },
      offset: () => ({ at: 7 }),
    });
    connection.start();
    await connection.connected();
    const credentials = server.joins.at(-1)?.credentials;
    assert.is(credentials?.['token'], 'x');
    assert.is(credentials?.['serverOffset'], '{"at":7}');
  });
});

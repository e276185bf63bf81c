import * as assert from 'uvu/assert';
import type { ServerVersion } from '../../src/testing/loadServer.ts';
import { testServer, type TestServer, type TestServerOptions } from '../../src/testing/testServer.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { suite, type TestContext } from '../suite.ts';
import { codeOf, live, type Live } from './live.ts';
import { eventually } from '../eventually.ts';

type Config = Partial<ConnectionConfig>;

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * What a connection promises, against a real server of one version over one transport. Everything here holds for every
 * version; where protocol 2 differs, the test says so.
 */
export function connectionSuite(version: ServerVersion, transport: 'polling' | 'websocket'): void {
  const isV2 = version === '2.5';

  const begin = async (context: TestContext, options: TestServerOptions = {}): Promise<TestServer> => {
    const server = await testServer({ version, namespaces: ['/admin', '/chat'], ...options });
    context.after(() => server.close());
    return server;
  };
  const connect = (context: TestContext, server: TestServer, config: Config = {}): Live =>
    live(context, { url: server.url, transports: [transport], ...config });
  const connected = async (
    context: TestContext,
    config: Config = {},
    options: TestServerOptions = {},
  ): Promise<Live & { readonly server: TestServer }> => {
    const server = await begin(context, options);
    const client = connect(context, server, config);
    client.connection.start();
    await client.connection.connected();
    return { ...client, server };
  };

  /** Over polling nothing may be open at the moment: cuts until the connection has noticed. */
  const cut = async ({ states }: Live, server: TestServer): Promise<void> => {
    const before = states.length;
    // Polling opens and closes connections all the time: one moment there is none, the next there is.
    await eventually(() => {
      const isCut = states.slice(before).some((state) => !state.startsWith('connected'));
      if (!isCut) server.cutConnections();
      return isCut;
    });
  };

  suite(`a connection to ${version} over ${transport}`, (test) => {
    test('is asked for, established, settles, and leaves nothing at the server', async (context) => {
      const { connection, states, until, server } = await connected(context, {
        stableAfter: 50,
        protocol: 'auto',
      });
      assert.is(server.sockets()[0]?.conn.transport.name, transport);
      await until('connected.stable');
      connection.stop();
      await connection.stopped();
      assert.equal(states, [
        'connecting.probing',
        'connecting.opening',
        'connected.settling',
        'connected.stable',
        'stopped.closing',
        'stopped.closed',
      ]);
      await eventually(() => server.connections === 0);
      assert.is(connection.actor.getSnapshot().context.protocol, isV2 ? 'v2' : 'v4');
    });

    test('starts again after a stop, without asking for the protocol again', async (context) => {
      const { connection, states, server } = await connected(context);
      connection.stop();
      await connection.stopped();
      connection.start();
      await connection.connected();
      assert.is(states.filter((state) => state === 'connecting.probing').length, 1);
      assert.is(await connection.request('echo', 'again'), 'again');
      assert.is(server.connections, 1);
    });

    test('started any number of times is one connection', async (context) => {
      const server = await begin(context);
      const { connection } = connect(context, server);
      for (let times = 0; times < 5; times += 1) connection.start();
      await connection.connected();
      connection.start();
      assert.is(await connection.request('echo', 1), 1);
      assert.is(server.connections, 1);
      // A server of Socket.IO 2 joins everybody unasked, the probe too.
      assert.is(server.joins.length, isV2 ? 2 : 1);
    });

    test('stops in every state, and starts from every one of them', async (context) => {
      // A handshake that was answered when nobody waited for it any more leaves a session until the server pings it.
      const server = await begin(context, { server: { pingInterval: 2000, pingTimeout: 2000 } });
      const client = connect(context, server, { reconnectionDelay: 10_000, reconnectionDelayMax: 10_000 });
      const { connection, until } = client;
      for (const moment of ['connecting.probing', 'connecting.opening', 'connected', 'connecting.waiting']) {
        connection.start();
        if (moment === 'connecting.waiting') {
          await until('connected');
          await cut(client, server);
        }
        await until(moment);
        connection.stop();
        await connection.stopped();
        assert.is(connection.state, 'stopped.closed', moment);
        await eventually(() => server.connections === 0);
      }
      connection.start();
      await until('connected');
      connection.stop();
      connection.start();
      await connection.connected();
      assert.is(await connection.request('echo', 'alive'), 'alive');
    });

    test('tells the server when its actor is stopped, however far the engine has come', async (context) => {
      const server = await begin(context);
      for (const isUpgraded of [false, true]) {
        // Over polling as well, where the server would take it for alive until its ping is overdue.
        const client = connect(context, server, { transports: ['polling', 'websocket'] });
        client.connection.start();
        await client.connection.connected();
        if (isUpgraded) await eventually(() => server.sockets()[0]?.conn.transport.name === 'websocket');
        client.connection.actor.stop();
        await eventually(() => server.connections === 0);
      }
    });

    test('carries any number of namespaces over one engine connection', async (context) => {
      const { connection, untilNamespace, server } = await connected(context, {
        namespaces: { '/': {}, '/admin': {} },
      });
      connection.namespace('/chat').join();
      await Promise.all(['/', '/admin', '/chat'].map((name) => untilNamespace(name, 'joined')));
      assert.is(server.connections, 1);
      const answers = ['/', '/admin', '/chat'].map((name) =>
        connection.namespace(name).request('echo', name),
      );
      assert.equal(await Promise.all(answers), ['/', '/admin', '/chat']);
      assert.equal(
        server.received.map(({ namespace }) => namespace),
        ['/', '/admin', '/chat'],
      );
    });

    test('leaves a namespace that nothing listens to any more, and no other', async (context) => {
      const { connection, untilNamespace, server } = await connected(context);
      const end = connection.namespace('/chat').subscribe('x', () => {});
      await untilNamespace('/chat', 'joined');
      end();
      await untilNamespace('/chat', 'left');
      await eventually(() => server.sockets('/chat').length === 0);
      assert.is(server.sockets('/').length, 1);
    });

    test('takes a denial for the namespace’s own affair, with what the server said', async (context) => {
      const { connection, untilNamespace, errors, server } = await connected(context, {
        namespaces: { '/': {}, '/denied': {} },
      });
      await untilNamespace('/denied', 'denied');
      assert.is(server.joins.filter(({ namespace }) => namespace === '/denied').length, 2, 'tried twice');
      assert.is(errors.length, 1);
      assert.is(errors[0]?.code, 'namespace-denied');
      assert.is(errors[0]?.namespace, '/denied');
      assert.equal(errors[0]?.data, { reason: 'test' });
      // A server of Socket.IO 2 sends the data in place of the message.
      if (!isV2) assert.match(errors[0]?.message ?? '', 'denied: denied');
      assert.is(await connection.request('echo', 1), 1);
      server.setRule('/denied', 'admit');
      connection.namespace('/denied').join();
      await untilNamespace('/denied', 'joined');
    });

    test('fails where its only namespace is denied', async (context) => {
      const server = await begin(context);
      server.setRule('/', { message: 'members only' });
      const { connection, errors, until } = connect(context, server);
      connection.start();
      await until('stopped.failed');
      assert.is(errors.at(-1)?.code, 'namespace-denied');
      assert.match(errors.at(-1)?.message ?? '', 'members only');
    });

    test('gives each namespace its credentials, asked for anew at each join', async (context) => {
      let asked = 0;
      const client = await connected(context, {
        namespaces: {
          '/': { auth: { who: 'root' } },
          '/admin': { auth: () => Promise.resolve({ who: `admin ${(asked += 1)}` }) },
        },
      });
      const { next, untilNamespace, server } = client;
      await untilNamespace('/admin', 'joined');
      const again = next('started');
      await cut(client, server);
      await again;
      await untilNamespace('/admin', 'joined');
      const shown = server.joins.map(
        ({ namespace, credentials }) => `${namespace} ${text(credentials['who'])}`,
      );
      for (const credentials of ['/ root', '/admin admin 1', '/admin admin 2'])
        assert.ok(shown.includes(credentials), `${credentials} in ${shown.join(', ')}`);
    });

    test('sends what waited first, in order', async (context) => {
      const server = await begin(context);
      const { connection } = connect(context, server);
      connection.send('number', 0);
      connection.start();
      connection.send('number', 1);
      await connection.connected();
      for (let count = 2; count < 50; count += 1) connection.send('number', count);
      await connection.request('echo');
      const numbers = server.received
        .filter(({ eventName }) => eventName === 'number')
        .map(({ args }) => args[0]);
      assert.equal(
        numbers,
        Array.from({ length: 50 }, (_, count) => count),
      );
    });

    test('carries any arguments both ways', async (context) => {
      const { connection, hear } = await connected(context);
      const values = ['', 'ä€😀 ', 0, -1.5, 1e21, true, null, [], [[1], { a: [] }], {}, 'x'.repeat(100_000)];
      for (const value of values) assert.equal(await connection.request('echo', value), value);
      const heard = hear('echo');
      connection.send('echo', ...values);
      assert.equal(await heard, values);
    });

    test('carries binary nested anywhere, both ways', async (context) => {
      const { connection, hear, server } = await connected(context);
      const bytes = Buffer.from([0, 255, 1, 128]);
      const view = new Uint16Array([1, 2, 65535]);
      const message = { deep: [{ bytes }, new Uint8Array(bytes).buffer], empty: Buffer.alloc(0) };
      const heard = hear('echo');
      connection.send('echo', bytes, message);
      const [first, second] = await heard;
      assert.equal(first, bytes);
      assert.equal(second, { deep: [{ bytes }, bytes], empty: Buffer.alloc(0) });
      const answer = await connection.request('echo', view, 'and text');
      assert.equal(new Uint16Array(new Uint8Array(answer as Buffer).buffer), view);
      assert.ok(server.received.every(({ args }) => args.length > 0));
    });

    test('answers what the server asks, also late and with binary', async (context) => {
      const { connection, hear } = await connected(context);
      connection.subscribe('question', (value, ...rest) => {
        const reply = rest.at(-1) as (...args: unknown[]) => void;
        setTimeout(() => {
          reply(value, Buffer.from('bytes'));
          reply('a second answer counts for nothing');
        }, 5);
      });
      const answer = hear('answer');
      connection.send('ask', { deep: true });
      assert.equal(await answer, [{ deep: true }, Buffer.from('bytes')]);
      assert.is(await connection.request('echo', 'still there'), 'still there');
    });

    test('settles each request once: answered, answered twice, not answered, dropped', async (context) => {
      const client = await connected(context, { ackTimeout: 4000 });
      const { connection, next, server } = client;
      assert.is(await connection.request('twice'), 'first');
      assert.is(await codeOf(connection.with({ timeout: 30 }).request('silent')), 'ack-timeout');
      const lost = codeOf(connection.request('silent'));
      const again = next('started');
      await eventually(() => server.received.filter(({ eventName }) => eventName === 'silent').length === 2);
      await cut(client, server);
      assert.is(await lost, 'connection-lost');
      await again;
      assert.equal(await connection.request('echo', 'after'), 'after');
    });

    test('hears every event through *, beside those with listeners of their own', async (context) => {
      const { connection, hear } = await connected(context);
      const all: unknown[] = [];
      const own: unknown[] = [];
      connection.subscribe('*', (...args) => all.push(args));
      connection.subscribe('b', (...args) => own.push(args));
      const done = hear('done');
      for (const [name, value] of [
        ['a', 1],
        ['b', 2],
        ['done', 3],
      ])
        connection.send('push', name, value);
      await done;
      assert.equal(all, [
        ['a', 1],
        ['b', 2],
        ['done', 3],
      ]);
      assert.equal(own, [[2]]);
    });

    test('takes volatile and uncompressed messages', async (context) => {
      const { connection, hear } = await connected(context);
      const heard = hear('echo');
      connection.with({ compress: false }).send('echo', 'x'.repeat(5000));
      assert.equal(await heard, ['x'.repeat(5000)]);
      // Over polling a request may be under way, and a volatile message be dropped for it: try until one arrives.
      let arrived = false;
      connection.subscribe('echo', () => {
        arrived = true;
      });
      await eventually(() => {
        connection.with({ volatile: true }).send('echo', 'now or never');
        return arrived;
      });
    });

    test('hears what the server sends while it is still joining, and right after', async (context) => {
      const server = await begin(context);
      const joined = server.nextSocket();
      // A server of Socket.IO 2 would greet the probe as well.
      const { connection } = connect(context, server, { protocol: isV2 ? 'v2' : 'auto' });
      const heard: unknown[] = [];
      connection.subscribe('welcome', (value) => heard.push(value));
      void joined.then((socket) => {
        socket.emit('welcome', 1);
        socket.emit('welcome', 2);
      });
      connection.start();
      await eventually(() => heard.length === 2);
      assert.equal(heard, [1, 2]);
    });

    test('comes back from every kind of drop, with one listener and its namespaces', async (context) => {
      const client = await connected(context, { namespaces: { '/': {}, '/admin': {} } });
      const { connection, next, untilNamespace, hear, server } = client;
      await untilNamespace('/admin', 'joined');
      const heard: unknown[] = [];
      connection.namespace('/admin').subscribe('news', (value) => heard.push(value));
      const gaps: string[] = [];
      connection.on('gap', ({ namespace }) => gaps.push(namespace));
      const drops = [
        () => cut(client, server),
        () => server.dropEngines(),
        () => server.restart(),
        () => connection.send('drop'),
      ];
      for (const [count, drop] of drops.entries()) {
        const again = next('started', ({ reconnected }) => reconnected);
        await Promise.resolve(drop());
        await again;
        await untilNamespace('/admin', 'joined');
        const news = hear('news', '/admin');
        server.push('/admin', 'news', count);
        await news;
      }
      assert.equal(heard, [0, 1, 2, 3], 'each message was heard once');
      assert.is(connection.counters.reconnects, 4);
      assert.equal(
        gaps.toSorted(),
        ['/', '/', '/', '/', '/admin', '/admin', '/admin', '/admin'],
        'nothing was recovered',
      );
      assert.is(server.connections, 1);
    });

    test('is joined again where the server disconnects one namespace; the others do not notice', async (context) => {
      const { connection, states, next, untilNamespace, errors, server } = await connected(context, {
        namespaces: { '/': {}, '/chat': {} },
      });
      await untilNamespace('/chat', 'joined');
      const again = next('namespace', ({ namespace, state }) => namespace === '/chat' && state === 'joined');
      const before = states.length;
      server.kick('/chat');
      await again;
      assert.is(errors[0]?.code, 'namespace-disconnected');
      assert.is(states.slice(before).filter((state) => !state.startsWith('connected')).length, 0);
      assert.is(await connection.namespace('/chat').request('echo', 'back'), 'back');
    });

    test('takes the loss of its last namespace for a drop, and comes back', async (context) => {
      const { connection, next } = await connected(context);
      const again = next('started', ({ reconnected }) => reconnected);
      connection.send('kick');
      await again;
      assert.is(await connection.request('echo', 'back'), 'back');
    });

    test('delivers at least once over drops, in order, with ids that tell repetitions', async (context) => {
      const client = await connected(context, {
        delivery: 'atLeastOnce',
        messageId: 'lastArgument',
        ackTimeout: 1000,
      });
      const { connection, next, server } = client;
      let count = 0;
      for (let drop = 0; drop < 3; drop += 1) {
        const before = server.received.length;
        for (const end = count + 20; count < end; count += 1) connection.send('echo', count);
        await eventually(() => server.received.length > before + 3);
        const again = next('started');
        await cut(client, server);
        await again;
      }
      await eventually(() => connection.queued === 0);
      const ids = new Map(server.received.map(({ args }) => [args[1], args[0]]));
      const sent = Array.from({ length: count }, (_, number) => number);
      assert.equal([...ids.values()], sent, 'each id once, in order, none missing');
    });

    test('gives up where the handshake is forbidden, after a second try', async (context) => {
      const server = await begin(context);
      server.refuseHandshakes({ status: 403, body: '{"code":4,"message":"nope"}' });
      const { connection, errors, until } = connect(context, server);
      connection.start();
      await until('stopped.failed');
      assert.equal(
        errors.map(({ code, status, retryable }) => ({ code, status, retryable })),
        [
          { code: 'handshake-refused', status: 403, retryable: true },
          { code: 'handshake-refused', status: 403, retryable: false },
        ],
      );
      assert.match(errors[0]?.message ?? '', /403/);
      server.refuseHandshakes();
      connection.start();
      await connection.connected();
    });

    test('tries again while the server is away, and is there when it is', async (context) => {
      const server = await begin(context);
      await server.close();
      const { connection, next } = connect(context, server, { reconnectionDelayMax: 50 });
      connection.start();
      for (let tries = 0; tries < 3; tries += 1)
        await next('error', ({ code }) => code === 'connection-refused');
      await server.restart();
      await connection.connected();
      assert.is(await connection.request('echo', 'there'), 'there');
    });
  });
}

import * as assert from 'uvu/assert';
import { faultProxy, type FaultProxy } from '../../src/testing/faultProxy.ts';
import type { ServerVersion } from '../../src/testing/loadServer.ts';
import { testServer, type TestServer, type TestServerOptions } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { recordedLink, request, type RecordedLink, type RecordedNamespace } from './recordedLink.ts';
import { eventually } from '../eventually.ts';

// One suite for the port `Link`, run over every implementation, server and transport.

interface Kind {
  readonly protocol: 'v2' | 'v4';
  readonly version: ServerVersion;
  readonly transport: 'polling' | 'websocket';
}

const kinds: readonly Kind[] = (['polling', 'websocket'] as const).flatMap((transport) => [
  { protocol: 'v4', version: '4.8', transport } as const,
  { protocol: 'v4', version: '3.1', transport } as const,
  { protocol: 'v2', version: '2.5', transport } as const,
]);

interface Setting {
  readonly server: TestServer;
  readonly proxy: FaultProxy;
  readonly recorded: RecordedLink;
}

for (const { protocol, version, transport } of kinds) {
  const setUp = async (context: TestContext, options: TestServerOptions = {}): Promise<Setting> => {
    const server = await testServer({ version, namespaces: ['/admin', '/other'], ...options });
    context.after(() => server.close());
    const proxy = await faultProxy({ target: { port: server.port } });
    context.after(() => proxy.close());
    return {
      server,
      proxy,
      recorded: recordedLink({ url: proxy.url, transports: [transport] }, protocol, context),
    };
  };
  const open = async (recorded: RecordedLink): Promise<void> => {
    recorded.link.open();
    assert.equal(await recorded.events.next(), { type: 'opened', transport });
  };
  const join = async (recorded: RecordedLink, name: string): Promise<RecordedNamespace> => {
    const joined = recorded.namespace(name);
    joined.namespace.join(undefined);
    assert.is((await joined.events.next()).type, 'joined');
    return joined;
  };

  const drop = async ({ proxy, recorded }: Setting): Promise<void> => {
    // Polling opens and closes connections all the time: one moment there is none, the next there is.
    while (recorded.events.rest.length === 0) {
      proxy.dropAll();
      await new Promise(setImmediate);
    }
    assert.is((await recorded.events.next()).type, 'closed');
  };

  suite(`link ${protocol}, server ${version}, ${transport}`, (test) => {
    test('opens, joins, sends, receives, closes', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, messages } = await join(recorded, '/');
      assert.equal(await request(namespace, 'echo', 1, 'two', { three: [3] }), [1, 'two', { three: [3] }]);
      namespace.emit('echo', ['back']);
      assert.equal(await messages.next(), ['echo', 'back']);
      recorded.link.close();
      assert.equal(await recorded.events.next(), { type: 'closed', reason: 'forced close' });
      await eventually(() => server.connections === 0);
      assert.equal(server.departures, [{ namespace: '/', reason: 'client namespace disconnect' }]);
      assert.equal(recorded.events.rest, []);
    });

    test('tells nothing within its own methods', async (context) => {
      const { recorded } = await setUp(context);
      recorded.link.open();
      assert.equal(recorded.events.rest, []);
      await recorded.events.next();
      const { namespace, events } = recorded.namespace('/');
      namespace.join(undefined);
      assert.equal(events.rest, []);
      await events.next();
      namespace.leave();
      recorded.link.close();
      assert.equal(events.rest, []);
      assert.equal(recorded.events.rest, []);
      await recorded.events.next();
      assert.equal(events.rest, []);
    });

    test('sends binary nested anywhere, both ways', async (context) => {
      const { recorded } = await setUp(context);
      await open(recorded);
      const { namespace } = await join(recorded, '/');
      const [answer] = await request(namespace, 'echo', {
        deep: [
          { buffer: Buffer.from('abc'), array: new Uint8Array([1, 2]), raw: new Uint8Array([3]).buffer },
        ],
      });
      assert.equal(answer, {
        deep: [{ buffer: Buffer.from('abc'), array: Buffer.from([1, 2]), raw: Buffer.from([3]) }],
      });
    });

    test('sends credentials with the join, of each namespace its own', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      for (const [name, token] of [
        ['/', 'one'],
        ['/admin', 'two & more, yes?'],
      ] as const) {
        const { namespace, events } = recorded.namespace(name);
        namespace.join({ token });
        assert.is((await events.next()).type, 'joined');
        assert.is(server.joins.at(-1)?.namespace, name);
        assert.is(server.joins.at(-1)?.credentials['token'], token);
      }
    });

    test('takes fresh credentials at each join', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, events } = recorded.namespace('/');
      for (const token of ['first', 'second']) {
        namespace.join({ token });
        assert.is((await events.next()).type, 'joined');
        assert.is(server.joins.at(-1)?.credentials['token'], token);
        namespace.leave();
      }
    });

    test('tells of a denial with the server’s data, and can ask again', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      await join(recorded, '/');
      const { namespace, events } = recorded.namespace('/denied');
      namespace.join({ token: 'bad' });
      const denial = await events.next();
      assert.is(denial.type, 'denied');
      assert.equal(denial.data, { reason: 'test' });
      // Protocol 2 sends either the data or the message.
      assert.is(denial.message, protocol === 'v2' ? '' : 'denied');
      server.setRule('/denied', 'admit');
      namespace.join({ token: 'good' });
      assert.is((await events.next()).type, 'joined');
      assert.equal(recorded.events.rest, []);
    });

    test('tells of a denied default namespace, and can ask again', async (context) => {
      const { server, recorded } = await setUp(context);
      server.setRule('/', { message: 'not you' });
      await open(recorded);
      const { namespace, events } = recorded.namespace('/');
      namespace.join(undefined);
      assert.equal(await events.next(), { type: 'denied', message: 'not you' });
      server.setRule('/', 'admit');
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
    });

    test('tells of a namespace that does not exist', async (context) => {
      const { recorded } = await setUp(context);
      await open(recorded);
      const { namespace, events } = recorded.namespace('/nowhere');
      namespace.join(undefined);
      assert.equal(await events.next(), { type: 'denied', message: 'Invalid namespace' });
    });

    test('delivers nothing of a namespace that was not joined', async (context) => {
      const { server, recorded } = await setUp(context);
      const root = recorded.namespace('/');
      await open(recorded);
      const admin = await join(recorded, '/admin');
      server.push('/', 'hello', 'not for you');
      server.push('/admin', 'hello', 'for you');
      assert.equal(await admin.messages.next(), ['hello', 'for you']);
      assert.equal(root.messages.all, []);
      assert.equal(root.events.all, []);
    });

    test('the server’s disconnection of one namespace leaves the others and the engine alone', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const root = await join(recorded, '/');
      const admin = await join(recorded, '/admin');
      server.kick('/admin');
      assert.equal(await admin.events.next(), { type: 'disconnected', reason: 'io server disconnect' });
      assert.equal(await request(root.namespace, 'echo', 'still here'), ['still here']);
      admin.namespace.join(undefined);
      assert.is((await admin.events.next()).type, 'joined');
      server.kick('/');
      assert.equal(await root.events.next(), { type: 'disconnected', reason: 'io server disconnect' });
      assert.equal(await request(admin.namespace, 'echo', 'here too'), ['here too']);
      root.namespace.join(undefined);
      assert.is((await root.events.next()).type, 'joined');
      assert.equal(await request(root.namespace, 'echo', 'again'), ['again']);
      assert.equal(recorded.events.rest, []);
      assert.is(server.connections, 1);
    });

    test('the last namespace to go leaves the engine open', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, events } = await join(recorded, '/');
      const gone = server.departures.length;
      namespace.leave();
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      assert.equal(server.departures.slice(gone), [
        { namespace: '/', reason: 'client namespace disconnect' },
      ]);
      assert.equal(await request(namespace, 'echo', 1), [1]);
      assert.equal(recorded.events.rest, []);
    });

    test('leaving and joining again at once, many times, ends joined once', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      await join(recorded, '/');
      const { namespace, events, messages } = await join(recorded, '/admin');
      for (let round = 0; round < 5; round += 1) {
        namespace.leave();
        namespace.join(undefined);
      }
      assert.is((await events.next()).type, 'joined');
      assert.equal(await request(namespace, 'echo', 1), [1]);
      assert.is(server.sockets('/admin').length, 1);
      server.push('/admin', 'hello');
      assert.equal(await messages.next(), ['hello']);
      assert.equal(messages.rest, []);
      assert.equal(recorded.events.rest, []);
    });

    test('leaving while joining leaves, whenever the server answers', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      await join(recorded, '/');
      const arrived = server.nextSocket('/admin');
      const { namespace, events } = recorded.namespace('/admin');
      namespace.join(undefined);
      // Protocol 2 asks only once the default namespace is there, so that a leave can come before any question.
      await arrived;
      namespace.leave();
      await eventually(() => server.departures.at(-1)?.namespace === '/admin');
      assert.equal(
        events.all.filter(({ type }) => type !== 'joined'),
        [],
      );
      assert.is(server.sockets('/admin').length, 0);
      assert.equal(recorded.events.rest, []);
    });

    test('a join that hangs can be left and tried again', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      await join(recorded, '/');
      const { namespace, events } = recorded.namespace('/hanging');
      namespace.join(undefined);
      await eventually(() => server.joins.at(-1)?.namespace === '/hanging');
      namespace.leave();
      server.setRule('/hanging', 'admit');
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      assert.equal(await request(namespace, 'echo', 1), [1]);
      assert.equal(recorded.events.rest, []);
    });

    test('listeners survive a drop and a new engine connection, and are not doubled', async (context) => {
      const setting = await setUp(context);
      const { server, recorded } = setting;
      await open(recorded);
      const { namespace, events, messages } = await join(recorded, '/');
      const heard: unknown[][] = [];
      namespace.on('hello', (...args) => heard.push(args));
      for (const round of [1, 2, 3]) {
        await drop(setting);
        await open(recorded);
        namespace.join(undefined);
        assert.is((await events.next()).type, 'joined');
        server.push('/', 'hello', round);
        assert.equal(await messages.next(), ['hello', round]);
      }
      assert.equal(heard, [[1], [2], [3]]);
      assert.equal(messages.rest, []);
    });

    test('a listener that is taken off hears nothing more', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, messages } = await join(recorded, '/');
      const heard: string[] = [];
      const first = (): void => void heard.push('first');
      const any = (): void => void heard.push('any');
      namespace.on('hello', first);
      namespace.on('hello', () => heard.push('second'));
      namespace.onAny(any);
      server.push('/', 'hello');
      await messages.next();
      namespace.off('hello', first);
      namespace.offAny(any);
      server.push('/', 'hello');
      await messages.next();
      await request(namespace, 'echo');
      assert.equal(heard.toSorted(), ['any', 'first', 'second', 'second']);
    });

    test('answers the server’s questions, each once', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, messages } = await join(recorded, '/');
      namespace.on('question', (topic, reply) => {
        if (typeof reply !== 'function') return;
        reply(topic, 'yes');
        reply(topic, 'no');
      });
      namespace.emit('ask', ['really?']);
      await messages.next();
      assert.equal(await messages.next(), ['answer', 'really?', 'yes']);
      await request(namespace, 'echo');
      assert.equal(messages.rest, []);
      assert.is(server.connections, 1);
    });

    test('an answer to a question of an earlier session is not sent', async (context) => {
      const setting = await setUp(context);
      const { server, recorded } = setting;
      await open(recorded);
      const { namespace, events, messages } = await join(recorded, '/');
      const replies: unknown[] = [];
      namespace.on('question', (reply) => replies.push(reply));
      namespace.emit('ask', []);
      await messages.next();
      await drop(setting);
      await open(recorded);
      const [reply] = replies;
      assert.type(reply, 'function');
      // Between engine and namespace, servers take any packet of the namespace for a violation and close.
      if (typeof reply === 'function') reply('late');
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      if (typeof reply === 'function') reply('later');
      assert.equal(await request(namespace, 'echo', 1), [1]);
      assert.equal(messages.rest, []);
      assert.equal(recorded.events.rest, []);
      assert.is(server.connections, 1);
    });

    test('calls an acknowledgement once, whatever the server does', async (context) => {
      const { recorded } = await setUp(context);
      await open(recorded);
      const { namespace } = await join(recorded, '/');
      const answers: unknown[][] = [];
      namespace.emit('twice', [], undefined, (...answer) => answers.push(answer));
      await request(namespace, 'echo');
      assert.equal(answers, [['first']]);
    });

    test('never calls the acknowledgement of a session that has ended', async (context) => {
      const setting = await setUp(context);
      const { recorded } = setting;
      await open(recorded);
      const { namespace, events } = await join(recorded, '/');
      let calls = 0;
      namespace.emit('silent', [], undefined, () => {
        calls += 1;
      });
      await drop(setting);
      await open(recorded);
      namespace.join(undefined);
      await events.next();
      await request(namespace, 'echo');
      assert.is(calls, 0);
    });

    test('what is emitted while not joined is never sent', async (context) => {
      const setting = await setUp(context);
      const { server, recorded } = setting;
      const { namespace, events } = recorded.namespace('/');
      namespace.emit('echo', ['before open']);
      await open(recorded);
      namespace.emit('echo', ['before join']);
      namespace.join(undefined);
      namespace.emit('echo', ['while joining']);
      await events.next();
      await drop(setting);
      namespace.emit('echo', ['after the drop']);
      await open(recorded);
      namespace.join(undefined);
      await events.next();
      await request(namespace, 'echo', 'joined');
      assert.equal(server.received, [{ namespace: '/', eventName: 'echo', args: ['joined'] }]);
    });

    test('takes options per message', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace } = await join(recorded, '/');
      // Volatile ones may be discarded while the transport writes: what counts is that nothing else is, and nothing comes late.
      namespace.emit('echo', ['volatile'], { volatile: true });
      namespace.emit('echo', ['compressed'], { compress: true });
      namespace.emit('echo', ['plain'], { compress: false });
      await request(namespace, 'echo', 'last');
      const seen = server.received.map(({ args }) => args[0]).filter((arg) => arg !== 'volatile');
      assert.equal(seen, ['compressed', 'plain', 'last']);
    });

    test('joins a namespace whose first message comes with the acceptance', async (context) => {
      const { server, recorded } = await setUp(context);
      server.io.of('/other').on('connection', (socket) => {
        socket.emit('welcome', socket.id);
      });
      await open(recorded);
      const { events, messages } = await join(recorded, '/other');
      assert.is((await messages.next())[0], 'welcome');
      assert.equal(events.rest, []);
    });

    test('tells of the server’s end, and opens again when it is back', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, events } = await join(recorded, '/');
      await server.close();
      assert.is((await recorded.events.next()).type, 'closed');
      recorded.link.open();
      const failure = await recorded.events.next();
      assert.is(failure.type, 'failed');
      assert.is(failure.error?.code, 'connection-refused');
      await server.restart();
      await open(recorded);
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      assert.equal(await request(namespace, 'echo', 1), [1]);
    });

    test('tells of an engine that the server closes', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { events } = await join(recorded, '/');
      server.dropEngines();
      assert.equal(await recorded.events.next(), { type: 'closed', reason: 'transport close' });
      assert.equal(events.rest, []);
    });

    test('ends at once although the server has vanished', async (context) => {
      const { proxy, recorded } = await setUp(context);
      await open(recorded);
      await join(recorded, '/');
      await proxy.setFault({ type: 'blackHole' });
      recorded.link.close();
      recorded.link.dispose();
      await eventually(() => proxy.connections === 0);
      assert.equal(recorded.events.rest, []);
    });

    test('abandoning ends the engine connection without a goodbye, and it can be opened again', async (context) => {
      const { server, proxy, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, events } = await join(recorded, '/');
      recorded.link.abandon();
      recorded.link.abandon();
      await eventually(() => proxy.connections === 0);
      await open(recorded);
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      assert.equal(await request(namespace, 'echo', 1), [1]);
      assert.equal(
        server.departures.filter(({ reason }) => reason === 'client namespace disconnect'),
        [],
      );
      assert.equal(recorded.events.rest, []);
    });

    test('an acknowledgement that is no longer awaited is forgotten', async (context) => {
      const { recorded } = await setUp(context);
      await open(recorded);
      const { namespace } = await join(recorded, '/');
      const answers: unknown[][] = [];
      const forget = namespace.emit('echo', ['never mind'], undefined, (...answer) => answers.push(answer));
      namespace.emit('echo', ['awaited'], undefined, (...answer) => answers.push(answer));
      forget?.();
      await request(namespace, 'echo');
      assert.equal(answers, [['awaited']]);
    });

    test('closing while opening ends the attempt, and it can be opened again', async (context) => {
      const { proxy, recorded } = await setUp(context);
      await proxy.setFault({ type: 'blackHole' });
      recorded.link.open();
      await new Promise(setImmediate);
      recorded.link.close();
      assert.equal(await recorded.events.next(), { type: 'closed', reason: 'forced close' });
      await eventually(() => proxy.connections === 0);
      await proxy.heal();
      await open(recorded);
      await join(recorded, '/');
    });

    test('opening while still closing opens anew', async (context) => {
      const { server, proxy, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, events } = await join(recorded, '/');
      await proxy.setFault({ type: 'blackHole' }, 'existing');
      recorded.link.close();
      await open(recorded);
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      assert.equal(await request(namespace, 'echo', 1), [1]);
      assert.is(server.received.length, 1);
      assert.equal(recorded.events.rest, []);
    });

    test('tells nothing once disposed of', async (context) => {
      const { server, recorded } = await setUp(context);
      await open(recorded);
      const { namespace, messages } = await join(recorded, '/');
      server.push('/', 'hello');
      server.kick('/');
      recorded.link.dispose();
      recorded.link.dispose();
      recorded.link.open();
      namespace.join(undefined);
      namespace.emit('echo', []);
      recorded.link.close();
      await server.close();
      assert.equal(recorded.events.rest, []);
      assert.equal(messages.all, []);
    });

    test('gives the same namespace for the same name', async (context) => {
      const { recorded } = await setUp(context);
      const { namespace } = recorded.namespace('/admin');
      assert.is(recorded.namespace('/admin').namespace, namespace);
      assert.is(namespace.name, '/admin');
    });
  });
}

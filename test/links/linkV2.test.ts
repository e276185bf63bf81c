import * as assert from 'uvu/assert';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { recordedLink, request, type RecordedLink } from './recordedLink.ts';
import { eventually } from '../eventually.ts';

// What is particular to protocol 2.

async function setUp(
  { after }: TestContext,
  transport: 'polling' | 'websocket',
): Promise<{ server: TestServer; recorded: RecordedLink }> {
  const server = await testServer({ version: '2.5', namespaces: ['/admin'] });
  after(() => server.close());
  return { server, recorded: recordedLink({ url: server.url, transports: [transport] }, 'v2', { after }) };
}

const tokens = ({ joins }: TestServer): unknown[] =>
  joins.filter(({ namespace }) => namespace === '/').map(({ credentials }) => credentials['token']);

for (const transport of ['polling', 'websocket'] as const)
  suite(`protocol 2 over ${transport}`, (test) => {
    test('credentials known before the opening go with the first handshake', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      const { namespace, events } = recorded.namespace('/');
      namespace.join({ token: 'early', roles: ['a', 'b'] });
      recorded.link.open();
      assert.is((await recorded.events.next()).type, 'opened');
      assert.is((await events.next()).type, 'joined');
      assert.equal(tokens(server), ['early']);
      assert.is(server.joins[0]?.credentials['roles'], '["a","b"]');
    });

    test('the same credentials need no new connection after a drop', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      const { namespace, events } = recorded.namespace('/');
      recorded.link.open();
      await recorded.events.next();
      namespace.join({ token: 'same' });
      await events.next();
      server.dropEngines();
      assert.is((await recorded.events.next()).type, 'closed');
      recorded.link.open();
      await recorded.events.next();
      namespace.join({ token: 'same' });
      await events.next();
      assert.equal(tokens(server), [undefined, 'same', 'same']);
      assert.equal(recorded.events.rest, []);
    });

    test('other credentials for the default namespace disconnect those that were joined', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      const admin = recorded.namespace('/admin');
      const root = recorded.namespace('/');
      recorded.link.open();
      await recorded.events.next();
      admin.namespace.join({ key: 'k' });
      assert.is((await admin.events.next()).type, 'joined');
      root.namespace.join({ token: 't' });
      assert.equal(await admin.events.next(), { type: 'disconnected', reason: 'new credentials' });
      assert.is((await root.events.next()).type, 'joined');
      admin.namespace.join({ key: 'k' });
      assert.is((await admin.events.next()).type, 'joined');
      assert.equal(await request(admin.namespace, 'echo', 1), [1]);
      assert.is(server.joins.at(-1)?.credentials['key'], 'k');
      assert.equal(recorded.events.rest, []);
    });

    test('a server that denies the default namespace denies the others with the same words', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      server.setRule('/', { message: 'closed today' });
      const admin = recorded.namespace('/admin');
      recorded.link.open();
      await recorded.events.next();
      admin.namespace.join(undefined);
      assert.equal(await admin.events.next(), { type: 'denied', message: 'closed today' });
    });

    test('a denial that comes late, after the server’s first acceptance, is found out', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      const decisions: (() => void)[] = [];
      server.io.of('/').use((_socket, next) => {
        decisions.push(() => next(new Error('after some thought: no')));
      });
      // As older versions do: accept with the handshake, before their middleware has run.
      Reflect.set(server.io.engine, 'initialPacket', ['0']);
      const { namespace, events } = recorded.namespace('/');
      recorded.link.open();
      await recorded.events.next();
      namespace.join(undefined);
      assert.is((await events.next()).type, 'joined');
      decisions[0]?.();
      assert.equal(await events.next(), { type: 'disconnected', reason: 'denied' });
      namespace.join(undefined);
      await eventually(() => decisions.length >= 2);
      decisions[1]?.();
      assert.equal(await events.next(), { type: 'denied', message: 'after some thought: no' });
    });

    test('a server without middleware is joined at once, and again after leaving', async (context) => {
      const server = await testServer({ version: '2.5' });
      context.after(() => server.close());
      // As a server that has none: it sends its acceptance with the handshake, and answers no other CONNECT.
      const io = server.io.of('/');
      Reflect.set(io, 'fns', []);
      Reflect.set(server.io.engine, 'initialPacket', ['0']);
      const recorded = recordedLink({ url: server.url, transports: [transport] }, 'v2', context);
      const { namespace, events } = recorded.namespace('/');
      recorded.link.open();
      await recorded.events.next();
      for (const round of [1, 2, 3]) {
        namespace.join(undefined);
        assert.is((await events.next()).type, 'joined');
        assert.equal(await request(namespace, 'echo', round), [round]);
        namespace.leave();
      }
      assert.equal(recorded.events.rest, []);
    });

    test('events that the library keeps for itself are the user’s, both ways', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      const { namespace, events, messages } = recorded.namespace('/');
      recorded.link.open();
      await recorded.events.next();
      namespace.join(undefined);
      await events.next();
      for (const eventName of ['ping', 'pong', 'reconnect', 'connecting', 'connect_error']) {
        namespace.emit('push', [eventName, 1]);
        assert.equal(await messages.next(), [eventName, 1]);
        namespace.emit(eventName, ['out']);
      }
      await request(namespace, 'echo');
      assert.equal(
        server.received.filter(({ args }) => args[0] === 'out').map(({ eventName }) => eventName),
        ['ping', 'pong', 'reconnect', 'connecting', 'connect_error'],
      );
      assert.equal(messages.rest, []);
    });

    test('a listener that throws ends neither the connection nor the other listeners', async (context) => {
      const { server, recorded } = await setUp(context, transport);
      const { namespace, events, messages } = recorded.namespace('/');
      const thrown: unknown[] = [];
      const onException = (error: unknown): void => void thrown.push(error);
      process.on('uncaughtException', onException);
      context.after(() => process.off('uncaughtException', onException));
      namespace.on('hello', () => {
        throw new Error('mine');
      });
      const heard: unknown[] = [];
      namespace.on('hello', (value) => heard.push(value));
      recorded.link.open();
      await recorded.events.next();
      namespace.join(undefined);
      await events.next();
      server.push('/', 'hello', 1);
      await messages.next();
      assert.equal(await request(namespace, 'echo', 2), [2]);
      assert.equal(heard, [1]);
      assert.equal(thrown.map(String), ['Error: mine']);
    });
  });

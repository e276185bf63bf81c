import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import * as assert from 'uvu/assert';
import { WebSocketServer } from 'ws';
import type { ConnectionError } from '../../machines/ConnectionError.ts';
import type { LinkConfig } from '../../src/links/LinkConfig.ts';
import { faultProxy } from '../../src/testing/faultProxy.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { fastClock } from './fastClock.ts';
import { recordedLink } from './recordedLink.ts';
import { eventually } from '../eventually.ts';

// Whatever answers, or does not: each has its code, for both protocols and both transports.

type Transport = 'polling' | 'websocket';
const combinations = (['v4', 'v2'] as const).flatMap((protocol) =>
  (['polling', 'websocket'] as const).map((transport) => ({ protocol, transport })),
);

async function failureOf(
  config: LinkConfig,
  protocol: 'v2' | 'v4',
  context: Pick<TestContext, 'after'>,
): Promise<ConnectionError> {
  const { link, events } = recordedLink(config, protocol, context, fastClock);
  link.open();
  const { type, error } = await events.next();
  assert.is(type, 'failed');
  if (error === undefined) throw new Error('failed without an error');
  assert.is(error.name, 'ConnectionError');
  assert.equal(events.rest, []);
  return error;
}

async function plainServer(
  { after }: TestContext,
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => void,
): Promise<string> {
  const server = http.createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function tcpServer(
  { after }: TestContext,
  onConnection: (socket: net.Socket) => void,
): Promise<string> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port where nothing listens: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

for (const { protocol, transport } of combinations)
  suite(`failures of a ${protocol} link over ${transport}`, (test) => {
    const transports: readonly Transport[] = [transport];
    const version = protocol === 'v2' ? '2.5' : '4.8';

    test('nothing listens: connection-refused', async (context) => {
      const port = await closedPort();
      const url = `http://user:password@127.0.0.1:${port}?token=secret`;
      const error = await failureOf({ url, transports }, protocol, context);
      assert.is(error.code, 'connection-refused');
      assert.ok(error.retryable);
      assert.match(error.message, `http://127.0.0.1:${port}/socket.io/`);
      assert.match(error.message, 'Check `url` and `port`');
      assert.not.match(error.message, 'secret');
      assert.not.match(error.message, 'password');
    });

    test('the name has no address: host-not-found', async (context) => {
      const error = await failureOf({ url: 'http://nowhere.invalid', transports }, protocol, context);
      assert.is(error.code, 'host-not-found');
      assert.match(error.message, 'nowhere.invalid');
    });

    test('the server hangs up before the handshake: connection-refused', async (context) => {
      for (const end of [
        (socket: net.Socket) => socket.resetAndDestroy(),
        (socket: net.Socket) => socket.end(),
      ]) {
        const url = await tcpServer(context, end);
        assert.is((await failureOf({ url, transports }, protocol, context)).code, 'connection-refused');
      }
    });

    test('something that is not HTTP: not-socketio', async (context) => {
      const url = await tcpServer(context, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
      assert.is((await failureOf({ url, transports }, protocol, context)).code, 'not-socketio');
    });

    test('another path: not-socketio', async (context) => {
      const server = await testServer({ version, server: { path: '/elsewhere' } });
      context.after(() => server.close());
      const web = await plainServer(context, (_request, response) =>
        response.writeHead(404).end('no such page'),
      );
      const error = await failureOf({ url: web, transports }, protocol, context);
      assert.is(error.code, 'not-socketio');
      assert.is(error.status, 404);
      assert.is(error.data, 'no such page');
      assert.match(error.message, 'Check `url`, `port` and `path`');
    });

    test('a plain HTTP server that says 200 to everything: not-socketio', async (context) => {
      const url = await plainServer(context, (_request, response) => response.end('<html>welcome</html>'));
      assert.is((await failureOf({ url, transports }, protocol, context)).code, 'not-socketio');
    });

    test('a plain WebSocket server: not-socketio', async (context) => {
      for (const greeting of [undefined, 'hello', '{"type":"hello"}', Buffer.from([1, 2, 3])]) {
        const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
        await once(server, 'listening');
        context.after(() => {
          for (const socket of server.clients) socket.terminate();
          server.close();
        });
        server.on('connection', (socket) => {
          if (greeting !== undefined) socket.send(greeting);
        });
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        assert.is((await failureOf({ url, transports }, protocol, context)).code, 'not-socketio');
      }
    });

    test('401 and 403: handshake-refused, with what the server said', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      for (const status of [401, 403]) {
        server.refuseHandshakes({ status, body: '{"message":"who are you?"}' });
        const error = await failureOf({ url: server.url, transports }, protocol, context);
        assert.is(error.code, 'handshake-refused');
        assert.is(error.status, status);
        assert.not(error.retryable);
        assert.equal(error.data, { message: 'who are you?' });
      }
    });

    test('a server that does not allow the request: handshake-refused', async (context) => {
      const server = await testServer({
        version,
        server: {
          allowRequest: (_request: unknown, done: (error: unknown, ok: boolean) => void) =>
            done(protocol === 'v2' ? 4 : undefined, false),
        },
      });
      context.after(() => server.close());
      const error = await failureOf({ url: server.url, transports }, protocol, context);
      assert.is(error.code, 'handshake-refused');
    });

    test('an HTTP error: unexpected-status', async (context) => {
      for (const status of [500, 502, 503, 429]) {
        const url = await plainServer(context, (_request, response) =>
          response.writeHead(status).end('away'),
        );
        const error = await failureOf({ url, transports }, protocol, context);
        assert.is(error.code, 'unexpected-status');
        assert.is(error.status, status);
        assert.ok(error.retryable);
      }
    });

    test('a redirection, even one to nowhere: unexpected-status', async (context) => {
      for (const headers of [{ location: 'http://u:p@127.0.0.1:1/x?y=z' }, {}, { location: '/' }])
        for (const status of [301, 302, 307]) {
          const url = await plainServer(context, (_request, response) =>
            response.writeHead(status, headers).end(),
          );
          const error = await failureOf({ url, transports }, protocol, context);
          assert.is(error.code, 'unexpected-status');
          assert.match(error.message, 'redirection');
          assert.not.match(error.message, 'u:p');
          assert.not.match(error.message, 'y=z');
        }
    });

    test('a transport that the server does not offer: unexpected-status', async (context) => {
      const other = transport === 'polling' ? 'websocket' : 'polling';
      const server = await testServer({ version, server: { transports: [other] } });
      context.after(() => server.close());
      const error = await failureOf({ url: server.url, transports }, protocol, context);
      assert.is(error.code, 'unexpected-status');
      assert.is(error.status, 400);
    });

    test('a connection that is cut within the handshake: an error that is tried again', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const proxy = await faultProxy({ target: { port: server.port } });
      context.after(() => proxy.close());
      for (const afterBytes of [0, 20, 100]) {
        await proxy.setFault({ type: 'cut', afterBytes });
        const error = await failureOf({ url: proxy.url, transports }, protocol, context);
        assert.ok(error.retryable);
        assert.ok(['connection-refused', 'transport-failed'].includes(error.code), error.code);
      }
    });
  });

suite('protocol and parser', (test) => {
  test('a v2 link at a server of 3 or 4, over polling: protocol-mismatch', async (context) => {
    for (const version of ['4.8', '3.1'] as const) {
      const server = await testServer({ version });
      context.after(() => server.close());
      const error = await failureOf({ url: server.url, transports: ['polling'] }, 'v2', context);
      assert.is(error.code, 'protocol-mismatch');
      assert.not(error.retryable);
      assert.match(error.message, '`protocol`');
    }
  });

  test('a v2 link at a server of 3 or 4, over websocket, where it says nothing intelligible: not-socketio', async (context) => {
    for (const version of ['4.8', '3.1'] as const) {
      const server = await testServer({ version });
      context.after(() => server.close());
      const error = await failureOf({ url: server.url, transports: ['websocket'] }, 'v2', context);
      assert.is(error.code, 'not-socketio');
      assert.match(error.message, '`protocol`');
    }
  });

  test('a v4 link at a server of 2, over polling: protocol-mismatch', async (context) => {
    const server = await testServer({ version: '2.5' });
    context.after(() => server.close());
    const error = await failureOf({ url: server.url, transports: ['polling'] }, 'v4', context);
    assert.is(error.code, 'protocol-mismatch');
  });

  test('a v4 link at a server of 2, over websocket: closed with protocol-mismatch', async (context) => {
    const server = await testServer({ version: '2.5' });
    context.after(() => server.close());
    const { link, events } = recordedLink({ url: server.url, transports: ['websocket'] }, 'v4', context);
    link.open();
    assert.is((await events.next()).type, 'opened');
    const { type, error } = await events.next();
    assert.is(type, 'closed');
    assert.is(error?.code, 'protocol-mismatch');
    await eventually(() => server.connections === 0);
  });

  test('parsers that differ, either way, either transport: parser-mismatch', async (context) => {
    const msgpack = await import('socket.io-msgpack-parser');
    for (const transport of ['polling', 'websocket'] as const)
      for (const parser of ['default', 'msgpack'] as const) {
        const server = await testServer({ server: parser === 'default' ? { parser: msgpack } : {} });
        context.after(() => server.close());
        const recorded = recordedLink({ url: server.url, transports: [transport], parser }, 'v4', context);
        recorded.link.open();
        assert.is((await recorded.events.next()).type, 'opened');
        const { namespace, events } = recorded.namespace('/');
        namespace.join(undefined);
        const { type, error } = await recorded.events.next();
        assert.is(type, 'closed');
        assert.is(error?.code, 'parser-mismatch');
        assert.match(error?.message ?? '', `it is "${parser}"`);
        assert.equal(events.all, []);
      }
  });

  test('a network that breaks at the join is no parser mismatch', async (context) => {
    for (const transport of ['polling', 'websocket'] as const) {
      const server = await testServer();
      context.after(() => server.close());
      const proxy = await faultProxy({ target: { port: server.port } });
      context.after(() => proxy.close());
      const recorded = recordedLink({ url: proxy.url, transports: [transport] }, 'v4', context);
      recorded.link.open();
      assert.is((await recorded.events.next()).type, 'opened');
      recorded.namespace('/hanging').namespace.join(undefined);
      await eventually(() => server.joins.length > 0);
      while (recorded.events.rest.length === 0) {
        proxy.dropAll();
        await new Promise(setImmediate);
      }
      assert.is((await recorded.events.next()).error, undefined);
    }
  });

  test('msgpack works where both ends speak it', async (context) => {
    const msgpack = await import('socket.io-msgpack-parser');
    for (const transport of ['polling', 'websocket'] as const) {
      const server = await testServer({ server: { parser: msgpack } });
      context.after(() => server.close());
      const recorded = recordedLink(
        { url: server.url, transports: [transport], parser: 'msgpack' },
        'v4',
        context,
      );
      const { namespace, messages, events } = recorded.namespace('/');
      recorded.link.open();
      await recorded.events.next();
      namespace.join({ token: 1 });
      assert.is((await events.next()).type, 'joined');
      assert.equal(server.joins[0]?.credentials, { token: 1 });
      namespace.emit('echo', [{ a: [Buffer.from('x')] }]);
      assert.equal(await messages.next(), ['echo', { a: [Buffer.from('x')] }]);
    }
  });

  test('what protocol v2 has not is an invalid-configuration', async (context) => {
    for (const config of [{ parser: 'msgpack' }, { transports: [] }] as const) {
      const error = await failureOf({ url: 'http://127.0.0.1:1', ...config }, 'v2', context);
      assert.is(error.code, 'invalid-configuration');
    }
  });
});

for (const protocol of ['v4', 'v2'] as const)
  suite(`transports of a ${protocol} link`, (test) => {
    const version = protocol === 'v2' ? '2.5' : '4.8';

    test('tries the next where told to', async (context) => {
      const server = await testServer({ version, server: { transports: ['websocket'] } });
      context.after(() => server.close());
      const { link, events } = recordedLink({ url: server.url, tryAllTransports: true }, protocol, context);
      link.open();
      assert.equal(await events.next(), { type: 'opened', transport: 'websocket' });
      const careful = recordedLink({ url: server.url }, protocol, context);
      careful.link.open();
      assert.is((await careful.events.next()).type, 'failed');
      link.close();
      assert.is((await events.next()).type, 'closed');
    });

    test('when all are closed it fails once, with the last failure', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      server.refuseHandshakes({ status: 503 });
      const error = await failureOf({ url: server.url, tryAllTransports: true }, protocol, context);
      assert.is(error.status, 503);
    });

    test('moves from polling to websocket, and says so', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const { link, events } = recordedLink({ url: server.url }, protocol, context);
      link.open();
      assert.equal(await events.next(), { type: 'opened', transport: 'polling' });
      assert.equal(await events.next(), { type: 'upgraded', transport: 'websocket' });
    });

    test('stays on polling where told to', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const { link, events, namespace } = recordedLink(
        { url: server.url, upgrade: false },
        protocol,
        context,
      );
      const { namespace: root, events: rootEvents } = namespace('/');
      link.open();
      await events.next();
      root.join(undefined);
      await rootEvents.next();
      assert.is(server.sockets()[0]?.conn.transport.name, 'polling');
      assert.equal(events.rest, []);
    });

    test('sends query and headers over both', async (context) => {
      for (const transport of ['polling', 'websocket'] as const) {
        const server = await testServer({ version });
        context.after(() => server.close());
        const { link, events, namespace } = recordedLink(
          {
            url: `${server.url}?from=url`,
            transports: [transport],
            query: { room: 'a b&c' },
            extraHeaders: { 'x-extra': 'yes' },
          },
          protocol,
          context,
        );
        const { namespace: root, events: rootEvents } = namespace('/');
        link.open();
        await events.next();
        root.join(undefined);
        await rootEvents.next();
        const handshake = server.sockets()[0]?.handshake;
        assert.is(handshake?.query['room'], 'a b&c');
        assert.is(handshake?.query['from'], 'url');
        assert.is(handshake?.headers['x-extra'], 'yes');
      }
    });

    test('keeps cookies where told to, also over a reconnection', async (context) => {
      for (const transport of ['polling', 'websocket'] as const)
        for (const withCredentials of [true, false]) {
          const server = await testServer({ version });
          context.after(() => server.close());
          const seen: unknown[] = [];
          const web = await plainServer(context, (_request, response) => {
            response
              .writeHead(503, { 'set-cookie': ['node=a7; Path=/; HttpOnly', 'gone=1; Max-Age=0'] })
              .end();
          });
          const front = await faultProxy({ target: { port: Number(new URL(web).port) } });
          context.after(() => front.close());
          const extraHeaders = { Cookie: 'own=1; node=older' };
          const config = { transports: [transport], withCredentials, upgrade: false, extraHeaders };
          const { link, events } = recordedLink({ url: front.url, ...config }, protocol, context);
          link.open();
          assert.is((await events.next()).type, 'failed');
          const back = http.createServer((request, response) => {
            seen.push(request.headers.cookie);
            response.writeHead(503).end();
          });
          back.listen(0, '127.0.0.1');
          await once(back, 'listening');
          context.after(() => back.close());
          await front.close();
          const again = await faultProxy({
            port: front.port,
            target: { port: (back.address() as AddressInfo).port },
          });
          context.after(() => again.close());
          link.open();
          assert.is((await events.next()).type, 'failed');
          assert.equal(seen, [withCredentials ? 'own=1; node=a7' : 'own=1; node=older']);
        }
    });
  });

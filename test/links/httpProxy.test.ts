import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { createLinkFactory } from '../../src/links/createLinkFactory.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { recordedLink, request } from './recordedLink.ts';
import { eventually } from '../eventually.ts';

interface HttpProxy {
  readonly url: string;
  /** What it was asked to reach, in order. */
  readonly asked: readonly string[];
  readonly open: number;
}

/** An HTTP proxy that tunnels, for those who have the password. */
async function httpProxy({ after }: TestContext, credentials?: string): Promise<HttpProxy> {
  const asked: string[] = [];
  const sockets = new Set<net.Socket>();
  const proxy = http.createServer((_request, response) => response.writeHead(405).end());
  proxy.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  proxy.on('connect', ({ url = '', headers }: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    asked.push(url);
    const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    if (headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const [host = '', port] = url.split(':');
    const server = net.connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    server.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'));
    client.on('close', () => server.destroy());
    // Nobody else reads the client's end any more.
    server.on('close', () => client.resume());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  after(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return {
    url: `http://${credentials === undefined ? '' : `${credentials}@`}127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    asked,
    get open() {
      return sockets.size;
    },
  };
}

const file = (name: string): string => join(import.meta.dirname, 'tls', name);

for (const [protocol, version] of [
  ['v4', '4.8'],
  ['v2', '2.5'],
] as const)
  for (const transport of ['polling', 'websocket'] as const)
    suite(`HTTP proxy, ${protocol} link over ${transport}`, (test) => {
      for (const secure of [false, true])
        test(`reaches ${secure ? 'a TLS' : 'a plain'} server, with user and password`, async (context) => {
          const tls = secure && {
            key: readFileSync(file('server-key.pem')),
            cert: readFileSync(file('server.pem')),
          };
          const server = await testServer({ version, ...(tls && { tls }) });
          context.after(() => server.close());
          const proxy = await httpProxy(context, 'user:pass%20word');
          const config = {
            url: server.url,
            transports: [transport],
            proxy: proxy.url.replace('%20', '%2520'),
            ...(secure && { tls: { ca: file('ca.pem') } }),
          };
          const recorded = recordedLink(config, protocol, context);
          const { namespace, events } = recorded.namespace('/');
          recorded.link.open();
          assert.equal(await recorded.events.next(), { type: 'opened', transport });
          namespace.join(undefined);
          await events.next();
          assert.equal(await request(namespace, 'echo', 1), [1]);
          assert.ok(proxy.asked.length > 0);
          assert.ok(proxy.asked.every((asked) => asked === `127.0.0.1:${server.port}`));
          recorded.link.close();
          assert.is((await recorded.events.next()).type, 'closed');
          await eventually(() => proxy.open === 0);
        });

      test('wrong credentials, a server out of reach, a proxy that is away: proxy-failed', async (context) => {
        const server = await testServer({ version });
        context.after(() => server.close());
        const strict = await httpProxy(context, 'user:right');
        const open = await httpProxy(context);
        for (const [url, proxy, status] of [
          [server.url, strict.url.replace('right', 'wrong'), 407],
          ['http://127.0.0.1:1', open.url, 502],
          [server.url, 'http://127.0.0.1:1', undefined],
        ] as const) {
          const { link, events } = recordedLink({ url, transports: [transport], proxy }, protocol, context);
          link.open();
          const { type, error } = await events.next();
          assert.is(type, 'failed');
          assert.is(error?.code, 'proxy-failed');
          assert.is(error?.status, status);
          assert.not.match(JSON.stringify(error), 'wrong');
        }
      });

      test('a proxy that never answers holds nothing once the link is disposed of', async (context) => {
        const sockets = new Set<net.Socket>();
        const hole = net.createServer((socket) => {
          sockets.add(socket);
          socket.on('error', () => {});
          socket.on('close', () => sockets.delete(socket));
          socket.resume();
        });
        hole.listen(0, '127.0.0.1');
        await once(hole, 'listening');
        context.after(() => hole.close());
        const { link, events } = recordedLink(
          {
            url: 'http://127.0.0.1:1',
            transports: [transport],
            proxy: `http://127.0.0.1:${(hole.address() as AddressInfo).port}`,
          },
          protocol,
          context,
        );
        link.open();
        await eventually(() => sockets.size > 0);
        link.dispose();
        await eventually(() => sockets.size === 0);
        assert.equal(events.all, []);
      });
    });

suite('HTTP proxy', (test) => {
  test('the probe goes through it', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const proxy = await httpProxy(context);
    const { probe } = createLinkFactory({ url: server.url, proxy: proxy.url });
    assert.is(await probe(new AbortController().signal), 'v4');
    assert.equal(proxy.asked, [`127.0.0.1:${server.port}`, `127.0.0.1:${server.port}`]);
  });

  test('what is no proxy’s address is an invalid-configuration', () => {
    for (const proxy of ['nonsense', 'socks5://127.0.0.1:1080', 'ftp://x'])
      assert.throws(
        () => createLinkFactory({ url: 'http://127.0.0.1', proxy }),
        (error: { code?: string }) => error.code === 'invalid-configuration',
      );
  });
});

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { createConnections } from '../../src/connections/createConnections.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import type { Connection } from '../../src/connections/Connection.ts';
import { createLinkFactory } from '../../src/links/createLinkFactory.ts';
import { faultProxy, type FaultProxy } from '../../src/testing/faultProxy.ts';
import { testServer, type TestServer, type TestServerOptions } from '../../src/testing/testServer.ts';
import { verify } from '../../src/testing/verify/verify.ts';
import { suite, type TestContext } from '../suite.ts';

const tlsFile = (name: string): string => join(import.meta.dirname, '..', 'links', 'tls', name);
const tls = {
  key: readFileSync(tlsFile('server-key.pem')),
  cert: readFileSync(tlsFile('server.pem')),
};

interface Led {
  readonly server: TestServer;
  readonly proxy: FaultProxy;
  readonly connection: Connection;
}

/** A connection to a server, led through a proxy that its configuration knows nothing of. */
async function lead(
  { after }: TestContext,
  config: Partial<ConnectionConfig>,
  options: TestServerOptions,
  target?: number,
): Promise<Led> {
  const server = await testServer(options);
  after(() => server.close());
  const proxy = await faultProxy({ target: { port: target ?? server.port } });
  after(() => proxy.close());
  const detour = { host: proxy.host, port: proxy.port };
  const url = `${options.tls === undefined ? 'http' : 'https'}://localhost:${server.port}`;
  const connections = createConnections(
    [{ name: 'led', url, reconnectionDelay: 20, randomizationFactor: 0, ...config }],
    { createLinks: (given, clock) => createLinkFactory(given, clock, { detour }) },
  );
  after(() => connections.close());
  return { server, proxy, connection: connections.get('led') };
}

suite('a connection led through a fault proxy', (test) => {
  for (const version of ['4.8', '2.5'] as const)
    for (const transports of [['websocket'], ['polling']] as const)
      test(`keeps the server’s name in the header Host (${version}, ${transports.join()})`, async (context) => {
        const { server, proxy, connection } = await lead(context, { transports }, { version });
        const joined = server.nextSocket();
        connection.start();
        await connection.connected();
        const { headers } = (await joined).handshake;
        assert.is(headers['host'], `localhost:${server.port}`);
        assert.ok(proxy.log.length > 0, 'it came through the proxy');
      });

  test('keeps the name in TLS too: the certificate is checked against it, and the server is asked by it', async (context) => {
    let asked: string | undefined;
    const options: TestServerOptions = {
      tls: {
        ...tls,
        SNICallback(name, done) {
          asked = name;
          done(null);
        },
      },
    };
    const config = { tls: { ca: tlsFile('ca.pem') }, transports: ['websocket'] } as const;
    const { server, proxy, connection } = await lead(context, config, options);
    const joined = server.nextSocket();
    connection.start();
    await connection.connected();
    assert.is(asked, 'localhost');
    assert.is((await joined).handshake.headers['host'], `localhost:${server.port}`);
    const lost = new Promise((resolve) =>
      connection.on('state', ({ state }) => {
        if (state.startsWith('connecting')) resolve(state);
      }),
    );
    proxy.dropAll();
    await lost;
    await connection.connected();
    await proxy.setFault({ type: 'refuse' });
    const failed = new Promise<string>((resolve) => connection.on('error', ({ code }) => resolve(code)));
    proxy.dropAll();
    assert.is(await failed, 'connection-refused');
  });

  test('goes by way of the HTTP proxy that its configuration names', async (context) => {
    const tunnel = createServer();
    const asked: string[] = [];
    tunnel.on('connect', ({ url = '' }, client) => {
      asked.push(url);
      const [, port] = url.split(':');
      const upstream = net.connect(Number(port), '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(upstream).pipe(client);
      });
      for (const socket of [client, upstream]) socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => {
      tunnel.listen(0, '127.0.0.1', resolve);
    });
    context.after(() => tunnel.close());
    const { port } = tunnel.address() as AddressInfo;
    const proxy = `http://proxy.invalid:${port}`;
    const { server, connection } = await lead(context, { proxy, transports: ['websocket'] }, {}, port);
    connection.start();
    await connection.connected();
    assert.is(asked[0], `localhost:${server.port}`);
  });
});

suite('verify over TLS', (test) => {
  test('passes a server with a certificate of its own, and leaves nothing behind', async ({ after }) => {
    const server = await testServer({ tls });
    after(() => server.close());
    const url = `https://localhost:${server.port}`;
    const report = await verify(
      { name: 'secure', url, tls: { ca: tlsFile('ca.pem') } },
      { faults: ['drop', 'refuse'], runs: 2, seed: 3, calm: 400 },
    );
    assert.is(report.verdict, 'passed', JSON.stringify(report.scenarios));
    assert.ok(report.counts.drops > 0);
  });

  test('says what is wrong where the certificate is not trusted', async ({ after }) => {
    const server = await testServer({ tls });
    after(() => server.close());
    const report = await verify({ name: 'secure', url: `https://localhost:${server.port}` });
    const finding = report.scenarios[0]?.failure?.findings[0];
    assert.is(finding?.rule, 'reachable-connects');
    assert.match(finding?.advice ?? '', 'tls.ca');
  });
});

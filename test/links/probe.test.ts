import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { isConnectionError, type ConnectionError } from '../../machines/ConnectionError.ts';
import { createLinkFactory } from '../../src/links/createLinkFactory.ts';
import type { LinkConfig } from '../../src/links/LinkConfig.ts';
import { faultProxy } from '../../src/testing/faultProxy.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { suite } from '../suite.ts';
import { fastClock } from './fastClock.ts';
import { eventually } from '../eventually.ts';

const probe = (config: LinkConfig, signal = new AbortController().signal): Promise<'v2' | 'v4'> =>
  createLinkFactory(config, fastClock).probe(signal);

async function failureOf(promise: Promise<unknown>): Promise<ConnectionError> {
  const outcome: unknown = await promise.catch((error: unknown) => error);
  if (!isConnectionError(outcome)) throw new Error(`no ConnectionError but ${String(outcome)}`);
  return outcome;
}

const versions = [
  ['4.8', 'v4'],
  ['3.1', 'v4'],
  ['2.5', 'v2'],
] as const;

suite('probe', (test) => {
  for (const [version, protocol] of versions) {
    test(`knows ${version}, and leaves no session behind`, async ({ after }) => {
      const server = await testServer({ version });
      after(() => server.close());
      assert.is(await probe({ url: server.url }), protocol);
      await eventually(() => server.connections === 0);
    });

    test(`knows ${version} where polling is closed at the server`, async ({ after }) => {
      const server = await testServer({ version, server: { transports: ['websocket'] } });
      after(() => server.close());
      assert.is(await probe({ url: server.url }), protocol);
      await eventually(() => server.connections === 0);
    });

    test(`knows ${version} where the connection is not to poll`, async ({ after }) => {
      const server = await testServer({ version });
      after(() => server.close());
      assert.is(await probe({ url: server.url, transports: ['websocket'] }), protocol);
      await eventually(() => server.connections === 0);
    });

    test(`knows ${version} under another path`, async ({ after }) => {
      for (const path of ['/deep/io', '/']) {
        const server = await testServer({ version, server: { path } });
        after(() => server.close());
        assert.is(await probe({ url: server.url, path }), protocol);
      }
    });
  }

  test('knows a server of 4 that also takes clients of 2 for one of 4', async ({ after }) => {
    const server = await testServer({ server: { allowEIO3: true } });
    after(() => server.close());
    assert.is(await probe({ url: server.url }), 'v4');
  });

  test('asks over TLS', async ({ after }) => {
    const file = (name: string): string => join(import.meta.dirname, 'tls', name);
    const server = await testServer({
      tls: { key: readFileSync(file('server-key.pem')), cert: readFileSync(file('server.pem')) },
    });
    after(() => server.close());
    assert.is(await probe({ url: server.url, tls: { ca: file('ca.pem') } }), 'v4');
    assert.is((await failureOf(probe({ url: server.url }))).code, 'tls-failed');
  });

  test('a server that is away: connection-refused, without secrets', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    for (const transports of [['polling'], ['websocket']] as const) {
      const error = await failureOf(
        probe({ url: `http://127.0.0.1:${port}`, query: { token: 'secret' }, transports }),
      );
      assert.is(error.code, 'connection-refused');
      assert.match(error.message, `http://127.0.0.1:${port}/socket.io/`);
      assert.not.match(JSON.stringify(error), 'secret');
    }
  });

  test('a server that refuses: handshake-refused', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    server.refuseHandshakes({ status: 403, body: '{"reason":"no"}' });
    const error = await failureOf(probe({ url: server.url }));
    assert.is(error.code, 'handshake-refused');
    assert.is(error.status, 403);
    assert.equal(error.data, { reason: 'no' });
  });

  test('something else: not-socketio; a server behind a proxy that is away: unexpected-status', async ({
    after,
  }) => {
    for (const [status, body, code] of [
      [200, '<html>', 'not-socketio'],
      [200, '', 'not-socketio'],
      [404, 'nothing here', 'not-socketio'],
      [502, 'bad gateway', 'unexpected-status'],
      [302, '', 'unexpected-status'],
    ] as const) {
      const web = http.createServer((_request, response) => response.writeHead(status).end(body));
      web.listen(0, '127.0.0.1');
      await once(web, 'listening');
      after(() => web.close());
      const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
      assert.is((await failureOf(probe({ url }))).code, code);
    }
  });

  test('an answer that never ends is not read to its end', async ({ after }) => {
    const web = http.createServer((_request, response) => {
      const write = (): void => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(write));
      };
      write();
    });
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    after(() => web.close());
    const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
    assert.is((await failureOf(probe({ url }))).code, 'not-socketio');
  });

  test('ends by the signal, whatever the network does, and holds nothing', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const proxy = await faultProxy({ target: { port: server.port } });
    after(() => proxy.close());
    await proxy.setFault({ type: 'blackHole' });
    for (const transports of [['polling'], ['websocket']] as const) {
      const controller = new AbortController();
      const asked = failureOf(probe({ url: proxy.url, transports }, controller.signal));
      await eventually(() => proxy.connections > 0);
      controller.abort();
      assert.is((await asked).name, 'ConnectionError');
      await eventually(() => proxy.connections === 0);
    }
    const late = await failureOf(probe({ url: proxy.url }, AbortSignal.abort()));
    assert.is(late.name, 'ConnectionError');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { LinkConfig, TlsConfig } from '../../src/links/LinkConfig.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { recordedLink, request, type LinkEvent } from './recordedLink.ts';

const path = (name: string): string => join(import.meta.dirname, 'tls', name);
const text = (name: string): string => readFileSync(path(name), 'utf8');

async function secureServer(
  { after }: TestContext,
  version: '4.8' | '2.5',
  requestCert = false,
): Promise<TestServer> {
  const server = await testServer({
    version,
    tls: {
      key: text('server-key.pem'),
      cert: text('server.pem'),
      ca: text('ca.pem'),
      requestCert,
      rejectUnauthorized: requestCert,
    },
  });
  after(() => server.close());
  return server;
}

for (const [protocol, version] of [
  ['v4', '4.8'],
  ['v2', '2.5'],
] as const)
  for (const transport of ['polling', 'websocket'] as const)
    suite(`TLS of a ${protocol} link over ${transport}`, (test) => {
      const outcome = async (
        server: TestServer,
        tls: TlsConfig | undefined,
        context: TestContext,
        more: Partial<LinkConfig> = {},
      ): Promise<LinkEvent> => {
        const { link, events } = recordedLink(
          { url: server.url, transports: [transport], ...(tls && { tls }), ...more },
          protocol,
          context,
        );
        link.open();
        return events.next();
      };
      const opened: LinkEvent = { type: 'opened', transport };

      test('an authority of one’s own, as a file or as text', async (context) => {
        const server = await secureServer(context, version);
        assert.equal(await outcome(server, { ca: path('ca.pem') }, context), opened);
        assert.equal(await outcome(server, { ca: text('ca.pem') }, context), opened);
        const wss = server.url.replace('https', 'wss');
        assert.equal(await outcome(server, { ca: path('ca.pem') }, context, { url: wss }), opened);
      });

      test('an unknown authority: tls-failed', async (context) => {
        const server = await secureServer(context, version);
        const { type, error } = await outcome(server, undefined, context);
        assert.is(type, 'failed');
        assert.is(error?.code, 'tls-failed');
        assert.match(error?.message ?? '', 'tls.ca');
      });

      test('an unknown authority that is not to be checked', async (context) => {
        const server = await secureServer(context, version);
        assert.equal(await outcome(server, { rejectUnauthorized: false }, context), opened);
      });

      test('a certificate for another name: tls-failed', async (context) => {
        const server = await secureServer(context, version);
        const tls = { ca: path('ca.pem'), servername: 'example.org' };
        assert.is((await outcome(server, tls, context)).error?.code, 'tls-failed');
        assert.equal(await outcome(server, { ...tls, servername: 'localhost' }, context), opened);
      });

      test('client certificates: as PEM, as PKCS#12', async (context) => {
        const server = await secureServer(context, version, true);
        const ca = path('ca.pem');
        assert.equal(
          await outcome(server, { ca, cert: path('client.pem'), key: text('client-key.pem') }, context),
          opened,
        );
        assert.equal(
          await outcome(server, { ca, pfx: path('client.pfx'), passphrase: 'open' }, context),
          opened,
        );
      });

      test('a client certificate that is missing: an error that is tried again', async (context) => {
        const server = await secureServer(context, version, true);
        const { error } = await outcome(server, { ca: path('ca.pem') }, context);
        // By the time the server refuses the client already sends: what it sees first is up to the network.
        assert.ok(['tls-failed', 'connection-refused'].includes(error?.code ?? ''), error?.message);
        assert.ok(error?.retryable);
      });

      test('a file that is not there, or no certificate, or a wrong passphrase: an error that names it', async (context) => {
        const server = await secureServer(context, version);
        const absent = await outcome(server, { ca: path('absent.pem') }, context);
        assert.is(absent.error?.code, 'invalid-configuration');
        assert.match(absent.error?.message ?? '', '`tls.ca`');
        assert.match(absent.error?.message ?? '', 'absent.pem');
        for (const tls of [
          { cert: '-----BEGIN nonsense', key: '-----BEGIN nonsense' },
          { pfx: path('client.pfx'), passphrase: 'shut' },
        ])
          assert.is((await outcome(server, tls, context)).error?.code, 'invalid-configuration');
      });

      test('plain speech to a TLS server, TLS to a plain one', async (context) => {
        const server = await secureServer(context, version);
        const plain = await outcome(server, undefined, context, { url: server.url.replace('https', 'http') });
        assert.ok(
          ['connection-refused', 'unexpected-status', 'not-socketio'].includes(plain.error?.code ?? ''),
        );
        const other = await testServer({ version });
        context.after(() => other.close());
        const secure = await outcome(other, undefined, context, { url: other.url.replace('http', 'https') });
        assert.is(secure.error?.code, 'tls-failed');
      });

      test('carries messages', async (context) => {
        const server = await secureServer(context, version);
        const recorded = recordedLink(
          { url: server.url, transports: [transport], tls: { ca: path('ca.pem') } },
          protocol,
          context,
        );
        recorded.link.open();
        await recorded.events.next();
        const { namespace, events } = recorded.namespace('/');
        namespace.join(undefined);
        await events.next();
        assert.equal(await request(namespace, 'echo', 1), [1]);
        recorded.link.close();
        assert.is((await recorded.events.next()).type, 'closed');
      });
    });

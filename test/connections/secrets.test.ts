import * as assert from 'uvu/assert';
import type { Auth } from '../../src/connections/ConnectionConfig.ts';
import type { ServerVersion } from '../../src/testing/loadServer.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';
import { live } from './live.ts';

const token = 's3cr3tvalue99';

async function begin({ after }: TestContext, version: ServerVersion): Promise<TestServer> {
  const server = await testServer({ version, namespaces: ['/admin'] });
  after(() => server.close());
  return server;
}

/** Denies everyone, and repeats all that it was given. */
function repeat(server: TestServer, namespace: string): void {
  server.io.of(namespace).use((socket, next) => {
    const { query, auth, headers } = socket.handshake;
    const given = { token: query['token'], plan: query['plan'], auth, header: headers['x-key'] };
    const message = `not with ${JSON.stringify(given)}, users`;
    next(Object.assign(new Error(message), { data: { message, given: [given], [token]: true, left: 3 } }));
  });
}

const auths: readonly (readonly [string, Auth])[] = [
  ['an object', { token, user: 'user' }],
  ['a function', async () => ({ token, user: 'user' })],
];

for (const version of ['4.8', '2.5'] satisfies ServerVersion[])
  for (const [form, auth] of auths)
    suite(`secrets of a connection to ${version} whose auth is ${form}`, (test) => {
      test('are in no error, context or event when a server repeats them that denies', async (context) => {
        const server = await begin(context, version);
        repeat(server, '/');
        const { connection, next } = live(context, {
          url: `http://u:passw0rd@127.0.0.1:${server.port}/?plan=g0lden`,
          extraHeaders: { 'x-key': 'Bearer h34der' },
          auth,
        });
        const said: unknown[] = [];
        connection.actor.system.inspect((event) => {
          if (event.type === '@xstate.event') said.push(event.event);
          if (event.type === '@xstate.snapshot') said.push(event.snapshot);
        });
        const denied = next('error', ({ code }) => code === 'namespace-denied');
        connection.start();
        const error = await denied;
        assert.match(error.message, 'The server denied /: not with {');
        assert.match(error.message, '[redacted]');
        assert.match(error.message, ', users', 'words that hold a secret stay');
        assert.is((error.data as { left: number }).left, 3);
        const all = JSON.stringify([said, error, connection.actor.getPersistedSnapshot()]);
        assert.match(all, '"refused"', 'the event that brought it is among them');
        for (const secret of [token, 'h34der', 'g0lden', '"user":"user"'])
          assert.not.ok(all.replaceAll(String.raw`\"`, '"').includes(secret), secret);
      });

      test('are in no error when a server repeats those of another namespace', async (context) => {
        const server = await begin(context, version);
        server.io.of('/admin').use((_socket, next) => next(new Error(`no admin with ${token}`)));
        const { connection, next } = live(context, {
          url: server.url,
          auth: { role: 'admin' },
          namespaces: { '/': { auth }, '/admin': {} },
        });
        const denied = next('error', ({ code }) => code === 'namespace-denied');
        connection.start();
        assert.is((await denied).message, 'The server denied /admin: no admin with [redacted]');
      });

      test('are in no error when they were given to a join', async (context) => {
        const server = await begin(context, version);
        server.io.of('/admin').use((_socket, next) => next(new Error('no entry with j01ned')));
        const { connection, next } = live(context, { url: server.url });
        connection.start();
        await connection.connected();
        const denied = next('error', ({ code }) => code === 'namespace-denied');
        const admin = connection.namespace('/admin');
        admin.join(typeof auth === 'function' ? { token: ['j01ned'] } : { token: 'j01ned' });
        assert.is((await denied).message, 'The server denied /admin: no entry with [redacted]');
      });

      test('are in no error when a handshake is refused with them', async (context) => {
        for (const protocol of ['auto', version === '2.5' ? 'v2' : 'v4'] as const)
          for (const transport of ['polling', 'websocket'] as const) {
            const server = await begin(context, version);
            server.refuseHandshakes({ status: 401, body: `{"message":"tok ${token} bad: 401"}` });
            const { connection, next } = live(context, {
              url: server.url,
              protocol,
              transports: [transport],
              query: { key: token },
              auth,
            });
            const failed = next('error');
            connection.start();
            const error = await failed;
            assert.is(error.code, 'handshake-refused');
            assert.match(error.message, 'the server answered 401 (tok [redacted] bad: 401)');
            assert.equal(error.data, { message: 'tok [redacted] bad: 401' });
            assert.not.match(JSON.stringify(connection.actor.getPersistedSnapshot()), token);
            connection.stop();
            await connection.stopped();
          }
      });
    });

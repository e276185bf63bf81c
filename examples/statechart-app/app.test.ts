import { createActor, waitFor, type ActorRefFrom } from 'xstate';
import * as assert from 'uvu/assert';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../../test/suite.ts';
import { appMachine } from './app.ts';

async function startApp(
  { after }: TestContext,
  login = (): Promise<{ token: string }> => Promise.resolve({ token: 'SECRET-TOKEN' }),
): Promise<{ app: ActorRefFrom<typeof appMachine>; server: TestServer }> {
  const server = await testServer();
  const app = createActor(appMachine, {
    input: {
      login,
      connection: { url: server.url, protocol: 'v4', transports: ['websocket'], reconnectionDelay: 20 },
    },
  });
  app.start();
  after(() => server.close());
  after(() => app.stop());
  return { app, server };
}

const credentials = { type: 'login', name: 'jane', password: 'PASSWORD' } as const;

suite('a statechart app with a connection inside', (test) => {
  test('logs in, connects with the token, shows live data', async (context) => {
    const { app, server } = await startApp(context);
    app.send(credentials);
    await waitFor(app, (snapshot) => snapshot.matches({ session: 'live' }));
    assert.equal(server.joins.at(-1)?.credentials, { token: 'SECRET-TOKEN' });
    server.push('/', 'reading', 21.5);
    await waitFor(app, ({ context: { readings } }) => readings.length > 0);
    assert.equal(app.getSnapshot().context.readings, [21.5]);
  });

  test('shows the offline screen while the server is away, and the live one again after', async (context) => {
    const { app, server } = await startApp(context);
    app.send(credentials);
    await waitFor(app, (snapshot) => snapshot.matches({ session: 'live' }));
    server.dropEngines();
    await waitFor(app, (snapshot) => snapshot.matches({ session: 'offline' }));
    await waitFor(app, (snapshot) => snapshot.matches({ session: 'live' }));
    server.push('/', 'reading', 1);
    await waitFor(app, ({ context: { readings } }) => readings.length > 0);
  });

  test('goes back to the login when the server refuses the token, with the server’s words', async (context) => {
    const { app, server } = await startApp(context);
    server.setRule('/', { message: 'token expired' });
    app.send(credentials);
    await waitFor(app, (snapshot) => snapshot.matches('loggedOut') && snapshot.context.message !== '');
    assert.match(app.getSnapshot().context.message, 'token expired');
    assert.is(server.joins.length, 2, 'the token was asked for once more');
  });

  test('says why a login failed, and connects to nothing', async (context) => {
    const { app, server } = await startApp(context, () => Promise.reject(new Error('wrong password')));
    app.send(credentials);
    await waitFor(app, ({ context: { message } }) => message !== '');
    assert.match(app.getSnapshot().context.message, 'wrong password');
    assert.is(server.joins.length, 0);
  });

  test('a logout ends the connection', async (context) => {
    const { app, server } = await startApp(context);
    app.send(credentials);
    await waitFor(app, (snapshot) => snapshot.matches({ session: 'live' }));
    const socket = server.sockets()[0];
    const gone = new Promise((resolve) => socket?.on('disconnect', resolve));
    app.send({ type: 'logout' });
    await gone;
    assert.is(server.sockets().length, 0);
    assert.equal(Object.keys(app.getSnapshot().children), []);
  });

  test('its persisted snapshot holds the app’s own token and none of the connection’s secrets', async (context) => {
    const { app } = await startApp(context);
    app.send(credentials);
    await waitFor(app, (snapshot) => snapshot.matches({ session: 'live' }));
    const { children } = JSON.parse(JSON.stringify(app.getPersistedSnapshot())) as {
      children: { live: unknown };
    };
    assert.ok(JSON.stringify(children.live).includes('connected'), 'the connection is in the snapshot');
    assert.not.match(JSON.stringify(children.live), 'SECRET-TOKEN');
    assert.not.match(JSON.stringify(app.getPersistedSnapshot()), 'PASSWORD');
  });
});

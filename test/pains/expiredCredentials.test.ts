import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { longEnough, once, setScene, type Scene } from './scene.ts';
import { eventually } from '../eventually.ts';

// Pain 9: a token that has expired by the time of a reconnection ends the client in silence; a forbidden handshake is
// knocked at for ever.

/** Whoever joins from now on needs this token. */
function demand({ server }: Scene, token: string): void {
  server.io.of('/').use((socket, next) => {
    const isValid = socket.handshake.auth?.['token'] === token;
    next(isValid ? undefined : Object.assign(new Error('expired'), { data: { code: 'token-expired' } }));
  });
}

suite('pain 9: expired credentials', (test) => {
  test('the raw client is denied once at the reconnection, and stays away', async (context) => {
    const scene = await setScene(context);
    const socket = scene.raw({ auth: { token: 'old' } });
    await once(socket, 'connect');
    demand(scene, 'new');
    const denied = once(socket, 'connect_error');
    scene.proxy.dropAll();
    await denied;
    await longEnough();
    assert.not.ok(socket.connected);
    assert.not.ok(socket.active);
    assert.is(scene.server.joins.length, 2);
  });

  test('the raw client knocks at a forbidden door for ever', async (context) => {
    const scene = await setScene(context);
    scene.server.refuseHandshakes({ status: 403, body: '{"code":4,"message":"Forbidden"}' });
    const socket = scene.raw({ transports: ['polling'] });
    let knocks = 0;
    socket.on('connect_error', () => {
      knocks += 1;
    });
    await eventually(() => knocks >= 10);
  });

  test('ours asks for fresh credentials, once more after a denial, and is in', async (context) => {
    const scene = await setScene(context);
    let issued = 'old';
    let asked = 0;
    const { connection, next, errors } = scene.ours({
      // The first answer after the change is still the old one, as from a cache.
      auth: () => {
        asked += 1;
        if (asked === 3) issued = 'new';
        return Promise.resolve({ token: issued });
      },
    });
    connection.start();
    await connection.connected();
    demand(scene, 'new');
    const again = next('started');
    scene.proxy.dropAll();
    await again;
    assert.is(asked, 3);
    assert.equal(errors, []);
  });

  test('ours says for good what the server said, and stops knocking', async (context) => {
    const scene = await setScene(context);
    const { connection, until, errors } = scene.ours({ auth: { token: 'old' } });
    connection.start();
    await connection.connected();
    demand(scene, 'new');
    scene.proxy.dropAll();
    await until('stopped.failed');
    const denial = errors.at(-1);
    assert.is(denial?.code, 'namespace-denied');
    assert.equal(denial?.data, { code: 'token-expired' });
    assert.is(scene.server.joins.length, 3);
    scene.server.refuseHandshakes({ status: 403, body: '{"code":4,"message":"Forbidden"}' });
    connection.start();
    await until('stopped.failed');
    assert.equal(
      errors.slice(1).map(({ code, status }) => [code, status]),
      [
        ['handshake-refused', 403],
        ['handshake-refused', 403],
      ],
    );
  });
});

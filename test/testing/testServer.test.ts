import net from 'node:net';
import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import * as assert from 'uvu/assert';
import { testServer, type TestServerOptions } from '../../src/testing/testServer.ts';
import { suite, type TestContext } from '../suite.ts';

// Against the raw client: the server is what other tests stand on.

function client(url: string, { after }: TestContext): Socket {
  const socket = io(url, { forceNew: true, reconnection: false, transports: ['websocket'] });
  after(() => socket.disconnect());
  return socket;
}

const event = (socket: Socket, name: string): Promise<unknown[]> =>
  new Promise((resolve) => {
    socket.once(name, (...args: unknown[]) => resolve(args));
  });

for (const version of ['4.8', '3.1'] as const)
  suite(`test server ${version}`, (test) => {
    test('behaves as documented', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const socket = client(server.url, context);
      await event(socket, 'connect');
      assert.is(server.sockets().length, 1);
      assert.equal(await new Promise((resolve) => socket.emit('echo', 1, resolve)), 1);
      socket.emit('echo', 2);
      assert.equal(await event(socket, 'echo'), [2]);
      socket.emit('push', 'hello', 3);
      assert.equal(await event(socket, 'hello'), [3]);
      socket.once('question', (topic: unknown, reply: (answer: unknown) => void) => reply([topic]));
      socket.emit('ask', 4);
      assert.equal(await event(socket, 'answer'), [[4]]);
      socket.emit('kick');
      assert.is((await event(socket, 'disconnect'))[0], 'io server disconnect');
      assert.equal(
        server.received.map(({ eventName }) => eventName),
        ['echo', 'echo', 'push', 'ask', 'kick'],
      );
    });

    test('denies by rule', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const socket = client(`${server.url}/denied`, context);
      const [error] = await event(socket, 'connect_error');
      assert.instance(error, Error);
      assert.equal(server.joins, [{ namespace: '/denied', credentials: {} }]);
    });

    test('refuses handshakes over both transports', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      server.refuseHandshakes({ status: 401, body: 'who?' });
      const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
      assert.is(response.status, 401);
      assert.is(await response.text(), 'who?');
      const [error] = await event(client(server.url, context), 'connect_error');
      assert.instance(error, Error);
      server.refuseHandshakes();
      await event(client(server.url, context), 'connect');
    });

    test('closes although connections hang, and starts again on its port', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const { port } = server;
      const hanging = net.connect(port, '127.0.0.1');
      hanging.on('error', () => {});
      await once(hanging, 'connect');
      const socket = client(server.url, context);
      await event(socket, 'connect');
      const closed = once(hanging, 'close');
      await server.close();
      await closed;
      await server.close();
      await server.restart();
      assert.is(server.port, port);
      await event(client(server.url, context), 'connect');
    });
  });

suite('test server', (test) => {
  test('a version that there is not is an error that names those there are', async () => {
    const options: TestServerOptions = JSON.parse('{ "version": "9" }');
    const tried = await testServer(options).then(() => 'it started', String);
    assert.match(tried, 'There are servers of Socket.IO 4.8, 3.1, 2.5, and none of 9.');
  });

  test('a port that is taken is an error', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    try {
      await testServer({ port: server.port });
      assert.unreachable();
    } catch (error) {
      assert.match(String(error), 'EADDRINUSE');
    }
  });
});

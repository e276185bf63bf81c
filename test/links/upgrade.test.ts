import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import * as assert from 'uvu/assert';
import { WebSocketServer } from 'ws';
import { suite } from '../suite.ts';
import { recordedLink } from './recordedLink.ts';
import { eventually } from '../eventually.ts';

const handshake = JSON.stringify({
  sid: 'x',
  upgrades: ['websocket'],
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 1e6,
});

for (const protocol of ['v4', 'v2'] as const)
  suite(`upgrade of a ${protocol} link`, (test) => {
    test('one that breaks when there is no way back ends the engine connection, at once', async (context) => {
      const web = http.createServer((request, response) => {
        // Every poll after the first is held, as by a server with nothing to say.
        if (request.method === 'GET' && !request.url?.includes('sid='))
          response.end(protocol === 'v4' ? `0${handshake}` : `${handshake.length + 1}:0${handshake}`);
      });
      const sockets = new WebSocketServer({ server: web, perMessageDeflate: false });
      sockets.on('connection', (socket) => {
        socket.on('message', () => {
          socket.send('3probe', () => socket.terminate());
        });
      });
      web.listen(0, '127.0.0.1');
      await once(web, 'listening');
      context.after(() => {
        web.closeAllConnections();
        web.close();
      });
      const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
      const { link, events } = recordedLink({ url }, protocol, context);
      link.open();
      assert.equal(await events.next(), { type: 'opened', transport: 'polling' });
      assert.equal(await events.next(), { type: 'closed', reason: 'transport error' });
    });

    test('one that is refused leaves the connection on polling', async (context) => {
      const held: http.ServerResponse[] = [];
      const web = http.createServer((request, response) => {
        if (request.method === 'POST') response.end('ok');
        else if (request.url?.includes('sid=')) held.push(response);
        else response.end(protocol === 'v4' ? `0${handshake}` : `${handshake.length + 1}:0${handshake}`);
      });
      let refused = 0;
      web.on('upgrade', (_request, socket) => {
        refused += 1;
        socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      });
      web.listen(0, '127.0.0.1');
      await once(web, 'listening');
      context.after(() => {
        web.closeAllConnections();
        web.close();
      });
      const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
      const { link, events, namespace } = recordedLink({ url }, protocol, context);
      const { namespace: root, events: rootEvents } = namespace('/');
      link.open();
      assert.equal(await events.next(), { type: 'opened', transport: 'polling' });
      // oxlint-disable-next-line no-unmodified-loop-condition -- by the server's own callbacks
      await eventually(() => refused > 0 && held.length > 0);
      root.join(undefined);
      held[0]?.end(protocol === 'v4' ? '40{"sid":"y"}' : '2:40');
      assert.is((await rootEvents.next()).type, 'joined');
      assert.equal(events.rest, []);
    });
  });

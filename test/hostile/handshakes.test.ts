import * as assert from 'uvu/assert';
import { live } from '../connections/live.ts';
import { suite } from '../suite.ts';
import { rawServer, type RawKind } from './rawServer.ts';
import { frame, tcpServer, upgradeAnswer, type TcpExchange } from './tcpServer.ts';
import { witness } from './witness.ts';

const kinds: readonly RawKind[] = [
  { protocol: 'v4', transport: 'websocket' },
  { protocol: 'v4', transport: 'polling' },
  { protocol: 'v2', transport: 'websocket' },
  { protocol: 'v2', transport: 'polling' },
];

/** Handshakes that are none, or that promise what cannot be. */
const handshakes: readonly string[] = [
  '0',
  '0{}',
  '0null',
  '0[]',
  '0"sid"',
  '0{"sid":null,"upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
  '0{"sid":"x","upgrades":null,"pingInterval":25000,"pingTimeout":20000}',
  '0{"sid":"x","upgrades":[{}],"pingInterval":25000,"pingTimeout":20000}',
  '0{"sid":"x","upgrades":["__proto__","websocket"],"pingInterval":25000,"pingTimeout":20000}',
  '0{"sid":"x","upgrades":[],"pingInterval":"soon","pingTimeout":[]}',
  '0{"sid":"x","upgrades":[],"pingInterval":-1,"pingTimeout":-1}',
  '0{"sid":"x","upgrades":[],"pingInterval":1e300,"pingTimeout":1e300}',
  '0{"__proto__":{"polluted":true},"sid":"x"}',
  '40',
  '42["x"]',
  '1',
  '2',
  '',
  'hello',
];

for (const kind of kinds) {
  suite(`hostile handshakes over ${kind.protocol}, ${kind.transport}`, (test) => {
    test('each is an error or a connection that drops; an honest one after it connects', async (context) => {
      witness(context);
      let hostile: string | undefined;
      const server = await rawServer(context, kind, {
        handshake: (sid) =>
          hostile ?? `0{"sid":"${sid}","upgrades":[],"pingInterval":25000,"pingTimeout":20000}`,
      });
      for (const handshake of handshakes) {
        hostile = handshake;
        const { connection, next } = live(context, {
          name: JSON.stringify(handshake),
          url: server.url,
          protocol: kind.protocol,
          transports: [kind.transport],
          timeout: 300,
          reconnectionDelay: 1,
        });
        const moved = next('state', ({ state }) => state !== 'connecting.opening');
        connection.start();
        await moved;
        hostile = undefined;
        await connection.connected();
        assert.is(await connection.with({ delivery: 'atLeastOnce' }).request('health'), 'ok', handshake);
        connection.stop();
        await connection.stopped();
      }
    });
  });
}

/** Answers below HTTP and below websocket. */
const answers: Readonly<Record<string, (exchange: TcpExchange) => void>> = {
  'hangs up': ({ wire }) => wire.destroy(),
  'hangs up with a reset': ({ wire }) => wire.resetAndDestroy(),
  'no HTTP': ({ wire }) => wire.end('220 mail.example.com ESMTP\r\n'),
  'a status alone': ({ wire }) => wire.end('HTTP/1.1 200\r\n\r\n'),
  'a status that is none': ({ wire }) => wire.end('HTTP/1.1 999999 What\r\n\r\n'),
  'headers without end': ({ wire }) => wire.write(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(5000)}`),
  'a body that is shorter than promised': ({ wire }) =>
    wire.end('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n0{'),
  'a chunk that is none': ({ wire }) =>
    wire.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
  'an endless body': ({ wire }) => {
    wire.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const pour = (): void => {
      while (!wire.destroyed && wire.write(chunk));
      if (!wire.destroyed) wire.once('drain', pour);
    };
    pour();
  },
  'a redirection to itself': ({ wire }) =>
    wire.end('HTTP/1.1 302 Found\r\nLocation: /socket.io/\r\nContent-Length: 0\r\n\r\n'),
  'a redirection to nowhere': ({ wire }) =>
    wire.end('HTTP/1.1 302 Found\r\nLocation: ://\r\nContent-Length: 0\r\n\r\n'),
  'cookies and headers of all kinds': ({ wire }) =>
    wire.end(
      'HTTP/1.1 500 No\r\nSet-Cookie: __proto__=1; Path\r\nSet-Cookie: =\r\nContent-Length: 0\r\n\r\n',
    ),
  'an upgrade that nobody asked for, or with a wrong key': ({ wire }) =>
    wire.end(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
    ),
};

/** Frames after an upgrade. */
const frames: Readonly<Record<string, readonly Buffer[]>> = {
  'a masked one': [Buffer.from([0x81, 0x81, 1, 2, 3, 4, 5])],
  'reserved bits': [frame('x', 0xf1)],
  'an unknown opcode': [frame('x', 0x83)],
  'a continuation of nothing': [frame('x', 0x80)],
  'text that is no UTF-8': [frame(Buffer.from([0xff, 0xfe]))],
  'more than can be': [Buffer.from([0x81, 127, 0x7f, 255, 255, 255, 255, 255, 255, 255])],
  'a close with half a code': [frame(Buffer.from([3]), 0x88)],
  'a close with a code that must not be': [frame(Buffer.from([0x03, 0xed]), 0x88)],
  'a ping that is too long': [frame('x'.repeat(200), 0x89)],
  'pings only': Array.from({ length: 1000 }, () => frame('x', 0x89)),
};

suite('hostile wires', (test) => {
  for (const transport of ['websocket', 'polling'] as const) {
    for (const protocol of ['auto', 'v4', 'v2'] as const) {
      test(`every answer to ${protocol} over ${transport} is an error with a code, and is tried again`, async (context) => {
        witness(context);
        let answer: (exchange: TcpExchange) => void = () => {};
        const server = await tcpServer(context, { request: (exchange) => answer(exchange) });
        for (const [name, given] of Object.entries(answers)) {
          answer = given;
          const { connection, next } = live(context, {
            name: `${name} (${protocol})`,
            url: server.url,
            protocol,
            transports: [transport],
            timeout: 400,
            withCredentials: true,
          });
          const failed = next('error');
          connection.start();
          const { code, retryable } = await failed;
          assert.ok(retryable, `${name}: ${code}`);
          connection.stop();
          await connection.stopped();
        }
      });
    }
  }

  for (const protocol of ['v4', 'v2'] as const) {
    test(`every broken frame to ${protocol} is a failure or a drop`, async (context) => {
      witness(context);
      let broken: readonly Buffer[] = [];
      const server = await tcpServer(context, {
        request: ({ wire, request }) => {
          wire.write(upgradeAnswer(request));
          for (const piece of broken) wire.write(piece);
        },
      });
      for (const [name, given] of Object.entries(frames)) {
        const open = frame('0{"sid":"x","upgrades":[],"pingInterval":25000,"pingTimeout":20000}');
        for (const pieces of [given, [open, ...given], [open, frame('40{"sid":"y"}'), ...given]]) {
          broken = pieces;
          const { connection, next } = live(context, {
            name: `${name} (${pieces.length})`,
            url: server.url,
            protocol,
            transports: ['websocket'],
            timeout: 300,
          });
          connection.start();
          // Pings are nothing to complain of; with a handshake before them they make a connection.
          await next(
            'state',
            ({ state }) =>
              state === 'connecting.waiting' || (name === 'pings only' && state === 'connected.settling'),
          );
          connection.stop();
          await connection.stopped();
        }
      }
    });
  }

  for (const transport of ['websocket', 'polling'] as const) {
    test(`the end in each phase over ${transport} is a failure or a drop`, async (context) => {
      witness(context);
      for (const how of ['end', 'reset'] as const) {
        const end = (wire: TcpExchange['wire']): void =>
          void (how === 'reset' ? wire.resetAndDestroy() : wire.end());
        const kind: RawKind = { protocol: 'v4', transport };
        const phases = {
          'before a byte': () => tcpServer(context, { connection: end }),
          'after the request': () => tcpServer(context, { request: ({ wire }) => end(wire) }),
          'with the handshake': () => rawServer(context, kind, { onSession: (session) => session.cut(how) }),
          'instead of the join': () => rawServer(context, kind, { onConnect: (session) => session.cut(how) }),
          'with the join': () =>
            rawServer(context, kind, {
              onConnect: (session) => {
                session.send('40{"sid":"x"}');
                setTimeout(() => session.cut(how), 5);
              },
            }),
          'with an acknowledgement': () =>
            rawServer(context, kind, {
              onEvent: (session, _namespace, id) => {
                session.send(`43${id}["half`);
                session.cut(how);
              },
            }),
        };
        for (const [name, makeServer] of Object.entries(phases)) {
          const { url } = await makeServer();
          const { connection, next } = live(context, {
            name: `${name} (${how})`,
            url,
            protocol: 'v4',
            transports: [transport],
            timeout: 500,
            delivery: 'atLeastOnce',
          });
          connection.start();
          connection.send('x');
          await next('state', ({ state }) => state === 'connecting.waiting');
          connection.stop();
          await connection.stopped();
        }
      }
    });
  }
});

// The server of all workloads, a process of its own. Clients are told apart by `client` in their query.
import { createServer } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { answer } from './answer.ts';
import { meter, nextTurn, pause, sharedNow } from './meter.ts';
import { placesOf } from './places.ts';

/** What is sent. */
export type Payload = 'json' | 'jsonText' | 'binary';

export interface Burst {
  readonly client: string;
  readonly count: number;
  readonly subscriptions: number;
  readonly namespaces: number;
  readonly payload: Payload;
}

export interface Stream {
  readonly client: string;
  readonly perSecond: number;
  readonly count: number;
}

const lotSize = 200;
/** Packets that may wait in the server before it pauses, so that it measures neither its memory nor its collector. */
const mostWaiting = 400;

let io: Server;
let port = 0;
/** When each handshake came, in ms of the shared clock. */
let handshakes: number[] = [];
const tcp = new Set<TcpSocket>();
/** By client and namespace. */
const sockets = new Map<string, Socket>();
const binary = Buffer.alloc(64 * 1024, 7);

const keyOf = (client: unknown, namespace: string): string => `${String(client)} ${namespace}`;

function payloadOf(kind: Payload, index: number): unknown {
  if (kind === 'binary') return binary;
  const reading = { sensor: 'boiler', value: index, at: 1_700_000_000_000 };
  return kind === 'json' ? reading : JSON.stringify(reading);
}

function greet(socket: Socket): void {
  const { client } = socket.handshake.query;
  if (client !== undefined) sockets.set(keyOf(client, socket.nsp.name), socket);
  socket.on('said', () => {});
  socket.on('ask', (question: unknown, reply: (answer: unknown) => void) => reply(question));
}

async function listen(wanted: number): Promise<number> {
  const web = createServer();
  web.on('connection', (connection: TcpSocket) => {
    tcp.add(connection);
    connection.once('close', () => tcp.delete(connection));
  });
  io = new Server(web, { serveClient: false, perMessageDeflate: false });
  io.engine.on('connection', () => handshakes.push(sharedNow()));
  io.on('connection', greet);
  io.of(/^\/n\d+$/).on('connection', greet);
  await new Promise<void>((resolve) => {
    web.listen(wanted, '127.0.0.1', 5000, resolve);
  });
  port = (web.address() as AddressInfo).port;
  return port;
}

const tasks = {
  listen: () => listen(0),
  /** Sends as fast as the client takes it. */
  async burst({ client, count, subscriptions, namespaces, payload }: Burst): Promise<void> {
    const targets = placesOf(subscriptions, namespaces).map(({ namespace, event }) => {
      const socket = sockets.get(keyOf(client, namespace));
      if (socket === undefined) throw new Error(`${client} is not in ${namespace}`);
      return { socket, event };
    });
    const { conn } = targets[0]?.socket ?? {};
    const lot = payload === 'binary' ? 8 : lotSize;
    for (let sent = 0; sent < count; sent += 1) {
      const target = targets[sent % targets.length];
      target?.socket.emit(target.event, payloadOf(payload, sent));
      if (sent % lot !== 0) continue;
      do await nextTurn();
      while ((conn?.['writeBuffer'].length ?? 0) > mostWaiting);
    }
  },
  /** Sends at a steady rate, each message with the moment at which it was sent. */
  async stream({ client, perSecond, count }: Stream): Promise<void> {
    const socket = sockets.get(keyOf(client, '/'));
    const started = performance.now();
    for (let sent = 0; sent < count;) {
      const due = Math.min(count, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1);
      for (; sent < due; sent += 1)
        socket?.emit('reading', { sensor: 'boiler', value: sent, at: sharedNow() });
      await pause(1);
    }
  },
  /** The same as JSON texts, without the moment. */
  async streamTexts({ client, perSecond, count }: Stream): Promise<void> {
    const socket = sockets.get(keyOf(client, '/'));
    const started = performance.now();
    for (let sent = 0; sent < count;) {
      const due = Math.min(count, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1);
      for (; sent < due; sent += 1) socket?.emit('reading', payloadOf('jsonText', sent));
      await pause(1);
    }
  },
  /** To every connection of the default namespace, one after the other, so many times. */
  async round({ times }: { times: number }): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      let sent = 0;
      for (const socket of io.of('/').sockets.values()) {
        socket.emit('reading', payloadOf('json', time));
        if ((sent += 1) % lotSize === 0) await nextTurn();
      }
      await nextTurn();
    }
  },
  connected: () => io.of('/').sockets.size,
  /** What this process takes from now until asked again. */
  clientsCount: () => io.engine.clientsCount,
  /** Goes down as a process does that is killed, and comes back on the same port. */
  async restart({ downFor }: { downFor: number }): Promise<void> {
    handshakes = [];
    const spent = meter();
    // Without a word: a goodbye would tell socket.io-client to stay away for good.
    for (const connection of tcp) connection.destroy();
    await nextTurn();
    await io.close();
    sockets.clear();
    await pause(Math.max(0, downFor - spent().time));
    handshakes = [];
    await listen(port);
  },
  handshakes: () => handshakes,
};

export type ServerTasks = typeof tasks;
answer(tasks);

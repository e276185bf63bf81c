import type { Server as HttpServer } from 'node:http';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';

/** What Socket.IO keeps to itself of a socket. */
interface Inner {
  /** The engine's socket, which takes texts that nobody has encoded. */
  readonly conn: { send(text: string): void };
  /** Makes acknowledgements. */
  ack: (id: number) => (...args: unknown[]) => void;
  packet(packet: { type: number; id: number; data: unknown[] }): void;
}

const innerOf = (socket: unknown): Inner => socket as Inner;

/** Servers with a fault that only a life with drops and joins brings to light. */
export const plantedServers = {
  /** Opens the connection, and never answers the join of `/`. */
  async neverAnswersJoin(): Promise<TestServer> {
    const server = await testServer();
    server.setRule('/', 'hang');
    return server;
  },

  /** Admits, and ends the engine connection at once. */
  async dropsAtOnce(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').on('connection', (socket) => socket.conn.close());
    return server;
  },

  /** Admits, and sends what is no packet. */
  async sendsGarbage(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').on('connection', (socket) => {
      innerOf(socket).conn.send('garbage{{{');
    });
    return server;
  },

  /** Takes the sockets of those that want to move to websocket, and never says a word to them. */
  async keepsUpgrades(): Promise<TestServer> {
    const server = await testServer();
    // What Socket.IO keeps to itself: the HTTP server that it sits on.
    const { httpServer } = server.io as unknown as { httpServer: HttpServer };
    httpServer.removeAllListeners('upgrade');
    httpServer.on('upgrade', (_request, socket) => {
      socket.on('error', () => {});
    });
    return server;
  },

  /** Nothing is wrong with it: it has 50 kB for whoever joins. */
  async sendsMuch(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').use((socket, next) => {
      // Before the answer to the join, so that this comes behind it.
      innerOf(socket).conn.send(`2${JSON.stringify(['snapshot', 'x'.repeat(50_000)])}`);
      next();
    });
    return server;
  },

  /** Admits, and ends each engine connection a second later. */
  async endsAfterOneSecond(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').on('connection', (socket) => {
      setTimeout(() => socket.conn.close(), 1000);
    });
    return server;
  },

  /** Promises a ping each 300 ms, and sends none. */
  async neverPings(): Promise<TestServer> {
    const server = await testServer({ server: { pingInterval: 300, pingTimeout: 300 } });
    server.io.engine.on('connection', (connection) => {
      // What Engine.IO keeps to itself: the timer of the next ping, and that of what is to answer it.
      const { pingIntervalTimer } = connection as unknown as { pingIntervalTimer: NodeJS.Timeout };
      clearTimeout(pingIntervalTimer);
    });
    return server;
  },

  /** Denies every second join. */
  async deniesEverySecondJoin(): Promise<TestServer> {
    const server = await testServer();
    let joins = 0;
    server.io.of('/').use((_socket, next) => {
      joins += 1;
      if (joins % 2 === 0) next(new Error('not again'));
      else next();
    });
    return server;
  },

  /** Acknowledges each `save` twice. Socket.IO's server keeps its users from that, so that it takes packets. */
  async acknowledgesTwice(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').on('connection', (socket) => {
      const inner = innerOf(socket);
      inner.ack =
        (id) =>
        (...data) => {
          inner.packet({ type: 3, id, data });
          inner.packet({ type: 3, id, data });
        };
      socket.on('save', (...args) => {
        const acknowledge = args.at(-1);
        if (typeof acknowledge === 'function') acknowledge('saved');
      });
    });
    return server;
  },

  /** Acknowledges what nobody has sent, twice, as soon as somebody has joined. */
  async acknowledgesUnasked(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').on('connection', (socket) => {
      for (let count = 0; count < 2; count += 1) innerOf(socket).packet({ type: 3, id: 0, data: [] });
    });
    return server;
  },

  /** Acknowledges one message, and ends the connection at the next: nothing that a first look would show. */
  async endsAtSecondRequest(): Promise<TestServer> {
    const server = await testServer();
    server.io.of('/').on('connection', (socket) => {
      let count = 0;
      socket.on('save', (...args) => {
        const acknowledge = args.at(-1);
        if (typeof acknowledge !== 'function') return;
        count += 1;
        if (count === 2) socket.conn.close();
        else acknowledge('saved');
      });
    });
    return server;
  },

  /** Denies the seventh join, and every seventh after it: by what it remembers of everyone. */
  async deniesEverySeventhJoin(): Promise<TestServer> {
    const server = await testServer();
    let joins = 0;
    server.io.of('/').use((_socket, next) => {
      joins += 1;
      if (joins % 7 === 0) next(new Error('too many'));
      else next();
    });
    return server;
  },
} as const;

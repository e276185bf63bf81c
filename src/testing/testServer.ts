import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  loadServer,
  type ServerNamespace,
  type ServerSocket,
  type ServerVersion,
  type SocketServer,
} from './loadServer.ts';

/** How a test server is started. */
export interface TestServerOptions {
  /** @default '4.8' */
  readonly version?: ServerVersion;
  /** @default 0, a free one */
  readonly port?: number;
  /** Namespaces that exist beside `/`, `/denied` and `/hanging`. */
  readonly namespaces?: readonly string[];
  /** TLS options as `https.createServer` takes them; without them it is a plain server. */
  readonly tls?: https.ServerOptions;
  /** Options of Socket.IO's server itself, under its own names: `path`, `transports`, `pingInterval`, `parser` … */
  readonly server?: Readonly<Record<string, unknown>>;
}

/** What a namespace says to those who join: nothing at all (`hang`), or no. */
export type JoinRule = 'admit' | 'hang' | { readonly message: string; readonly data?: unknown };

/** An answer to every handshake, in place of Socket.IO's. */
export interface HandshakeRefusal {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Someone who wanted to join. */
export interface JoinAttempt {
  readonly namespace: string;
  /** In 2.5 what came with the query. */
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** A message that reached the server. */
export interface ReceivedMessage {
  readonly namespace: string;
  readonly eventName: string;
  /** Without the acknowledgement. */
  readonly args: readonly unknown[];
}

/** A real server of Socket.IO on 127.0.0.1, made to be tested against. */
export interface TestServer {
  readonly version: ServerVersion;
  readonly url: string;
  readonly port: number;
  /** Socket.IO's own server; another one after each restart. */
  readonly io: SocketServer;
  /** Engine connections that are open. */
  readonly connections: number;
  /** Everyone who tried to join, in order; across restarts. */
  readonly joins: readonly JoinAttempt[];
  /** Every message, in order; across restarts. */
  readonly received: readonly ReceivedMessage[];
  /** Why sockets have gone, in the server's words, in order. */
  readonly departures: readonly { readonly namespace: string; readonly reason: string }[];
  /** Who has joined a namespace. @default '/' */
  sockets(namespace?: string): readonly ServerSocket[];
  /** Resolves with the next socket to join a namespace. @default '/' */
  nextSocket(namespace?: string): Promise<ServerSocket>;
  /** Emits to everyone in a namespace. */
  push(namespace: string, eventName: string, ...args: unknown[]): void;
  /** Changes what a namespace says to those who join from now on. */
  setRule(namespace: string, rule: JoinRule): void;
  /** Answers every handshake like this from now on; without an argument Socket.IO answers again. */
  refuseHandshakes(refusal?: HandshakeRefusal): void;
  /** Disconnects everyone from a namespace, and only from it. */
  kick(namespace: string): void;
  /** Closes every engine connection, as a server does that shuts down. */
  dropEngines(): void;
  /** Ends every TCP connection without a word. */
  cutConnections(): void;
  /** Closes, hanging connections included. May be called twice. */
  close(): Promise<void>;
  /** Starts anew on the same port; closes before, if need be. */
  restart(): Promise<void>;
}

type Listener = (...args: unknown[]) => void;
const isAcknowledgement = (value: unknown): value is Listener => typeof value === 'function';

/**
 * Starts a real server of Socket.IO, of the version you name, with the behaviour that tests of clients ask for:
 *
 * - `echo` (args…): acknowledged with the same arguments, or sent back as `echo` where no acknowledgement is asked for
 * - `push` (eventName, args…): emitted back to the sender under that name
 * - `ask` (args…): emitted back as `question` with an acknowledgement, whose arguments come back as `answer`
 * - `silent`: never acknowledged; `twice`: acknowledged twice
 * - `kick`: the sender is disconnected from this namespace; `drop`: its engine connection is closed
 * - the namespace `/denied` refuses with the message `denied` and the data `{ reason: 'test' }`; `/hanging` never answers
 *
 * @throws {Error} (a rejection) where the version's package is not installed, or the port is taken
 * @example
 * const server = await testServer({ version: '3.1', namespaces: ['/admin'] });
 * server.push('/admin', 'hello', 1);
 * await server.close();
 */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { version = '4.8', namespaces = [], tls, server: serverOptions } = options;
  const Server = await loadServer(version);
  const rules = new Map<string, JoinRule>([
    ['/denied', { message: 'denied', data: { reason: 'test' } }],
    ['/hanging', 'hang'],
  ]);
  const joins: JoinAttempt[] = [];
  const received: ReceivedMessage[] = [];
  const departures: { namespace: string; reason: string }[] = [];
  const waiting = new Map<string, ((socket: ServerSocket) => void)[]>();
  let refusal: HandshakeRefusal | undefined;
  let { port = 0 } = options;
  let running: Running | undefined;

  const behave = (namespace: ServerNamespace, members: Set<ServerSocket>): void => {
    const { name } = namespace;
    namespace.use((socket, next) => {
      joins.push({ namespace: name, credentials: { ...(socket.handshake.auth ?? socket.handshake.query) } });
      const rule = rules.get(name) ?? 'admit';
      if (rule === 'hang') return;
      if (rule === 'admit') next();
      else next(Object.assign(new Error(rule.message), 'data' in rule && { data: rule.data }));
    });
    namespace.on('connection', (socket) => {
      members.add(socket);
      socket.on('disconnect', (reason) => {
        members.delete(socket);
        departures.push({ namespace: name, reason: String(reason) });
      });
      socket.use(([eventName, ...args], next) => {
        received.push({
          namespace: name,
          eventName,
          args: args.filter((value) => !isAcknowledgement(value)),
        });
        next();
      });
      answer(socket);
      for (const resolve of waiting.get(name) ?? []) resolve(socket);
      waiting.delete(name);
    });
  };

  const start = async (): Promise<void> => {
    const web = tls === undefined ? http.createServer() : https.createServer(tls);
    const tcp = new Set<TcpSocket>();
    web.on('connection', (socket: TcpSocket) => {
      tcp.add(socket);
      socket.once('close', () => tcp.delete(socket));
    });
    const io = new Server(web, { serveClient: false, ...serverOptions });
    const members = new Map<string, Set<ServerSocket>>();
    for (const name of new Set(['/', '/denied', '/hanging', ...namespaces])) {
      const joined = new Set<ServerSocket>();
      members.set(name, joined);
      behave(io.of(name), joined);
    }
    // After a connection over polling has ended its server would keep the process alive for half a minute.
    io.engine.on('connection', ({ transport }) => {
      transport.closeTimeout = 100;
    });
    refuseBefore(web, () => refusal);
    await new Promise<void>((resolve, reject) => {
      web.once('error', reject);
      web.listen(port, '127.0.0.1', resolve);
    });
    ({ port } = web.address() as AddressInfo);
    running = { web, tcp, io, members };
  };

  const close = async (): Promise<void> => {
    const { web, tcp, io } = running ?? {};
    running = undefined;
    if (web === undefined) return;
    const closed = new Promise<void>((resolve) => {
      web.once('close', () => resolve());
    });
    // Not awaited: some versions wait here for connections that never end.
    void io?.close();
    // Those that wait for a last poll before they end.
    for (const connection of Object.values(io?.engine.clients ?? {}))
      connection.onClose('server shutting down');
    // The goodbyes are written by then; what does not end by itself is ended.
    setImmediate(() => {
      for (const socket of tcp ?? []) socket.destroy();
    });
    await closed;
  };

  const current = (): Running => {
    if (running === undefined) throw new Error('The test server is closed.');
    return running;
  };

  await start();
  return {
    version,
    get url() {
      return `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    get io() {
      return current().io;
    },
    get connections() {
      return running?.io.engine.clientsCount ?? 0;
    },
    joins,
    received,
    departures,
    sockets: (namespace = '/') => [...(running?.members.get(namespace) ?? [])],
    nextSocket: (namespace = '/') =>
      new Promise((resolve) => {
        waiting.set(namespace, [...(waiting.get(namespace) ?? []), resolve]);
      }),
    push(namespace, eventName, ...args) {
      current()
        .io.of(namespace)
        .emit(eventName, ...args);
    },
    setRule(namespace, rule) {
      if (rule !== 'admit' && rule !== 'hang' && typeof rule.message !== 'string')
        throw new TypeError(
          'A rule for joins is admit, hang, or the error that denies them: { message, data }.',
        );
      rules.set(namespace, rule);
    },
    refuseHandshakes(given) {
      refusal = given;
    },
    kick(namespace) {
      for (const socket of current().members.get(namespace) ?? []) socket.disconnect();
    },
    dropEngines() {
      for (const engine of Object.values(current().io.engine.clients)) engine.close();
    },
    cutConnections() {
      for (const socket of current().tcp) socket.destroy();
    },
    close,
    async restart() {
      await close();
      await start();
    },
  };
}

interface Running {
  readonly web: http.Server;
  readonly tcp: ReadonlySet<TcpSocket>;
  readonly io: SocketServer;
  readonly members: ReadonlyMap<string, ReadonlySet<ServerSocket>>;
}

function answer(socket: ServerSocket): void {
  const withoutAcknowledgement = (args: readonly unknown[]): unknown[] =>
    args.filter((value) => !isAcknowledgement(value));
  socket.on('echo', (...args) => {
    const acknowledge = args.findLast(isAcknowledgement);
    if (acknowledge === undefined) socket.emit('echo', ...args);
    else acknowledge(...withoutAcknowledgement(args));
  });
  socket.on('push', (eventName, ...args) => socket.emit(String(eventName), ...withoutAcknowledgement(args)));
  socket.on('ask', (...args) => {
    socket.emit('question', ...withoutAcknowledgement(args), (...given: unknown[]) =>
      socket.emit('answer', ...given),
    );
  });
  socket.on('twice', (...args) => {
    const acknowledge = args.findLast(isAcknowledgement);
    acknowledge?.('first');
    acknowledge?.('second');
  });
  socket.on('kick', () => socket.disconnect());
  socket.on('drop', () => socket.conn.close());
}

/** Puts a gate before whatever listens to requests and upgrades so far. */
function refuseBefore(web: http.Server, refusal: () => HandshakeRefusal | undefined): void {
  const requestListeners = web.listeners('request');
  const upgradeListeners = web.listeners('upgrade');
  web.removeAllListeners('request').removeAllListeners('upgrade');
  web.on('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    const refused = refusal();
    if (refused === undefined) {
      for (const listener of requestListeners) listener.call(web, request, response);
      return;
    }
    const { status, body = '', headers } = refused;
    response.writeHead(status, { ...headers, connection: 'close' }).end(body);
  });
  // Where nothing takes upgrades, Node hands them over as plain requests.
  if (upgradeListeners.length === 0) return;
  web.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    const refused = refusal();
    if (refused === undefined) {
      for (const listener of upgradeListeners) listener.call(web, request, socket, head);
      return;
    }
    const { status, body = '', headers } = refused;
    const lines = Object.entries({
      ...headers,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    });
    const headerLines = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    // Node.js has taken its own listener off: the client may be gone before it has read this.
    socket.on('error', () => {});
    socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}\r\n${headerLines}\r\n${body}`);
  });
}

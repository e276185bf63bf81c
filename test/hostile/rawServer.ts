import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { TestContext } from '../suite.ts';

/** Protocol and transport that a raw server speaks. */
export interface RawKind {
  readonly protocol: 'v4' | 'v2';
  readonly transport: 'websocket' | 'polling';
}

/** One engine session, in the server's hands: every packet that goes out is the test's to write. */
export interface RawSession {
  readonly sid: string;
  /** The last engine packets that came, as text: `40`, `42["x"]`, `2probe` … Binary ones as their bytes. */
  readonly received: readonly (string | Buffer)[];
  /** Sends an engine packet: text as it stands, a buffer as a binary packet. */
  send(...packets: readonly (string | Buffer)[]): void;
  /** Breaks the connection it came over, at once or, of polling, with the next request that waits. */
  cut(how: 'end' | 'reset'): void;
  /** Of the websocket transport. */
  readonly socket: WebSocket | undefined;
  /** Ends it in order. */
  close(): void;
}

/** How a raw server answers what a client cannot do without. Each may be replaced by a test. */
export interface RawManners {
  /** The engine's handshake. */
  readonly handshake?: (sid: string) => string;
  /** A CONNECT of a namespace, with the bytes of its credentials. */
  readonly onConnect?: (session: RawSession, namespace: string, count: number) => void;
  /** An event, with the id of the acknowledgement that it asks for. */
  readonly onEvent?: (session: RawSession, namespace: string, id: string, body: string) => void;
  /** A session has begun: its handshake has gone out. */
  readonly onSession?: (session: RawSession) => void;
}

/** A server of Socket.IO, written by hand, that does what no server should. */
export interface RawServer {
  readonly url: string;
  /** The last ones, in order. */
  readonly sessions: readonly RawSession[];
  /** How many there have been. */
  readonly count: number;
  /** Resolves with the session of the next CONNECT to have been answered. */
  nextJoin(): Promise<RawSession>;
}

/** Of sessions and of their packets no more are remembered: tests of memory share the process with this server. */
const kept = 20;

const handshakeOf = (sid: string): string =>
  `0${JSON.stringify({ sid, upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 1_000_000 })}`;

/** A namespace and what follows it: `/admin,0["x"]`, `["x"]`. */
function split(text: string): { readonly namespace: string; readonly id: string; readonly body: string } {
  const { groups } = /^(?:(?<namespace>\/[^,]*),?)?(?<id>\d*)(?<body>.*)$/s.exec(text) ?? {};
  return { namespace: groups?.['namespace'] ?? '/', id: groups?.['id'] ?? '', body: groups?.['body'] ?? '' };
}

/** The start of a packet of this type and namespace. */
export const head = (type: number, namespace: string): string =>
  `4${type}${namespace === '/' ? '' : `${namespace},`}`;

/** Starts a raw server on 127.0.0.1, closed after the test. */
export async function rawServer(
  { after }: TestContext,
  { protocol, transport }: RawKind,
  manners: RawManners = {},
): Promise<RawServer> {
  const sessions: (RawSession & { take(packet: string | Buffer): void })[] = [];
  let count = 0;
  let joins = 0;
  let waiting: ((session: RawSession) => void)[] = [];
  const { handshake = handshakeOf } = manners;
  const onConnect =
    manners.onConnect ??
    ((session: RawSession, namespace: string): void => {
      if (protocol === 'v4') session.send(`${head(0, namespace)}{"sid":"${session.sid}${namespace}"}`);
      // A server of Socket.IO 2 has let everybody into the default one already.
      else if (namespace !== '/') session.send(head(0, namespace));
    });
  const onEvent =
    manners.onEvent ??
    ((session: RawSession, namespace: string, id: string): void => {
      if (id !== '') session.send(`${head(3, namespace)}${id}["ok"]`);
    });

  const begin = (
    output: (packets: readonly (string | Buffer)[]) => void,
    cut: RawSession['cut'],
    socket: WebSocket | undefined,
    close: () => void,
  ): (typeof sessions)[number] => {
    const received: (string | Buffer)[] = [];
    const joined = (session: RawSession): void => {
      const heard = waiting;
      waiting = [];
      for (const resolve of heard) resolve(session);
    };
    const session: (typeof sessions)[number] = {
      sid: `s${(count += 1)}`,
      received,
      send: (...packets) => output(packets),
      cut,
      socket,
      close,
      take(packet) {
        received.push(packet);
        if (received.length > kept) received.shift();
        if (typeof packet !== 'string') return;
        // Protocol 2: the client pings.
        if (packet.startsWith('2') && packet !== '2probe') session.send(`3${packet.slice(1)}`);
        // The goodbye over polling: the request that is waiting is let go.
        if (packet === '1') session.send('6');
        if (packet.startsWith('40')) {
          onConnect(session, split(packet.slice(2).replace(/\?.*$/, '')).namespace, (joins += 1));
          joined(session);
        }
        const event = /^4(?:2|5\d*-)(.*)$/s.exec(packet)?.[1];
        if (event === undefined) return;
        const { namespace, id, body } = split(event);
        onEvent(session, namespace, id, body);
      },
    };
    sessions.push(session);
    if (sessions.length > kept) sessions.shift();
    session.send(handshake(session.sid));
    if (protocol === 'v2') {
      session.send('40');
      setImmediate(() => joined(session));
    }
    manners.onSession?.(session);
    return session;
  };

  const web = http.createServer();
  const wires = new Set<Socket>();
  web.on('connection', (wire: Socket) => {
    wires.add(wire);
    wire.on('error', () => {});
    wire.once('close', () => wires.delete(wire));
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 0 });
  web.on('upgrade', (request, wire: Socket, rest: Buffer) => {
    sockets.handleUpgrade(request, wire, rest, (socket) => {
      socket.on('error', () => {});
      const session = begin(
        (packets) => {
          // Protocol 2 marks binary messages with the type of their packet.
          for (const packet of packets)
            socket.send(
              typeof packet === 'string' || protocol === 'v4'
                ? packet
                : Buffer.concat([Buffer.of(4), packet]),
            );
        },
        (how) => (how === 'reset' ? wire.resetAndDestroy() : wire.end()),
        socket,
        () => socket.close(),
      );
      socket.on('message', (data: Buffer, isBinary) => session.take(isBinary ? data : data.toString()));
    });
  });

  const encode = (packets: readonly (string | Buffer)[]): string => {
    const texts = packets.map((packet) =>
      typeof packet === 'string' ? packet : `${protocol === 'v4' ? 'b' : 'b4'}${packet.toString('base64')}`,
    );
    return protocol === 'v4' ? texts.join('\x1e') : texts.map((text) => `${text.length}:${text}`).join('');
  };
  const decode = (body: string): string[] => {
    if (protocol === 'v4') return body.split('\x1e');
    const packets: string[] = [];
    for (let rest = body; rest !== '';) {
      const length = Number.parseInt(rest, 10);
      const start = rest.indexOf(':') + 1;
      packets.push(rest.slice(start, start + length));
      rest = rest.slice(start + length);
    }
    return packets;
  };
  const polls = new Map<string, { take(body: string): void; poll(response: http.ServerResponse): void }>();
  const poll = (response: http.ServerResponse): void => {
    let queue: (string | Buffer)[] = [];
    let open: http.ServerResponse | undefined = response;
    let isCut: 'end' | 'reset' | undefined;
    const breakOff = (): void => {
      if (open === undefined || isCut === undefined) return;
      if (isCut === 'reset') open.socket?.resetAndDestroy();
      else open.socket?.end();
      open = undefined;
    };
    const flush = (): void => {
      if (open === undefined || queue.length === 0) return;
      open.setHeader('content-type', 'text/plain; charset=UTF-8');
      open.end(encode(queue));
      queue = [];
      open = undefined;
    };
    const session = begin(
      (packets) => {
        queue.push(...packets);
        setImmediate(flush);
      },
      (how) => {
        isCut = how;
        breakOff();
      },
      undefined,
      () => session.send('1'),
    );
    polls.set(session.sid, {
      take(body) {
        for (const packet of decode(body)) session.take(packet);
      },
      poll(next) {
        open = next;
        breakOff();
        flush();
      },
    });
  };
  web.on('request', (request, response) => {
    const sid = /[?&]sid=([^&]+)/.exec(request.url ?? '')?.[1];
    if (sid === undefined) return poll(response);
    const known = polls.get(sid);
    if (known === undefined)
      return void response.writeHead(400).end('{"code":1,"message":"Session ID unknown"}');
    if (request.method === 'GET') return known.poll(response);
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      response.end('ok');
      known.take(body);
    });
  });
  if (transport === 'polling') web.removeAllListeners('upgrade');

  await new Promise<void>((resolve) => {
    web.listen(0, '127.0.0.1', resolve);
  });
  after(
    () =>
      new Promise<void>((resolve) => {
        web.close(() => resolve());
        for (const wire of wires) wire.destroy();
      }),
  );
  return {
    url: `http://127.0.0.1:${(web.address() as AddressInfo).port}`,
    sessions,
    get count() {
      return count;
    },
    nextJoin: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
      }),
  };
}

import { faultProxy, type FaultProxy } from '../faultProxy.ts';
import type { ServerSocket, ServerVersion } from '../loadServer.ts';
import { testServer, type TestServer } from '../testServer.ts';
import { eventually } from './eventually.ts';

/** A real server behind a fault proxy that lets through what it is told to, one thing at a time. */
export interface Gate {
  readonly server: TestServer;
  readonly proxy: FaultProxy;
  /** Resolves once a connection waits that came at this time, in ms since the epoch, or later: of a kind, or any. */
  arrival(kind: 'http' | 'websocket' | undefined, since: number): Promise<void>;
  /** Lets the connections through that wait. */
  pass(): Promise<void>;
  /** Cuts every connection. */
  cut(): void;
  /** From here on nothing passes any more, neither way. */
  stall(): Promise<void>;
  /** Whether joins wait to be answered. @default true */
  holdsJoins: boolean;
  /**
   * Answers the join of a namespace that waits.
   *
   * @param asked - which one it is of those that were sent over this engine connection, from 1
   */
  admit(namespace: string, asked: number): Promise<void>;
  deny(namespace: string, asked: number): Promise<void>;
  /** Acknowledges the oldest message that awaits it, if there is one. */
  acknowledge(again: boolean): void;
  close(): Promise<void>;
}

interface Held {
  readonly socket: ServerSocket;
  readonly next: (error?: Error) => void;
}

/** Starts a server of a version, and closes the gate before it. */
export async function createGate(version: ServerVersion, namespaces: readonly string[]): Promise<Gate> {
  const server = await testServer({
    version,
    namespaces,
    // Only the gate ends connections: the server is patient.
    server: {
      transports: ['websocket', 'polling'],
      connectTimeout: 600_000,
      pingInterval: 300_000,
      pingTimeout: 300_000,
    },
  });
  const proxy = await faultProxy({ target: { port: server.port } });
  await proxy.setFault({ type: 'blackHole' });
  const held = new Map<string, readonly Held[]>();
  /** Joins that have come over the newest engine connection, by namespace. */
  const arrived = new Map<string, number>();
  /** The engine connection that came last: what an earlier one has asked for is nobody's business any more. */
  let newest: object | undefined;
  const met = new WeakSet<object>();
  const meet = (engine: object): void => {
    if (met.has(engine)) return;
    met.add(engine);
    newest = engine;
    arrived.clear();
  };
  server.io.engine.on('connection', meet);
  const acknowledgements: ((...args: unknown[]) => void)[] = [];
  let lastAcknowledgement: ((...args: unknown[]) => void) | undefined;

  /** Joins of a namespace that wait for their answers, over the newest engine connection. */
  const waiting = (name: string): readonly Held[] =>
    (held.get(name) ?? []).filter(({ socket }) => socket.conn === newest);

  for (const name of new Set(['/', ...namespaces])) {
    const namespace = server.io.of(name);
    namespace.use((socket, next) => {
      // Socket.IO 2 asks here before it has told of the engine connection.
      meet(socket.conn);
      if (socket.conn === newest) arrived.set(name, (arrived.get(name) ?? 0) + 1);
      if (!gate.holdsJoins) next();
      else if (socket.conn === newest) held.set(name, [...waiting(name), { socket, next }]);
    });
    namespace.on('connection', (socket) => {
      socket.use(([, ...args], next) => {
        const acknowledge = args.at(-1);
        // A listener for acknowledgements is the only function that can come over a network.
        if (typeof acknowledge === 'function') acknowledgements.push(acknowledge as () => void);
        next();
      });
    });
  }
  /** Where the connection stands in the proxy's log that was waited for last: what came before it is no news. */
  let lastArrival = -1;
  const release = async (name: string, asked: number, error?: Error): Promise<void> => {
    const begun = performance.now();
    // One that was given up may still be held: the last one that was sent counts. Not all are: some ends of joins and the
    // joins after them are one to a server.
    const isLast = (): boolean => (arrived.get(name) ?? 0) >= asked || performance.now() - begun > 300;
    await eventually(`a join of ${name} that waits at the server`, () => {
      // With protocol v2 it may take another engine connection to ask again.
      void proxy.setFault({ type: 'pass' }, 'existing');
      return waiting(name).length > 0 && isLast();
    });
    const asks = waiting(name);
    held.delete(name);
    // Those that were given up have their answers before, as of a server that is slow: they count for nothing.
    for (const ask of version === '2.5' ? [] : asks.slice(0, -1)) ask.next(new Error('given up'));
    asks.at(-1)?.next(error);
  };

  const gate: Gate = {
    server,
    proxy,
    holdsJoins: true,
    async arrival(wanted, since) {
      const find = (): number =>
        proxy.log.findIndex(
          ({ kind, openedAt, closedAt }, index) =>
            index > lastArrival &&
            (wanted === undefined || kind === wanted) &&
            openedAt >= since &&
            closedAt === undefined,
        );
      await eventually(`a connection (${wanted ?? 'any'}) that waits at the proxy`, () => find() >= 0);
      lastArrival = find();
    },
    pass: () => proxy.setFault({ type: 'pass' }, 'existing'),
    cut() {
      held.clear();
      proxy.dropAll();
    },
    stall: () => proxy.setFault({ type: 'blackHole' }),
    admit: (name, asked) => release(name, asked),
    deny: (name, asked) => release(name, asked, new Error('denied')),
    acknowledge(again) {
      if (!again) lastAcknowledgement = acknowledgements.shift();
      lastAcknowledgement?.('acknowledged');
    },
    async close() {
      await proxy.close();
      await server.close();
    },
  };
  return gate;
}

import net from 'node:net';
import type { AddressInfo } from 'node:net';
import {
  checkFault,
  checkRule,
  type ConnectionKind,
  type ConnectionMatch,
  type Fault,
  type FaultRule,
} from './Fault.ts';
import { ProxiedConnection, type FirstRequest } from './ProxiedConnection.ts';

/** Where a fault proxy leads. */
export interface FaultProxyOptions {
  readonly target: {
    /** @default '127.0.0.1' */
    readonly host?: string;
    readonly port: number;
  };
  /** The port to listen on. @default 0, a free one */
  readonly port?: number;
}

/** One connection that came through, or tried to. */
export interface FaultProxyEntry {
  /** `undefined` until its first request has been read. */
  readonly kind: ConnectionKind | undefined;
  /** Path and query of its first request. */
  readonly path: string | undefined;
  /** In ms since the epoch. */
  readonly openedAt: number;
  readonly closedAt: number | undefined;
  /** Bytes that have passed to the server. */
  readonly bytesUp: number;
  /** Bytes that have passed to the client. */
  readonly bytesDown: number;
}

/** A TCP proxy on 127.0.0.1 whose network goes wrong on command. */
export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** `http://host:port`. */
  readonly url: string;
  /** The fault in force for new connections that no rule picks. */
  readonly fault: Fault;
  /** How many connections clients hold open. */
  readonly connections: number;
  /** How many connections clients have let go of, and the server has not. */
  readonly abandoned: number;
  /** The last connections there have been, in order; a thousand at most. */
  readonly log: readonly FaultProxyEntry[];
  /**
   * Changes what happens from now on: to `all` connections (the default), to `new` ones alone, or to `existing` ones
   * alone. Resolves once it is in force.
   */
  setFault(fault: Fault, scope?: 'all' | 'new' | 'existing'): Promise<void>;
  /** Adds a fault for the connections that match. Of several rules the first counts. Returns how to take it back. */
  addRule(rule: FaultRule): () => void;
  /** Lifts every fault and forgets every rule. */
  heal(): Promise<void>;
  /** Resets the connections that there are, or those that match; as a crash or a firewall does. */
  dropAll(match?: ConnectionMatch): void;
  /** Ends the connections that there are in order, as a server does that shuts down. */
  endAll(match?: ConnectionMatch): void;
  /** Resolves with the next connection whose first request matches. */
  nextConnection(match?: ConnectionMatch): Promise<FaultProxyEntry>;
  /** Ends everything. May be called twice. */
  close(): Promise<void>;
}

const logLimit = 1000;

const matches = (request: FirstRequest | undefined, { kind, pathIncludes }: ConnectionMatch): boolean =>
  (kind === undefined || request?.kind === kind) &&
  (pathIncludes === undefined || (request?.path.includes(pathIncludes) ?? false));

const entryOf = (connection: ProxiedConnection): FaultProxyEntry => ({
  kind: connection.request?.kind,
  path: connection.request?.path,
  openedAt: connection.openedAt,
  closedAt: connection.closedAt,
  bytesUp: connection.bytesUp,
  bytesDown: connection.bytesDown,
});

/**
 * Starts a real TCP proxy, to be put between a client and its server, and told at run time how the network is: connections
 * refused, reset, swallowed, held in one direction, late, slow, cut. It reads first requests, so that a fault can be for
 * websockets or for polling alone.
 *
 * @example
 * const proxy = await faultProxy({ target: { port: 3000 } });
 * await proxy.setFault({ type: 'blackHole' });
 * proxy.addRule({ match: { kind: 'websocket' }, fault: { type: 'cut', afterBytes: 0 }, times: 1 });
 * await proxy.close();
 */
export async function faultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const host = '127.0.0.1';
  const target = { host: options.target.host ?? host, port: options.target.port };
  const history: ProxiedConnection[] = [];
  const open = new Set<ProxiedConnection>();
  /** With those that clients have closed while a black hole kept it from the server. */
  const all = new Set<ProxiedConnection>();
  const rules: { readonly rule: FaultRule; left: number }[] = [];
  let waiting: { readonly match: ConnectionMatch; readonly resolve: (entry: FaultProxyEntry) => void }[] = [];
  let fault: Fault = { type: 'pass' };
  let port = options.port ?? 0;

  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    if (fault.type === 'refuse') {
      client.on('error', () => {});
      client.resetAndDestroy();
      return;
    }
    const connection: ProxiedConnection = new ProxiedConnection(client, target, {
      identified(request) {
        const heard = waiting.filter(({ match }) => matches(request, match));
        waiting = waiting.filter((waiter) => !heard.includes(waiter));
        for (const { resolve } of heard) resolve(entryOf(connection));
        const picked = rules.find(({ rule, left }) => left > 0 && matches(request, rule.match));
        if (picked === undefined) return connection.fault;
        picked.left -= 1;
        return picked.rule.fault;
      },
      closed: () => open.delete(connection),
      ended: () => all.delete(connection),
    });
    connection.setFault(fault);
    history.push(connection);
    if (history.length > logLimit) history.shift();
    open.add(connection);
    all.add(connection);
  });

  const listen = (): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        ({ port } = server.address() as AddressInfo);
        resolve();
      });
    });

  const setFault: FaultProxy['setFault'] = async (next, scope = 'all') => {
    checkFault(next);
    if (scope !== 'existing') {
      fault = next;
      const isShut = next.type === 'refuse' && next.how !== 'reset';
      // The listening socket closes at once; what is open stays open.
      if (isShut && server.listening) server.close();
      else if (!isShut && !server.listening) await listen();
    }
    if (scope !== 'new' && next.type !== 'refuse') for (const connection of open) connection.setFault(next);
  };

  const countAbandoned = (): number => [...open].filter(({ hasLetGo }) => hasLetGo).length;

  await listen();
  return {
    host,
    get port() {
      return port;
    },
    get url() {
      return `http://${host}:${port}`;
    },
    get fault() {
      return fault;
    },
    get connections() {
      return open.size - countAbandoned();
    },
    get abandoned() {
      return countAbandoned();
    },
    get log() {
      return history.map(entryOf);
    },
    setFault,
    addRule(rule) {
      checkRule(rule);
      const entry = { rule, left: rule.times ?? Infinity };
      rules.push(entry);
      return () => {
        entry.left = 0;
      };
    },
    async heal() {
      rules.length = 0;
      await setFault({ type: 'pass' });
    },
    dropAll(match = {}) {
      for (const connection of open) if (matches(connection.request, match)) connection.reset();
    },
    endAll(match = {}) {
      for (const connection of open) if (matches(connection.request, match)) connection.end();
    },
    nextConnection: (match = {}) =>
      new Promise((resolve) => {
        waiting.push({ match, resolve });
      }),
    async close() {
      for (const connection of all) connection.reset();
      if (!server.listening) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

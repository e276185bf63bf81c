import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import { HttpsProxyAgent } from 'https-proxy-agent';
import type { Detour } from './Platform.ts';
import type { TlsMaterial } from './tlsMaterial.ts';

/** A failure on the way through the proxy, not beyond it. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** What the proxy answered, if it did. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/** The TCP connections of one link: known one by one, so that they can be waited for and ended. */
export interface ConnectionPool {
  add(socket: Duplex): void;
  /** Ends what is on its way to a proxy. */
  readonly signal: AbortSignal | undefined;
}

/** The method by which Node hands a request to an agent: stable since its beginnings, though its types leave it out. */
interface RequestQueue {
  addRequest(request: http.ClientRequest, options: object, ...rest: unknown[]): void;
}

/** What a request's options bear on their way through the shared agent. */
interface PooledOptions {
  readonly pool?: ConnectionPool;
  readonly detour?: Detour | undefined;
  readonly link?: string;
}

/** Makes the plain connections of all links: it keeps none alive, so they have nothing to share but itself. */
class SharedAgent extends http.Agent {
  /** Each link's are listed by themselves: Node goes through the whole list of a name when one of them goes. */
  override getName(options?: Parameters<http.Agent['getName']>[0] & PooledOptions): string {
    return options?.link ?? super.getName(options);
  }

  override createConnection(
    ...[options, callback]: Parameters<http.Agent['createConnection']>
  ): ReturnType<http.Agent['createConnection']> {
    const { pool, detour } = options as PooledOptions;
    const socket = super.createConnection({ ...options, ...detour }, callback);
    if (socket) pool?.add(socket);
    return socket;
  }
}

let links = 0;
const sharedAgent: http.Agent & Partial<RequestQueue> = new SharedAgent();

/** The shared agent as one link has it. An agent of its own would cost each idle connection a kilobyte and a half. */
function createDirectAgent(pool: ConnectionPool, detour: Detour | undefined): http.Agent {
  links += 1;
  const link = String(links);
  const addRequest: RequestQueue['addRequest'] = (request, options, ...rest) =>
    sharedAgent.addRequest?.(request, { ...options, pool, detour, link }, ...rest);
  return Object.assign(Object.create(sharedAgent) as http.Agent, { addRequest });
}

class DirectTlsAgent extends https.Agent {
  readonly #pool: ConnectionPool;
  readonly #detour: Detour | undefined;

  constructor(pool: ConnectionPool, tls: TlsMaterial, detour: Detour | undefined) {
    super(tls);
    this.#pool = pool;
    this.#detour = detour;
  }

  override createConnection(
    ...[options, callback]: Parameters<https.Agent['createConnection']>
  ): ReturnType<https.Agent['createConnection']> {
    // Only the TCP connection goes another way: what TLS expects of the server goes by the server's own name.
    const by = this.#detour && { socket: net.connect(this.#detour) };
    const socket = super.createConnection({ ...options, ...by }, callback);
    if (socket) this.#pool.add(socket);
    return socket;
  }
}

/** Reaches every server, plain ones too, through a tunnel: one way for polling and websocket alike. */
class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #pool: ConnectionPool;
  readonly #tls: TlsMaterial;

  constructor(proxy: string, pool: ConnectionPool, tls: TlsMaterial, detour: Detour | undefined) {
    // The signal ends the connection to the proxy while it is not yet known to the pool.
    super(proxy, pool.signal && { signal: pool.signal });
    if (detour !== undefined) {
      const { hostname } = this.proxy;
      const servername = net.isIP(hostname) === 0 ? { servername: hostname } : {};
      Object.assign(this.connectOpts, servername, detour);
    }
    this.#pool = pool;
    this.#tls = tls;
  }

  override async connect(
    ...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>
  ): ReturnType<HttpsProxyAgent<string>['connect']> {
    let status: number | undefined;
    request.once('proxyConnect', (answer: { statusCode: number }) => (status = answer.statusCode));
    const socket = await super.connect(request, { ...options, ...this.#tls }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProxyError(`no answer from the proxy: ${reason}`, undefined, error);
    });
    if (status !== 200) {
      socket.destroy();
      throw new ProxyError(`the proxy answered ${status}`, status);
    }
    this.#pool.add(socket);
    return socket;
  }
}

/** An agent of one link, for one attempt after another. */
export function createNodeAgent(options: {
  readonly secure: boolean;
  readonly proxy: string | undefined;
  readonly tls: TlsMaterial;
  readonly pool: ConnectionPool;
  /** The way to the server, or to the HTTP proxy where there is one. */
  readonly detour: Detour | undefined;
}): http.Agent {
  const { secure, proxy, tls, pool, detour } = options;
  if (proxy !== undefined) return new TunnelAgent(proxy, pool, tls, detour);
  return secure ? new DirectTlsAgent(pool, tls, detour) : createDirectAgent(pool, detour);
}

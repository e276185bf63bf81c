import { EventEmitter, setMaxListeners } from 'node:events';
import type http from 'node:http';
import type { Duplex } from 'node:stream';
import { WebTransport } from 'socket.io-client';
import type { LinkConfig } from '../LinkConfig.ts';
import type { ServerAddress } from '../serverAddress.ts';
import { createCookieJar } from './cookieJar.ts';
import { createNodeAgent } from './nodeAgent.ts';
import { NodePolling } from './NodePolling.ts';
import { nodeRequest, readAnswer, type NodeRequest, type NodeRequestHandlers } from './nodeRequest.ts';
import { NodeWebSocket } from './NodeWebSocket.ts';
import type { Detour, Dialer } from './Platform.ts';
import { readTlsMaterial, type TlsMaterial } from './tlsMaterial.ts';
import { watchRequests } from './watchRequests.ts';

/** The dialer as Node's transports see it. */
export interface NodeDialer extends Dialer {
  request(
    request: NodeRequest,
    isFamiliar: (beginning: string) => boolean,
    handlers: NodeRequestHandlers,
  ): http.ClientRequest;
}

/** Makes the dialer of one link, with an agent of its own. */
export function createNodeDialer(config: LinkConfig, address: ServerAddress, detour?: Detour): NodeDialer {
  /** Those of the agent. */
  let sockets = new Set<Duplex>();
  /** Those that were let go, each time by themselves, and what is called when none of them is left. */
  let leaving: Map<Set<Duplex>, () => void> | undefined;
  const cookies = config.withCredentials === true ? createCookieJar() : undefined;
  let waiting: (() => void)[] = [];
  let tls: TlsMaterial = {};
  let life: AbortController | undefined;
  let agent: http.Agent | undefined;

  const settle = (): void => {
    if (sockets.size > 0 || leaving !== undefined) return;
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  };

  const forget = (own: Set<Duplex>): void => {
    const whenGone = leaving?.get(own);
    if (own.size > 0 || whenGone === undefined) return;
    leaving?.delete(own);
    if (leaving?.size === 0) leaving = undefined;
    whenGone();
  };

  const tunnelSignal = (): AbortSignal | undefined => {
    if (config.proxy === undefined) return undefined;
    life ??= new AbortController();
    // One listener for each connection on its way to the proxy; any number of them is as it should be.
    setMaxListeners(0, life.signal);
    return life.signal;
  };

  const makeAgent = (hidesRedirections: boolean): http.Agent => {
    const own = sockets;
    const made = createNodeAgent({
      secure: address.secure,
      proxy: config.proxy,
      tls,
      detour,
      pool: {
        signal: tunnelSignal(),
        add(socket) {
          own.add(socket);
          socket.once('close', () => {
            own.delete(socket);
            forget(own);
            settle();
          });
        },
      },
    });
    watchRequests(made, { cookies, hidesRedirections });
    return made;
  };

  const dialer: NodeDialer = {
    prepare() {
      if (config.tls === undefined) return undefined;
      return readTlsMaterial(config.tls).then((material) => {
        tls = material;
        agent = undefined;
      });
    },
    optionsV4() {
      agent ??= makeAgent(false);
      return {
        dialer,
        agent,
        ...(config.extraHeaders !== undefined && { extraHeaders: config.extraHeaders }),
        transports: (config.transports ?? ['polling', 'websocket']).map(
          (name) => ({ polling: NodePolling, websocket: NodeWebSocket, webtransport: WebTransport })[name],
        ),
      };
    },
    optionsV2() {
      agent ??= makeAgent(true);
      // Newer versions of Node.js have a WebSocket of their own, which knows no agent.
      return { agent, extraHeaders: config.extraHeaders, forceNode: true };
    },
    request(request, isFamiliar, handlers) {
      agent ??= makeAgent(false);
      return nodeRequest(address, agent, config.extraHeaders, request, isFamiliar, handlers);
    },
    ask: ({ method, path, body, signal }) =>
      new Promise((resolve, reject) => {
        const request = dialer.request({ method, path, body }, () => false, {
          answered: resolve,
          failed: reject,
        });
        signal.addEventListener('abort', () => request.destroy(), { once: true });
        if (signal.aborted) request.destroy();
      }),
    watchUpgrade(webSocket, onRefused) {
      if (!(webSocket instanceof EventEmitter)) return;
      webSocket.on('unexpected-response', (_request: unknown, response: http.IncomingMessage) => {
        readAnswer(response, () => false, {
          answered: onRefused,
          failed: () => onRefused({ status: response.statusCode ?? 0, body: '' }),
        });
      });
    },
    whenIdle(callback) {
      waiting.push(callback);
      if (sockets.size === 0) setImmediate(settle);
    },
    hangUp() {
      life?.abort();
      life = undefined;
      for (const own of [sockets, ...(leaving?.keys() ?? [])]) for (const socket of own) socket.destroy();
      agent = undefined;
    },
    letGo(whenGone) {
      const own = sockets;
      const ownLife = life;
      sockets = new Set();
      agent = undefined;
      life = undefined;
      if (own.size === 0) return undefined;
      leaving ??= new Map();
      leaving.set(own, whenGone);
      return () => {
        ownLife?.abort();
        for (const socket of own) socket.destroy();
      };
    },
  };
  return dialer;
}

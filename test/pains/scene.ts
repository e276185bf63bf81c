import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { faultProxy, type FaultProxy } from '../../src/testing/faultProxy.ts';
import { testServer, type TestServer, type TestServerOptions } from '../../src/testing/testServer.ts';
import { live, type Live } from '../connections/live.ts';
import type { TestContext } from '../suite.ts';

/** A real server behind a network that goes wrong on command, and both clients for it. */
export interface Scene {
  readonly server: TestServer;
  readonly proxy: FaultProxy;
  /** The library as it comes, over websocket, with short delays; its namespace as in `io(url + namespace)`. */
  raw(options?: Partial<ManagerOptions & SocketOptions>, namespace?: string): Socket;
  /** Our connection, with the same transport and delays. */
  ours(config?: Partial<ConnectionConfig>): Live;
}

/** Sets the scene; all of it is gone after the test. */
export async function setScene(context: TestContext, options: TestServerOptions = {}): Promise<Scene> {
  const server = await testServer(options);
  context.after(() => server.close());
  const proxy = await faultProxy({ target: { port: server.port } });
  context.after(() => proxy.close());
  return {
    server,
    proxy,
    raw(given = {}, namespace = '') {
      const socket = io(proxy.url + namespace, {
        forceNew: true,
        transports: ['websocket'],
        reconnectionDelay: 10,
        reconnectionDelayMax: 10,
        randomizationFactor: 0,
        ...given,
      });
      context.after(() => {
        socket.io.reconnection(false);
        socket.disconnect();
        socket.io.engine.close();
      });
      return socket;
    },
    ours: (config = {}) =>
      live(context, {
        url: proxy.url,
        protocol: 'v4',
        transports: ['websocket'],
        reconnectionDelay: 10,
        reconnectionDelayMax: 10,
        ...config,
      }),
  };
}

/** Resolves at the next event of a raw socket, with its arguments. */
export const once = (socket: Socket, event: string): Promise<unknown[]> =>
  new Promise((resolve) => {
    socket.once(event, (...args: unknown[]) => resolve(args));
  });

/** Thirty times the delay between two tries: what has not happened by then does not happen. */
export const longEnough = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

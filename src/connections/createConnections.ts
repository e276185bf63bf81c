import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { AnyEvents, Connection, Connections } from './Connection.ts';
import type { ConnectionConfig } from './ConnectionConfig.ts';
import type { ConnectionSurroundings } from './connectionInput.ts';
import type { ConnectionFace } from './ConnectionFace.ts';
import { createConnection } from './createConnection.ts';
import { watchNetwork } from './watchNetwork.ts';

/** What all connections of a registry share. */
export type ConnectionsOptions = Omit<ConnectionSurroundings, 'parent'>;

/**
 * Makes a registry of named connections, one actor each. Those with `autostart` start right after the current
 * task, the others with `start()`.
 *
 * @throws {ConnectionError} `invalid-configuration`, also for a name that is given twice
 * @example
 * const connections = createConnections([{ name: 'demo', url: 'http://127.0.0.1:3000' }]);
 * const demo = connections.get<ServerToClientEvents, ClientToServerEvents>('demo');
 * demo.on('error', (error) => console.error(error.message));
 * demo.subscribe('hello', (counter) => console.log(counter));
 * demo.start();
 */
export function createConnections(
  configs: readonly ConnectionConfig[],
  options: ConnectionsOptions = {},
): Connections {
  const byName = new Map<string, ConnectionFace>();
  for (const config of configs) {
    if (byName.has(config.name)) {
      for (const connection of byName.values()) connection.dispose();
      throw new ConnectionError('invalid-configuration', `Two connections are named ${config.name}.`, {
        connection: config.name,
      });
    }
    byName.set(config.name, createConnection(config, options));
  }
  // A little later, so that who made the registry can listen from the first change on.
  queueMicrotask(() => {
    for (const config of configs) if (config.autostart === true) byName.get(config.name)?.start();
  });
  // One pair of listeners for all: thousands of connections in a page would be as many listeners of the window.
  const unwatch = watchNetwork((type) => {
    for (const connection of byName.values()) connection.actor.send({ type });
  });
  // What the events are is the caller's knowledge of the server: at run time all maps are one.
  function get<In = AnyEvents, Out = AnyEvents>(name: string): Connection<In, Out>;
  function get(name: string): Connection {
    const connection = byName.get(name);
    if (connection !== undefined) return connection;
    const known = byName.size === 0 ? 'There are none.' : `There are: ${[...byName.keys()].join(', ')}.`;
    throw new ConnectionError('unknown-connection', `No connection is named ${name}. ${known}`, {
      connection: name,
    });
  }
  return {
    names: [...byName.keys()],
    has: (name) => byName.has(name),
    get,
    [Symbol.iterator]: () => byName.values(),
    async close() {
      await Promise.all([...byName.values()].map((connection) => connection.close()));
      unwatch();
    },
  };
}

import type { Connection, ConnectionEvents } from '../../src/connections/Connection.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import type { TestContext } from '../suite.ts';

/** A connection in the real world, with what it said. */
export interface Live {
  readonly connection: Connection;
  /** States entered, as paths, in order. */
  readonly states: readonly string[];
  readonly errors: readonly ConnectionEvents['error'][];
  readonly dropped: readonly ConnectionEvents['dropped'][];
  /** Resolves with the next event of this type that fits. */
  next<Type extends keyof ConnectionEvents>(
    type: Type,
    fits?: (event: ConnectionEvents[Type]) => boolean,
  ): Promise<ConnectionEvents[Type]>;
  /** Resolves once the state's path begins so: at once, if it does already. */
  until(state: string): Promise<void>;
  /** Resolves with the arguments of the next message of this event. @default namespace '/' */
  hear(eventName: string, namespace?: string): Promise<unknown[]>;
  /** Resolves once a namespace is in this state: at once, if it is already. */
  untilNamespace(namespace: string, state: 'joined' | 'denied' | 'left' | 'joining'): Promise<void>;
}

/** Makes a connection that retries fast and without jitter, unless the configuration says otherwise; closed after the test. */
export function live(
  { after }: TestContext,
  config: Partial<ConnectionConfig> & Pick<ConnectionConfig, 'url'>,
): Live {
  const connections = createConnections([
    {
      name: 'live',
      timeout: 5000,
      reconnectionDelay: 20,
      reconnectionDelayMax: 200,
      randomizationFactor: 0,
      stableAfter: 200,
      ...config,
    },
  ]);
  after(() => connections.close());
  const connection = connections.get(config.name ?? 'live');
  const states: string[] = [];
  const errors: ConnectionEvents['error'][] = [];
  const dropped: ConnectionEvents['dropped'][] = [];
  connection.on('state', ({ state }) => states.push(state));
  connection.on('error', (error) => errors.push(error));
  connection.on('dropped', (message) => dropped.push(message));

  const next: Live['next'] = (type, fits = () => true) =>
    new Promise((resolve) => {
      const end = connection.on(type, (event) => {
        if (!fits(event)) return;
        end();
        resolve(event);
      });
    });
  const isAt = (state: string, path: string): boolean => path === state || path.startsWith(`${state}.`);
  return {
    connection,
    states,
    errors,
    dropped,
    next,
    async until(state) {
      if (isAt(state, connection.state)) return;
      await next('state', (change) => isAt(state, change.state));
    },
    hear: (eventName, namespace = '/') =>
      new Promise((resolve) => {
        const end = connection.namespace(namespace).subscribe(eventName, (...args) => {
          end();
          resolve(args);
        });
      }),
    async untilNamespace(name, state) {
      if (connection.namespace(name).state === state) return;
      await next('namespace', (change) => change.namespace === name && change.state === state);
    },
  };
}

/** Resolves with a rejection's code, or with what a promise gave in place of it. */
export const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

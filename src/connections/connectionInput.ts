import type { Clock } from '../../machines/Clock.ts';
import type { ConnectionInput } from '../../machines/ConnectionContext.ts';
import type { Credentials } from '../../machines/Link.ts';
import { defaultPolicy, type Policy } from '../../machines/Policy.ts';
import { createLinkFactory, type LinkFactory } from '../links/createLinkFactory.ts';
import { checkConfig } from './checkConfig.ts';
import type { ConnectionConfig } from './ConnectionConfig.ts';

/** What a connection takes from outside; the defaults are the real things. */
export interface ConnectionSurroundings {
  /** Time. Give the same one to `createActor`. Default: the system's. */
  readonly clock?: Clock;
  /** From 0 to below 1, for the jitter. Default: `Math.random`. */
  readonly random?: () => number;
  /** Makes the links. Default: the Socket.IO client libraries. */
  readonly createLinks?: (config: ConnectionConfig, clock?: Clock) => LinkFactory;
  /**
   * Hears every notice as an event. Give `self` in a machine that invokes or spawns the connection, and the compiler checks
   * that it takes them. @default the machine that has invoked or spawned it
   */
  readonly parent?: ConnectionInput['parent'];
}

/**
 * Turns a configuration into the input of `connectionMachine`.
 *
 * @throws {ConnectionError} `invalid-configuration`, naming the option and what it takes
 * @example
 * const app = setup({ actors: { connection: connectionMachine } }).createMachine({
 *   invoke: {
 *     src: 'connection',
 *     input: ({ self }) => connectionInput({ name: 'live', url: 'https://example.com' }, { parent: self }),
 *   },
 * });
 */
export function connectionInput(
  config: ConnectionConfig,
  surroundings: ConnectionSurroundings = {},
): ConnectionInput {
  checkConfig(config);
  const { clock, random, parent, createLinks = createLinkFactory } = surroundings;
  const { createLink, probe } = createLinks(config, clock);
  return {
    ports: {
      name: config.name,
      policy: toPolicy(config),
      createLink,
      probe,
      ...(hasCredentials(config) && {
        credentials: (namespace, given) => credentialsOf(config, namespace, given),
      }),
      namespaces: Object.keys(config.namespaces ?? {}),
      ...(config.messageId !== undefined && { messageId: config.messageId }),
      ...(clock !== undefined && { clock }),
      ...(random !== undefined && { random }),
    },
    ...(config.autostart !== undefined && { autostart: config.autostart }),
    ...(parent !== undefined && { parent }),
  };
}

/** Named one by one: what else a configuration holds, secrets above all, must not get in. */
function toPolicy(config: ConnectionConfig): Policy {
  const byDefault = defaultPolicy;
  return {
    protocol: config.protocol ?? byDefault.protocol,
    timeout: config.timeout ?? byDefault.timeout,
    authTimeout: config.authTimeout ?? byDefault.authTimeout,
    reconnection: config.reconnection ?? byDefault.reconnection,
    reconnectionAttempts: config.reconnectionAttempts ?? byDefault.reconnectionAttempts,
    reconnectionDelay: config.reconnectionDelay ?? byDefault.reconnectionDelay,
    reconnectionDelayMax: config.reconnectionDelayMax ?? byDefault.reconnectionDelayMax,
    randomizationFactor: config.randomizationFactor ?? byDefault.randomizationFactor,
    stableAfter: config.stableAfter ?? byDefault.stableAfter,
    suspendAfter: config.suspendAfter ?? byDefault.suspendAfter,
    suspendedDelay: config.suspendedDelay ?? byDefault.suspendedDelay,
    closeTimeout: config.closeTimeout ?? byDefault.closeTimeout,
    ackTimeout: config.ackTimeout ?? byDefault.ackTimeout,
    retries: config.retries ?? byDefault.retries,
    delivery: config.delivery ?? byDefault.delivery,
    whileOffline: config.whileOffline ?? byDefault.whileOffline,
    queue: { ...byDefault.queue, ...config.queue },
  };
}

function hasCredentials({ auth, offset, namespaces = {} }: ConnectionConfig): boolean {
  return (
    auth !== undefined ||
    offset !== undefined ||
    Object.values(namespaces).some((namespace) => namespace.auth !== undefined)
  );
}

/** `given`: by an explicit join, in place of the configured ones. */
async function credentialsOf(
  config: ConnectionConfig,
  namespace: string,
  given: Credentials | undefined,
): Promise<Credentials | undefined> {
  const auth = given ?? config.namespaces?.[namespace]?.auth ?? config.auth;
  const credentials = typeof auth === 'function' ? await auth({ connection: config.name, namespace }) : auth;
  checkCredentials(credentials);
  const serverOffset = await config.offset?.(namespace);
  return serverOffset === undefined ? credentials : { ...credentials, serverOffset };
}

/** Socket.IO would send anything, and a text as its single characters. */
function checkCredentials(credentials: unknown): void {
  const isObject = typeof credentials === 'object' && !Array.isArray(credentials);
  if (credentials === undefined || isObject) return;
  throw new TypeError(
    `\`auth\` takes an object such as { token }, and was given ${Array.isArray(credentials) ? 'a list' : `a ${typeof credentials}`}`,
  );
}

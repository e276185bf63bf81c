import { ConnectionError } from '../../machines/ConnectionError.ts';
import { isNamespaceName } from '../../machines/namespaceName.ts';
import { defaultPolicy } from '../../machines/Policy.ts';
import type { ConnectionConfig } from './ConnectionConfig.ts';

const choices: Readonly<Record<string, readonly string[]>> = {
  protocol: ['auto', 'v2', 'v4'],
  delivery: ['atMostOnce', 'atLeastOnce'],
  whileOffline: ['queue', 'drop', 'fail'],
  overflow: ['dropOldest', 'dropNewest', 'fail'],
  messageId: ['none', 'lastArgument'],
  parser: ['default', 'msgpack'],
};
const transportNames = ['polling', 'websocket', 'webtransport'];

/**
 * Refuses a configuration that could not be meant, where a program gives it (a project file has its own diagnostics).
 *
 * @throws {ConnectionError} `invalid-configuration`
 */
export function checkConfig(config: ConnectionConfig): void {
  if (typeof config.name !== 'string' || config.name === '')
    throw invalid(config, 'name', 'a non-empty text');
  for (const option of ['queue', 'namespaces', 'query', 'extraHeaders', 'tls'] as const)
    if (config[option] !== undefined && !isObject(config[option])) throw invalid(config, option, 'an object');
  for (const option of ['autostart', 'upgrade', 'tryAllTransports', 'withCredentials'] as const)
    if (config[option] !== undefined && typeof config[option] !== 'boolean')
      throw invalid(config, option, 'true or false');
  for (const option of ['url', 'path', 'proxy'] as const)
    if (config[option] !== undefined && typeof config[option] !== 'string')
      throw invalid(config, option, 'a text');
  checkNumbers(config, config, defaultPolicy);
  checkNumbers(config, config.queue ?? {}, defaultPolicy.queue, 'queue.');
  for (const [key, allowed] of Object.entries(choices)) {
    const value: unknown = Reflect.get(key === 'overflow' ? (config.queue ?? {}) : config, key);
    if (value !== undefined && (typeof value !== 'string' || !allowed.includes(value))) {
      throw invalid(config, key, `one of ${allowed.join(', ')}`);
    }
  }
  if (config.queue?.flushRate === 0) throw invalid(config, 'queue.flushRate', 'a number above 0');
  const { transports }: { readonly transports?: unknown } = config;
  const areTransports =
    Array.isArray(transports) && transports.every((name) => transportNames.includes(name));
  if (transports !== undefined && !(areTransports && transports.length > 0))
    throw invalid(config, 'transports', `a list of at least one of ${transportNames.join(', ')}`);
  checkAuth(config, config.auth, 'auth');
  if (config.offset !== undefined && typeof config.offset !== 'function')
    throw invalid(config, 'offset', 'a function');
  for (const [namespace, settings] of Object.entries(config.namespaces ?? {})) {
    if (!isNamespaceName(namespace))
      throw invalid(config, `namespaces.${namespace}`, 'a name that begins with /, without , and ?');
    if (!isObject(settings)) throw invalid(config, `namespaces.${namespace}`, 'an object: {}, or { auth }');
    checkAuth(config, settings.auth, `namespaces.${namespace}.auth`);
  }
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkAuth(config: ConnectionConfig, auth: unknown, option: string): void {
  if (auth === undefined || isObject(auth) || typeof auth === 'function') return;
  throw invalid(config, option, 'an object, or a function that returns one');
}

/** Every option whose default is a number takes one from 0; the same goes for booleans. */
function checkNumbers(config: ConnectionConfig, given: object, defaults: object, prefix = ''): void {
  for (const [key, byDefault] of Object.entries(defaults)) {
    const value: unknown = Reflect.get(given, key);
    if (value === undefined) continue;
    if (typeof byDefault === 'number' && (typeof value !== 'number' || Number.isNaN(value) || value < 0)) {
      throw invalid(config, prefix + key, 'a number from 0');
    }
    if (typeof byDefault === 'boolean' && typeof value !== 'boolean')
      throw invalid(config, prefix + key, 'true or false');
  }
}

function invalid(config: ConnectionConfig, option: string, takes: string): ConnectionError {
  const name =
    typeof config.name === 'string' && config.name !== '' ? config.name : 'connection without a name';
  return new ConnectionError('invalid-configuration', `${name}: \`${option}\` takes ${takes}.`, {
    connection: name,
  });
}

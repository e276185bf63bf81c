import type { ConnectionContext } from '../../../machines/ConnectionContext.ts';
import type { ConnectionNotice } from '../../../machines/ConnectionNotice.ts';
import { statePath } from '../../../machines/statePath.ts';
import type { Connection } from '../../connections/Connection.ts';
import type { ConnectionModel, ConnectionModelState } from '../model/connectionModel.ts';
import type { EngineState } from '../model/WorldState.ts';
import type { LinkWatch } from './watchLinks.ts';

/** What can be seen of a connection at one moment: the model foretells it, the connection under test shows it. */
export interface Observation {
  /** As a path: `connected.stable`. */
  readonly state: string;
  /** The states of the namespaces' actors, as paths. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly retryAt: number | undefined;
  /** The code of the last error. */
  readonly error: string | undefined;
  readonly reconnects: number;
  readonly engine: EngineState;
  /** At the port of the link: what was asked for, and what is joined. */
  readonly joins: Readonly<Record<string, string>>;
  /** What the link has to deliver. */
  readonly listeners: readonly string[];
  /** What the statecharts remember: their contexts, by actor. Functions, which lead to what is no state, do not count. */
  readonly memory: Readonly<Record<string, object>>;
}

/** What a state of the model looks like. */
export function foresee(model: ConnectionModel, state: ConnectionModelState): Observation {
  const { snapshot } = model.connectionOf(state);
  // The model's root is the connection's machine.
  const context = snapshot.context as ConnectionContext;
  const { world } = state;
  const namespaces: Record<string, string> = {};
  const memory: Record<string, object> = { connection: context };
  for (const namespace of Object.keys(context.namespaces)) {
    const inner = model.namespaceOf(state, namespace)?.snapshot;
    namespaces[namespace] = inner === undefined ? '(gone)' : statePath(inner.value);
    if (inner !== undefined) memory[namespace] = inner.context;
  }
  const { reason, retryAt, error, reconnects } = context;
  return {
    state: statePath(snapshot.value),
    namespaces,
    reason,
    retryAt,
    error: error?.code,
    reconnects,
    engine: world.engine,
    joins: world.joins,
    listeners: world.engine === 'none' ? [] : namesOf(world.listenings),
    memory,
  };
}

const namesOf = (listenings: readonly { readonly namespace: string; readonly eventName: string }[]) =>
  [...new Set(listenings.map(({ namespace, eventName }) => `${namespace} ${eventName}`))].toSorted();

/** What a connection looks like. */
export function observe(connection: Connection, watch: LinkWatch): Observation {
  const snapshot = connection.actor.getSnapshot();
  const { context } = snapshot;
  const namespaces: Record<string, string> = {};
  const memory: Record<string, object> = { connection: context };
  for (const namespace of Object.keys(context.namespaces)) {
    const inner: unknown = snapshot.children[`namespace:${namespace}`]?.getSnapshot();
    const isThere = isMachineSnapshot(inner);
    namespaces[namespace] = isThere ? statePath(inner.value) : '(gone)';
    if (isThere) memory[namespace] = inner.context;
  }
  const { reason, retryAt, error, reconnects } = context;
  return {
    state:
      snapshot.status === 'active'
        ? statePath(snapshot.value)
        : `(${snapshot.status}: ${String(snapshot.error)})`,
    namespaces,
    reason,
    retryAt,
    error: error?.code,
    reconnects,
    engine: watch.engine,
    joins: watch.joins,
    listeners: watch.listeners,
    memory,
  };
}

function isMachineSnapshot(
  value: unknown,
): value is { readonly value: string | Record<string, string>; readonly context: object } {
  return typeof value === 'object' && value !== null && 'value' in value && 'context' in value;
}

/** A notice in a few words, with all that it says. */
export function describeNotice(notice: ConnectionNotice): string {
  switch (notice.type) {
    case 'connection.started':
      return `started${notice.reconnected ? ' again' : ''}${notice.recovered ? ' recovered' : ''}`;
    case 'connection.lost':
      return `lost ${notice.reason}, next try at ${notice.retryAt}`;
    case 'connection.stopped':
      return `stopped ${notice.reason}`;
    case 'connection.error': {
      const { code, namespace = '', retryable, retryAt } = notice.error;
      return `error ${code} ${namespace} retryable=${retryable} retryAt=${retryAt}`;
    }
    case 'connection.dropped':
      return `dropped ${notice.namespace} ${notice.reason}`;
    case 'connection.namespace':
      return `namespace ${notice.namespace} ${notice.state} ${notice.reason}`;
    case 'connection.subscribed':
    case 'connection.unsubscribed':
      return `${notice.type.slice('connection.'.length)} ${notice.namespace} ${notice.eventName}`;
    case 'connection.gap':
      return `gap ${notice.namespace}`;
    case 'connection.message':
      return `message ${notice.namespace} ${notice.eventName}`;
  }
}

/** In what two observations differ: `what: expected …, was …`. */
export function differences(expected: Observation, actual: Observation): string[] {
  const found: string[] = [];
  // Compared after every step of every run: nothing is put into words that does not differ.
  for (const key of compared)
    if (!isSame(expected[key], actual[key]))
      found.push(`${key}: expected ${show(expected[key])}, was ${show(actual[key])}`);
  const fields = differentFields(expected.memory, actual.memory);
  if (fields.length > 0) found.push(`memory: ${fields.join('; ')}`);
  return found;
}

const compared = [
  'state',
  'namespaces',
  'reason',
  'retryAt',
  'error',
  'reconnects',
  'engine',
  'joins',
  'listeners',
] as const satisfies (keyof Observation)[];

function differentFields(expected: Observation['memory'], actual: Observation['memory']): string[] {
  const found: string[] = [];
  for (const actor of keysOf(expected, actual)) {
    const one = expected[actor] ?? {};
    const other = actual[actor] ?? {};
    if (one === other) continue;
    for (const field of keysOf(one, other)) {
      const [was, is] = [remembered(one, field), remembered(other, field)];
      if (!isSame(was, is))
        found.push(`${actor}.${field}: expected ${JSON.stringify(was)}, was ${JSON.stringify(is)}`);
    }
  }
  return found;
}

/** The keys of both, each once. */
function keysOf(one: object, other: object): readonly string[] {
  const keys = Object.keys(one);
  for (const key of Object.keys(other)) if (!Object.hasOwn(one, key)) keys.push(key);
  return keys;
}

function remembered(context: object, field: string): unknown {
  // A context has string keys, and what it holds is looked at by what it is.
  const value = (context as Readonly<Record<string, unknown>>)[field];
  return typeof value === 'function' ? undefined : value;
}

/** Whether two values, of plain data, say the same; where a key is missing it says the same as `undefined`. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  return keysOf(one, other).every((key) => isSame(remembered(one, key), remembered(other, key)));
}

function show(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => String(item)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${key} ${String(item)}`);
  return `{${entries.toSorted().join(', ')}}`;
}

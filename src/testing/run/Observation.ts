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
  /** What the statecharts remember: `actor.field`, with the value as JSON. */
  readonly memory: Readonly<Record<string, string>>;
}

/** What a state of the model looks like. */
export function foresee(model: ConnectionModel, state: ConnectionModelState): Observation {
  const { snapshot } = model.connectionOf(state);
  // The model's root is the connection's machine.
  const context = snapshot.context as ConnectionContext;
  const { world } = state;
  const listeners = world.listenings.map(({ namespace, eventName }) => `${namespace} ${eventName}`);
  return {
    ...seen(context),
    state: statePath(snapshot.value),
    namespaces: Object.fromEntries(
      Object.keys(context.namespaces).map((namespace) => {
        const actor = model.namespaceOf(state, namespace);
        return [namespace, actor === undefined ? '(gone)' : statePath(actor.snapshot.value)];
      }),
    ),
    engine: world.engine,
    memory: {
      ...memoryOf('connection', context),
      ...Object.assign(
        {},
        ...Object.keys(context.namespaces).map((namespace) =>
          memoryOf(namespace, model.namespaceOf(state, namespace)?.snapshot.context),
        ),
      ),
    },
    joins: world.joins,
    listeners: world.engine === 'none' ? [] : [...new Set(listeners)].toSorted(),
  };
}

/** What a connection looks like. */
export function observe(connection: Connection, watch: LinkWatch): Observation {
  const snapshot = connection.actor.getSnapshot();
  const namespaces = Object.keys(snapshot.context.namespaces).map((namespace) => {
    const inner: unknown = snapshot.children[`namespace:${namespace}`]?.getSnapshot();
    return [namespace, isMachineSnapshot(inner) ? inner : undefined] as const;
  });
  return {
    ...seen(snapshot.context),
    state:
      snapshot.status === 'active'
        ? statePath(snapshot.value)
        : `(${snapshot.status}: ${String(snapshot.error)})`,
    namespaces: Object.fromEntries(
      namespaces.map(([namespace, inner]) => [
        namespace,
        inner === undefined ? '(gone)' : statePath(inner.value),
      ]),
    ),
    engine: watch.engine,
    joins: watch.joins,
    listeners: watch.listeners,
    memory: {
      ...memoryOf('connection', snapshot.context),
      ...Object.assign({}, ...namespaces.map(([namespace, inner]) => memoryOf(namespace, inner?.context))),
    },
  };
}

/** Functions, which lead to what is no state, are left out. */
function memoryOf(actor: string, context: object = {}): Record<string, string> {
  const fields = Object.entries(context).filter(
    ([, value]) => typeof value !== 'function' && value !== undefined,
  );
  return Object.fromEntries(fields.map(([field, value]) => [`${actor}.${field}`, JSON.stringify(value)]));
}

function seen(context: ConnectionContext): Pick<Observation, 'reason' | 'retryAt' | 'error' | 'reconnects'> {
  const { reason, retryAt, error, reconnects } = context;
  return { reason, retryAt, error: error?.code, reconnects };
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
  return (Object.keys(expected) as (keyof Observation)[])
    .filter((key) => !isSame(expected[key], actual[key]))
    .map((key) =>
      key === 'memory'
        ? `${key}: ${differentFields(expected.memory, actual.memory).join('; ')}`
        : `${key}: expected ${show(expected[key])}, was ${show(actual[key])}`,
    );
}

function differentFields(expected: Observation['memory'], actual: Observation['memory']): string[] {
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
    .filter((field) => expected[field] !== actual[field])
    .map((field) => `${field}: expected ${expected[field]}, was ${actual[field]}`);
}

function isSame(one: unknown, other: unknown): boolean {
  return show(one) === show(other);
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => String(item)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, item]) => `${key} ${String(item)}`);
  return `{${entries.toSorted().join(', ')}}`;
}

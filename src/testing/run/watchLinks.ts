import type { ConnectionError } from '../../../machines/ConnectionError.ts';
import type {
  Acknowledge,
  CreateLink,
  Credentials,
  Link,
  LinkHandlers,
  LinkNamespace,
  LinkNamespaceHandlers,
} from '../../../machines/Link.ts';
import type { LinkFactory } from '../../links/createLinkFactory.ts';
import type { EngineState } from '../model/WorldState.ts';

/** A message that was handed to a link. */
export interface EmitRecord {
  readonly namespace: string;
  readonly eventName: string;
  readonly args: readonly unknown[];
  readonly at: number;
  /** How often it was acknowledged. */
  acknowledged: number;
}

/** What was asked of links, and what they told, in order. */
export type LinkEvent =
  | { readonly type: 'open' | 'close' | 'abandon' | 'dispose' | 'opened' | 'probe'; readonly at: number }
  | {
      readonly type: 'failed' | 'closed';
      readonly at: number;
      readonly error: ConnectionError | undefined;
      readonly reason: string;
    }
  | {
      readonly type: 'join' | 'leave' | 'joined' | 'denied' | 'disconnected';
      readonly at: number;
      readonly namespace: string;
    };

/** What can be seen at the port of the links. */
export interface LinkWatch {
  readonly factory: LinkFactory;
  /** Links that were made and not disposed. */
  readonly live: number;
  /** Engine connections that are opening or open, over all links. */
  readonly engines: number;
  /** The current link's engine. */
  readonly engine: EngineState;
  readonly joins: Readonly<Record<string, 'asked' | 'joined'>>;
  /** Listeners on links that live, as `namespace event`. */
  readonly listeners: readonly string[];
  readonly events: readonly LinkEvent[];
  readonly emitted: readonly EmitRecord[];
  /** What the joins had for credentials, in order. */
  readonly credentials: readonly {
    readonly namespace: string;
    readonly credentials: Credentials | undefined;
  }[];
}

interface Watched {
  engine: Exclude<EngineState, 'none'>;
  isDisposed: boolean;
  readonly joins: Map<string, 'asked' | 'joined'>;
  readonly listeners: string[];
}

/** Stands between a connection and its links, changes nothing, and remembers everything. */
export function watchLinks(factory: LinkFactory, now: () => number): LinkWatch {
  const links: Watched[] = [];
  const events: LinkEvent[] = [];
  const emitted: EmitRecord[] = [];
  const credentials: { namespace: string; credentials: Credentials | undefined }[] = [];
  const living = (): Watched[] => links.filter(({ isDisposed }) => !isDisposed);
  const simple = (type: 'open' | 'close' | 'abandon' | 'dispose' | 'opened' | 'probe'): void =>
    void events.push({ type, at: now() });

  const createLink: CreateLink = (protocol, handlers) => {
    const watched: Watched = { engine: 'closed', isDisposed: false, joins: new Map(), listeners: [] };
    links.push(watched);
    const end = (engine: 'closed' | 'closing' = 'closed'): void => {
      watched.engine = engine;
      watched.joins.clear();
    };
    const own: LinkHandlers = {
      opened(info) {
        watched.engine = 'open';
        simple('opened');
        handlers.opened(info);
      },
      failed(error) {
        end();
        events.push({ type: 'failed', at: now(), error, reason: error.code });
        handlers.failed(error);
      },
      closed(reason, error) {
        end();
        events.push({ type: 'closed', at: now(), error, reason });
        handlers.closed(reason, error);
      },
      upgraded: (transport) => handlers.upgraded?.(transport),
    };
    const inner = factory.createLink(protocol, own);
    const namespaces = new Map<string, LinkNamespace>();
    return {
      protocol,
      open() {
        simple('open');
        end();
        watched.engine = 'opening';
        inner.open();
      },
      close() {
        simple('close');
        end(watched.engine === 'open' || watched.engine === 'closing' ? 'closing' : 'closed');
        inner.close();
      },
      abandon() {
        simple('abandon');
        end();
        inner.abandon();
      },
      dispose() {
        if (!watched.isDisposed) simple('dispose');
        watched.isDisposed = true;
        end();
        watched.listeners.length = 0;
        inner.dispose();
      },
      namespace(name, namespaceHandlers) {
        let namespace = namespaces.get(name);
        if (namespace === undefined) {
          namespace = watchNamespace(inner, name, namespaceHandlers, watched);
          namespaces.set(name, namespace);
        }
        return namespace;
      },
    };
  };

  const watchNamespace = (
    link: Link,
    name: string,
    handlers: LinkNamespaceHandlers,
    watched: Watched,
  ): LinkNamespace => {
    const note = (type: 'join' | 'leave' | 'joined' | 'denied' | 'disconnected'): void =>
      void events.push({ type, at: now(), namespace: name });
    const inner = link.namespace(name, {
      joined(info) {
        watched.joins.set(name, 'joined');
        note('joined');
        handlers.joined(info);
      },
      denied(refusal) {
        watched.joins.delete(name);
        note('denied');
        handlers.denied(refusal);
      },
      disconnected(reason) {
        watched.joins.delete(name);
        note('disconnected');
        handlers.disconnected(reason);
      },
    });
    const add = (eventName: string): void => void watched.listeners.push(`${name} ${eventName}`);
    const remove = (eventName: string): void => {
      const index = watched.listeners.indexOf(`${name} ${eventName}`);
      if (index >= 0) watched.listeners.splice(index, 1);
    };
    return {
      name,
      join(given) {
        watched.joins.set(name, 'asked');
        note('join');
        credentials.push({ namespace: name, credentials: given });
        inner.join(given);
      },
      leave() {
        if (watched.joins.has(name)) note('leave');
        watched.joins.delete(name);
        inner.leave();
      },
      emit(eventName, args, options, acknowledge) {
        const record: EmitRecord = { namespace: name, eventName, args, at: now(), acknowledged: 0 };
        emitted.push(record);
        const own: Acknowledge | undefined =
          acknowledge &&
          ((...answer) => {
            record.acknowledged += 1;
            acknowledge(...answer);
          });
        inner.emit(eventName, args, options, own);
      },
      on(eventName, listener) {
        add(eventName);
        inner.on(eventName, listener);
      },
      off(eventName, listener) {
        remove(eventName);
        inner.off(eventName, listener);
      },
      onAny(listener) {
        add('*');
        inner.onAny(listener);
      },
      offAny(listener) {
        remove('*');
        inner.offAny(listener);
      },
    };
  };

  return {
    factory: {
      createLink,
      probe(signal) {
        simple('probe');
        return factory.probe(signal);
      },
    },
    get live() {
      return living().length;
    },
    get engines() {
      return links.filter(({ engine }) => engine === 'opening' || engine === 'open').length;
    },
    get engine() {
      return living().at(-1)?.engine ?? 'none';
    },
    get joins() {
      return Object.fromEntries(living().at(-1)?.joins ?? []);
    },
    get listeners() {
      return living()
        .flatMap(({ listeners }) => listeners)
        .toSorted();
    },
    events,
    emitted,
    credentials,
  };
}

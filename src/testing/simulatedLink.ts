import type { ConnectionError } from '../../machines/ConnectionError.ts';
import type {
  Acknowledge,
  AnyMessageListener,
  CreateLink,
  Credentials,
  EmitOptions,
  Link,
  LinkHandlers,
  LinkNamespace,
  LinkNamespaceHandlers,
  MessageListener,
  Probe,
} from '../../machines/Link.ts';

/** A message that left over a simulated link. */
export interface EmittedMessage {
  readonly namespace: string;
  readonly eventName: string;
  readonly args: readonly unknown[];
  readonly options: EmitOptions;
  /** Acknowledges it, if an acknowledgement is awaited. */
  readonly acknowledge: Acknowledge | undefined;
}

/** What a test does to, and sees of, the network and the server at the other end. */
export interface SimulatedWorld {
  /** What `connectionInput` takes as `createLinks`. */
  readonly createLinks: () => { readonly createLink: CreateLink; readonly probe: Probe };
  /** What links did, in order: `open`, `close`, `dispose`, `join /`, `leave /`, `emit / hello`. */
  readonly calls: readonly string[];
  /** Links that are not disposed, of all that were made. */
  readonly liveLinks: number;
  /** Engine connections that are opening or open. More than one is a fault. */
  readonly engines: number;
  readonly emitted: readonly EmittedMessage[];
  /** Credentials of every join, in order. */
  readonly joins: readonly { readonly namespace: string; readonly credentials: Credentials | undefined }[];
  /** Listeners that hang on the current link, over all namespaces. */
  readonly listeners: number;
  /** The engine that is opening opens, or fails. */
  open(transport?: string): void;
  fail(error: ConnectionError): void;
  /** The engine that is open, opening or closing ends. */
  drop(reason?: string, error?: ConnectionError): void;
  /** The server answers the join of a namespace. */
  accept(namespace?: string, recovered?: boolean): void;
  deny(namespace?: string, message?: string, data?: unknown): void;
  /** The server disconnects a namespace. */
  kick(namespace?: string): void;
  /** A message arrives. */
  receive(namespace: string, eventName: string, ...args: unknown[]): void;
  /** Answers the probe that is under way. */
  answerProbe(answer: 'v2' | 'v4' | ConnectionError): void;
}

interface SimulatedNamespace {
  readonly handlers: LinkNamespaceHandlers;
  readonly listeners: Map<string, Set<MessageListener>>;
  readonly any: Set<AnyMessageListener>;
  isJoined: boolean;
}

interface SimulatedLink {
  readonly handlers: LinkHandlers;
  readonly namespaces: Map<string, SimulatedNamespace>;
  engine: 'closed' | 'opening' | 'open' | 'closing';
  isDisposed: boolean;
}

/**
 * A network and a server that exist in memory only and do nothing by themselves: the test says what happens, in which
 * order. With XState's `SimulatedClock` a connection's whole life runs without waiting.
 *
 * @example
 * const world = simulatedWorld();
 * const connections = createConnections([{ name: 'demo', url: 'http://x', protocol: 'v4' }], { clock, createLinks: world.createLinks });
 * connections.get('demo').start();
 * world.open();
 */
export function simulatedWorld(): SimulatedWorld {
  const calls: string[] = [];
  const emitted: EmittedMessage[] = [];
  const joins: { namespace: string; credentials: Credentials | undefined }[] = [];
  const links: SimulatedLink[] = [];
  let probing: { resolve(protocol: 'v2' | 'v4'): void; reject(error: unknown): void } | undefined;

  const current = (): SimulatedLink => {
    const link = links.at(-1);
    if (link === undefined) throw new Error('no link was made yet');
    return link;
  };
  const namespaceOf = (name: string): SimulatedNamespace => {
    const namespace = current().namespaces.get(name);
    if (namespace === undefined) throw new Error(`the link knows no namespace ${name}`);
    return namespace;
  };
  const end = (link: SimulatedLink): void => {
    link.engine = 'closed';
    for (const namespace of link.namespaces.values()) namespace.isJoined = false;
  };

  const createLink: CreateLink = (protocol, handlers) => {
    const link: SimulatedLink = { handlers, namespaces: new Map(), engine: 'closed', isDisposed: false };
    links.push(link);
    return {
      protocol,
      open() {
        calls.push('open');
        link.engine = 'opening';
      },
      close() {
        if (link.engine === 'closed' || link.engine === 'closing') return;
        for (const [name, namespace] of link.namespaces) if (namespace.isJoined) calls.push(`leave ${name}`);
        calls.push('close');
        // An attempt ends at once; an open engine says goodbye, which takes its time.
        link.engine = link.engine === 'opening' ? 'closed' : 'closing';
      },
      abandon() {
        if (link.engine === 'closed') return;
        calls.push('abandon');
        end(link);
      },
      dispose() {
        if (link.isDisposed) return;
        calls.push('dispose');
        link.isDisposed = true;
        end(link);
      },
      namespace: (name, namespaceHandlers) => simulateNamespace(link, name, namespaceHandlers),
    } satisfies Link;
  };

  const simulateNamespace = (
    link: SimulatedLink,
    name: string,
    handlers: LinkNamespaceHandlers,
  ): LinkNamespace => {
    const namespace: SimulatedNamespace = { handlers, listeners: new Map(), any: new Set(), isJoined: false };
    link.namespaces.set(name, namespace);
    return {
      name,
      join(credentials) {
        calls.push(`join ${name}`);
        joins.push({ namespace: name, credentials });
      },
      leave() {
        if (namespace.isJoined) calls.push(`leave ${name}`);
        namespace.isJoined = false;
      },
      emit(eventName, args, options = {}, acknowledge) {
        if (!namespace.isJoined) throw new Error(`emit to ${name}, which is not joined`);
        calls.push(`emit ${name} ${eventName}`);
        emitted.push({ namespace: name, eventName, args, options, acknowledge });
        return undefined;
      },
      on(eventName, listener) {
        const listeners = namespace.listeners.get(eventName) ?? new Set();
        namespace.listeners.set(eventName, listeners.add(listener));
      },
      off: (eventName, listener) => void namespace.listeners.get(eventName)?.delete(listener),
      onAny: (listener) => void namespace.any.add(listener),
      offAny: (listener) => void namespace.any.delete(listener),
    };
  };

  return {
    createLinks: () => ({
      createLink,
      probe: (signal) =>
        new Promise((resolve, reject) => {
          calls.push('probe');
          probing = { resolve, reject };
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    }),
    calls,
    get liveLinks() {
      return links.filter((link) => !link.isDisposed).length;
    },
    get engines() {
      return links.filter((link) => link.engine === 'opening' || link.engine === 'open').length;
    },
    emitted,
    joins,
    get listeners() {
      const namespaces = [...(links.at(-1)?.namespaces.values() ?? [])];
      const count = ({ listeners, any }: SimulatedNamespace): number =>
        any.size + [...listeners.values()].reduce((sum, set) => sum + set.size, 0);
      return namespaces.reduce((sum, namespace) => sum + count(namespace), 0);
    },
    open(transport = 'websocket') {
      const link = current();
      if (link.engine !== 'opening') throw new Error(`no engine is opening: it is ${link.engine}`);
      link.engine = 'open';
      link.handlers.opened({ transport });
    },
    fail(error) {
      const link = current();
      end(link);
      link.handlers.failed(error);
    },
    drop(reason = 'transport close', error) {
      const link = current();
      end(link);
      if (error === undefined) link.handlers.closed(reason);
      else link.handlers.closed(reason, error);
    },
    accept(namespace = '/', recovered = false) {
      namespaceOf(namespace).isJoined = true;
      namespaceOf(namespace).handlers.joined({ id: 'simulated', recovered });
    },
    deny(namespace = '/', message = 'denied', data) {
      namespaceOf(namespace).handlers.denied({ message, ...(data !== undefined && { data }) });
    },
    kick(namespace = '/') {
      namespaceOf(namespace).isJoined = false;
      namespaceOf(namespace).handlers.disconnected('io server disconnect');
    },
    receive(name, eventName, ...args) {
      const namespace = namespaceOf(name);
      for (const listener of namespace.any) listener(eventName, ...args);
      for (const listener of namespace.listeners.get(eventName) ?? []) listener(...args);
    },
    answerProbe(answer) {
      if (typeof answer === 'string') probing?.resolve(answer);
      else probing?.reject(answer);
    },
  };
}

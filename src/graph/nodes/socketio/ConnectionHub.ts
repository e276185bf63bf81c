import { NodeError } from '../../NodeError.ts';
import type { ProjectServices, SharedKey } from '../../ProjectServices.ts';
import { Signal } from '../../Signal.ts';
import type { ConnectionNews, GraphConnection } from './GraphConnections.ts';
import { repliesKey } from './Replies.ts';

/** A message that a graph has subscribed to. */
export interface ReceivedMessage {
  readonly namespace: string;
  readonly eventName: string;
  readonly args: readonly unknown[];
  /** Empty where the server awaits no acknowledgement. */
  readonly replyId: string;
}

/** One connection for all the nodes that name it: its events in one order, its subscriptions each once. */
export interface ConnectionHub {
  readonly connection: GraphConnection;
  /** What the connection tells. */
  readonly told: { readonly [Type in keyof ConnectionNews]: Signal<ConnectionNews[Type]> };
  readonly received: Signal<ReceivedMessage>;
  /** Subscribes on behalf of an owner. Twice is as good as once. */
  subscribe(owner: object, namespace: string, eventName: string): void;
  /** Ends the subscription, whoever owns it. Nothing, where there is none. */
  unsubscribe(namespace: string, eventName: string): void;
  /** Ends what only this owner has subscribed to. */
  release(owner: object): void;
}

interface Subscription {
  readonly namespace: string;
  readonly eventName: string;
  readonly owners: Set<object>;
  end(): void;
}

/** The hubs of a project, by the name of the connection. */
export const hubsKey: SharedKey<(name: string) => ConnectionHub> = {
  create(project) {
    const hubs = new Map<string, ReturnType<typeof createHub>>();
    return {
      thing: (name) => {
        let made = hubs.get(name);
        if (made === undefined) hubs.set(name, (made = createHub(name, project)));
        return made.hub;
      },
      dispose: () => {
        for (const { dispose } of hubs.values()) dispose();
      },
    };
  },
};

function createHub(name: string, project: ProjectServices): { readonly hub: ConnectionHub; dispose(): void } {
  const { connections, dispatch } = project;
  if (!connections.has(name)) {
    const names = connections.names.length === 0 ? 'none' : connections.names.join(', ');
    throw new NodeError('unknown-connection', `No connection is named "${name}". There are: ${names}.`);
  }
  const connection = connections.get(name);
  const replies = project.shared(repliesKey);
  const subscriptions = new Map<string, Subscription>();
  const received = new Signal<ReceivedMessage>();
  let stopForgetting: (() => void) | undefined;

  const tell = <Type extends keyof ConnectionNews>(type: Type): Signal<ConnectionNews[Type]> => {
    const signal: Signal<ConnectionNews[Type]> = new Signal(() =>
      connection.on(type, (news) => dispatch(() => signal.emit(news))),
    );
    return signal;
  };

  const awaitReply = (acknowledge: (...args: unknown[]) => void): string => {
    stopForgetting ??= connection.on('state', ({ state }) => {
      if (!state.startsWith('connected')) replies.forget(name);
    });
    return replies.add(name, acknowledge);
  };

  const receive = (namespace: string, eventName: string, given: readonly unknown[]): void => {
    if (received.size === 0) return;
    const last = given.at(-1);
    const isAwaited = typeof last === 'function';
    const args = isAwaited ? given.slice(0, -1) : given;
    // Socket.IO puts the function that acknowledges behind the arguments; what it takes is the server's affair.
    const replyId = isAwaited ? awaitReply((...answer) => void Reflect.apply(last, undefined, answer)) : '';
    dispatch(() => received.emit({ namespace, eventName, args, replyId }));
  };

  /** Left empty it is the default one. */
  const named = (namespace: string): string => (namespace === '' ? '/' : namespace);
  const keyOf = (namespace: string, eventName: string): string => JSON.stringify([namespace, eventName]);

  const attach = (namespace: string, eventName: string): (() => void) => {
    const face = connection.namespace(namespace);
    if (eventName === '*')
      return face.subscribe('*', (heard, ...args) => receive(namespace, String(heard), args));
    const all = keyOf(namespace, '*');
    return face.subscribe(eventName, (...args) => {
      // Who hears all events hears this one, too: once is enough.
      if (!subscriptions.has(all)) receive(namespace, eventName, args);
    });
  };

  const drop = (key: string, subscription: Subscription): void => {
    subscriptions.delete(key);
    subscription.end();
  };

  const hub: ConnectionHub = {
    connection,
    told: {
      started: tell('started'),
      stopped: tell('stopped'),
      error: tell('error'),
      state: tell('state'),
      subscribed: tell('subscribed'),
      unsubscribed: tell('unsubscribed'),
    },
    received,
    subscribe(owner, given, eventName) {
      const namespace = named(given);
      const key = keyOf(namespace, eventName);
      const known = subscriptions.get(key);
      if (known !== undefined) {
        known.owners.add(owner);
        return;
      }
      const subscription = {
        namespace,
        eventName,
        owners: new Set([owner]),
        end: attach(namespace, eventName),
      };
      subscriptions.set(key, subscription);
    },
    unsubscribe(namespace, eventName) {
      const key = keyOf(named(namespace), eventName);
      const subscription = subscriptions.get(key);
      if (subscription !== undefined) drop(key, subscription);
    },
    release(owner) {
      for (const [key, subscription] of subscriptions) {
        subscription.owners.delete(owner);
        if (subscription.owners.size === 0) drop(key, subscription);
      }
    },
  };
  return {
    hub,
    dispose() {
      stopForgetting?.();
      for (const [key, subscription] of subscriptions) drop(key, subscription);
    },
  };
}

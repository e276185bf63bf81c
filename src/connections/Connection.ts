import type { ActorRefFrom } from 'xstate';
import type { connectionMachine } from '../../machines/connection.ts';
import type { ConnectionError } from '../../machines/ConnectionError.ts';
import type { Credentials } from '../../machines/Link.ts';
import type { Delivery } from '../../machines/Policy.ts';
import type { TrafficCounter, TrafficTap } from '../../machines/Traffic.ts';

/** The map of a connection that was given none: every name, any arguments. */
export interface AnyEvents {
  [eventName: string]: (...args: unknown[]) => void;
}

type Name<Map> = Extract<keyof Map, string>;
type Args<Map, Event extends keyof Map> = Map[Event] extends (...args: infer Parameters) => unknown
  ? Parameters
  : never;
/** A list without its last element, whether that must be there or may. */
type WithoutLast<List extends unknown[]> = List extends [...infer Rest, unknown]
  ? Rest
  : number extends List['length']
    ? List
    : List extends [infer First, ...infer Others]
      ? [First, ...WithoutLast<Others>]
      : List extends [(infer First)?, ...infer Others]
        ? Others extends []
          ? []
          : [First?, ...WithoutLast<Others>]
        : List;
type ArgsWithoutAck<Map, Event extends keyof Map> =
  Required<Args<Map, Event>> extends [...unknown[], infer Last]
    ? NonNullable<Last> extends (...args: never[]) => unknown
      ? WithoutLast<Args<Map, Event>>
      : Args<Map, Event>
    : Args<Map, Event>;
/** What a request for this event resolves with: the first argument of its acknowledgement. */
export type Acknowledgement<Map, Event extends keyof Map> =
  Required<Args<Map, Event>> extends [...unknown[], infer Last]
    ? NonNullable<Last> extends (...args: infer Answer) => unknown
      ? Answer[0]
      : unknown
    : unknown;

/** The four states of a connection. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'stopped';

/** Per message. */
export interface SendOptions {
  /** How long to wait for the acknowledgement, in ms. Default: the connection's `ackTimeout`. */
  readonly timeout?: number;
  /** Sent now or never: neither queued by us nor by the transport. @default false */
  readonly volatile?: boolean;
  /** Whether the transport compresses it. Default: the transport's own. */
  readonly compress?: boolean;
  /** Default: the connection's `delivery`. */
  readonly delivery?: Delivery;
  /** The id of an at-least-once message. Default: a fresh one. */
  readonly messageId?: string;
}

/** Sending, with options bound to it. */
export interface Sender<Out = AnyEvents> {
  /**
   * Sends a message, or holds it by `whileOffline`. What is not sent is reported by a `dropped` event.
   *
   * @throws {ConnectionError} `message-too-large`, `unencodable`, `reserved-event`; `not-connected` and `queue-overflow` where the policy is `fail`.
   */
  send<Event extends Name<Out>>(eventName: Event, ...args: ArgsWithoutAck<Out, Event>): void;
  /**
   * Sends a message and resolves with the first argument of the server's acknowledgement.
   *
   * @throws {ConnectionError} (a rejection, exactly once, on every path) `ack-timeout`, `connection-lost`,
   * `connection-stopped`, `not-connected`, `queue-overflow`, `expired`, `suspended`, `message-too-large`, `unencodable`,
   * `reserved-event`.
   */
  request<Event extends Name<Out>>(
    eventName: Event,
    ...args: ArgsWithoutAck<Out, Event>
  ): Promise<Acknowledgement<Out, Event>>;
}

/** One namespace of a connection, as its user sees it. */
export interface ConnectionNamespace<In = AnyEvents, Out = AnyEvents> extends Sender<Out> {
  readonly name: string;
  /** `joining`, `joined`, `denied` or `left`; `undefined` while nothing has used it. */
  readonly state: 'joining' | 'joined' | 'denied' | 'left' | undefined;
  /** Joins, also again after a denial. Joined on first use anyway. */
  join(auth?: Credentials): void;
  /** Leaves; subscriptions stay and count again after the next join. */
  leave(): void;
  /** The same namespace with options for what is sent through it. */
  with(options: SendOptions): Sender<Out>;
  /**
   * Listens to an event through any number of drops. `*` hears every event, its name as the first argument.
   * A server that awaits an acknowledgement is answered through the last argument, as in Socket.IO.
   *
   * @returns ends this subscription
   * @throws {ConnectionError} `reserved-event` for a name under which nothing can arrive: connect, disconnect …
   */
  subscribe<Event extends Name<In>>(
    eventName: Event,
    listener: (...args: Args<In, Event>) => void,
  ): () => void;
  subscribe(eventName: '*', listener: (eventName: string, ...args: unknown[]) => void): () => void;
}

/** Why and whither a connection moved. */
export interface StateChange {
  /** As a path: `connected.stable`. */
  readonly state: string;
  readonly previous: string;
  readonly reason: string;
  /** Milliseconds until the next try, while one is awaited. */
  readonly retryIn?: number;
}

/** A message that will not be sent. */
export interface DroppedMessage {
  readonly namespace: string;
  readonly eventName: string;
  readonly reason: ConnectionError['code'];
}

/** What {@link Connection.on} tells of. */
export interface ConnectionEvents {
  /** Established, for the first time or again. `recovered`: the server restored the session and what was missed. */
  started: { readonly reconnected: boolean; readonly recovered: boolean };
  /** Really stopped, whoever stopped it. */
  stopped: { readonly reason: string };
  error: ConnectionError;
  state: StateChange;
  dropped: DroppedMessage;
  /** A namespace is (joined again and) listened to: the first subscription of an event. */
  subscribed: { readonly namespace: string; readonly eventName: string };
  /** The last subscription of an event has ended. */
  unsubscribed: { readonly namespace: string; readonly eventName: string };
  /** A namespace has moved. */
  namespace: {
    readonly namespace: string;
    readonly state: 'joining' | 'joined' | 'denied' | 'left';
    readonly reason: string;
  };
  /** A reconnection that the server did not recover: messages may have been missed. */
  gap: { readonly namespace: string };
}

/** What a connection has done so far. Plain numbers, read at the reader's own pace. */
export interface ConnectionCounters {
  readonly received: number;
  readonly sent: number;
  readonly reconnects: number;
  readonly dropped: number;
}

/** The actor behind a connection. */
export type ConnectionActor = ActorRefFrom<typeof connectionMachine>;

/**
 * A named connection: a typed face over its actor. The default namespace's methods stand on the connection itself.
 *
 * @typeParam In - events that the server sends
 * @typeParam Out - events that the server takes
 * @example
 * const connection = connections.get('demo');
 * connection.subscribe('hello', (counter) => console.log(counter));
 * connection.start();
 */
export interface Connection<In = AnyEvents, Out = AnyEvents> extends Omit<
  ConnectionNamespace<In, Out>,
  'state'
> {
  readonly actor: ConnectionActor;
  /** The state's path: `idle`, `connecting.waiting`, `connected.stable`, … */
  readonly state: string;
  readonly isConnected: boolean;
  /** Messages that wait to be sent. */
  readonly queued: number;
  readonly counters: ConnectionCounters;
  /** What went each way since the connection was made, by namespace and event. */
  trafficCounts(): readonly TrafficCounter[];
  /**
   * Has the tap told of every message, beside any other tap. Costs nothing without one.
   *
   * @returns ends it
   */
  tapTraffic(tap: TrafficTap): () => void;
  /** The last error, until the next stable connection. */
  readonly lastError: ConnectionError | undefined;
  /** When the next try is due, in ms since the epoch. */
  readonly retryAt: number | undefined;
  /** Connects, and keeps connected until `stop`. Starting twice changes nothing; while waiting it retries at once. */
  start(): void;
  /** Disconnects. `stopped` tells when it is done, after `closeTimeout` at the latest. */
  stop(): void;
  /** Resolves once connected. @throws {ConnectionError} (a rejection) if it stops before. */
  connected(): Promise<void>;
  /** Resolves once nothing is open any more: at once when idle. */
  stopped(): Promise<void>;
  namespace<NamespaceIn = AnyEvents, NamespaceOut = AnyEvents>(
    name: string,
  ): ConnectionNamespace<NamespaceIn, NamespaceOut>;
  /**
   * Hears of the connection's life. A listener that throws disturbs nobody: it is reported as `listener-failed`.
   *
   * @returns ends the listening
   */
  on<Type extends keyof ConnectionEvents>(
    type: Type,
    listener: (event: ConnectionEvents[Type]) => void,
  ): () => void;
}

/** The registry of named connections. */
export interface Connections {
  /** In the order in which they were given. */
  readonly names: readonly string[];
  /** @throws {ConnectionError} `unknown-connection`, listing the names there are */
  get<In = AnyEvents, Out = AnyEvents>(name: string): Connection<In, Out>;
  has(name: string): boolean;
  [Symbol.iterator](): IterableIterator<Connection>;
  /** Stops every connection for good; resolves when all are closed, after the longest `closeTimeout` at the latest. */
  close(): Promise<void>;
}

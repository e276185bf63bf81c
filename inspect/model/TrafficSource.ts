import type { AnyActorRef } from 'xstate';

/**
 * What the inspector needs of a registry of connections to show their traffic and to drive them. Structural: the
 * registry of `createConnections()` fits without knowing of the inspector.
 */
export interface TrafficSource {
  readonly names: readonly string[];
  get(name: string): WatchedConnection;
}

/** A connection, as the inspector sees it. All of it is read at the inspector's pace, and only while someone looks. */
export interface WatchedConnection extends WatchedNamespace {
  /** The root of the connection's own actor system. */
  readonly actor: AnyActorRef;
  readonly counters: {
    readonly received: number;
    readonly sent: number;
    readonly reconnects: number;
    readonly dropped: number;
  };
  readonly queued: number;
  /** In ms since the epoch. */
  readonly retryAt: number | undefined;
  /** Until the next stable connection. */
  readonly lastError: { readonly message: string } | undefined;
  /** Exact counters by namespace, event and direction since the connection was made. Without it there are only totals. */
  trafficCounts?(): Iterable<TrafficCounter>;
  /**
   * Has the tap told of every message, until the returned function is called, beside any other tap. A
   * connection holds it in one nullable field, looked at once a message: without a tap it must cost nothing and allocate
   * nothing. Without this method the page shows counters and no rows.
   */
  tapTraffic?(tap: TrafficTap): () => void;
  start(): void;
  stop(): void;
  namespace(name: string): WatchedNamespace;
}

/** A namespace, to be driven from the page. */
export interface WatchedNamespace {
  send(eventName: string, ...args: unknown[]): void;
  request(eventName: string, ...args: unknown[]): Promise<unknown>;
  subscribe(eventName: string, listener: (...args: unknown[]) => void): () => void;
}

/** A plain counter, as {@link TrafficCount} without the connection's name. */
export interface TrafficCounter {
  readonly namespace: string;
  readonly event: string;
  readonly direction: 'in' | 'out';
  readonly messages: number;
  /** Of payloads; 0 where it is not known cheaply. */
  readonly bytes: number;
}

/**
 * Hears of every message while a viewer looks. Positional arguments and no objects, as it is called on the hot path; it
 * keeps some of the arguments for at most 50 ms, never changes them and never throws.
 */
export interface TrafficTap {
  /**
   * A message has arrived, and its listeners are about to be called. `args` are without the acknowledging function;
   * `acknowledgement` is a number unique in the connection if one is awaited, else `undefined`.
   */
  received(
    namespace: string,
    event: string,
    args: readonly unknown[],
    acknowledgement: number | undefined,
  ): void;
  /** A message has been handed to the link (not: to the queue). */
  sent(namespace: string, event: string, args: readonly unknown[], acknowledgement: number | undefined): void;
  /** An acknowledgement has come (of a sent message) or was given (of a received one); `error` if it failed instead. */
  acknowledged(acknowledgement: number, args: readonly unknown[], error: string | undefined): void;
}

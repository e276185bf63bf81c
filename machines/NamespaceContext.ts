import type { ConnectionErrorData } from './ConnectionError.ts';
import type { ConnectionRuntime } from './ConnectionRuntime.ts';

/** What a namespace is made of. */
export interface NamespaceInput {
  readonly namespace: string;
  /** Whether the connection joins it for its whole life: it was named, or it is the default and none was. */
  readonly isNamed: boolean;
  /** Whether the connection is between start and stop. */
  readonly isStarted: boolean;
  readonly isEngineOpen: boolean;
  /** A function, so that snapshots cannot hold the data path. */
  readonly runtime: () => ConnectionRuntime;
}

/** What a namespace remembers. */
export interface NamespaceContext extends NamespaceInput {
  /** Whether it stays joined though nothing listens: until stop, once it was joined explicitly or sent to. */
  readonly isKept: boolean;
  /** Whether it should be joined while the connection is started. */
  readonly isWanted: boolean;
  /** Whether it has a shelf for its many subscriptions. */
  readonly hasShelf: boolean;
  /** Whether the next denial is the second in a row, and final. */
  readonly wasDenied: boolean;
  /** Joins since the connection's start. */
  readonly joins: number;
  readonly recovered: boolean;
  /** Failures in a row, for the backoff. */
  readonly failures: number;
  readonly retryDelay: number;
  readonly reason: string;
  readonly error: ConnectionErrorData | undefined;
}

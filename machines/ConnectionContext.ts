import type { ActorRef, Snapshot } from 'xstate';
import type { ConnectionErrorData } from './ConnectionError.ts';
import type { ConnectionNotice, NamespaceState } from './ConnectionNotice.ts';
import type { ConnectionPorts, ConnectionRuntime } from './ConnectionRuntime.ts';

/** What a connection is made of: see `connectionInput` for the way from a configuration to it. */
export interface ConnectionInput {
  /** Its policy and its ways to the world. */
  readonly ports: ConnectionPorts;
  /** Whether the actor starts to connect as soon as it is started itself. @default false */
  readonly autostart?: boolean;
  /**
   * Hears every {@link ConnectionNotice} as an event. Given as `parent: self`, the compiler checks that the machine takes
   * them. @default the actor that has invoked or spawned the connection
   */
  readonly parent?: ActorRef<Snapshot<unknown>, ConnectionNotice>;
}

/**
 * What a connection remembers. All of it is plain data, but for the function that leads to what is not. With twenty fields
 * or more, V8 turns the copy that each transition makes into a dictionary: five times as large, and slow.
 */
export interface ConnectionContext {
  readonly name: string;
  readonly autostart: boolean;
  /** Known from the configuration, or from an earlier probe. */
  readonly protocol: 'v2' | 'v4' | undefined;
  /** Tries that failed in a row, since the last stable connection. */
  readonly failures: number;
  /** Handshakes in a row that were refused with 401 or 403. */
  readonly refusals: number;
  /** Since when there is no stable connection, in ms since the epoch. */
  readonly downSince: number | undefined;
  readonly isSuspended: boolean;
  readonly retryDelay: number;
  /** When the next try is due, in ms since the epoch. */
  readonly retryAt: number | undefined;
  /** Whether it is between start and stop. */
  readonly isStarted: boolean;
  readonly isEngineOpen: boolean;
  /** Whether it was connected before, since the last start. */
  readonly wasConnected: boolean;
  readonly reconnects: number;
  readonly recovered: boolean;
  /** Whether a start came while closing. */
  readonly isStartDue: boolean;
  /** Why it is in the state in which it is. */
  readonly reason: string;
  /** The last error, until the next stable connection. */
  readonly error: ConnectionErrorData | undefined;
  readonly namespaces: Readonly<Record<string, NamespaceState>>;
  readonly runtime: () => ConnectionRuntime;
}

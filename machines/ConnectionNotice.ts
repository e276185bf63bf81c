import type { ConnectionErrorData } from './ConnectionError.ts';
import type { ErrorCode } from './errorCodes.ts';

/** The states of a namespace. */
export type NamespaceState = 'joining' | 'joined' | 'denied' | 'left';

/**
 * What a connection tells the world: emitted by its actor (`actor.on('connection.started', …)`), and sent to
 * the machine that has invoked or spawned it.
 */
export type ConnectionNotice =
  /** Established, for the first time or again. */
  | {
      readonly type: 'connection.started';
      readonly connection: string;
      readonly reconnected: boolean;
      readonly recovered: boolean;
    }
  /** Was connected, and is trying to be again. */
  | {
      readonly type: 'connection.lost';
      readonly connection: string;
      readonly reason: string;
      /** When the next try is due, in ms since the epoch. */
      readonly retryAt: number | undefined;
    }
  /** Really stopped, whoever stopped it. */
  | { readonly type: 'connection.stopped'; readonly connection: string; readonly reason: string }
  | { readonly type: 'connection.error'; readonly connection: string; readonly error: ConnectionErrorData }
  /** A message that will not be sent. */
  | {
      readonly type: 'connection.dropped';
      readonly connection: string;
      readonly namespace: string;
      readonly eventName: string;
      readonly reason: ErrorCode;
    }
  | {
      readonly type: 'connection.namespace';
      readonly connection: string;
      readonly namespace: string;
      readonly state: NamespaceState;
      readonly reason: string;
    }
  /** The first subscription of an event. */
  | {
      readonly type: 'connection.subscribed';
      readonly connection: string;
      readonly namespace: string;
      readonly eventName: string;
    }
  /** The last subscription of an event has ended. */
  | {
      readonly type: 'connection.unsubscribed';
      readonly connection: string;
      readonly namespace: string;
      readonly eventName: string;
    }
  /** A reconnection that the server did not recover: messages may have been missed. */
  | { readonly type: 'connection.gap'; readonly connection: string; readonly namespace: string }
  /** A message of an event that was subscribed to by a `subscribe` event without a listener. */
  | {
      readonly type: 'connection.message';
      readonly connection: string;
      readonly namespace: string;
      readonly eventName: string;
      readonly args: readonly unknown[];
    };

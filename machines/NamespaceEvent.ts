import type { ConnectionErrorData } from './ConnectionError.ts';
import type { NamespaceState } from './ConnectionNotice.ts';
import type { MessageListener } from './Link.ts';

/** An event and one who listens to it. */
export interface Listening {
  readonly eventName: string;
  readonly listener: MessageListener;
}

/** What a namespace hears: from its connection, and from the link. */
export type NamespaceEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'join' }
  /** Something is about to be sent. */
  | { readonly type: 'use' }
  | { readonly type: 'leave' }
  | { readonly type: 'link.up' }
  | { readonly type: 'link.down'; readonly reason: string }
  | { readonly type: 'accepted'; readonly recovered: boolean }
  | { readonly type: 'refused'; readonly message: string; readonly data?: unknown }
  | { readonly type: 'disconnected'; readonly reason: string }
  | ({ readonly type: 'subscribe' } & Listening)
  | ({ readonly type: 'unsubscribe' } & Listening);

/** What a namespace tells its connection. */
export type NamespaceReport =
  | {
      readonly type: 'namespace.changed';
      readonly namespace: string;
      readonly state: NamespaceState;
      readonly reason: string;
      readonly recovered: boolean;
      /** Whether it was joined before in this life of the connection. */
      readonly rejoined: boolean;
    }
  | { readonly type: 'namespace.failed'; readonly error: ConnectionErrorData }
  | { readonly type: 'namespace.subscribed'; readonly namespace: string; readonly eventName: string }
  | { readonly type: 'namespace.unsubscribed'; readonly namespace: string; readonly eventName: string };

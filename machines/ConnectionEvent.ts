import type { ConnectionErrorData } from './ConnectionError.ts';
import type { RuntimeEvent } from './ConnectionRuntime.ts';
import type { MessageListener } from './Link.ts';
import type { NamespaceReport } from './NamespaceEvent.ts';
import type { OutgoingOptions } from './OutgoingMessage.ts';

/** What a connection may be told by its users. */
export type ConnectionCommand =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | {
      readonly type: 'send';
      readonly eventName: string;
      readonly args?: readonly unknown[];
      /** @default '/' */
      readonly namespace?: string;
      readonly options?: OutgoingOptions;
    }
  | {
      readonly type: 'subscribe';
      readonly eventName: string;
      /** @default '/' */
      readonly namespace?: string;
      /** Default: messages become `connection.message` notices. */
      readonly listener?: MessageListener;
    }
  | {
      readonly type: 'unsubscribe';
      readonly eventName: string;
      readonly namespace?: string;
      /** The one that subscribed; none where none was given. */
      readonly listener?: MessageListener;
    }
  | { readonly type: 'join'; readonly namespace: string }
  | { readonly type: 'leave'; readonly namespace: string }
  /** The machine's network is back, or gone: a hint, as a browser gives it. */
  | { readonly type: 'online' }
  | { readonly type: 'offline' };

/** The command to send a message. */
export type SendCommand = Extract<ConnectionCommand, { type: 'send' }>;

/** The commands that begin and end a subscription. */
export type ListenCommand = Extract<ConnectionCommand, { type: 'subscribe' | 'unsubscribe' }>;

/** A namespace has moved. */
export type NamespaceChange = Extract<NamespaceReport, { type: 'namespace.changed' }>;

/** Everything that a connection hears. */
export type ConnectionEvent =
  | ConnectionCommand
  | RuntimeEvent
  | NamespaceReport
  | { readonly type: 'use'; readonly namespace: string }
  | { readonly type: 'message.refused'; readonly error: ConnectionErrorData };

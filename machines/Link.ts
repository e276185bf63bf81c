import type { ConnectionError } from './ConnectionError.ts';

/** What an object has not that is a function, a promise or a list. */
interface PlainObject {
  readonly bind?: never;
  readonly then?: never;
  readonly length?: never;
}

/** Credentials as they go over the wire, in the CONNECT packet of a namespace: any object, also one that an interface describes. */
export type Credentials = Readonly<Record<string, unknown>> | (object & PlainObject);

/** Called with the acknowledgement's arguments. */
export type Acknowledge = (...args: unknown[]) => void;

/** Stops awaiting an acknowledgement, so that nothing of it is kept. */
export type Forget = () => void;

/**
 * Hears the messages of one event, as `socket.on` would call it: where the server awaits an acknowledgement, the last
 * argument is the function that gives it. It may return a promise, as an asynchronous function does.
 */
export type MessageListener = (...args: unknown[]) => unknown;

/** Hears every message of a namespace: the event's name first, as `socket.onAny` would. */
export type AnyMessageListener = (eventName: string, ...args: unknown[]) => unknown;

/** What a link tells of its engine connection. Never called from within a call of the link's own methods. */
export interface LinkHandlers {
  /** The attempt succeeded: the engine connection is open. */
  opened(info: { readonly transport: string }): void;
  /** The attempt failed. The error has a code of phase `transport`; the link may be opened again. */
  failed(error: ConnectionError): void;
  /** An open engine connection has ended, whoever ended it. The link may be opened again. */
  closed(reason: string, error?: ConnectionError): void;
  /** The engine moved to another transport. */
  upgraded?(transport: string): void;
}

/** What a link tells of one namespace. */
export interface LinkNamespaceHandlers {
  /** The server accepted. `recovered`: it restored the session and its missed messages. */
  joined(info: { readonly id: string; readonly recovered: boolean }): void;
  /** The server refused, with what it said. */
  denied(refusal: { readonly message: string; readonly data?: unknown }): void;
  /** The namespace was joined and is no more: the server disconnected it (`io server disconnect`), not the engine. */
  disconnected(reason: string): void;
}

/** How one message is sent. */
export interface EmitOptions {
  /** Discarded by the transport if it cannot be written at once. */
  readonly volatile?: boolean;
  /** Whether the transport compresses it. Default: the library's. */
  readonly compress?: boolean;
}

/** How large a packet may be. */
export interface PayloadLimit {
  readonly bytes: number;
  /** Whether the transport makes text of binary values, as polling does: with base64 they grow by a third. */
  readonly isTextOnly: boolean;
}

/** One namespace of a link: a thin, buffer-free view of the library's Socket. */
export interface LinkNamespace {
  readonly name: string;
  /** What the server takes in one packet, while the engine is open and the server tells. */
  maxPayload?(): PayloadLimit | undefined;
  /** Sends CONNECT. Only while the engine is open. Answered by exactly one of `joined` and `denied`, or never. */
  join(credentials: Credentials | undefined): void;
  /** Sends DISCONNECT if joined or joining. No handler is called for it. */
  leave(): void;
  /**
   * Emits at once. Only while joined: the caller holds everything else. `acknowledge` is called at most once; what is
   * returned with it is called where no acknowledgement is awaited any more, else it would be kept until the drop.
   */
  emit(
    eventName: string,
    args: readonly unknown[],
    options?: EmitOptions,
    acknowledge?: Acknowledge,
  ): Forget | undefined;
  on(eventName: string, listener: MessageListener): void;
  off(eventName: string, listener: MessageListener): void;
  onAny(listener: AnyMessageListener): void;
  offAny(listener: AnyMessageListener): void;
}

/**
 * The port to a Socket.IO client library: one engine connection at a time, any number of namespaces. A link never
 * retries, never buffers, owns no policy.
 */
export interface Link {
  readonly protocol: 'v2' | 'v4';
  /** Starts one attempt. Answered by exactly one of `opened` and `failed`, unless `close` or `dispose` comes first. */
  open(): void;
  /**
   * Ends the attempt, or leaves every namespace and ends the engine connection. `closed` may come, at once or late, or
   * never.
   */
  close(): void;
  /**
   * Ends the attempt or the engine connection as a network does that breaks: without a goodbye, so that the server may
   * keep the sessions for a recovery. No handler is called for it.
   */
  abandon(): void;
  /** Ends everything at once, sockets and timers included; no handler is called any more. May be called twice. */
  dispose(): void;
  /** The namespace of this name: the same object as long as the link lives. `handlers` count at the first call. */
  namespace(name: string, handlers: LinkNamespaceHandlers): LinkNamespace;
}

/** Makes a link for one life of a connection, from start to closed. */
export type CreateLink = (protocol: 'v2' | 'v4', handlers: LinkHandlers) => Link;

/** Asks a server which protocol it speaks. Aborted by the signal. Rejects with a {@link ConnectionError}. */
export type Probe = (signal: AbortSignal) => Promise<'v2' | 'v4'>;

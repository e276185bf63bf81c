import type { ConnectionError } from './ConnectionError.ts';
import type { EmitOptions, Forget } from './Link.ts';
import type { Delivery } from './Policy.ts';

/** How one message is sent. */
export interface OutgoingOptions extends EmitOptions {
  /** How long to wait for the acknowledgement, in ms. Default: the policy's `ackTimeout`. */
  readonly timeout?: number;
  readonly delivery?: Delivery;
  /** The id of an at-least-once message. Default: a fresh one. */
  readonly messageId?: string;
}

/** Where a request's outcome goes: exactly one of the two is called, once. */
export interface Settle {
  resolve(answer: unknown): void;
  reject(error: ConnectionError): void;
}

/** A message on its way out, where it cannot simply leave. */
export interface OutgoingMessage {
  readonly namespace: string;
  readonly eventName: string;
  readonly args: readonly unknown[];
  readonly options: OutgoingOptions;
  readonly bytes: number;
  /** Order over all lanes. */
  readonly place: number;
  readonly since: number;
  readonly settle: Settle | undefined;
  tries: number;
  /** Given while a tap listens and an acknowledgement is awaited. */
  acknowledgement: number | undefined;
  done: boolean;
  timer: unknown;
  /** Of every try: the acknowledgement that the link awaits for it. */
  awaited: readonly Forget[];
}

/** Remembers how to take back the acknowledgement that is awaited for a try. */
export function noteTry(message: OutgoingMessage, forget: Forget | undefined): void {
  if (forget !== undefined) message.awaited = [...message.awaited, forget];
}

/** Takes them all back: a server that never acknowledges must not fill the memory. */
export function forgetTries(message: OutgoingMessage): void {
  for (const forget of message.awaited) forget();
  message.awaited = [];
}

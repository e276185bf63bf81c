/** What happens to a send while its namespace is not joined. */
export type WhileOffline = 'queue' | 'drop' | 'fail';

/** `atMostOnce` sends and forgets; `atLeastOnce` sends until the server acknowledges, in order. */
export type Delivery = 'atMostOnce' | 'atLeastOnce';

/** What gives way when a message does not fit the queue. */
export type Overflow = 'dropOldest' | 'dropNewest' | 'fail';

/** The bounds of what waits to be sent. */
export interface QueuePolicy {
  /** Messages at most. @default 1000 */
  readonly maxMessages: number;
  /** Bytes at most, estimated from the payloads. @default 16777216 (16 MiB) */
  readonly maxBytes: number;
  /** How long a message may wait, in ms. @default Infinity */
  readonly maxAge: number;
  /** What gives way when the queue is full. @default 'dropOldest' */
  readonly overflow: Overflow;
  /** Messages a second, at most, when the queue is flushed. @default Infinity */
  readonly flushRate: number;
}

/** How a connection behaves: everything the statechart itself goes by. All times in ms. */
export interface Policy {
  /** Whether to ask the server for its protocol first (`auto`), or to speak a given one. @default 'auto' */
  readonly protocol: 'auto' | 'v2' | 'v4';
  /** One deadline for opening the engine and joining the default namespace. @default 20000 */
  readonly timeout: number;
  /** Deadline for the `auth` function. @default 10000 */
  readonly authTimeout: number;
  /** Whether to try again after a failure or a drop. @default true */
  readonly reconnection: boolean;
  /** Tries in a row that may fail before giving up. @default Infinity */
  readonly reconnectionAttempts: number;
  /** The first delay; doubles with each failure. @default 1000 */
  readonly reconnectionDelay: number;
  /** No delay is longer, jitter included. @default 5000 */
  readonly reconnectionDelayMax: number;
  /** Jitter: 0.5 makes a delay of 1000 one of 500 to 1500. @default 0.5 */
  readonly randomizationFactor: number;
  /** How long a connection must hold before the backoff starts anew. @default 5000 */
  readonly stableAfter: number;
  /** Without a stable connection for so long, retries become slow and queued sends fail. @default 120000 */
  readonly suspendAfter: number;
  /** The delay between tries while suspended, jittered. @default 30000 */
  readonly suspendedDelay: number;
  /** Deadline for a clean close. @default 1500 */
  readonly closeTimeout: number;
  /** How long a request, or one try of an at-least-once send, waits for its acknowledgement. @default 10000 */
  readonly ackTimeout: number;
  /** How often an at-least-once send is repeated after its first try. @default 3 */
  readonly retries: number;
  /** @default 'atMostOnce' */
  readonly delivery: Delivery;
  /** @default 'queue' */
  readonly whileOffline: WhileOffline;
  readonly queue: QueuePolicy;
}

/** The values that count where a configuration is silent. */
export const defaultPolicy: Policy = {
  protocol: 'auto',
  timeout: 20_000,
  authTimeout: 10_000,
  reconnection: true,
  reconnectionAttempts: Infinity,
  reconnectionDelay: 1000,
  reconnectionDelayMax: 5000,
  randomizationFactor: 0.5,
  stableAfter: 5000,
  suspendAfter: 120_000,
  suspendedDelay: 30_000,
  closeTimeout: 1500,
  ackTimeout: 10_000,
  retries: 3,
  delivery: 'atMostOnce',
  whileOffline: 'queue',
  queue: {
    maxMessages: 1000,
    maxBytes: 16 * 1024 * 1024,
    maxAge: Infinity,
    overflow: 'dropOldest',
    flushRate: Infinity,
  },
};

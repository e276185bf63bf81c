import type { Place } from './places.ts';

/** Where a client connects to, and as whom. */
export interface Destination {
  readonly port: number;
  readonly client: string;
}

/** One connection with its subscriptions. */
export interface Line {
  /** Sends to the default namespace. */
  send(payload: unknown): void;
  ask(payload: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Many connections, each with one subscription of `reading`. */
export interface Fleet {
  /** Resolves once all are connected. */
  start(): Promise<void>;
  /** Resolves once all have been lost and are connected again. */
  backAgain(): Promise<void>;
  /** Resolves once all are closed. */
  stop(): Promise<void>;
}

/** One way to be a Socket.IO client. */
export interface ClientSide {
  /** Resolves once it is connected, every place is subscribed to and every namespace joined. */
  connect(to: Destination, places: readonly Place[], onMessage: () => void): Promise<Line>;
  fleet(to: Destination, count: number, onMessage: () => void): Fleet;
}

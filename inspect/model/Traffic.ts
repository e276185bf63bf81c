import type { WireValue } from './WireValue.ts';

/** Seen from the program: `in` is received, `out` is sent. */
export type TrafficDirection = 'in' | 'out';

/** All messages of one event in one direction so far. Exact, whatever is sampled. */
export interface TrafficCount {
  readonly connection: string;
  readonly namespace: string;
  readonly event: string;
  readonly direction: TrafficDirection;
  readonly messages: number;
  /** Of payloads, as far as they are known; 0 where nobody counts them. */
  readonly bytes: number;
}

/** A connection's own totals. */
export interface ConnectionTotals {
  readonly connection: string;
  /** Messages. */
  readonly received: number;
  readonly sent: number;
  readonly reconnects: number;
  readonly dropped: number;
  /** Messages that wait to be sent. */
  readonly queued: number;
}

/** One message, of those that were sampled. */
export interface TrafficRow {
  /** Grows over all connections; names the row. */
  readonly sequence: number;
  /** In ms since the epoch, with a fraction. */
  readonly at: number;
  readonly connection: string;
  readonly namespace: string;
  readonly event: string;
  readonly direction: TrafficDirection;
  /** The arguments, within bounds, without secrets. */
  readonly payload: readonly WireValue[];
  /** Size of the payload; an estimate from its contents where the connection does not know it. */
  readonly bytes: number;
  /** Whether an acknowledgement is awaited: from the server for `out`, from us for `in`. */
  readonly awaits: boolean;
}

/** The acknowledgement of a row. */
export interface TrafficAcknowledgement {
  /** {@link TrafficRow.sequence}. */
  readonly row: number;
  readonly at: number;
  /** From message to acknowledgement, in ms. */
  readonly roundTrip: number;
  readonly payload: readonly WireValue[];
  /** One line, if it was not acknowledged in time or was refused. */
  readonly errorMessage: string | null;
}

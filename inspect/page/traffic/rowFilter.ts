import type { TrafficAcknowledgement, TrafficRow } from '../../model/Traffic.ts';

/** Which messages are of interest. */
export interface RowFilter {
  readonly connection: string | null;
  readonly namespace: string | null;
  readonly event: string | null;
  readonly direction: 'in' | 'out' | null;
  /** In the event's name or the payload. */
  readonly text: string;
}

export const everyRow: RowFilter = {
  connection: null,
  namespace: null,
  event: null,
  direction: null,
  text: '',
};

/** Makes the test of a filter. */
export function rowTest(filter: RowFilter): (row: TrafficRow) => boolean {
  const text = filter.text.trim().toLowerCase();
  return (row) =>
    (filter.connection === null || row.connection === filter.connection) &&
    (filter.namespace === null || row.namespace === filter.namespace) &&
    (filter.event === null || row.event === filter.event) &&
    (filter.direction === null || row.direction === filter.direction) &&
    (text === '' ||
      row.event.toLowerCase().includes(text) ||
      row.namespace.toLowerCase().includes(text) ||
      JSON.stringify(row.payload).toLowerCase().includes(text));
}

/** How the acknowledgement of a message stands. */
export type AckState =
  | { readonly kind: 'none' }
  | { readonly kind: 'awaited' }
  | { readonly kind: 'done'; readonly roundTrip: number }
  | { readonly kind: 'failed'; readonly message: string };

/** Reads how the acknowledgement of a message stands. */
export function ackState(row: TrafficRow, acknowledgement: TrafficAcknowledgement | undefined): AckState {
  if (!row.awaits) return { kind: 'none' };
  if (acknowledgement === undefined) return { kind: 'awaited' };
  return acknowledgement.errorMessage === null
    ? { kind: 'done', roundTrip: acknowledgement.roundTrip }
    : { kind: 'failed', message: acknowledgement.errorMessage };
}

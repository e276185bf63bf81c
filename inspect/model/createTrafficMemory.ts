import type { Batch, BulkSnapshot } from './Channel.ts';
import { createRing, type RingLimits } from './Ring.ts';
import type { ConnectionTotals, TrafficAcknowledgement, TrafficCount, TrafficRow } from './Traffic.ts';

type TrafficPart = 'totals' | 'counts' | 'rows' | 'acknowledgements';

/** The traffic part of a collector: exact counters, and the last sampled rows with their acknowledgements. */
export interface TrafficMemory {
  setTotals(totals: ConnectionTotals): void;
  setCount(count: TrafficCount): void;
  addRow(row: Omit<TrafficRow, 'sequence'>, bytes: number): number;
  skipRows(count: number): void;
  addAcknowledgement(acknowledgement: TrafficAcknowledgement): void;
  take(): Pick<Batch, TrafficPart | 'rowsSkipped'>;
  all(): Pick<BulkSnapshot, TrafficPart>;
}

/** Makes a {@link TrafficMemory}. */
export function createTrafficMemory(limits: {
  readonly rows: RingLimits;
  readonly counts: number;
}): TrafficMemory {
  const totals = new Map<string, ConnectionTotals>();
  const counts = new Map<string, TrafficCount>();
  const rows = createRing<TrafficRow>(limits.rows);
  const acknowledgements = createRing<TrafficAcknowledgement>(limits.rows);
  let sequence = 0;

  const changedTotals = new Set<string>();
  const changedCounts = new Set<string>();
  let newRows: TrafficRow[] = [];
  let newAcknowledgements: TrafficAcknowledgement[] = [];
  let rowsSkipped = 0;

  return {
    setTotals(next) {
      const known = totals.get(next.connection);
      if (known !== undefined && sameTotals(known, next)) return;
      totals.set(next.connection, next);
      changedTotals.add(next.connection);
    },
    setCount(next) {
      const key = [next.connection, next.namespace, next.direction, next.event].join('\n');
      const known = counts.get(key);
      if (known?.messages === next.messages && known.bytes === next.bytes) return;
      if (known === undefined && counts.size >= limits.counts) return;
      counts.set(key, next);
      changedCounts.add(key);
    },
    addRow(facts, bytes) {
      sequence += 1;
      const row: TrafficRow = { sequence, ...facts };
      rows.push(row, bytes + 200);
      newRows.push(row);
      return sequence;
    },
    skipRows(count) {
      rowsSkipped += count;
    },
    addAcknowledgement(acknowledgement) {
      acknowledgements.push(acknowledgement, 500);
      newAcknowledgements.push(acknowledgement);
    },
    take() {
      const news = {
        totals: [...changedTotals].flatMap((key) => totals.get(key) ?? []),
        counts: [...changedCounts].flatMap((key) => counts.get(key) ?? []),
        rows: newRows,
        rowsSkipped,
        acknowledgements: newAcknowledgements,
      };
      changedTotals.clear();
      changedCounts.clear();
      newRows = [];
      newAcknowledgements = [];
      rowsSkipped = 0;
      return news;
    },
    all: () => ({
      totals: [...totals.values()],
      counts: [...counts.values()],
      rows: [...rows],
      acknowledgements: [...acknowledgements],
    }),
  };
}

function sameTotals(a: ConnectionTotals, b: ConnectionTotals): boolean {
  return (
    a.received === b.received &&
    a.sent === b.sent &&
    a.reconnects === b.reconnects &&
    a.dropped === b.dropped &&
    a.queued === b.queued
  );
}

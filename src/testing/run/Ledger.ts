import type { Delivery } from '../../../machines/Policy.ts';
import type { EmitRecord } from './watchLinks.ts';

/** A message that was given to a connection. Each has an event name of its own, by which it is known everywhere. */
export interface LedgerEntry {
  readonly eventName: string;
  readonly namespace: string;
  readonly kind: 'send' | 'request';
  readonly delivery: Delivery;
  readonly bytes: number;
  /** Refused at the door: it threw. */
  refused: boolean;
  /** How often it was reported as dropped. */
  dropped: number;
  /** Whether it was reported as dropped though it had been acknowledged. */
  isDroppedInVain: boolean;
  /** How often its promise settled. */
  settled: number;
  outcome: 'resolved' | 'rejected' | undefined;
}

/** Book-keeping of messages: who was sent, and what became of them. */
export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  add(given: Pick<LedgerEntry, 'namespace' | 'kind' | 'delivery' | 'bytes'>): LedgerEntry;
  /** @param wasAcknowledged - until then: an acknowledgement that comes too late is none */
  noteDropped(eventName: string, wasAcknowledged: boolean): void;
  noteRefused(eventName: string): void;
  /** Everything that is wrong with it so far. */
  check(emitted: readonly EmitRecord[]): string[];
  /** Everything that is wrong with it once the connection is stopped: nothing may be open any more. */
  checkEnd(emitted: readonly EmitRecord[]): string[];
}

/** Makes a ledger. */
export function createLedger(): Ledger {
  const byName = new Map<string, LedgerEntry>();
  const timesOf = (emitted: readonly EmitRecord[]): Map<string, { times: number; acknowledged: number }> => {
    const times = new Map<string, { times: number; acknowledged: number }>();
    for (const { eventName, acknowledged } of emitted) {
      const known = times.get(eventName) ?? { times: 0, acknowledged: 0 };
      times.set(eventName, { times: known.times + 1, acknowledged: known.acknowledged + acknowledged });
    }
    return times;
  };

  const check = (emitted: readonly EmitRecord[]): string[] => {
    const wrong: string[] = [];
    const counts = timesOf(emitted);
    for (const entry of byName.values()) {
      const { times = 0, acknowledged = 0 } = counts.get(entry.eventName) ?? {};
      const name = `${entry.kind} ${entry.eventName}`;
      if (entry.settled > 1) wrong.push(`${name} settled ${entry.settled} times`);
      if (entry.delivery === 'atMostOnce' && times > 1)
        wrong.push(`${name} was promised at most once and left ${times} times`);
      if (entry.dropped > 1) wrong.push(`${name} was reported as dropped ${entry.dropped} times`);
      if (entry.refused && times > 0) wrong.push(`${name} was refused, and left all the same`);
      if (entry.dropped > 0 && entry.delivery === 'atMostOnce' && times > 0)
        wrong.push(`${name} left, and was reported as dropped`);
      if (entry.outcome === 'resolved' && acknowledged === 0)
        wrong.push(`${name} resolved without an acknowledgement`);
      if (entry.isDroppedInVain) wrong.push(`${name} was acknowledged, and reported as dropped`);
    }
    for (const namespace of new Set(emitted.map((record) => record.namespace)))
      for (const delivery of ['atMostOnce', 'atLeastOnce'] as const) {
        const firsts = [...new Set(emitted.map(({ eventName }) => eventName))]
          .map((eventName) => byName.get(eventName))
          .filter((entry) => entry?.namespace === namespace && entry.delivery === delivery);
        const order = [...byName.values()].filter((entry) => firsts.includes(entry));
        if (order.some((entry, index) => entry !== firsts[index]))
          wrong.push(
            `messages to ${namespace} (${delivery}) left out of order: ${firsts.map((entry) => entry?.eventName).join(', ')}`,
          );
      }
    return wrong;
  };

  return {
    get entries() {
      return [...byName.values()];
    },
    add(given) {
      const eventName = `m${byName.size + 1}`;
      const entry: LedgerEntry = {
        ...given,
        eventName,
        refused: false,
        dropped: 0,
        isDroppedInVain: false,
        settled: 0,
        outcome: undefined,
      };
      byName.set(eventName, entry);
      return entry;
    },
    noteDropped(eventName, wasAcknowledged) {
      const entry = byName.get(eventName);
      if (entry === undefined) return;
      entry.dropped += 1;
      entry.isDroppedInVain ||= wasAcknowledged;
    },
    noteRefused(eventName) {
      const entry = byName.get(eventName);
      if (entry !== undefined) entry.refused = true;
    },
    check,
    checkEnd(emitted) {
      const counts = timesOf(emitted);
      const open = [...byName.values()].filter((entry) => {
        if (entry.refused) return false;
        if (entry.kind === 'request') return entry.settled === 0;
        const { times = 0, acknowledged = 0 } = counts.get(entry.eventName) ?? {};
        return entry.dropped === 0 && (entry.delivery === 'atMostOnce' ? times === 0 : acknowledged === 0);
      });
      return [
        ...check(emitted),
        ...open.map(({ kind, eventName }) =>
          kind === 'request'
            ? `request ${eventName} never settled`
            : `send ${eventName} was lost: neither sent nor reported as dropped`,
        ),
      ];
    },
  };
}

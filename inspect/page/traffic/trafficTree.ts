import type { ConnectionTotals, TrafficCount } from '../../model/Traffic.ts';

/** A row of the counters: a connection, one of its namespaces, or one of its events in one direction. */
export type CounterRow =
  | {
      readonly kind: 'connection';
      readonly connection: string;
      readonly totals: ConnectionTotals | undefined;
    }
  | { readonly kind: 'namespace'; readonly connection: string; readonly namespace: string }
  | { readonly kind: 'event'; readonly key: string; readonly count: TrafficCount };

/** The counters in groups. A search keeps events by their name or namespace, and connections by theirs. */
export function trafficTree(
  counts: ReadonlyMap<string, TrafficCount>,
  totals: ReadonlyMap<string, ConnectionTotals>,
  { search, connection }: { readonly search: string; readonly connection: string | null },
): readonly CounterRow[] {
  const word = search.trim().toLowerCase();
  const groups = new Map<string, Map<string, { key: string; count: TrafficCount }[]>>();
  for (const name of totals.keys()) {
    if (isWanted(name)) groups.set(name, new Map());
  }
  for (const [key, count] of counts) {
    if (connection !== null && count.connection !== connection) continue;
    const says = `${count.connection} ${count.namespace} ${count.event}`.toLowerCase();
    if (word !== '' && !says.includes(word)) continue;
    const namespaces =
      groups.get(count.connection) ?? new Map<string, { key: string; count: TrafficCount }[]>();
    groups.set(count.connection, namespaces);
    const events = namespaces.get(count.namespace) ?? [];
    namespaces.set(count.namespace, events);
    events.push({ key, count });
  }

  function isWanted(name: string): boolean {
    return (connection === null || name === connection) && (word === '' || name.toLowerCase().includes(word));
  }

  const rows: CounterRow[] = [];
  for (const [name, namespaces] of groups) {
    rows.push({ kind: 'connection', connection: name, totals: totals.get(name) });
    for (const namespace of [...namespaces.keys()].toSorted()) {
      rows.push({ kind: 'namespace', connection: name, namespace });
      const events = (namespaces.get(namespace) ?? []).toSorted(
        (a, b) =>
          a.count.event.localeCompare(b.count.event) || a.count.direction.localeCompare(b.count.direction),
      );
      for (const { key, count } of events) rows.push({ kind: 'event', key, count });
    }
  }
  return rows;
}

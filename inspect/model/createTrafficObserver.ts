import type { Collector } from './createCollector.ts';
import { createTrafficSampler, type TrafficSampler } from './createTrafficSampler.ts';
import type { ActorId } from './InspectedActor.ts';
import { messageOf, serialise } from './serialise.ts';
import type { TrafficSource, WatchedConnection } from './TrafficSource.ts';

/** Reads the traffic of connections for a collector, while somebody looks. */
export interface TrafficObserver {
  /** @returns forgets these connections */
  add(source: TrafficSource): () => void;
  get(name: string): WatchedConnection | undefined;
  attach(): void;
  detach(): void;
  /** Hands over sampled rows. */
  flush(): void;
  /** Reads the counters. Cheaper for less often. */
  readCounters(): void;
}

interface Watched {
  readonly name: string;
  readonly connection: WatchedConnection;
  readonly sampler: TrafficSampler;
  untap: (() => void) | undefined;
  lastError: unknown;
}

/** Makes a {@link TrafficObserver}. */
export function createTrafficObserver({
  collector,
  idOf,
  now,
}: {
  collector: Collector;
  /** The id of a connection's actor, if it is known. */
  idOf: (connection: WatchedConnection) => ActorId | undefined;
  now: () => number;
}): TrafficObserver {
  const all = new Map<string, Watched>();
  let isAttached = false;

  function tap(watched: Watched): void {
    try {
      watched.untap ??= watched.connection.tapTraffic?.(watched.sampler.tap);
    } catch {
      // It shows totals then.
    }
  }

  function untap(watched: Watched): void {
    try {
      watched.untap?.();
    } finally {
      watched.untap = undefined;
    }
  }

  function readCountersOf(watched: Watched): void {
    const { name, connection } = watched;
    const { received, sent, reconnects, dropped } = connection.counters;
    collector.traffic.setTotals({
      connection: name,
      received,
      sent,
      reconnects,
      dropped,
      queued: connection.queued,
    });
    for (const { namespace, event, direction, messages, bytes } of connection.trafficCounts?.() ?? []) {
      collector.traffic.setCount({ connection: name, namespace, event, direction, messages, bytes });
    }
    readState(watched);
  }

  function readState(watched: Watched): void {
    const id = idOf(watched.connection);
    const known = id === undefined ? undefined : collector.getActor(id);
    if (id === undefined || known === undefined || known.endedAt !== null) return;
    const { lastError, retryAt = null } = watched.connection;
    if (known.retryAt !== retryAt) collector.changeActor({ id, retryAt });
    if (lastError === watched.lastError) return;
    watched.lastError = lastError;
    collector.changeActor(
      lastError === undefined
        ? { id, error: null, errorMessage: null }
        : { id, error: serialise(lastError).value, errorMessage: messageOf(lastError) },
    );
  }

  return {
    add(source) {
      const added = source.names.map((name): Watched => {
        const sampler = createTrafficSampler({ connection: name, collector, now });
        return {
          name,
          connection: source.get(name),
          sampler,
          untap: undefined,
          lastError: undefined,
        };
      });
      for (const watched of added) {
        all.set(watched.name, watched);
        if (isAttached) tap(watched);
      }
      return () => {
        for (const watched of added) {
          untap(watched);
          if (all.get(watched.name) === watched) all.delete(watched.name);
        }
      };
    },
    get: (name) => all.get(name)?.connection,
    attach() {
      isAttached = true;
      for (const watched of all.values()) tap(watched);
    },
    detach() {
      isAttached = false;
      for (const watched of all.values()) {
        untap(watched);
        watched.sampler.clear();
      }
    },
    flush() {
      for (const { sampler } of all.values()) sampler.flush();
    },
    readCounters() {
      for (const watched of all.values()) {
        try {
          readCountersOf(watched);
        } catch {
          // One that cannot be read must not keep the others from being shown.
        }
      }
    },
  };
}

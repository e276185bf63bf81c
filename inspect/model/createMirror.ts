import type { Batch, BulkSnapshot } from './Channel.ts';
import type { GraphActivity, GraphModel } from './GraphModel.ts';
import type { ActorId, InspectedActor, InspectedSource } from './InspectedActor.ts';
import type { MachineDefinition } from './MachineDefinition.ts';
import { createRing, type RingLimits } from './Ring.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import type { ConnectionTotals, TrafficAcknowledgement, TrafficCount, TrafficRow } from './Traffic.ts';

/**
 * The receiving end of a channel: a snapshot, kept up to date by batches. What the collector knows, a mirror of it knows.
 */
export interface Mirror {
  readonly actors: ReadonlyMap<ActorId, InspectedActor>;
  readonly definitions: ReadonlyMap<string, MachineDefinition>;
  reset(snapshot: BulkSnapshot): void;
  apply(batch: Batch): void;
  snapshot(): BulkSnapshot;
}

/** Makes an empty {@link Mirror}, which keeps so much of the timeline and of the rows. */
export function createMirror(limits: { readonly entries: RingLimits; readonly rows: RingLimits }): Mirror {
  const sources = new Map<string, InspectedSource>();
  const actors = new Map<ActorId, InspectedActor>();
  const definitions = new Map<string, MachineDefinition>();
  const entries = createRing<TimelineEntry>(limits.entries);
  const totals = new Map<string, ConnectionTotals>();
  const counts = new Map<string, TrafficCount>();
  const rows = createRing<TrafficRow>(limits.rows);
  const acknowledgements = createRing<TrafficAcknowledgement>(limits.rows);
  let graphs = new Map<string, GraphModel>();
  const activity = new Map<string, GraphActivity>();
  let sequence = 0;

  function applyGraphs(news: readonly GraphModel[]): void {
    if (news.length > 0) graphs = new Map(news.map((graph) => [graph.id, graph]));
  }

  function applyActivity(news: GraphActivity): void {
    const known = activity.get(news.graph);
    const errors = new Map(known?.errors.map((error) => [error.node, error]));
    for (const error of news.errors) errors.set(error.node, error);
    activity.set(news.graph, {
      graph: news.graph,
      active: null,
      pulses: {},
      values: { ...known?.values, ...news.values },
      errors: [...errors.values()],
    });
    const graph = graphs.get(news.graph);
    if (graph !== undefined && news.active !== null) {
      graphs.set(graph.id, { ...graph, active: news.active });
    }
  }

  type News = Pick<
    Batch,
    | 'sources'
    | 'definitions'
    | 'actors'
    | 'entries'
    | 'totals'
    | 'counts'
    | 'rows'
    | 'acknowledgements'
    | 'graphs'
    | 'activity'
  >;

  function applyNews(news: News): void {
    for (const source of news.sources) sources.set(source.id, source);
    for (const definition of news.definitions) definitions.set(definition.hash, definition);
    for (const actor of news.actors) actors.set(actor.id, actor);
    for (const entry of news.entries) {
      entries.push(entry, sizeOf(entry));
      sequence = Math.max(sequence, entry.sequence);
    }
    for (const total of news.totals) totals.set(total.connection, total);
    for (const count of news.counts) counts.set(countKey(count), count);
    for (const row of news.rows) rows.push(row, sizeOf(row));
    for (const acknowledgement of news.acknowledgements) {
      acknowledgements.push(acknowledgement, sizeOf(acknowledgement));
    }
    applyGraphs(news.graphs);
    for (const of of news.activity) applyActivity(of);
  }

  return {
    actors,
    definitions,
    reset(snapshot) {
      for (const part of [sources, actors, definitions, totals, counts, activity, graphs]) part.clear();
      for (const ring of [entries, rows, acknowledgements]) ring.clear();
      sequence = snapshot.sequence;
      applyNews(snapshot);
    },
    apply(batch) {
      for (const id of batch.removed) actors.delete(id);
      applyNews(batch);
      for (const change of batch.changes) {
        const actor = actors.get(change.id);
        if (actor !== undefined) actors.set(change.id, { ...actor, ...change });
      }
    },
    snapshot() {
      const kept = [...entries];
      return {
        sequence,
        oldestSequence: kept[0]?.sequence ?? sequence + 1,
        sources: [...sources.values()],
        actors: [...actors.values()],
        definitions: [...definitions.values()],
        entries: kept,
        totals: [...totals.values()],
        counts: [...counts.values()],
        rows: [...rows],
        acknowledgements: [...acknowledgements],
        graphs: [...graphs.values()],
        activity: [...activity.values()],
      };
    },
  };
}

function countKey({ connection, namespace, event, direction }: TrafficCount): string {
  return [connection, namespace, direction, event].join('\n');
}

function sizeOf(item: object): number {
  return JSON.stringify(item).length;
}

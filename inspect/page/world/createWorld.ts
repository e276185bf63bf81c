import type { Batch, BulkSnapshot } from '../../model/Channel.ts';
import type { GraphModel, GraphNodeError } from '../../model/GraphModel.ts';
import type { ActorId, InspectedActor, InspectedSource } from '../../model/InspectedActor.ts';
import type { MachineDefinition } from '../../model/MachineDefinition.ts';
import type {
  ConnectionTotals,
  TrafficAcknowledgement,
  TrafficCount,
  TrafficRow,
} from '../../model/Traffic.ts';
import type { WireValue } from '../../model/WireValue.ts';
import { createEntryLog, type EntryLog } from './createEntryLog.ts';
import { createRateBook, type RateBook } from './createRateBook.ts';
import { createTopics, type Topics } from './createTopics.ts';
import { trafficKey } from './trafficKey.ts';

/** Topics of a world. What is listed is touched whenever the thing named has changed. */
export const topic = {
  /** Actors that came, went, or were renamed; sources. */
  actors: 'actors',
  /** Any actor, in anything. */
  anyActor: 'anyActor',
  actor: (id: ActorId) => `actor ${id}`,
  entries: 'entries',
  traffic: 'traffic',
  totals: (connection: string) => `totals ${connection}`,
  /** Graphs that came, went or changed. */
  graphs: 'graphs',
  activity: (graph: string) => `activity ${graph}`,
} as const;

/** What is known of a running graph. */
export interface GraphState {
  /** Pulses over each wire since the page was opened, by the wire's id. */
  readonly pulses: Map<string, number>;
  readonly values: Map<string, WireValue>;
  /** The last error of each node, with their number. */
  readonly errors: Map<string, GraphNodeError>;
}

/** All that the page knows of what is inspected, within bounds, as it was last told. */
export interface World {
  readonly topics: Topics;
  readonly sources: ReadonlyMap<string, InspectedSource>;
  readonly actors: ReadonlyMap<ActorId, InspectedActor>;
  readonly definitions: ReadonlyMap<string, MachineDefinition>;
  readonly entries: EntryLog;
  /** The oldest moment that can still be asked for. */
  readonly oldestSequence: number;
  readonly totals: ReadonlyMap<string, ConnectionTotals>;
  readonly counts: ReadonlyMap<string, TrafficCount>;
  /** Newest last. */
  readonly rows: readonly TrafficRow[];
  /** By the row's sequence. */
  readonly acknowledgements: ReadonlyMap<number, TrafficAcknowledgement>;
  /** Messages without a row, since the page was opened. */
  readonly rowsSkipped: number;
  /** Of totals (by `connection`), and of counters (by their key), in messages. */
  readonly rates: RateBook;
  readonly graphs: ReadonlyMap<string, GraphModel>;
  graphState(id: string): GraphState;
  /** The last moment that was heard of, in ms since the epoch by the server's clock. */
  readonly heardAt: number;
  applySnapshot(snapshot: BulkSnapshot, at: number): void;
  applyBatch(batch: Batch): void;
}

const mostRows = 2_000;

/** Makes a {@link World}. */
export function createWorld(): World {
  const topics = createTopics();
  const sources = new Map<string, InspectedSource>();
  const actors = new Map<ActorId, InspectedActor>();
  const definitions = new Map<string, MachineDefinition>();
  const entries = createEntryLog();
  const totals = new Map<string, ConnectionTotals>();
  const counts = new Map<string, TrafficCount>();
  const acknowledgements = new Map<number, TrafficAcknowledgement>();
  const rates = createRateBook();
  const graphs = new Map<string, GraphModel>();
  const graphStates = new Map<string, GraphState>();
  let rows: readonly TrafficRow[] = [];
  let rowsSkipped = 0;
  let oldestSequence = 1;
  let heardAt = 0;

  function graphState(id: string): GraphState {
    let state = graphStates.get(id);
    if (state === undefined) {
      state = { pulses: new Map(), values: new Map(), errors: new Map() };
      graphStates.set(id, state);
    }
    return state;
  }

  function touchActor(id: ActorId): void {
    topics.touch(topic.actor(id));
    topics.touch(topic.anyActor);
  }

  function addActors(added: readonly InspectedActor[]): void {
    for (const actor of added) {
      actors.set(actor.id, actor);
      touchActor(actor.id);
    }
    if (added.length > 0) topics.touch(topic.actors);
  }

  function addSources(added: readonly InspectedSource[]): void {
    for (const source of added) sources.set(source.id, source);
    if (added.length > 0) topics.touch(topic.actors);
  }

  function addTraffic(
    news: Pick<Batch, 'totals' | 'counts' | 'rows' | 'acknowledgements'>,
    skipped: number,
    at: number,
  ): void {
    for (const total of news.totals) {
      totals.set(total.connection, total);
      rates.note(total.connection, at, total.received + total.sent);
      topics.touch(topic.totals(total.connection));
    }
    for (const count of news.counts) {
      const key = trafficKey(count);
      counts.set(key, count);
      rates.note(key, at, count.messages);
    }
    if (news.rows.length > 0) {
      rows = [...rows, ...news.rows].slice(-mostRows);
      const oldest = rows[0]?.sequence ?? 0;
      for (const row of acknowledgements.keys()) {
        if (row >= oldest) break;
        acknowledgements.delete(row);
      }
    }
    for (const acknowledgement of news.acknowledgements) {
      acknowledgements.set(acknowledgement.row, acknowledgement);
    }
    // Of rows that are long gone, or never come.
    while (acknowledgements.size > mostRows) {
      const [oldest] = acknowledgements.keys();
      if (oldest !== undefined) acknowledgements.delete(oldest);
    }
    rowsSkipped += skipped;
    const isNews = [news.totals, news.counts, news.rows, news.acknowledgements].some(
      (list) => list.length > 0,
    );
    if (isNews || skipped > 0) topics.touch(topic.traffic);
  }

  function addGraphs({ graphs: added, activity }: Pick<Batch, 'graphs' | 'activity'>): void {
    for (const graph of added) graphs.set(graph.id, graph);
    if (added.length > 0) topics.touch(topic.graphs);
    for (const { graph: id, active, pulses, values, errors } of activity) {
      const state = graphState(id);
      for (const [wire, count] of Object.entries(pulses)) {
        state.pulses.set(wire, (state.pulses.get(wire) ?? 0) + count);
      }
      for (const [socket, value] of Object.entries(values)) state.values.set(socket, value);
      for (const error of errors) {
        const count = error.count + (state.errors.get(error.node)?.count ?? 0);
        state.errors.set(error.node, { ...error, count });
      }
      const graph = graphs.get(id);
      if (graph !== undefined && active !== null && graph.active !== active) {
        graphs.set(id, { ...graph, active });
        topics.touch(topic.graphs);
      }
      topics.touch(topic.activity(id));
    }
  }

  return {
    topics,
    sources,
    actors,
    definitions,
    entries,
    totals,
    counts,
    acknowledgements,
    rates,
    graphs,
    graphState,
    get oldestSequence() {
      return oldestSequence;
    },
    get rows() {
      return rows;
    },
    get rowsSkipped() {
      return rowsSkipped;
    },
    get heardAt() {
      return heardAt;
    },

    applySnapshot(snapshot, at) {
      for (const id of actors.keys()) touchActor(id);
      for (const id of graphs.keys()) topics.touch(topic.activity(id));
      for (const known of [
        sources,
        actors,
        definitions,
        totals,
        counts,
        acknowledgements,
        graphs,
        graphStates,
      ]) {
        known.clear();
      }
      rows = [];
      rowsSkipped = 0;
      heardAt = at;
      oldestSequence = snapshot.oldestSequence;
      addSources(snapshot.sources);
      for (const definition of snapshot.definitions) definitions.set(definition.hash, definition);
      addActors(snapshot.actors);
      entries.replace(snapshot.entries);
      addTraffic(snapshot, 0, at);
      addGraphs(snapshot);
      for (const all of [topic.actors, topic.anyActor, topic.entries, topic.traffic, topic.graphs]) {
        topics.touch(all);
      }
    },

    applyBatch(batch) {
      heardAt = batch.at;
      addSources(batch.sources);
      for (const definition of batch.definitions) definitions.set(definition.hash, definition);
      addActors(batch.actors);
      for (const change of batch.changes) {
        const actor = actors.get(change.id);
        if (actor === undefined) continue;
        actors.set(change.id, { ...actor, ...change });
        touchActor(change.id);
        if (change.name !== undefined || change.parent !== undefined || change.endedAt !== undefined) {
          topics.touch(topic.actors);
        }
      }
      for (const id of batch.removed) {
        actors.delete(id);
        touchActor(id);
      }
      if (batch.removed.length > 0) topics.touch(topic.actors);
      if (batch.entries.length > 0 || batch.entriesSkipped > 0) {
        entries.append(batch.entries, batch.entriesSkipped);
        topics.touch(topic.entries);
      }
      addTraffic(batch, batch.rowsSkipped, batch.at);
      addGraphs(batch);
    },
  };
}

import type { Batch, BulkSnapshot } from './Channel.ts';
import { changesFrom, type MutableActor } from './actorChanges.ts';
import { createGraphMemory, type GraphMemory } from './createGraphMemory.ts';
import type { ActorChange, ActorId, InspectedActor, InspectedSource } from './InspectedActor.ts';
import type { MachineDefinition } from './MachineDefinition.ts';
import { createRing, type RingLimits } from './Ring.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import { createTrafficMemory, type TrafficMemory } from './createTrafficMemory.ts';

/** What a collector keeps at most. */
export interface CollectorLimits {
  /** Of the timeline, for those who come late and for scrolling back. */
  readonly entries: RingLimits;
  /** Of the traffic, in rows. */
  readonly rows: RingLimits;
  /** Entries in one batch; older ones of a rush are left to the request `entries`. */
  readonly entriesPerBatch: number;
  /** Of them, about. */
  readonly batchBytes: number;
  /** Actors that have ended; the oldest are forgotten. */
  readonly endedActors: number;
  /** Different counters of traffic; further names of events are not counted by name. */
  readonly counts: number;
  readonly definitions: number;
  /** Of contexts in one bulk snapshot; the rest is asked for. */
  readonly snapshotBytes: number;
}

export const defaultCollectorLimits: CollectorLimits = {
  entries: { count: 5_000, bytes: 16_000_000 },
  rows: { count: 1_000, bytes: 8_000_000 },
  entriesPerBatch: 500,
  batchBytes: 1_000_000,
  endedActors: 1_000,
  counts: 20_000,
  definitions: 1_000,
  snapshotBytes: 8_000_000,
};

/**
 * What is known of all inspected programs, within bounds: adapters put in what they hear, and what is new comes out in
 * batches. The server has one for its viewers; the page has one when a program talks to it directly. Keeps no reference to
 * anything that is inspected.
 */
export interface Collector {
  /** The last moment. */
  readonly sequence: number;
  setSource(source: InspectedSource): void;
  /** The source is gone: its actors are marked as stopped. */
  endSource(id: string, at: number): void;
  getActor(id: ActorId): Readonly<InspectedActor> | undefined;
  /** In the order in which they were first heard of. */
  actors(): Iterable<Readonly<InspectedActor>>;
  addActor(actor: InspectedActor): void;
  changeActor(change: ActorChange): void;
  removeActor(id: ActorId): void;
  /** Forgets all actors that have ended. */
  clearEnded(): void;
  hasDefinition(hash: string): boolean;
  getDefinition(hash: string): MachineDefinition | undefined;
  addDefinition(definition: MachineDefinition): void;
  /**
   * Appends to the timeline, and brings the actor up to it: states, status, context, coverage, counts.
   *
   * @param bytes - about the size of it
   * @param through - paths of states that it went through on its way, for coverage
   * @returns its sequence
   */
  addEntry(entry: Omit<TimelineEntry, 'sequence'>, bytes: number, through?: readonly string[]): number;
  /** Events that happened and have no entry. */
  skipEntries(count: number): void;
  /** Nobody has watched for so long, in ms: the next entry of the timeline will say so, unless it is the first. */
  noteUnwatched(span: number): void;
  readonly traffic: Omit<TrafficMemory, 'take' | 'all'>;
  readonly graphs: Omit<GraphMemory, 'take' | 'all'>;
  /** What is new since the last time; `undefined` if nothing is. */
  take(at: number): Batch | undefined;
  snapshot(): BulkSnapshot;
  /** Entries before a moment, the newest `limit` of them, oldest first. */
  entriesBefore(before: number, limit: number): readonly TimelineEntry[];
}

const ringBytesPerEntry = 300;
const mostSources = 200;

/** Makes a {@link Collector}. */
export function createCollector(limits: CollectorLimits = defaultCollectorLimits): Collector {
  const sources = new Map<string, InspectedSource>();
  const actors = new Map<ActorId, MutableActor>();
  const ended = new Set<ActorId>();
  const definitions = new Map<string, MachineDefinition>();
  const entries = createRing<TimelineEntry>(limits.entries);
  const traffic = createTrafficMemory({ rows: limits.rows, counts: limits.counts });
  const graphs = createGraphMemory();
  let sequence = 0;
  let batchNumber = 0;

  // What is new since the last batch.
  const batchLimits = { count: limits.entriesPerBatch, bytes: limits.batchBytes };
  let newEntries = createRing<TimelineEntry>(batchLimits);
  let entriesSkipped = 0;
  let unwatched = 0;
  const newActors = new Set<ActorId>();
  const changed = new Map<ActorId, ActorChange>();
  const removed = new Set<ActorId>();
  /** Actors that were in a batch, and not taken back. */
  const told = new Set<ActorId>();
  const newDefinitions = new Set<string>();
  const changedSources = new Set<string>();

  function remove(id: ActorId): void {
    if (!actors.delete(id)) return;
    ended.delete(id);
    changed.delete(id);
    newActors.delete(id);
    // Who never heard of it need not hear of its end.
    if (told.has(id)) removed.add(id);
  }

  function noteEnd(id: ActorId): void {
    ended.add(id);
    while (ended.size > limits.endedActors) {
      const [oldest] = ended;
      if (oldest !== undefined) remove(oldest);
    }
  }

  function change(fields: ActorChange): void {
    const { id } = fields;
    const actor = actors.get(id);
    if (actor === undefined) return;
    Object.assign(actor, fields);
    // A new actor goes out whole.
    if (!newActors.has(id)) changed.set(id, { ...changed.get(id), ...fields });
    if (actor.endedAt !== null) noteEnd(id);
  }

  /** Programs that come and go leave their actors for a while, but not their names for ever. */
  function forgetGoneSources(): void {
    for (const { id, connected } of sources.values()) {
      if (sources.size <= mostSources) break;
      if (!connected) sources.delete(id);
    }
  }

  function forgetUnusedDefinitions(): void {
    const used = new Set([...actors.values()].map(({ definition }) => definition));
    for (const hash of definitions.keys()) {
      if (!used.has(hash)) definitions.delete(hash);
    }
  }

  return {
    get sequence() {
      return sequence;
    },
    setSource(source) {
      sources.set(source.id, source);
      changedSources.add(source.id);
      forgetGoneSources();
    },
    endSource(id, at) {
      const source = sources.get(id);
      if (source !== undefined) {
        sources.set(id, { ...source, connected: false, accepts: false });
        changedSources.add(id);
      }
      for (const actor of actors.values()) {
        if (actor.source === id && actor.endedAt === null) {
          change({ id: actor.id, status: 'stopped', endedAt: at, lastSequence: sequence, timers: [] });
        }
      }
    },
    getActor: (id) => actors.get(id),
    actors: () => actors.values(),
    addActor(actor) {
      remove(actor.id);
      removed.delete(actor.id);
      actors.set(actor.id, { ...actor });
      newActors.add(actor.id);
      if (actor.endedAt !== null) noteEnd(actor.id);
    },
    changeActor: change,
    removeActor: remove,
    clearEnded() {
      for (const id of ended) remove(id);
    },
    hasDefinition: (hash) => definitions.has(hash),
    getDefinition: (hash) => definitions.get(hash),
    addDefinition(definition) {
      if (definitions.has(definition.hash)) return;
      if (definitions.size >= limits.definitions) forgetUnusedDefinitions();
      definitions.set(definition.hash, definition);
      newDefinitions.add(definition.hash);
    },
    addEntry(facts, bytes, through = []) {
      sequence += 1;
      const entry: TimelineEntry = { sequence, ...facts, ...(unwatched > 0 && { unwatched }) };
      unwatched = 0;
      const size = bytes + ringBytesPerEntry;
      entries.push(entry, size);
      newEntries.push(entry, size);
      const actor = actors.get(entry.actor);
      if (actor !== undefined) change(changesFrom(actor, entry, through));
      return sequence;
    },
    skipEntries(count) {
      entriesSkipped += count;
    },
    noteUnwatched(span) {
      if (sequence > 0) unwatched += span;
    },
    traffic,
    graphs,

    take(at) {
      const news = {
        ...traffic.take(),
        ...graphs.take(),
        sources: [...changedSources].flatMap((id) => sources.get(id) ?? []),
        definitions: [...newDefinitions].flatMap((hash) => definitions.get(hash) ?? []),
        actors: [...newActors].flatMap((id) => copyOf(actors.get(id))),
        changes: [...changed.values()],
        removed: [...removed],
        entries: [...newEntries],
        entriesSkipped: entriesSkipped + newEntries.forgotten,
      };
      for (const id of removed) told.delete(id);
      for (const id of newActors) told.add(id);
      changedSources.clear();
      newDefinitions.clear();
      newActors.clear();
      changed.clear();
      removed.clear();
      newEntries = createRing(batchLimits);
      entriesSkipped = 0;
      const isEmpty = Object.values(news).every((part) =>
        typeof part === 'number' ? part === 0 : part.length === 0,
      );
      if (isEmpty) return undefined;
      batchNumber += 1;
      return { number: batchNumber, at, ...news };
    },

    snapshot() {
      const shown = entries.newest(limits.entries.count, limits.snapshotBytes);
      let room = limits.snapshotBytes;
      return {
        sequence,
        oldestSequence: sequence - entries.size + 1,
        sources: [...sources.values()],
        actors: [...actors.values()].map((actor) => {
          // Measured by its JSON, as only few have large ones and this is done once a viewer.
          room -= actor.context === null ? 0 : JSON.stringify(actor.context).length;
          return room > 0 ? { ...actor } : { ...actor, context: null };
        }),
        definitions: [...definitions.values()],
        entries: shown,
        ...traffic.all(),
        ...graphs.all(),
      };
    },
    entriesBefore(before, limit) {
      const older = [...entries].filter((entry) => entry.sequence < before);
      return older.slice(Math.max(0, older.length - limit));
    },
  };
}

function copyOf(actor: MutableActor | undefined): readonly InspectedActor[] {
  return actor === undefined ? [] : [{ ...actor }];
}

import { createAllowance } from './createAllowance.ts';
import type { Collector } from './createCollector.ts';
import { createDefinitionIndex, type IndexedMachine } from './createDefinitionIndex.ts';
import { describeEvent } from './describeEvent.ts';
import type { ActorChange, ActorId, ActorStatus, PendingTimer } from './InspectedActor.ts';
import { isRecord } from './isRecord.ts';
import { actionName } from './logicNames.ts';
import { newActor } from './newActor.ts';
import {
  field,
  kindOf,
  machineConfigOf,
  nameOf,
  readSnapshot,
  scheduledEventsOf,
  sourceOf,
  systemIdOf,
  type ReadSnapshot,
  type ScheduledEvent,
} from './readActor.ts';
import { liveLimits, messageOf, serialise, type Serialised } from './serialise.ts';
import { parentPath, statePaths } from './statePaths.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import type { Note, Track } from './Track.ts';

/** Turns what an observer noted by reference into what a collector keeps. */
export interface NoteWriter {
  /** One event that was processed. */
  write(note: Note): void;
  /** An actor that was there before anybody looked, or that somebody looks at again. Its timers are left to `catchUp`. */
  writeFound(track: Track, snapshot: unknown): void;
  /** An actor that has ended, and is there to be asked how. */
  writeEnd(track: Track, snapshot: unknown): void;
  /** An actor that ended while nobody looked, nobody knows how. */
  writeVanished(id: ActorId): void;
  /** Timers of these actors' systems, and what was not noted of the actors themselves or is not told yet. */
  catchUp(tracks: ReadonlySet<Track>): void;
  /** Forgets all tracks. */
  letGo(): void;
}

/** Of the program's time, for contexts: large ones that change often would take all of it. */
const contextShare = 0.1;
/** Enough for some hundred ordinary ones at once, in ms. */
const mostSaved = 100;

/** Makes a {@link NoteWriter}. */
export function createNoteWriter({
  collector,
  source,
  now,
}: {
  collector: Collector;
  source: string;
  now: () => number;
}): NoteWriter {
  const definitions = createDefinitionIndex();
  const contexts = createAllowance({ share: contextShare, most: mostSaved, now });
  /** Those whose last context is still to be told, who waits longest first. */
  const behind = new Set<Track>();

  function machineOf({ actor }: Track): IndexedMachine | undefined {
    const config = machineConfigOf(actor);
    return config === undefined ? undefined : definitions.get(config);
  }

  function announce(track: Track, snapshot: ReadSnapshot, at: number, firstSequence: number): void {
    const machine = machineOf(track);
    if (machine !== undefined) collector.addDefinition(machine.definition);
    const systemId = systemIdOf(track.actor);
    track.isAnnounced = true;
    collector.addActor(
      newActor({
        id: track.id,
        source,
        sessionId: track.actor.sessionId,
        parent: track.parent ?? null,
        kind: kindOf(track.actor),
        name: track.label?.name ?? systemId ?? nameOf(track.actor),
        src: sourceOf(track.actor),
        systemId,
        definition: machine?.definition.hash ?? null,
        input: valueOrNull(snapshot.input),
        connection: track.connection ?? null,
        startedAt: at,
        firstSequence,
      }),
    );
  }

  /** Everything of an actor that is read from its snapshot, as far as it is new. */
  function changesOf(track: Track, snapshot: ReadSnapshot): ActorChange {
    const known = collector.getActor(track.id);
    const nextRetry = retryAtOf(snapshot.context);
    const isFailed = snapshot.status === 'error';
    return {
      id: track.id,
      ...(!sameTags(known?.tags ?? [], snapshot.tags) && { tags: snapshot.tags }),
      ...(nextRetry !== undefined && known?.retryAt !== nextRetry && { retryAt: nextRetry }),
      ...(snapshot.output !== undefined && { output: valueOrNull(snapshot.output) }),
      ...(isFailed && { error: valueOrNull(snapshot.error), errorMessage: messageOf(snapshot.error) }),
    };
  }

  /** The context, if it is new. */
  function newContext(track: Track, context: unknown): Serialised | undefined {
    behind.delete(track);
    if (context === undefined || context === track.context) return undefined;
    track.context = context;
    return serialise(context, liveLimits);
  }

  /** The same, if there is time for it and nobody else waits. */
  function contextInTime(track: Track, context: unknown): Serialised | undefined {
    if (behind.size === 0 && !contexts.isSpent) return contexts.spend(() => newContext(track, context));
    behind.add(track);
    return undefined;
  }

  function catchUpContexts(): void {
    for (const track of behind) {
      if (contexts.isSpent) return;
      const context = contexts.spend(() => newContext(track, field(track.lastSnapshot, 'context')));
      if (context !== undefined) change({ id: track.id, context: context.value });
    }
  }

  function write(note: Note): void {
    const { track, event } = note;
    const snapshot = readSnapshot(note.snapshot);
    const isStop = event.type === 'xstate.stop';
    const isStart = event.type === 'xstate.init';
    if (!track.isAnnounced) announce(track, snapshot, note.at, collector.sequence + 1);
    const before = isStart ? [] : track.paths;
    const after = statePaths(snapshot.value);
    const described = describeEvent(event);
    const context = contextInTime(track, snapshot.context);
    track.paths = after;
    const entry: Omit<TimelineEntry, 'sequence'> = {
      at: note.at,
      kind: isStop ? 'stopped' : isStart ? 'started' : 'event',
      actor: track.id,
      sender: note.sender?.id ?? null,
      event: described.event,
      before,
      after,
      edges: (note.steps ?? []).flatMap((step) => definitions.edgeOf(step) ?? []),
      guessed: false,
      actions: (note.actions ?? []).map(actionName),
      status: isStop && snapshot.status === 'active' ? 'stopped' : snapshot.status,
      context: context?.value ?? null,
      errorMessage: snapshot.status === 'error' ? messageOf(snapshot.error) : null,
    };
    // The last value is where it is now.
    const through = (note.values ?? []).slice(0, -1).flatMap((value) => statePaths(value));
    collector.addEntry(entry, described.bytes + (context?.bytes ?? 0), through);
    change(changesOf(track, snapshot));
  }

  function change(changes: ActorChange): void {
    if (Object.keys(changes).length > 1) collector.changeActor(changes);
  }

  function bringUp(track: Track, snapshot: ReadSnapshot, context: Serialised | undefined): ActorChange {
    const states = statePaths(snapshot.value);
    const known = collector.getActor(track.id);
    const moved = states.join('\n') !== known?.states.join('\n');
    track.paths = states;
    return {
      ...changesOf(track, snapshot),
      ...(moved && { states, changedAt: now() }),
      ...(moved && { visited: [...new Set([...(known?.visited ?? []), ...states])] }),
      ...(context !== undefined && { context: context.value }),
      ...(snapshot.status !== known?.status && { status: snapshot.status }),
      ...(snapshot.status !== 'active' &&
        known?.endedAt === null && { endedAt: now(), lastSequence: collector.sequence, timers: [] }),
    };
  }

  function endOf(id: ActorId, status: ActorStatus): ActorChange {
    return {
      id,
      // Logic made of a function alone stays `active` when it is stopped.
      status: status === 'active' ? 'stopped' : status,
      endedAt: now(),
      lastSequence: collector.sequence,
      timers: [],
    };
  }

  /** What events that were only counted add to an actor's counts and coverage. */
  function countsOf(track: Track, visited: readonly string[] | undefined): Partial<ActorChange> {
    const known = collector.getActor(track.id);
    const machine = machineOf(track);
    const taken: Record<string, number> = { ...known?.taken };
    const covered = new Set(visited ?? known?.visited);
    for (const [step, count] of track.missedSteps ?? []) {
      const id = definitions.edgeOf(step);
      if (id === undefined) continue;
      taken[id] = (taken[id] ?? 0) + count;
      for (const target of machine?.edges.get(id)?.targets ?? []) {
        for (let path = target; path !== ''; path = parentPath(path)) covered.add(path);
      }
    }
    return { events: (known?.events ?? 0) + track.missedEvents, taken, visited: [...covered] };
  }

  return {
    write,
    writeFound(track, found) {
      const snapshot = readSnapshot(found);
      if (!track.isAnnounced) announce(track, snapshot, now(), collector.sequence);
      change(bringUp(track, snapshot, newContext(track, snapshot.context)));
    },
    writeEnd(track, found) {
      const snapshot = readSnapshot(found);
      const context = newContext(track, snapshot.context);
      change({ ...bringUp(track, snapshot, context), ...endOf(track.id, snapshot.status) });
    },
    writeVanished: (id) => change(endOf(id, 'stopped')),
    catchUp(tracks) {
      for (const track of tracks) {
        if (track.missed === 0) continue;
        const snapshot = readSnapshot(track.lastSnapshot);
        if (!track.isAnnounced) announce(track, snapshot, now(), collector.sequence);
        collector.skipEntries(track.missed);
        const changes = bringUp(track, snapshot, contextInTime(track, snapshot.context));
        change({ ...changes, ...countsOf(track, changes.visited) });
        if (track.hasEnded) change(endOf(track.id, snapshot.status));
        track.missed = 0;
        track.missedEvents = 0;
        track.missedSteps = undefined;
      }
      catchUpContexts();
      writeTimers(tracks);
    },
    letGo: () => behind.clear(),
  };

  function writeTimers(tracks: ReadonlySet<Track>): void {
    const scheduled = new Map<unknown, ReadonlyMap<string, readonly ScheduledEvent[]>>();
    for (const track of tracks) {
      const system = field(track.actor, 'system');
      const bySession = scheduled.get(system) ?? groupBySession(scheduledEventsOf(system));
      scheduled.set(system, bySession);
      const afterEdges = machineOf(track)?.afterEdges;
      const timers = (bySession.get(track.actor.sessionId) ?? []).map(
        ({ type, delay, startedAt }): PendingTimer => ({
          edge: afterEdges?.get(type) ?? '',
          event: type,
          delay,
          dueAt: startedAt + delay,
        }),
      );
      const known = collector.getActor(track.id);
      if (known === undefined || known.endedAt !== null || sameTimers(known.timers, timers)) continue;
      collector.changeActor({ id: track.id, timers });
    }
  }
}

function groupBySession(events: readonly ScheduledEvent[]): ReadonlyMap<string, readonly ScheduledEvent[]> {
  const groups = new Map<string, ScheduledEvent[]>();
  for (const event of events) {
    const group = groups.get(event.sessionId);
    if (group === undefined) groups.set(event.sessionId, [event]);
    else group.push(event);
  }
  return groups;
}

function valueOrNull(value: unknown): ReturnType<typeof serialise>['value'] {
  return value === undefined ? null : serialise(value, liveLimits).value;
}

/** When it tries again, if its context has a word for that, as our connections' have: a moment of our days, or none. */
function retryAtOf(context: unknown): number | null | undefined {
  if (!isRecord(context) || !('retryAt' in context)) return undefined;
  const retryAt = field(context, 'retryAt');
  return typeof retryAt === 'number' && retryAt > 1e12 && retryAt < 1e14 ? retryAt : null;
}

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag, index) => tag === b[index]);
}

function sameTimers(a: readonly PendingTimer[], b: readonly PendingTimer[]): boolean {
  return (
    a.length === b.length &&
    a.every((timer, index) => timer.event === b[index]?.event && timer.dueAt === b[index]?.dueAt)
  );
}

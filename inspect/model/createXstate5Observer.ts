import type { InspectionEvent } from 'xstate';
import type { Collector } from './createCollector.ts';
import { createNoteWriter } from './createNoteWriter.ts';
import type { ActorId } from './InspectedActor.ts';
import { actorId } from './newActor.ts';
import { currentSnapshot, field, isStarted, isStopped, parentOf, readSnapshot, rootOf } from './readActor.ts';
import { listenToSystem } from './listenToSystem.ts';
import type { ActorLike } from './readActor.ts';
import { createTrack, type Note, type Track } from './Track.ts';

/** What an observed root is called. */
export interface ActorLabel {
  readonly name?: string;
  /** The connection whose actor it is. */
  readonly connection?: string;
}

/**
 * Watches XState 5 actors of this process, and tells a collector. While it is not attached it only holds references to
 * the roots: no observer is in any actor system. While it is, what happens is noted by reference, and read and serialised
 * at the next flush. Nothing in it throws into an actor.
 */
export interface Xstate5Observer {
  readonly isAttached: boolean;
  /**
   * Watches the whole system that an actor is part of.
   *
   * @returns forgets it, and the actors of its system if no other root of it is watched
   */
  add(actor: ActorLike, label: ActorLabel): () => void;
  /** From now on; begins with a walk. */
  attach(): void;
  detach(): void;
  /** Walks through all actors there are now, and brings the collector up to them. Nothing to do while attached. */
  walk(): void;
  /** Hands over what was noted. To be called regularly while attached. */
  flush(): void;
  /** The actor, if it is one of those watched, and alive. */
  find(id: ActorId): ActorLike | undefined;
  /** The id of an actor, once it is known. */
  idOf(actor: ActorLike): ActorId | undefined;
}

/** A rush of more events than this between two flushes is counted, not listed: nobody reads more, and listing is dear. */
const mostNotes = 200;
/** Events that wait in one actor (it was not started yet, say). */
const mostWaiting = 1_000;
const mostSteps = 200;

interface Root {
  readonly actor: ActorLike;
  readonly label: ActorLabel;
}

interface WatchedSystem {
  /** The system's root actor, where a walk begins. */
  readonly top: ActorLike;
  readonly roots: Set<Root>;
  unsubscribe: (() => void) | undefined;
}

/** Makes an {@link Xstate5Observer} whose actors belong to one source of a collector. */
export function createXstate5Observer({
  collector,
  source,
  now = readClock,
}: {
  collector: Collector;
  source: string;
  /** In ms since the epoch. */
  now?: () => number;
}): Xstate5Observer {
  const systems = new Map<unknown, WatchedSystem>();
  const tracks = new Map<ActorLike, Track>();
  const byId = new Map<ActorId, Track>();
  /** Roots whose end was told: they are not found anew. */
  const endedRoots = new WeakSet<ActorLike>();
  /** Tracks with events that were sent and are not known to be processed. */
  const waiting = new Set<Track>();
  /** Tracks with events that were only counted. */
  const missed = new Set<Track>();
  let notes: Note[] = [];
  /** Notes of a rush are used again and again: thousands of them a second would be work for the collector of garbage. */
  const spare: Note[] = [];
  let isAttached = false;
  const writer = createNoteWriter({ collector, source, now });

  // --- what is noted, in the midst of an actor's work ---

  function observe(event: InspectionEvent): void {
    try {
      switch (event.type) {
        case '@xstate.event':
          noteEvent(event.actorRef, event.sourceRef, event.event);
          break;
        case '@xstate.microstep':
          noteSteps(trackOf(event.actorRef), field(event, '_transitions'), event.snapshot);
          break;
        case '@xstate.action':
          noteAction(trackOf(event.actorRef), event.action.type);
          break;
        case '@xstate.snapshot':
          noteSnapshot(event.actorRef, event.event, event.snapshot);
          break;
        case '@xstate.actor':
        case '@xstate.transition':
          break;
      }
    } catch {
      // Thrown into XState, it would break the actor. What cannot be read is not shown.
    }
  }

  function noteEvent(
    actor: ActorLike,
    sender: ActorLike | undefined,
    event: { readonly type: string },
  ): void {
    const track = trackOf(actor);
    if (track === undefined) return;
    const from = sender === undefined ? undefined : trackOf(sender);
    const note = makeNote(track, from, event);
    if (event.type === 'xstate.init') track.isStarted = true;
    if (track.waiting.length >= mostWaiting) track.waiting.shift();
    track.waiting.push(note);
    waiting.add(track);
  }

  function makeNote(track: Track, sender: Track | undefined, event: Note['event']): Note {
    const isListed = notes.length < mostNotes;
    const used = isListed ? undefined : spare.pop();
    if (used !== undefined) {
      used.track = track;
      used.event = event;
      used.state = 'open';
      return used;
    }
    const note: Note = {
      track,
      sender,
      event,
      at: isListed ? now() : 0,
      isListed,
      state: 'open',
      snapshot: undefined,
      steps: undefined,
      actions: undefined,
      values: undefined,
    };
    if (isListed) notes.push(note);
    return note;
  }

  function count(track: Track, event: Note['event']): void {
    track.missed += 1;
    if (event.type !== 'xstate.init' && event.type !== 'xstate.stop') track.missedEvents += 1;
    missed.add(track);
    const { steps } = track;
    if (steps === undefined || steps.length === 0) return;
    track.missedSteps ??= new Map();
    for (const step of steps) track.missedSteps.set(step, (track.missedSteps.get(step) ?? 0) + 1);
  }

  function noteSteps(track: Track | undefined, transitions: unknown, snapshot: unknown): void {
    if (track === undefined || !Array.isArray(transitions) || transitions.length === 0) return;
    const { steps = [], values = [] } = track;
    if (steps.length >= mostSteps) return;
    for (const transition of transitions) steps.push(transition);
    values.push(field(snapshot, 'value'));
    track.steps = steps;
    track.values = values;
  }

  function noteAction(track: Track | undefined, type: string): void {
    if (track === undefined) return;
    track.actions ??= [];
    if (track.actions.length < mostSteps) track.actions.push(type);
  }

  function noteSnapshot(actor: ActorLike, event: { readonly type: string }, snapshot: unknown): void {
    const track = trackOf(actor);
    if (track === undefined) return;
    const index = track.waiting.findIndex((note) => note.event === event);
    let note = track.waiting[index];
    if (note === undefined) {
      // XState's own: a stop, or an event from before the observation.
      note = makeNote(track, undefined, event);
    } else {
      if (index > 0) for (const dropped of track.waiting.splice(0, index)) dropped.state = 'void';
      track.waiting.shift();
    }
    if (track.waiting.length === 0) waiting.delete(track);
    track.isStarted = true;
    close(note, snapshot);
  }

  function close(note: Note, snapshot: unknown): void {
    const { track, event } = note;
    note.state = 'done';
    if (note.isListed) {
      note.snapshot = snapshot;
      note.steps = track.steps;
      note.actions = track.actions;
      note.values = track.values;
      track.steps = undefined;
      track.actions = undefined;
      track.values = undefined;
    } else {
      count(track, event);
      // Nobody else has them: they serve the next event.
      if (track.steps !== undefined) track.steps.length = 0;
      if (track.actions !== undefined) track.actions.length = 0;
      if (track.values !== undefined) track.values.length = 0;
      if (spare.length < mostNotes) spare.push(note);
    }
    track.lastSnapshot = snapshot;
    if (field(snapshot, 'status') !== 'active' || event.type === 'xstate.stop') end(track);
  }

  /** An actor that fails makes no snapshot: that it has failed is seen by looking. */
  function closeFailed(track: Track): void {
    const snapshot = currentSnapshot(track.actor);
    if (field(snapshot, 'status') !== 'error') return;
    const [note, ...dropped] = track.waiting;
    for (const other of dropped) other.state = 'void';
    track.waiting.length = 0;
    waiting.delete(track);
    if (note !== undefined) close(note, snapshot);
  }

  function end(track: Track): void {
    for (const dropped of track.waiting) dropped.state = 'void';
    track.waiting.length = 0;
    waiting.delete(track);
    tracks.delete(track.actor);
    byId.delete(track.id);
    track.hasEnded = true;
    if (track.parent === undefined) endedRoots.add(track.actor);
  }

  function trackOf(actor: ActorLike): Track | undefined {
    const known = tracks.get(actor);
    if (known !== undefined) return known;
    // Events sent to an actor after its end are announced as well.
    return isStopped(actor) ? undefined : makeTrack(actor);
  }

  function makeTrack(actor: ActorLike): Track {
    const parent = parentOf(actor);
    const parentTrack = parent === undefined ? undefined : trackOf(parent);
    const track = createTrack({
      actor,
      id: freeId(actor),
      parent: parentTrack?.id,
      label: labelOf(actor),
      connection: labelOf(actor)?.connection ?? parentTrack?.connection,
    });
    const known = collector.getActor(track.id);
    if (known !== undefined && known.endedAt === null) {
      track.isAnnounced = true;
      track.paths = known.states;
    }
    tracks.set(actor, track);
    byId.set(track.id, track);
    return track;
  }

  /** Two copies of XState in one process count their sessions each from 0. */
  function freeId(actor: ActorLike): ActorId {
    const id = actorId(source, actor.sessionId);
    let free = id;
    for (let number = 2; byId.has(free); number += 1) free = `${id}~${number}`;
    return free;
  }

  function labelOf(actor: ActorLike): ActorLabel | undefined {
    for (const root of systems.get(field(actor, 'system'))?.roots ?? []) {
      if (root.actor === actor) return root.label;
    }
    return undefined;
  }

  // --- what is read, at the observer's own pace ---

  function flush(): void {
    for (const track of waiting) {
      if (track.isStarted) closeFailed(track);
    }
    const taken = notes;
    notes = [];
    const touched = new Set(missed);
    missed.clear();
    for (const note of taken) {
      if (note.state === 'open') {
        notes.push(note);
      } else if (note.state === 'done') {
        safely(() => writer.write(note));
        touched.add(note.track);
      }
    }
    safely(() => writer.catchUp(touched));
  }

  /** Only while nobody looks, when no tracks are kept: every actor that lives is found anew. */
  function walk(): void {
    const seen = new Set<ActorLike>();
    const found = new Set<Track>();
    for (const { top } of systems.values()) walkFrom(top, seen, found);
    safely(() => writer.catchUp(found));
    for (const actor of collector.actors()) {
      if (actor.source === source && actor.endedAt === null && !byId.has(actor.id)) {
        writer.writeVanished(actor.id);
      }
    }
  }

  function walkFrom(top: ActorLike, seen: Set<ActorLike>, found: Set<Track>): void {
    const open = [top];
    for (let actor = open.pop(); actor !== undefined; actor = open.pop()) {
      if (seen.has(actor) || !isStarted(actor)) continue;
      seen.add(actor);
      const hasEnded = isStopped(actor);
      if (hasEnded && endedRoots.has(actor)) continue;
      const track = tracks.get(actor) ?? makeTrack(actor);
      const snapshot = currentSnapshot(actor);
      track.isStarted = true;
      track.lastSnapshot = snapshot;
      safely(() => writer.writeFound(track, snapshot));
      found.add(track);
      if (hasEnded) {
        safely(() => writer.writeEnd(track, snapshot));
        end(track);
      } else {
        // The last is taken first.
        open.push(...inOrder(readSnapshot(snapshot).children).toReversed());
      }
    }
  }

  function subscribe(system: WatchedSystem, object: unknown): void {
    system.unsubscribe ??= listenToSystem(object, observe);
  }

  function unsubscribe(system: WatchedSystem): void {
    system.unsubscribe?.();
    system.unsubscribe = undefined;
  }

  /** Who nobody looks at may be collected, once the program is done with it. */
  function letGo(): void {
    tracks.clear();
    byId.clear();
    waiting.clear();
    missed.clear();
    notes = [];
    spare.length = 0;
    writer.letGo();
  }

  function forget({ top }: WatchedSystem): void {
    const ids = new Set([actorId(source, top.sessionId)]);
    // Parents come before their children.
    for (const { id, parent } of collector.actors()) {
      if (parent !== null && ids.has(parent)) ids.add(id);
    }
    for (const id of ids) {
      const track = byId.get(id);
      if (track !== undefined) end(track);
      collector.removeActor(id);
    }
  }

  return {
    get isAttached() {
      return isAttached;
    },
    add(actor, label) {
      const object = field(actor, 'system');
      const system = systems.get(object) ?? { top: rootOf(actor), roots: new Set(), unsubscribe: undefined };
      const root: Root = { actor, label };
      system.roots.add(root);
      systems.set(object, system);
      if (isAttached) {
        flush();
        subscribe(system, object);
        const found = new Set<Track>();
        walkFrom(system.top, new Set(), found);
        safely(() => writer.catchUp(found));
      }
      return () => {
        if (!system.roots.delete(root) || system.roots.size > 0) return;
        unsubscribe(system);
        systems.delete(object);
        forget(system);
      };
    },
    attach() {
      if (isAttached) return;
      isAttached = true;
      for (const [object, system] of systems) subscribe(system, object);
      walk();
    },
    detach() {
      if (!isAttached) return;
      flush();
      isAttached = false;
      for (const system of systems.values()) unsubscribe(system);
      letGo();
    },
    walk() {
      if (isAttached) return;
      walk();
      letGo();
    },
    flush,
    find: (id) => byId.get(id)?.actor,
    idOf: (actor) => tracks.get(actor)?.id,
  };
}

/** As they were begun: sessions are numbered, while objects list keys that look like numbers first. */
function inOrder(children: readonly ActorLike[]): readonly ActorLike[] {
  return children.toSorted((a, b) => sessionNumber(a) - sessionNumber(b));
}

function sessionNumber({ sessionId }: ActorLike): number {
  return Number(/\d+$/.exec(sessionId)?.[0] ?? 0);
}

/** In ms since the epoch. */
const readClock = (): number => clockOrigin + performance.now();
const clockOrigin = performance.timeOrigin;

/** One actor that cannot be read (a hostile proxy, say) must not keep the others from being shown. */
function safely(read: () => void): void {
  try {
    read();
  } catch {
    // Nothing to show of it.
  }
}

import type { ActorRefLike } from 'xstate';
import type { ActorKind } from './InspectedActor.ts';
import { isRecord } from './isRecord.ts';
import { sourceName } from './logicNames.ts';

// All that is read of XState 5's actors, public or not, is read here, as `unknown` and without trust: another minor version
// may have moved it, and then the inspector should know less, not fail.

/** An actor reference of XState 5, of any copy of the package. */
export type ActorLike = ActorRefLike;

/** What a snapshot says. */
export interface ReadSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  /** The state value; machines only. */
  readonly value: unknown;
  readonly context: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly error: unknown;
  readonly tags: readonly string[];
  readonly children: readonly ActorLike[];
}

/** A delayed event that waits in a system. */
export interface ScheduledEvent {
  readonly sessionId: string;
  readonly type: string;
  readonly delay: number;
  readonly startedAt: number;
}

/** Reads a field, whatever it takes: `undefined` if that throws. */
export function field(value: unknown, key: string): unknown {
  try {
    return (typeof value === 'object' && value !== null) || typeof value === 'function'
      ? Reflect.get(value, key)
      : undefined;
  } catch {
    return undefined;
  }
}

export function isActorLike(value: unknown): value is ActorLike {
  return (
    typeof field(value, 'sessionId') === 'string' &&
    typeof field(value, 'send') === 'function' &&
    typeof field(value, 'getSnapshot') === 'function'
  );
}

/** Whether `start` was called. An actor that was only made is nobody's business (`@xstate.actor` tells of it too). */
export function isStarted(actor: ActorLike): boolean {
  return field(actor, '_processingStatus') !== 0;
}

export function isStopped(actor: ActorLike): boolean {
  return field(actor, '_processingStatus') === 2;
}

export function parentOf(actor: ActorLike): ActorLike | undefined {
  const parent = field(actor, '_parent');
  return isActorLike(parent) ? parent : undefined;
}

export function rootOf(actor: ActorLike): ActorLike {
  let root = actor;
  for (let parent = parentOf(root); parent !== undefined; parent = parentOf(root)) root = parent;
  return root;
}

export function readSnapshot(snapshot: unknown): ReadSnapshot {
  const status = field(snapshot, 'status');
  const tags = field(snapshot, 'tags');
  const children = field(snapshot, 'children');
  return {
    status: status === 'done' || status === 'error' || status === 'stopped' ? status : 'active',
    value: field(snapshot, 'value'),
    context: field(snapshot, 'context'),
    input: field(snapshot, 'input'),
    output: field(snapshot, 'output'),
    error: field(snapshot, 'error'),
    tags: tags instanceof Set ? [...tags].filter((tag) => typeof tag === 'string') : [],
    children: isRecord(children) ? Object.values(children).filter(isActorLike) : [],
  };
}

/** The actor's snapshot now. A development build throws for an actor in its constructor. */
export function currentSnapshot(actor: ActorLike): unknown {
  try {
    return actor.getSnapshot();
  } catch {
    return undefined;
  }
}

/** The config of the machine that an actor runs: the same object for all actors of a machine, and what is provided to it. */
export function machineConfigOf(actor: ActorLike): Readonly<Record<string, unknown>> | undefined {
  const logic = field(actor, 'logic');
  const config = field(logic, 'config');
  return isRecord(config) && field(logic, 'root') !== undefined ? config : undefined;
}

/** XState names no kind; its creators make objects of different shapes. */
export function kindOf(actor: ActorLike): ActorKind {
  if (machineConfigOf(actor) !== undefined) return 'machine';
  const logic = field(actor, 'logic');
  const transition = field(logic, 'transition');
  if (typeof field(logic, 'config') !== 'function' || typeof transition !== 'function') return 'unknown';
  if (typeof field(logic, 'start') !== 'function') return 'transition';
  const snapshot = currentSnapshot(actor);
  if (isRecord(snapshot) && 'context' in snapshot) return 'observable';
  // These two differ in nothing but the order in which their makers wrote them down.
  const keys = isRecord(logic) ? Object.keys(logic) : [];
  return keys.indexOf('start') < keys.indexOf('transition') ? 'callback' : 'promise';
}

/** The name of the logic; `null` for an inline one, and for roots. */
export function sourceOf(actor: ActorLike): string | null {
  if (parentOf(actor) === undefined) return null;
  const name = sourceName(field(actor, 'src'));
  return name.startsWith('(') ? null : name;
}

/** What people call it when nobody said. */
export function nameOf(actor: ActorLike): string {
  const id = field(actor, 'id');
  const machineId = field(machineConfigOf(actor), 'id');
  // Ids that XState made up: the session's, or `0.machine.state` for an invocation.
  const isMadeUp = typeof id !== 'string' || id === actor.sessionId || /^\d+\./.test(id);
  if (!isMadeUp) return id;
  return sourceOf(actor) ?? (typeof machineId === 'string' ? machineId : actor.sessionId);
}

export function systemIdOf(actor: ActorLike): string | null {
  const systemId = field(actor, 'systemId');
  return typeof systemId === 'string' ? systemId : null;
}

/** The delayed events that wait in the system of an actor. */
export function scheduledEventsOf(system: unknown): readonly ScheduledEvent[] {
  try {
    const getSnapshot = field(system, 'getSnapshot');
    const snapshot: unknown = typeof getSnapshot === 'function' ? getSnapshot.call(system) : undefined;
    const scheduled = field(snapshot, '_scheduledEvents');
    return isRecord(scheduled) ? Object.values(scheduled).flatMap(readScheduled) : [];
  } catch {
    return [];
  }
}

function readScheduled(scheduled: unknown): readonly ScheduledEvent[] {
  const sessionId = field(field(scheduled, 'source'), 'sessionId');
  const type = field(field(scheduled, 'event'), 'type');
  const delay = field(scheduled, 'delay');
  const startedAt = field(scheduled, 'startedAt');
  return typeof sessionId === 'string' &&
    typeof type === 'string' &&
    typeof delay === 'number' &&
    typeof startedAt === 'number'
    ? [{ sessionId, type, delay, startedAt }]
    : [];
}

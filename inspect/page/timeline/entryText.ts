import type { InspectedActor } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { leafStates } from '../actors/actorFace.ts';
import { isSame } from './entryFilter.ts';

/** What an event did to its actor, in words. */
export interface EntryEffect {
  readonly kind: 'moved' | 'started' | 'ended' | 'failed' | 'stayed' | 'ignored';
  readonly before: string;
  readonly after: string;
}

/** Reads the effect of an event. */
export function entryEffect(entry: TimelineEntry, actor: InspectedActor | undefined): EntryEffect {
  const before = leafStates(entry.before).join(', ');
  const after = leafStates(entry.after).join(', ');
  if (entry.status === 'error') return { kind: 'failed', before, after: entry.errorMessage ?? 'error' };
  if (entry.kind === 'started')
    return { kind: 'started', before: '', after: after === '' ? 'started' : after };
  if (entry.kind === 'stopped' || entry.status !== 'active') {
    return { kind: 'ended', before, after: entry.status === 'done' ? 'done' : 'stopped' };
  }
  if (!isSame(entry.before, entry.after)) return { kind: 'moved', before, after };
  if (entry.edges.length > 0 || entry.actions.length > 0 || actor?.kind !== 'machine') {
    return { kind: 'stayed', before, after };
  }
  return { kind: entry.guessed ? 'stayed' : 'ignored', before, after };
}

const endings: readonly (readonly [prefix: string, word: string])[] = [
  ['xstate.done.actor.', 'done: '],
  ['xstate.error.actor.', 'error: '],
  ['xstate.snapshot.', 'snapshot: '],
  ['done.invoke.', 'done: '],
  ['error.platform.', 'error: '],
];

const plain: Readonly<Record<string, string>> = {
  'xstate.init': 'start',
  'xstate.stop': 'stop',
  'xstate.promise.resolve': 'resolved',
  'xstate.promise.reject': 'rejected',
};

/** The type of an event for people: XState's own ones without what only XState needs. */
export function eventLabel(type: string): string {
  const known = plain[type];
  if (known !== undefined) return known;
  for (const [prefix, word] of endings) if (type.startsWith(prefix)) return word + type.slice(prefix.length);
  if (type.startsWith('xstate.done.state.')) return 'done';
  const delay = /^xstate\.after[.(]([^.)]+)[.)]/.exec(type)?.[1];
  if (delay === undefined) return type;
  return /^\d+$/.test(delay) ? `after ${delay} ms` : `after ${delay}`;
}

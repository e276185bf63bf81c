import type { EdgeDefinition } from './MachineDefinition.ts';

/** What the type of an event says about the edge that takes it. */
export type EventFacts = Pick<EdgeDefinition, 'kind' | 'label' | 'delay' | 'invoke'>;

/** How both XState versions spell what is not an author's event, and what it means. */
const spellings: readonly (readonly [kind: EdgeDefinition['kind'], prefix: string, word: string])[] = [
  ['invokeDone', 'xstate.done.actor.', 'done'],
  ['invokeDone', 'done.invoke.', 'done'],
  ['invokeError', 'xstate.error.actor.', 'error'],
  ['invokeError', 'error.platform.', 'error'],
  ['invokeSnapshot', 'xstate.snapshot.', 'snapshot'],
];

/**
 * Tells the kind and the label of an edge from the type of its event.
 *
 * @param stateId - the id of the edge's state, which XState 5 appends to the types of delayed events
 * @param delay - the delay, where the transition says it itself
 */
export function classifyEvent(event: string, stateId: string, delay?: unknown): EventFacts {
  const plain = { delay: null, invoke: null };
  if (event === '') return { kind: 'always', label: 'always', ...plain };
  if (event === 'xstate.history') return { kind: 'history', label: 'default', ...plain };
  if (event === '*' || event.endsWith('.*')) return { kind: 'wildcard', label: event, ...plain };
  if (event === 'xstate.route') return { kind: 'route', label: 'route', ...plain };
  if (/^(?:xstate\.)?done\.state\./.test(event)) return { kind: 'done', label: 'done', ...plain };
  for (const [kind, prefix, word] of spellings) {
    if (event.startsWith(prefix)) {
      const invoke = event.slice(prefix.length);
      return { kind, label: `${word}: ${invoke}`, delay: null, invoke };
    }
  }
  const written = delayOf(event, stateId);
  if (written === undefined) return { kind: 'event', label: event, ...plain };
  const text = typeof delay === 'number' || typeof delay === 'string' ? String(delay) : written;
  const milliseconds = Number(text);
  return Number.isNaN(milliseconds) || text === ''
    ? { kind: 'after', label: `after ${text}`, delay: text, invoke: null }
    : { kind: 'after', label: `after ${milliseconds} ms`, delay: milliseconds, invoke: null };
}

/** `xstate.after.500.ID` of XState 5, `xstate.after(500)#ID` of XState 4. */
function delayOf(event: string, stateId: string): string | undefined {
  const older = /^xstate\.after\((.*)\)#/.exec(event);
  if (older !== null) return older[1] ?? '';
  if (!event.startsWith('xstate.after.')) return undefined;
  const rest = event.slice('xstate.after.'.length);
  return rest.endsWith(`.${stateId}`) ? rest.slice(0, -stateId.length - 1) : rest;
}

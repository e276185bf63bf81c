import type { AnyStateMachine, AnyTransitionDefinition, StateNode } from 'xstate';
import { ModelError } from './Model.ts';
import type { StepType } from './Step.ts';

/** What makes a kind of event happen. */
export interface Cause {
  /** Steps of which one makes it happen; none where other statecharts of the system send it. */
  readonly steps: readonly StepType[];
  readonly how: string;
}

const user = (how: string, ...steps: StepType[]): Cause => ({ steps, how });
const internal = (how: string): Cause => ({ steps: [], how });

/** For every event of the connection's statecharts what makes it happen in the world. */
export const connectionCauses: Readonly<Record<string, Cause>> = {
  start: user('the user starts', 'start'),
  stop: user('the user stops', 'stop'),
  online: user('the network comes back', 'online'),
  offline: user('the network goes away', 'offline'),
  join: user('the user joins a namespace', 'join'),
  leave: user('the user leaves a namespace', 'leave'),
  use: user('something is sent to a namespace that is not joined', 'send', 'request'),
  send: user('the user sends by an event', 'send'),
  subscribe: user('the user subscribes', 'subscribe'),
  unsubscribe: user('the user unsubscribes', 'unsubscribe'),
  'link.opened': user('the engine opens', 'open'),
  'link.failed': user('the engine does not open', 'fail'),
  'link.closed': user('the engine closes', 'drop'),
  accepted: user('the server admits to a namespace', 'accept'),
  refused: user('the server denies a namespace', 'deny'),
  disconnected: user('the server disconnects a namespace', 'kick'),
  'message.received': user('a message arrives for the machine', 'receive'),
  'listener.failed': user('a message arrives for a listener that throws', 'receive'),
  'message.refused': user('what cannot be sent is sent by an event', 'send'),
  'message.dropped': user('a message cannot be sent any more', 'send', 'stop', 'elapse'),
  'link.up': internal('told by the connection to its namespaces'),
  'link.down': internal('told by the connection to its namespaces'),
  'namespace.changed': internal('told by a namespace to its connection'),
  'namespace.failed': internal('told by a namespace to its connection'),
  'namespace.subscribed': internal('told by a namespace to its connection'),
  'namespace.unsubscribed': internal('told by a namespace to its connection'),
};

/** For every child that is no statechart the step that is its outcome. */
export const connectionServices: Readonly<Record<string, Cause>> = {
  probe: user('the server answers the probe, or does not', 'probe'),
  credentials: user('the `auth` function answers, or fails', 'credentials'),
};

/** Time makes every delayed transition happen. */
const time: Cause = { steps: ['elapse', 'pass'], how: 'time passes' };

/**
 * What makes a transition happen; `undefined` where nothing is known to.
 *
 * @param services - outcomes of invoked actors, by the name of their logic
 */
export function causeOf(
  transition: AnyTransitionDefinition,
  causes: Readonly<Record<string, Cause>>,
  services: Readonly<Record<string, Cause>>,
): Cause | undefined {
  const { eventType, source } = transition;
  if (eventType === '' || eventType === undefined) return internal('follows from the state itself');
  if (eventType.startsWith('xstate.after.')) return time;
  const outcome = /^xstate\.(?:done|error)\.actor\.(.+)$/.exec(eventType)?.[1];
  if (outcome === undefined) return Object.hasOwn(causes, eventType) ? causes[eventType] : undefined;
  const invoked = invokedBy(source).find(({ id }) => id === outcome);
  const src = typeof invoked?.src === 'string' ? invoked.src : outcome;
  return Object.hasOwn(services, src) ? services[src] : undefined;
}

/**
 * Sees to it that every transition of a machine has a cause.
 *
 * @throws {ModelError} naming every transition that has none
 */
export function checkCauses(
  machine: AnyStateMachine,
  causes: Readonly<Record<string, Cause>>,
  services: Readonly<Record<string, Cause>>,
): void {
  const missing = transitionsOf(machine.root).filter(
    (transition) => causeOf(transition, causes, services) === undefined,
  );
  if (missing.length === 0) return;
  const list = missing.map(({ source, eventType }) => `${source.id} on ${eventType}`);
  throw new ModelError(
    `Nothing is known to make ${missing.length === 1 ? 'this transition' : 'these transitions'} happen: ${[...new Set(list)].join(', ')}. Give a cause for each of the events.`,
  );
}

/** Every transition that is written in a node and in those within it. */
export function transitionsOf(node: AnyNode): AnyTransitionDefinition[] {
  const own = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
  return [...own, ...Object.values(node.states).flatMap((child) => transitionsOf(child))];
}

/** A node of any machine. */
// XState's own form for it: what a node's context and events are is of no interest here.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyNode = StateNode<any, any>;

function invokedBy(node: AnyNode): readonly { readonly id: string; readonly src: unknown }[] {
  return [...node.invoke, ...(node.parent === undefined ? [] : invokedBy(node.parent))];
}

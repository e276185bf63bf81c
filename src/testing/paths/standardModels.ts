import type { ConnectionModelOptions, ConnectionModelState } from '../model/connectionModel.ts';
import type { StepType } from '../model/Step.ts';

const never = 1e9;

/** Short enough that a few tries in a row suspend a connection. */
const soon = { reconnectionDelay: 1000, reconnectionDelayMax: 1000, suspendAfter: 2500 };

const messageSteps: readonly StepType[] = ['start', 'stop', 'open', 'drop', 'accept'];

function failuresOf({ system }: ConnectionModelState): number {
  const context: unknown = system.actors.get('connection')?.snapshot.context;
  const failures: unknown = context instanceof Object && 'failures' in context ? context.failures : 0;
  return Number(failures);
}

/**
 * Models that together reach everything that a connection's statecharts can do: each has a policy of its own, and steps
 * that are few enough for its states to be counted.
 */
export const standardModels = {
  'a connection to a known protocol': {
    config: soon,
    drops: [undefined, 'protocol-mismatch'],
  },
  'a connection that has to ask for the protocol': {
    config: { ...soon, protocol: 'auto' },
    failures: ['connection-refused', 'protocol-mismatch'],
    answers: ['v4', 'handshake-refused'],
  },
  'a connection that does not reconnect': {
    config: { protocol: 'auto', reconnection: false },
  },
  'a namespace that is asked for when all is over': {
    config: { reconnection: false },
    namespaces: ['/', '/late'],
    steps: ['start', 'stop', 'open', 'fail', 'drop', 'join'],
    filter: (step) => step.type !== 'join' || step.namespace === '/late',
    failures: ['connection-refused'],
    drops: [undefined, 'protocol-mismatch'],
    credentials: 'immediate',
  },
  'a connection with few attempts': {
    config: { protocol: 'auto', reconnectionAttempts: 1, suspendAfter: never },
  },
  'a connection that starts by itself': {
    config: { protocol: 'v4', autostart: true, suspendAfter: never },
    steps: ['start', 'stop', 'open', 'drop'],
  },
  'a connection that starts by itself, and has to ask for the protocol': {
    config: { protocol: 'auto', autostart: true, suspendAfter: never },
    steps: ['start', 'stop', 'probe', 'open', 'drop'],
  },
  'a connection without credentials': {
    config: { suspendAfter: never },
    steps: ['start', 'stop', 'open', 'drop', 'accept'],
    credentials: 'none',
  },
  'a connection of two namespaces': {
    config: { namespaces: { '/': {}, '/b': {} }, suspendAfter: never },
    steps: ['start', 'stop', 'open', 'drop', 'accept', 'deny', 'kick'],
    credentials: 'immediate',
  },
  'a namespace that is joined late': {
    config: { suspendAfter: never },
    namespaces: ['/', '/late'],
    steps: ['start', 'stop', 'open', 'drop', 'accept', 'deny', 'kick', 'join', 'leave', 'elapse'],
    filter: (step) =>
      step.type === 'accept' || step.type === 'leave' || !('namespace' in step) || step.namespace === '/late',
    credentials: 'immediate',
  },
  'a namespace that is listened to': {
    config: { namespaces: { '/named': {} }, suspendAfter: never },
    namespaces: ['/'],
    steps: [...messageSteps, 'deny', 'kick', 'join', 'leave', 'subscribe', 'unsubscribe'],
    listeners: ['plain'],
    credentials: 'immediate',
  },
  'a namespace beside the default one that is listened to': {
    config: { namespaces: { '/': {} }, suspendAfter: never },
    namespaces: ['/', '/beside'],
    steps: ['start', 'open', 'accept', 'subscribe', 'unsubscribe'],
    filter: (step) => step.type === 'accept' || !('namespace' in step) || step.namespace === '/beside',
    listeners: ['plain'],
    credentials: 'immediate',
  },
  'listeners of every kind': {
    config: { suspendAfter: never },
    steps: [...messageSteps, 'subscribe', 'unsubscribe', 'receive'],
    listeners: ['plain', 'throwing', 'machine'],
    credentials: 'immediate',
  },
  'a connection that is sent over': {
    config: { ...soon, protocol: 'auto' },
    steps: [...messageSteps, 'probe', 'fail', 'deny', 'send', 'elapse'],
    failures: ['connection-refused'],
    answers: ['v4', 'connection-refused'],
    credentials: 'immediate',
  },
  'a connection that is sent over after it was suspended': {
    config: { ...soon, reconnectionAttempts: 5 },
    namespaces: ['/', '/late'],
    steps: ['start', 'open', 'accept', 'fail', 'send', 'elapse'],
    filter: (step, state) => {
      if (step.type === 'start') return failuresOf(state) === 0;
      if (step.type === 'send') return step.namespace === '/late' && failuresOf(state) > 3;
      return !('namespace' in step) || step.namespace === '/';
    },
    failures: ['connection-refused'],
    credentials: 'immediate',
  },
} satisfies Record<string, ConnectionModelOptions>;

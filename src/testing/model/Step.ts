import type { ErrorCode } from '../../../machines/errorCodes.ts';

/** What a connection's user does. */
export type UserStep =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** The machine's network is back, or gone: a hint, as a browser gives it. */
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  | { readonly type: 'join'; readonly namespace: string }
  | { readonly type: 'leave'; readonly namespace: string }
  | {
      readonly type: 'subscribe';
      readonly namespace: string;
      readonly eventName: string;
      /** Who listens: a function, the machine itself (a `subscribe` event without a listener), or a function that throws. */
      readonly listener: 'plain' | 'machine' | 'throwing';
    }
  | {
      readonly type: 'unsubscribe';
      readonly namespace: string;
      readonly eventName: string;
      readonly listener: 'plain' | 'machine' | 'throwing';
    }
  | {
      readonly type: 'send';
      readonly namespace: string;
      /** By the method, by an event to the machine, or by an event that holds what cannot be sent. */
      readonly by: 'method' | 'event' | 'unencodable';
      readonly delivery?: 'atMostOnce' | 'atLeastOnce';
    }
  | { readonly type: 'request'; readonly namespace: string };

/** What the network and the server do. */
export type WorldStep =
  /** The engine that is opening opens. */
  | { readonly type: 'open' }
  /** The engine that is opening fails. */
  | { readonly type: 'fail'; readonly code: ErrorCode }
  /** The engine that is open or closing ends; with a code where the link knows more than that. */
  | { readonly type: 'drop'; readonly code?: ErrorCode }
  /** The server answers the join of a namespace. */
  | { readonly type: 'accept'; readonly namespace: string; readonly recovered?: boolean }
  | { readonly type: 'deny'; readonly namespace: string }
  /** The server disconnects a namespace. */
  | { readonly type: 'kick'; readonly namespace: string }
  /** A message arrives. */
  | { readonly type: 'receive'; readonly namespace: string; readonly eventName: string }
  /** The server acknowledges the oldest message that awaits it; once more, if `again`. */
  | { readonly type: 'acknowledge'; readonly again?: boolean }
  /** The server answers the probe, or does not. */
  | { readonly type: 'probe'; readonly answer: 'v2' | 'v4' | ErrorCode }
  /** The `auth` function answers, or fails. */
  | { readonly type: 'credentials'; readonly namespace: string; readonly outcome: 'given' | 'failed' };

/** Time that passes. */
export type TimeStep =
  /** Up to and with the next timer of the statecharts. */
  { readonly type: 'elapse' } | { readonly type: 'pass'; readonly ms: number };

/** One thing that happens to a connection: the same words at every level of testing. */
export type Step = UserStep | WorldStep | TimeStep;
export type StepType = Step['type'];

/**
 * A step in a few words, as reports and replays have it.
 *
 * @example
 * describeStep({ type: 'deny', namespace: '/admin' }) // 'deny /admin'
 */
export function describeStep(step: Step): string {
  switch (step.type) {
    case 'join':
    case 'leave':
    case 'deny':
    case 'kick':
    case 'request':
      return `${step.type} ${step.namespace}`;
    case 'subscribe':
    case 'unsubscribe':
      return `${step.type} ${step.namespace} ${step.eventName} ${step.listener}`;
    case 'send':
      return ['send', step.namespace, step.by, ...(step.delivery === undefined ? [] : [step.delivery])].join(
        ' ',
      );
    case 'fail':
      return `fail ${step.code}`;
    case 'drop':
      return step.code === undefined ? 'drop' : `drop ${step.code}`;
    case 'accept':
      return `accept ${step.namespace}${step.recovered === true ? ' recovered' : ''}`;
    case 'receive':
      return `receive ${step.namespace} ${step.eventName}`;
    case 'acknowledge':
      return step.again === true ? 'acknowledge again' : 'acknowledge';
    case 'probe':
      return `probe ${step.answer}`;
    case 'credentials':
      return `credentials ${step.namespace} ${step.outcome}`;
    case 'pass':
      return `pass ${step.ms}`;
    case 'start':
    case 'stop':
    case 'online':
    case 'offline':
    case 'open':
    case 'elapse':
      return step.type;
  }
}

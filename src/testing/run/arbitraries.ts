import fc from 'fast-check';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import type { Step, StepType } from '../model/Step.ts';

/** How likely each kind of step is among the others; 0 leaves a kind out. */
export type Weights = Readonly<Partial<Record<StepType, number>>>;

/** What happens often, and what seldom: a life that is mostly well, so that much of it is lived. */
export const defaultWeights: Readonly<Record<StepType, number>> = {
  start: 4,
  stop: 2,
  online: 1,
  offline: 1,
  join: 1,
  leave: 1,
  subscribe: 2,
  unsubscribe: 2,
  send: 4,
  request: 3,
  open: 8,
  fail: 3,
  drop: 3,
  accept: 8,
  deny: 2,
  kick: 2,
  receive: 2,
  acknowledge: 4,
  probe: 3,
  credentials: 10,
  elapse: 6,
  pass: 3,
};

/** One step, whether it can happen or not: whether it can is for the model to say. */
export function arbitraryStep(namespaces: readonly string[], weights: Weights = {}): fc.Arbitrary<Step> {
  const namespace = fc.constantFrom(...namespaces);
  const eventName = fc.constantFrom('news', 'weather');
  const listener = fc.constantFrom('plain', 'plain', 'machine', 'throwing');
  const simple = <Type extends StepType>(type: Type): fc.Arbitrary<{ type: Type }> => fc.constant({ type });
  const kinds: Readonly<Record<StepType, fc.Arbitrary<Step>>> = {
    start: simple('start'),
    stop: simple('stop'),
    online: simple('online'),
    offline: simple('offline'),
    open: simple('open'),
    elapse: simple('elapse'),
    join: fc.record({ type: fc.constant('join'), namespace }),
    leave: fc.record({ type: fc.constant('leave'), namespace }),
    subscribe: fc.record({ type: fc.constant('subscribe'), namespace, eventName, listener }),
    unsubscribe: fc.record({ type: fc.constant('unsubscribe'), namespace, eventName, listener }),
    send: fc.record(
      {
        type: fc.constant('send'),
        namespace,
        by: fc.constantFrom('method', 'method', 'event', 'unencodable'),
        delivery: fc.constantFrom('atMostOnce', 'atLeastOnce'),
      },
      { requiredKeys: ['type', 'namespace', 'by'] },
    ),
    request: fc.record({ type: fc.constant('request'), namespace }),
    fail: fc.record({
      type: fc.constant('fail'),
      code: fc.constantFrom('connection-refused', 'timeout', 'handshake-refused', 'protocol-mismatch'),
    }),
    drop: fc.constantFrom<Step>(
      { type: 'drop' },
      { type: 'drop' },
      { type: 'drop', code: 'parser-mismatch' },
    ),
    accept: fc.record({ type: fc.constant('accept'), namespace, recovered: fc.boolean() }),
    deny: fc.record({ type: fc.constant('deny'), namespace }),
    kick: fc.record({ type: fc.constant('kick'), namespace }),
    receive: fc.record({ type: fc.constant('receive'), namespace, eventName }),
    acknowledge: fc.constantFrom<Step>(
      { type: 'acknowledge' },
      { type: 'acknowledge' },
      { type: 'acknowledge', again: true },
    ),
    probe: fc.record({
      type: fc.constant('probe'),
      answer: fc.constantFrom('v4', 'v4', 'v2', 'connection-refused', 'handshake-refused'),
    }),
    credentials: fc.record({
      type: fc.constant('credentials'),
      namespace,
      outcome: fc.constantFrom('given', 'given', 'given', 'failed'),
    }),
    pass: fc.record({ type: fc.constant('pass'), ms: fc.constantFrom(1, 10, 100, 1000, 10_000) }),
  };
  const chosen: Readonly<Record<StepType, number>> = { ...defaultWeights, ...weights };
  return fc.oneof(
    ...(Object.keys(kinds) as StepType[])
      .filter((type) => chosen[type] > 0)
      .map((type) => ({ weight: chosen[type], arbitrary: kinds[type] })),
  );
}

/** A configuration in which everything that a policy decides comes about within a few steps. */
export const arbitraryConfig: fc.Arbitrary<Partial<ConnectionConfig>> = fc.record(
  {
    protocol: fc.constantFrom('auto', 'v4'),
    autostart: fc.constant(true),
    reconnection: fc.constantFrom(true, true, true, false),
    reconnectionAttempts: fc.constantFrom(0, 1, 3),
    reconnectionDelay: fc.constantFrom(0, 100, 1000),
    reconnectionDelayMax: fc.constantFrom(100, 1000, 5000),
    randomizationFactor: fc.constantFrom(0, 0.5, 1),
    timeout: fc.constantFrom(50, 1000, 20_000),
    authTimeout: fc.constantFrom(50, 10_000),
    stableAfter: fc.constantFrom(0, 500, 5000),
    suspendAfter: fc.constantFrom(0, 2000, 120_000),
    suspendedDelay: fc.constantFrom(0, 3000, 30_000),
    closeTimeout: fc.constantFrom(0, 1500),
    ackTimeout: fc.constantFrom(20, 10_000),
    retries: fc.constantFrom(0, 2),
    delivery: fc.constantFrom('atMostOnce', 'atLeastOnce'),
    whileOffline: fc.constantFrom('queue', 'queue', 'drop', 'fail'),
    namespaces: fc.constantFrom({ '/': {}, '/b': {} }, { '/b': {} }),
    queue: fc.record(
      {
        maxMessages: fc.constantFrom(0, 1, 3),
        maxAge: fc.constantFrom(100, 5000),
        overflow: fc.constantFrom('dropOldest', 'dropNewest', 'fail'),
        flushRate: fc.constantFrom(1, 100),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

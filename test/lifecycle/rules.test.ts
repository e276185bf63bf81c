import * as assert from 'uvu/assert';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import type { Connection } from '../../src/connections/Connection.ts';
import {
  connectionModel,
  rules,
  runPath,
  simulatedLevel,
  simulatedWorld,
  TrialFailure,
  type RuleName,
  type Step,
} from '../../src/testing/index.ts';
import { keepRules } from '../../src/testing/run/createRules.ts';
import { createLedger } from '../../src/testing/run/Ledger.ts';
import { watchLinks } from '../../src/testing/run/watchLinks.ts';
import { suite } from '../suite.ts';

interface Planted {
  readonly fault: Parameters<typeof connectionMachine.provide>[0];
  readonly steps: readonly Step[];
}

const start = { type: 'start' } as const;
const stop = { type: 'stop' } as const;
const open = { type: 'open' } as const;
const elapse = { type: 'elapse' } as const;
const namespace = '/';
const connect: readonly Step[] = [
  start,
  open,
  { type: 'credentials', namespace, outcome: 'given' },
  { type: 'accept', namespace },
];

/** For each rule a fault that breaks it, and a way to where it shows. */
const planted: Partial<Record<RuleName, Planted>> = {
  'one-engine': {
    fault: {
      actions: {
        openLink({ context }) {
          context.runtime().openLink('v4');
          const unheard = { opened() {}, failed() {}, closed() {} };
          context.runtime().ports.createLink('v4', unheard).open();
        },
      },
    },
    steps: [start],
  },
  'connected-is-open': { fault: { guards: { isEstablished: () => true } }, steps: [start] },
  'requests-settle-once': {
    fault: {
      actions: { refuseMessages: () => {} },
      actors: { namespace: namespaceMachine.provide({ actions: { shutOutbox: () => {} } }) },
    },
    steps: [...connect, { type: 'request', namespace }],
  },
  delivery: {
    fault: { actions: { sendMessage: () => {} } },
    steps: [start, { type: 'send', namespace, by: 'event' }],
  },
  'refused-with-reason': {
    fault: { actions: { admitMessages: () => {} } },
    steps: [start, stop, start, { type: 'send', namespace, by: 'method' }],
  },
  'nothing-left': { fault: { actions: { disposeLink: () => {} } }, steps: [start, stop] },
  'started-stopped': {
    fault: { actions: { noteConnected: () => {} } },
    steps: [...connect, { type: 'drop' }, elapse, ...connect.slice(1)],
  },
  'no-attempt-unasked': {
    fault: { actions: { tellListening: ({ context }) => context.runtime().openLink('v4') } },
    steps: [start, stop, { type: 'subscribe', namespace, eventName: 'news', listener: 'plain' }],
  },
  'opening-in-time': {
    fault: { delays: { timeout: () => 1e9 } },
    steps: [start, elapse, { type: 'pass', ms: 100 }],
  },
  'retry-in-time': {
    fault: { delays: { retryDelay: () => 1e9 } },
    steps: [start, { type: 'fail', code: 'connection-refused' }, elapse, { type: 'pass', ms: 100 }],
  },
  'stop-in-time': {
    fault: { delays: { closeTimeout: () => 1e9 } },
    steps: [start, open, stop, elapse, { type: 'pass', ms: 100 }],
  },
  'fresh-credentials': {
    fault: {
      actors: {
        namespace: namespaceMachine.provide({
          actions: {
            requestJoin({ context }) {
              context.runtime().channel(context.namespace).link?.join({ token: 'of yesterday' });
            },
          },
        }),
      },
    },
    steps: connect,
  },
  alive: {
    fault: {
      actions: {
        noteEngineOpen() {
          throw new Error('planted');
        },
      },
    },
    steps: [start, open],
  },
};

const level = (machine: typeof connectionMachine) =>
  // Rules alone have to find it: what the model foretells is not compared.
  simulatedLevel({ machine, differences: () => [], describeNotice: () => undefined });

suite('the rules of a connection’s life', (test) => {
  for (const [rule, { fault, steps }] of Object.entries(planted))
    test(`are broken, and found to be, where a fault is planted: ${rule}`, async () => {
      const model = connectionModel();
      await runPath(model, steps, level(connectionMachine));
      const failure = await runPath(model, steps, level(connectionMachine.provide(fault))).then(
        () => undefined,
        (error: unknown) => error,
      );
      assert.instance(failure, TrialFailure);
      assert.ok(
        failure instanceof TrialFailure && failure.findings.some((finding) => finding.endsWith(`(${rule})`)),
        String(failure),
      );
    });

  test('hold a connection to its queue’s bounds, and to telling each state once', () => {
    const listeners = new Map<string, (event: unknown) => void>();
    const connection = {
      state: 'idle',
      isConnected: false,
      queued: 3,
      retryAt: undefined,
      on: (type: string, listener: (event: unknown) => void) => void listeners.set(type, listener),
      actor: { getSnapshot: () => ({ status: 'active', context: { isEngineOpen: false } }) },
    };
    const keeper = keepRules({
      // As much of a connection as the rules look at.
      connection: connection as unknown as Connection,
      watch: watchLinks(simulatedWorld().createLinks(), () => 0),
      ledger: createLedger(),
      policy: { ...connectionModel().policy, queue: { ...connectionModel().policy.queue, maxMessages: 2 } },
      now: () => 0,
    });
    listeners.get('state')?.({ state: 'idle', previous: 'idle' });
    assert.equal(
      keeper.check().map(({ rule }) => rule),
      ['state-told-once', 'queue-bounds'],
    );
    connection.queued = 2;
    assert.equal(keeper.check(), []);
  });

  test('are all tested', () => {
    const tested = [...Object.keys(planted), 'queue-bounds', 'state-told-once'];
    assert.equal(tested.toSorted(), Object.keys(rules).toSorted());
  });
});

suite('the ledger of messages', (test) => {
  const given = { namespace, bytes: 1, kind: 'send' } as const;
  const emitted = (eventName: string, acknowledged = 0) => ({
    namespace,
    eventName,
    args: [],
    at: 0,
    acknowledged,
  });

  test('finds what left twice, out of order, or though it was refused or dropped', () => {
    const ledger = createLedger();
    const [one, two, three] = [1, 2, 3].map(() => ledger.add({ ...given, delivery: 'atMostOnce' }).eventName);
    assert.ok(one !== undefined && two !== undefined && three !== undefined);
    assert.equal(ledger.check([emitted(one), emitted(two)]), []);
    assert.match(ledger.check([emitted(one), emitted(one)]).join(), 'at most once and left 2 times');
    assert.match(ledger.check([emitted(two), emitted(one)]).join(), 'out of order');
    ledger.noteRefused(three);
    assert.match(ledger.check([emitted(three)]).join(), 'refused, and left all the same');
    ledger.noteDropped(two, false);
    assert.match(ledger.check([emitted(two)]).join(), 'left, and was reported as dropped');
    ledger.noteDropped(two, false);
    assert.match(ledger.check([]).join(), 'dropped 2 times');
  });

  test('finds what was lost, and what was acknowledged and dropped all the same', () => {
    const ledger = createLedger();
    const { eventName } = ledger.add({ ...given, delivery: 'atLeastOnce' });
    assert.match(ledger.checkEnd([emitted(eventName)]).join(), 'was lost');
    assert.equal(ledger.checkEnd([emitted(eventName), emitted(eventName, 1)]), []);
    ledger.noteDropped(eventName, true);
    assert.match(ledger.check([emitted(eventName, 1)]).join(), 'acknowledged, and reported as dropped');
  });
});

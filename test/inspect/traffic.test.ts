import * as assert from 'uvu/assert';
import { createActor } from 'xstate';
import { createCollector } from '../../inspect/model/createCollector.ts';
import { createTrafficObserver } from '../../inspect/model/createTrafficObserver.ts';
import { createTrafficSampler } from '../../inspect/model/createTrafficSampler.ts';
import type { TrafficTap, WatchedConnection } from '../../inspect/model/TrafficSource.ts';
import { suite } from '../suite.ts';
import { lampMachine } from './machines.ts';

function sampled() {
  const collector = createCollector();
  let time = 1_000;
  const sampler = createTrafficSampler({ connection: 'demo', collector, now: () => time });
  return { collector, sampler, tap: sampler.tap, pass: (ms: number) => (time += ms) };
}

suite('sampling traffic', (test) => {
  test('keeps some rows of each event, and counts the rest', () => {
    const { collector, sampler, tap } = sampled();
    for (let count = 0; count < 10_000; count += 1) tap.received('/', 'tick', [count], undefined);
    tap.received('/', 'rare', ['seen'], undefined);
    tap.sent('/admin', 'tick', ['out'], undefined);
    sampler.flush();
    const batch = collector.take(0);
    assert.equal(
      batch?.rows.map(({ namespace, event, direction, payload }) => [
        namespace,
        event,
        direction,
        payload[0],
      ]),
      [
        ['/', 'tick', 'in', 9_997],
        ['/', 'tick', 'in', 9_998],
        ['/', 'tick', 'in', 9_999],
        ['/', 'rare', 'in', 'seen'],
        ['/admin', 'tick', 'out', 'out'],
      ],
    );
    assert.is(batch?.rowsSkipped, 9_997);
  });

  test('shows payloads without secrets, and with their sizes', () => {
    const { collector, sampler, tap } = sampled();
    tap.sent('/', 'login', [{ user: 'ann', password: 's3cret' }, new Uint8Array([222, 173])], undefined);
    tap.sent('/', 'large', ['x'.repeat(1_000_000)], undefined);
    sampler.flush();
    const [login, large] = collector.take(0)?.rows ?? [];
    assert.equal(login?.payload, [
      { user: 'ann', password: { $wire: 'redacted' } },
      { $wire: 'binary', name: 'Uint8Array', bytes: 2, hex: 'dead' },
    ]);
    assert.ok((large?.bytes ?? 0) >= 1_000_000);
    assert.ok(JSON.stringify(large).length < 2_000);
  });

  test('joins acknowledgements to their rows, with round trips', () => {
    const { collector, sampler, tap, pass } = sampled();
    tap.sent('/', 'quick', [], 1);
    pass(5);
    tap.acknowledged(1, ['yes'], undefined);
    tap.sent('/', 'slow', [], 2);
    tap.received('/', 'asked', [], 3);
    sampler.flush();
    pass(70);
    tap.acknowledged(2, [], 'no acknowledgement came in time');
    tap.acknowledged(3, [{ token: 's3cret' }], undefined);
    tap.acknowledged(99, [], undefined);
    sampler.flush();
    const { rows, acknowledgements } = collector.snapshot();
    const rowOf = (event: string): number | undefined => rows.find((row) => row.event === event)?.sequence;
    assert.equal(
      acknowledgements.map(({ row, roundTrip, payload, errorMessage }) => [
        row,
        roundTrip,
        payload,
        errorMessage,
      ]),
      [
        [rowOf('quick'), 5, ['yes'], null],
        [rowOf('slow'), 70, [], 'no acknowledgement came in time'],
        [rowOf('asked'), 70, [{ token: { $wire: 'redacted' } }], null],
      ],
    );
    assert.equal(
      rows.map(({ awaits }) => awaits),
      [true, true, true],
    );
  });

  test('holds a bounded number of messages when nobody flushes', () => {
    const { collector, sampler, tap } = sampled();
    for (let count = 0; count < 50_000; count += 1) tap.received('/', `event ${count}`, [count], count);
    sampler.flush();
    const batch = collector.take(0);
    assert.is(batch?.rows.length, 40);
    assert.is(batch?.rowsSkipped, 49_960);
  });
});

suite('observing connections', (test) => {
  function fakeConnection() {
    const actor = createActor(lampMachine).start();
    let tap: TrafficTap | undefined;
    const counters = { received: 1, sent: 2, reconnects: 0, dropped: 0 };
    const namespace = { send() {}, request: () => Promise.resolve(), subscribe: () => () => {} };
    const connection: WatchedConnection = {
      ...namespace,
      actor,
      counters,
      queued: 0,
      retryAt: undefined,
      lastError: undefined,
      trafficCounts: () => [
        { namespace: '/', event: 'e', direction: 'in', messages: counters.received, bytes: 9 },
      ],
      tapTraffic(next) {
        tap = next;
        return () => {
          tap = undefined;
        };
      },
      start() {},
      stop() {},
      namespace: () => namespace,
    };
    return { connection, counters, isTapped: () => tap !== undefined, stop: () => actor.stop() };
  }

  test('taps them only while somebody looks', () => {
    const { connection, isTapped, stop } = fakeConnection();
    const collector = createCollector();
    const observer = createTrafficObserver({ collector, idOf: () => undefined, now: () => 0 });
    const forget = observer.add({ names: ['demo'], get: () => connection });
    assert.is(isTapped(), false);
    observer.attach();
    assert.is(isTapped(), true);
    observer.detach();
    assert.is(isTapped(), false);
    observer.attach();
    forget();
    assert.is(isTapped(), false);
    assert.is(observer.get('demo'), undefined);
    stop();
  });

  test('tells counters that have changed, and no others', () => {
    const { connection, counters, stop } = fakeConnection();
    const collector = createCollector();
    const observer = createTrafficObserver({ collector, idOf: () => undefined, now: () => 0 });
    observer.add({ names: ['demo'], get: () => connection });
    observer.readCounters();
    const batch = collector.take(0);
    assert.equal(batch?.totals, [
      { connection: 'demo', received: 1, sent: 2, reconnects: 0, dropped: 0, queued: 0 },
    ]);
    assert.is(batch?.counts[0]?.messages, 1);
    observer.readCounters();
    assert.is(collector.take(0), undefined);
    counters.received = 5;
    observer.readCounters();
    assert.is(collector.take(0)?.counts[0]?.messages, 5);
    stop();
  });

  test('goes on past a connection that cannot be read', () => {
    const good = fakeConnection();
    const broken: WatchedConnection = {
      ...good.connection,
      get counters(): never {
        throw new Error('gone');
      },
      tapTraffic() {
        throw new Error('gone');
      },
    };
    const collector = createCollector();
    const observer = createTrafficObserver({ collector, idOf: () => undefined, now: () => 0 });
    observer.add({
      names: ['broken', 'good'],
      get: (name) => (name === 'good' ? good.connection : broken),
    });
    observer.attach();
    observer.readCounters();
    assert.equal(
      collector.take(0)?.totals.map(({ connection }) => connection),
      ['good'],
    );
    good.stop();
  });
});

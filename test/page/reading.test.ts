import * as assert from 'uvu/assert';
import type { TimelineEntry } from '../../inspect/model/TimelineEntry.ts';
import type { TrafficRow } from '../../inspect/model/Traffic.ts';
import type { WireValue } from '../../inspect/model/WireValue.ts';
import { leafStates, shownName, stateText, toneOf } from '../../inspect/page/actors/actorFace.ts';
import { roundedPath } from '../../inspect/page/chart/roundedPath.ts';
import { parseArguments, parseEvent } from '../../inspect/page/drive/parsePayload.ts';
import { formatBytes, formatCount, formatSpan } from '../../inspect/page/shell/formatTime.ts';
import { emptyRoute, formatRoute, parseRoute } from '../../inspect/page/shell/route.ts';
import { createFilteredEntries } from '../../inspect/page/timeline/createFilteredEntries.ts';
import { entryTest, everyEntry, type EntryFilter } from '../../inspect/page/timeline/entryFilter.ts';
import { entryEffect, eventLabel } from '../../inspect/page/timeline/entryText.ts';
import { lanesOf } from '../../inspect/page/timeline/lanesOf.ts';
import { ackState, everyRow, rowTest } from '../../inspect/page/traffic/rowFilter.ts';
import { sparkPath } from '../../inspect/page/traffic/sparkPath.ts';
import { trafficTree } from '../../inspect/page/traffic/trafficTree.ts';
import { readWire } from '../../inspect/page/values/readWire.ts';
import { toJson } from '../../inspect/page/values/toJson.ts';
import { createEntryLog } from '../../inspect/page/world/createEntryLog.ts';
import { suite } from '../suite.ts';
import { makeActor, makeEntry } from './makeEntries.ts';

suite('addresses', (test) => {
  test('lead back to the view, the actor and the moment that they were made of', () => {
    const route = {
      ...emptyRoute,
      view: 'timeline',
      actor: 'process/x:3 #?&/é',
      at: 1234,
      session: 'a-b',
      focus: 'node 1',
    } as const;
    assert.equal(parseRoute(formatRoute(route)), route);
    assert.equal(parseRoute(''), emptyRoute);
  });

  test('that make no sense lead to the first view', () => {
    for (const hash of ['#/nowhere/%E0%A4%A', '#/actors?at=-3', '#?at=soon', '#////', '#/timeline?at=1.5']) {
      const { at, actor } = parseRoute(hash);
      assert.is(at, null, hash);
      assert.is(actor, null, hash);
    }
  });
});

suite('values', (test) => {
  const text = (value: WireValue): string => readWire(value).text;

  test('are shown in one line, each kind in its own way', () => {
    assert.is(text('a "quoted" text'), '"a \\"quoted\\" text"');
    assert.is(text({ $wire: 'undefined' }), 'undefined');
    assert.is(text({ $wire: 'bigint', text: '12' }), '12n');
    assert.is(text({ $wire: 'redacted' }), '•••••• (secret)');
    assert.is(text({ a: 1, b: [1, 2], c: { d: 1 } }), '{a: 1, b: [2], c: {…}}');
    assert.is(text({ $wire: 'object', name: 'User', entries: [['id', 1]], keys: 9 }), 'User {id: 1, …}');
    assert.is(text({ $wire: 'error', name: 'TypeError', message: 'no', entries: [] }), 'TypeError: no');
    assert.is(text([1, 2, 3]), '[1, 2, 3]');
    assert.is(text({ $wire: 'binary', name: 'Buffer', bytes: 3, hex: '010203' }), 'Buffer (3 bytes)');
    assert.is(text({ $wire: 'circular', path: ['a', 'b'] }), '↺ a.b');
  });

  test('tell what was left out', () => {
    const list = readWire({ $wire: 'array', items: [1, 2], length: 200 });
    assert.equal([list.missing, list.isCut], [198, true]);
    assert.is(readWire({ $wire: 'cut', reason: 'depth', preview: 'Object(3)' }).isCut, true);
    assert.is(readWire({ a: 1 }).isCut, false);
  });

  test('are asked for by their keys, those of maps by their places', () => {
    const map = readWire({
      $wire: 'map',
      entries: [
        ['one', 1],
        [{ k: 1 }, 2],
      ],
      size: 2,
    });
    assert.equal(
      map.children?.map(({ step }) => step),
      ['0', '1'],
    );
    assert.equal(
      readWire({ a: 1 }).children?.map(({ step }) => step),
      ['a'],
    );
  });

  test('are copied as JSON, what JSON has no word for in words', () => {
    const copied = toJson({
      n: 1,
      secret: { $wire: 'redacted' },
      when: { $wire: 'date', text: '2026-01-01T00:00:00.000Z' },
      list: { $wire: 'set', items: [1, { $wire: 'undefined' }], size: 2 },
      buffer: { $wire: 'binary', name: 'Buffer', bytes: 2, hex: '0aff' },
    });
    assert.equal(JSON.parse(copied), {
      n: 1,
      secret: '[redacted]',
      when: '2026-01-01T00:00:00.000Z',
      list: [1, null],
      buffer: { bytes: 2, hex: '0aff' },
    });
  });

  test('with a key `__proto__` are data like others', () => {
    const value: WireValue = {
      $wire: 'object',
      name: '',
      entries: [['__proto__', { polluted: true }]],
      keys: 1,
    };
    assert.match(toJson(value), /"__proto__": \{\s+"polluted": true/);
    assert.is(Reflect.get({}, 'polluted'), undefined);
  });
});

suite('forms', (test) => {
  test('make an event of a type and a JSON object', () => {
    assert.equal(parseEvent(' go ', '{"n": 1, "type": "other"}'), { ok: true, value: { n: 1, type: 'go' } });
    assert.equal(parseEvent('go', ''), { ok: true, value: { type: 'go' } });
    for (const [type, payload] of [
      ['', ''],
      ['msg.*', ''],
      ['go', '[1]'],
      ['go', '{n: 1}'],
      ['go', 'null'],
    ] as const) {
      assert.is(parseEvent(type, payload).ok, false, `${type} ${payload}`);
    }
  });

  test('make arguments of one JSON value or of several', () => {
    assert.equal(parseArguments(''), { ok: true, value: [] });
    assert.equal(parseArguments('{"a": 1}'), { ok: true, value: [{ a: 1 }] });
    assert.equal(parseArguments('[1, 2]'), { ok: true, value: [[1, 2]] });
    assert.equal(parseArguments('"a", 2'), { ok: true, value: ['a', 2] });
    assert.is(parseArguments('hello').ok, false);
  });
});

suite('actors in words', (test) => {
  test('say the innermost states, or how they ended', () => {
    assert.equal(leafStates(['a', 'a.b', 'c', 'c.d', 'c.d.e']), ['a.b', 'c.d.e']);
    assert.is(stateText(makeActor('a', { states: ['a', 'a.b'] })), 'a.b');
    assert.is(stateText(makeActor('a', { states: ['a', 'b', 'c'] })), 'a, b +1');
    assert.is(stateText(makeActor('a', { status: 'done', states: ['end'] })), 'done');
    assert.is(stateText(makeActor('a', { kind: 'callback' })), 'callback');
  });

  test('of a connection have the colour of its state', () => {
    const tone = (...states: string[]): string => toneOf(makeActor('a', { connection: 'demo', states }));
    assert.is(tone('connected', 'connected.stable'), 'good');
    assert.is(tone('connecting', 'connecting.waiting'), 'wait');
    assert.is(tone('stopped', 'stopped.failed'), 'bad');
    assert.is(tone('stopped', 'stopped.closed'), 'idle');
    assert.is(
      toneOf(makeActor('a', { states: ['connecting'] })),
      'active',
      'others may mean something else by it',
    );
    assert.is(toneOf(makeActor('a', { status: 'error' })), 'bad');
  });

  test('in a connection are called by what their place does not say', () => {
    const part = { connection: 'demo', parent: 'process/demo' };
    assert.equal(shownName(makeActor('namespace:/news', part)), { kind: 'namespace', name: '/news' });
    assert.equal(shownName(makeActor('subscription:hello', part)), { kind: 'subscription', name: 'hello' });
    assert.equal(shownName(makeActor('namespace:x')), { kind: '', name: 'namespace:x' });
  });
});

suite('the timeline in words', (test) => {
  const actors = new Map(
    [makeActor('a'), makeActor('child', { parent: 'process/a' })].map((actor) => [actor.id, actor]),
  );
  const passes = (filter: Partial<EntryFilter>, entry: TimelineEntry): boolean =>
    entryTest({ ...everyEntry, ...filter }, actors)(entry);

  test('says what an event did', () => {
    const kind = (facts: Partial<TimelineEntry>): string =>
      entryEffect(makeEntry(1, facts), makeActor('a')).kind;
    assert.is(kind({ before: ['off'], after: ['on'] }), 'moved');
    assert.is(kind({ kind: 'started' }), 'started');
    assert.is(kind({ kind: 'stopped', status: 'stopped' }), 'ended');
    assert.is(kind({ status: 'error', errorMessage: 'no' }), 'failed');
    assert.is(kind({ before: ['on'], after: ['on'], actions: ['act'] }), 'stayed');
    assert.is(kind({ before: ['on'], after: ['on'] }), 'ignored');
    assert.is(kind({ before: ['on'], after: ['on'], guessed: true }), 'stayed', 'nobody knows');
  });

  test('calls XState’s own events by what they mean', () => {
    assert.is(eventLabel('xstate.after.500.connection.connecting'), 'after 500 ms');
    assert.is(eventLabel('xstate.after.retryDelay.connection.connecting.waiting'), 'after retryDelay');
    assert.is(eventLabel('xstate.done.actor.probe'), 'done: probe');
    assert.is(eventLabel('error.platform.probe'), 'error: probe');
    assert.is(eventLabel('xstate.init'), 'start');
    assert.is(eventLabel('link.closed'), 'link.closed');
  });

  test('is filtered by actor, type, text and change', () => {
    const entry = makeEntry(1, {
      actor: 'process/child',
      sender: 'process/a',
      event: { type: 'order.placed', payload: { amount: 42 } },
      before: ['off'],
      after: ['on'],
    });
    assert.ok(passes({}, entry));
    assert.ok(passes({ actor: 'CHI' }, entry));
    assert.not.ok(passes({ actor: 'nobody' }, entry));
    assert.ok(passes({ type: 'order.*' }, entry));
    assert.ok(passes({ type: 'placed' }, entry));
    assert.not.ok(passes({ type: 'placed*' }, entry));
    assert.ok(passes({ text: '42' }, entry), 'in the payload');
    assert.ok(passes({ within: 'process/a' }, entry), 'those in it count');
    assert.not.ok(passes({ within: 'process/child' }, makeEntry(2)));
    assert.ok(passes({ onlyChanges: true }, entry));
    assert.not.ok(passes({ onlyChanges: true }, makeEntry(2, { before: ['on'], after: ['on'] })));
  });

  test('tests each event once, and lets go with the log', () => {
    const log = createEntryLog({ count: 10, bytes: 1_000_000 });
    let tested = 0;
    const filtered = createFilteredEntries(log, ({ sequence }) => {
      tested += 1;
      return sequence % 2 === 0;
    });
    for (let sequence = 1; sequence <= 40; sequence += 1) {
      log.append([makeEntry(sequence)], 0);
      const list = filtered.update();
      assert.is(filtered.update(), list);
      assert.equal(
        list.map((entry) => entry.sequence),
        log.all.map((entry) => entry.sequence).filter((number) => number % 2 === 0),
      );
    }
    assert.is(tested, 40);
    log.replace([makeEntry(100), makeEntry(101)]);
    assert.equal(
      filtered.update().map(({ sequence }) => sequence),
      [100],
    );
  });

  test('gives actors lanes in the order of their appearance', () => {
    const { heads, places } = lanesOf(
      [
        makeEntry(1, { actor: 'b', sender: null }),
        makeEntry(2, { actor: 'a', sender: 'c' }),
        makeEntry(3, { actor: 'b', sender: 'a' }),
      ],
      new Map(),
    );
    assert.equal(heads, ['b', 'c', 'a']);
    assert.equal(
      [...places],
      [
        ['b', 0],
        ['c', 1],
        ['a', 2],
      ],
    );
  });

  test('gives one lane to those that came after each other under one name in one parent', () => {
    const actors = new Map(
      ['first', 'second', 'other', 'root'].map((id) => [
        id,
        {
          name: id === 'root' ? 'root' : 'request',
          parent: id === 'root' ? null : id === 'other' ? 'b' : 'root',
        },
      ]),
    );
    const { heads, places } = lanesOf(
      ['first', 'other', 'second'].map((id, index) => makeEntry(index + 1, { actor: id, sender: 'root' })),
      actors,
    );
    assert.equal(heads, ['root', 'first', 'other']);
    assert.equal([places.get('first'), places.get('second'), places.get('other')], [1, 1, 2]);
  });
});

suite('traffic in words', (test) => {
  const row: TrafficRow = {
    sequence: 1,
    at: 0,
    connection: 'demo',
    namespace: '/news',
    event: 'hello',
    direction: 'out',
    payload: [{ n: 1 }],
    bytes: 8,
    awaits: true,
  };

  test('is grouped by connection and namespace', () => {
    const total = { connection: 'demo', received: 3, sent: 0, reconnects: 0, dropped: 0, queued: 0 };
    const count = {
      connection: 'demo',
      namespace: '/',
      event: 'b',
      direction: 'in',
      messages: 1,
      bytes: 1,
    } as const;
    const counts = new Map([
      ['1', count],
      ['2', { ...count, event: 'a' }],
      ['3', { ...count, namespace: '/news' }],
      ['4', { ...count, connection: 'other' }],
    ]);
    const totals = new Map([['demo', total]]);
    const name = (search: string, connection: string | null): string[] =>
      trafficTree(counts, totals, { search, connection }).map((at) =>
        at.kind === 'event'
          ? `${at.count.event} ${at.key}`
          : at.kind === 'namespace'
            ? at.namespace
            : at.connection,
      );
    assert.equal(name('', 'demo'), ['demo', '/', 'a 2', 'b 1', '/news', 'b 3']);
    assert.equal(name('other', null), ['other', '/', 'b 4']);
  });

  test('is filtered by direction and text, payloads included', () => {
    assert.ok(rowTest(everyRow)(row));
    assert.ok(rowTest({ ...everyRow, text: '"n":1' })(row));
    assert.not.ok(rowTest({ ...everyRow, direction: 'in' })(row));
    assert.not.ok(rowTest({ ...everyRow, event: 'other' })(row));
  });

  test('tells how an acknowledgement stands', () => {
    const done = { row: 1, at: 0, roundTrip: 4, payload: [], errorMessage: null };
    assert.is(ackState(row, undefined).kind, 'awaited');
    assert.equal(ackState(row, done), { kind: 'done', roundTrip: 4 });
    assert.equal(ackState(row, { ...done, errorMessage: 'late' }), { kind: 'failed', message: 'late' });
    assert.is(ackState({ ...row, awaits: false }, undefined).kind, 'none');
  });
});

suite('drawing and counting', (test) => {
  test('rounds corners no further than the way to the next', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 4 },
      { x: 30, y: 4 },
    ];
    assert.is(roundedPath(points, 7), 'M0 0L8 0Q10 0 10 2L10 2Q10 4 12 4L30 4');
    assert.is(roundedPath([]), '');
  });

  test('draws a series in its box', () => {
    assert.is(sparkPath([0, 5, 10], 20, 10), 'M0 10L10 5L20 0');
    assert.is(sparkPath([0, 0], 10, 10), 'M0 10L10 10');
  });

  test('writes spans, counts and sizes for people', () => {
    assert.equal([0, 0.25, 120, 3_400, 125_000, 3_720_000].map(formatSpan), [
      '0 ms',
      '0.25 ms',
      '120 ms',
      '3.4 s',
      '2 min 5 s',
      '1 h 2 min',
    ]);
    assert.equal([0, 0.5, 12.4, 999, 12_300, 2_500_000].map(formatCount), [
      '0',
      '0.5',
      '12',
      '999',
      '12.3 k',
      '2.50 M',
    ]);
    assert.equal([12, 3_400, 2_500_000].map(formatBytes), ['12 B', '3.4 kB', '2.5 MB']);
  });
});

import * as assert from 'uvu/assert';
import type { TimelineEntry } from '../../inspect/model/TimelineEntry.ts';
import { actorTree, type TreeQuery } from '../../inspect/page/world/actorTree.ts';
import { createEntryLog } from '../../inspect/page/world/createEntryLog.ts';
import { createMoment } from '../../inspect/page/world/createMoment.ts';
import { createRateBook } from '../../inspect/page/world/createRateBook.ts';
import { createTopics } from '../../inspect/page/world/createTopics.ts';
import { createWorld, topic } from '../../inspect/page/world/createWorld.ts';
import { suite } from '../suite.ts';
import { emptySnapshot, makeActor, makeBatch, makeEntry } from './makeEntries.ts';

const allOpen: TreeQuery = { search: '', showEnded: true, open: new Map() };

suite('what the page knows', (test) => {
  test('tells of many changes of one thing once', () => {
    const topics = createTopics();
    const heard: string[] = [];
    topics.subscribe('a', () => heard.push('a'));
    const end = topics.subscribe('b', () => heard.push('b'));
    topics.touch('a');
    topics.touch('a');
    topics.touch('b');
    topics.touch('nobody listens to this');
    assert.equal(heard, [], 'not before it is told');
    topics.tell();
    assert.equal(heard, ['a', 'b']);
    end();
    topics.touch('b');
    topics.tell();
    assert.equal(heard, ['a', 'b']);
    assert.is(topics.version('a'), 1);
  });

  test('shows a change also to whoever has looked and does not listen yet', () => {
    const topics = createTopics();
    const seen = topics.version('a');
    topics.touch('a');
    topics.tell();
    const end = topics.subscribe('a', () => {});
    assert.is.not(topics.version('a'), seen);
    const later = topics.version('a');
    topics.touch('b');
    topics.tell();
    assert.is(topics.version('a'), later, 'what it listens to has not changed');
    end();
  });

  test('merges a batch over a snapshot, and touches only what changed', () => {
    const world = createWorld();
    world.applySnapshot({ ...emptySnapshot, actors: [makeActor('a'), makeActor('b')] }, 1_000);
    world.topics.tell();
    const heard: string[] = [];
    for (const name of [topic.actor('process/a'), topic.actor('process/b'), topic.actors, topic.entries]) {
      world.topics.subscribe(name, () => heard.push(name));
    }
    world.applyBatch(makeBatch({ changes: [{ id: 'process/a', states: ['on'] }] }));
    world.topics.tell();
    assert.equal(heard, [topic.actor('process/a')]);
    assert.equal(world.actors.get('process/a')?.states, ['on']);
    assert.equal(world.actors.get('process/b')?.states, []);
    world.applyBatch(
      makeBatch({ removed: ['process/b'], changes: [{ id: 'process/unknown', states: ['on'] }] }),
    );
    assert.equal([...world.actors.keys()], ['process/a']);
  });

  test('forgets everything of the snapshot before', () => {
    const world = createWorld();
    const total = { connection: 'demo', received: 1, sent: 0, reconnects: 0, dropped: 0, queued: 0 };
    world.applySnapshot(
      { ...emptySnapshot, actors: [makeActor('a')], entries: [makeEntry(1)], totals: [total] },
      1_000,
    );
    world.applySnapshot({ ...emptySnapshot, actors: [makeActor('b')] }, 2_000);
    assert.equal([...world.actors.keys()], ['process/b']);
    assert.is(world.entries.size, 0);
    assert.is(world.totals.size, 0);
  });

  test('keeps the newest entries within its bounds, and knows them by their sequence', () => {
    const log = createEntryLog({ count: 100, bytes: 1_000_000 });
    for (let sequence = 1; sequence <= 250; sequence += 5) {
      log.append(
        [0, 1, 2, 3, 4].map((offset) => makeEntry(sequence + offset)),
        0,
      );
      assert.ok(log.size <= 100);
    }
    assert.is(log.last, 250);
    assert.ok(log.first > 150 && log.first < 200);
    assert.is(log.get(240)?.sequence, 240);
    assert.is(log.get(3), undefined);
    assert.is(log.indexUpTo(1), -1);
  });

  test('bounds entries by their size, too', () => {
    const log = createEntryLog({ count: 10_000, bytes: 100_000 });
    for (let sequence = 1; sequence <= 200; sequence += 1) {
      log.append([makeEntry(sequence, { context: 'x'.repeat(10_000) })], 0);
    }
    assert.ok(log.size <= 21, `${log.size} entries of 10 kB in 100 kB, doubled at most`);
    assert.is(log.last, 200);
  });

  test('holds a recording whole, however long, and older entries that were asked for', () => {
    const log = createEntryLog({ count: 10, bytes: 1_000_000 });
    log.replace(Array.from({ length: 50 }, (_, index) => makeEntry(index + 101)));
    assert.is(log.size, 50);
    log.prepend([makeEntry(99), makeEntry(100), makeEntry(101)]);
    assert.equal([log.first, log.size], [99, 52]);
    assert.is(log.get(100)?.sequence, 100);
  });

  test('counts rates by second, over gaps and restarts', () => {
    const rates = createRateBook();
    rates.note('a', 10_000, 100);
    rates.note('a', 10_500, 110);
    rates.note('a', 11_200, 130);
    assert.is(rates.rate('a', 12_000), 15, 'the mean of the last two seconds');
    assert.equal(rates.series('a', 12_000).slice(-3), [0, 10, 20]);
    rates.note('a', 15_100, 131);
    assert.equal(rates.series('a', 16_000).slice(-6), [10, 20, 0, 0, 0, 1]);
    rates.note('a', 16_000, 5);
    rates.note('a', 16_100, 8);
    assert.is(rates.series('a', 17_000).at(-1), 3, 'a total that shrank begins anew');
    assert.is(rates.rate('a', 90_000), 0);
    assert.is(rates.rate('unknown', 0), 0);
  });

  test('forgets the minute before last, and keys beyond its bound', () => {
    const rates = createRateBook(1);
    rates.note('a', 0, 0);
    for (let second = 1; second <= 130; second += 1) rates.note('a', second * 1_000, second);
    assert.equal(
      rates.series('a', 131_000),
      Array.from({ length: 60 }, () => 1),
    );
    rates.note('b', 0, 0);
    rates.note('b', 1_000, 50);
    assert.is(rates.rate('b', 2_000), 0);
  });

  test('works out what all actors were like at a moment', () => {
    const entries = createEntryLog();
    entries.replace([
      makeEntry(1, { kind: 'started', after: ['off'], context: { n: 0 } }),
      makeEntry(2, { actor: 'process/b', before: ['x'], after: ['y'] }),
      makeEntry(3, { before: ['off'], after: ['on'], context: { n: 1 } }),
      makeEntry(4, { before: ['on'], after: ['on'] }),
      makeEntry(5, { kind: 'stopped', before: ['on'], after: ['on'], status: 'stopped' }),
    ]);
    const actors = new Map(
      [
        makeActor('a', {
          states: ['on'],
          status: 'stopped',
          firstSequence: 1,
          lastSequence: 5,
          endedAt: 9_000,
          context: { n: 1 },
        }),
        makeActor('b', { states: ['y'] }),
        makeActor('quiet', { states: ['z'], context: { q: true }, retryAt: 5 }),
        makeActor('late', { firstSequence: 4 }),
      ].map((actor) => [actor.id, actor]),
    );
    const first = createMoment({ actors, entries }, 1);
    assert.equal(first.actors.get('process/a')?.states, ['off']);
    assert.equal(first.actors.get('process/a')?.context, { n: 0 });
    assert.is(first.actors.get('process/a')?.status, 'active');
    assert.is(first.actors.get('process/a')?.endedAt, null);
    assert.equal(first.actors.get('process/b')?.states, ['x'], 'before its first entry it was as that says');
    assert.equal(first.actors.get('process/quiet')?.context, { q: true }, 'nothing is known to have changed');
    assert.is(first.actors.get('process/quiet')?.retryAt, null, 'timers are not remembered');
    assert.not.ok(first.actors.has('process/late'), 'it was not there yet');
    const fourth = createMoment({ actors, entries }, 4);
    assert.equal(fourth.actors.get('process/a')?.context, { n: 1 }, 'the last context that was told');
    assert.ok(fourth.actors.has('process/late'));
    assert.is(fourth.entry?.sequence, 4);
    const last = createMoment({ actors, entries }, 5);
    assert.is(last.actors.get('process/a')?.status, 'stopped');
    assert.is(last.actors.get('process/a')?.endedAt, 9_000);
  });

  test('takes a context that nothing later changed for what it was then', () => {
    const contextAt = (sequence: number, changes: Partial<TimelineEntry>[]): unknown => {
      const entries = createEntryLog();
      entries.replace(changes.map((facts, index) => makeEntry(index + 1, facts)));
      const actor = makeActor('a', { context: { street: 'Main' } });
      return createMoment({ actors: new Map([[actor.id, actor]]), entries }, sequence).actors.get(actor.id)
        ?.context;
    };
    const toggle = { before: ['red'], after: ['green'] };
    assert.equal(contextAt(1, [toggle, toggle]), { street: 'Main' }, 'later events left it alone');
    assert.equal(
      contextAt(1, [toggle, { ...toggle, actor: 'process/b', context: { n: 1 } }]),
      { street: 'Main' },
      'the context of another changed',
    );
    assert.is(contextAt(1, [toggle, { ...toggle, context: { street: 'Main' } }]), null);
    assert.is(contextAt(1, [toggle, { ...toggle, unwatched: 500 }]), null, 'it may have changed unseen');
    assert.equal(contextAt(2, [toggle, { ...toggle, unwatched: 500 }]), { street: 'Main' });
  });

  test('lists actors as a tree, the living before the ended', () => {
    const actors = new Map(
      [
        makeActor('old', { parent: 'process/demo', endedAt: 1, status: 'done' }),
        makeActor('demo', { states: ['connected'] }),
        makeActor('news', { parent: 'process/demo', states: ['joined'] }),
        makeActor('hello', { parent: 'process/news' }),
        makeActor('orphan', { parent: 'process/gone' }),
      ].map((actor) => [actor.id, actor]),
    );
    const names = (query: TreeQuery): string[] =>
      actorTree(actors, new Map(), query).map((row) =>
        row.kind === 'actor' ? `${'.'.repeat(row.depth)}${row.id.slice(8)}` : row.source.name,
      );
    assert.equal(names(allOpen), ['demo', '.news', '..hello', '.old', 'orphan']);
    assert.equal(names({ ...allOpen, showEnded: false }), ['demo', '.news', '..hello', 'orphan']);
    assert.equal(names({ ...allOpen, open: new Map([['process/demo', false]]) }), ['demo', 'orphan']);
    assert.equal(names({ ...allOpen, search: 'hel' }), ['demo', '.news', '..hello'], 'with the way to it');
    assert.equal(names({ ...allOpen, search: 'join' }), ['demo', '.news'], 'states are searched as well');
    assert.equal(names({ ...allOpen, search: 'nothing like this' }), []);
  });

  test('lists what was invoked again and again once, unless it is searched for', () => {
    const actors = new Map(
      [
        makeActor('demo'),
        ...['first', 'second', 'third'].map((id) =>
          makeActor(id, { name: 'credentials', parent: 'process/demo', endedAt: 1, status: 'done' }),
        ),
        makeActor('fourth', { name: 'credentials', parent: 'process/demo' }),
      ].map((actor) => [actor.id, actor]),
    );
    const rows = (search: string): unknown[] =>
      actorTree(actors, new Map(), { ...allOpen, search }).map((row) =>
        row.kind === 'actor' ? [row.id.slice(8), row.times] : [],
      );
    assert.equal(rows(''), [
      ['demo', 1],
      ['fourth', 1],
      ['third', 3],
    ]);
    assert.is(rows('cred').length, 5);
  });

  test('lists very many actors closed at first, and by their programs', () => {
    const actors = new Map(
      Array.from({ length: 400 }, (_, index) => makeActor(`a${index}`)).map((actor) => [actor.id, actor]),
    );
    actors.set('process/child', makeActor('child', { parent: 'process/a0' }));
    assert.is(actorTree(actors, new Map(), allOpen).length, 400);
    const opened = { ...allOpen, open: new Map([['process/a0', true]]) };
    assert.is(actorTree(actors, new Map(), opened).length, 401);
    const source = { id: 'process', name: 'app', kind: 'xstate5', connected: true, accepts: false } as const;
    const [head] = actorTree(actors, new Map([['process', source]]), allOpen);
    assert.is(head?.kind, 'source');
  });

  test('adds up what graphs do', () => {
    const world = createWorld();
    const error = { node: 'n', at: 1, code: 'failed', message: 'no', count: 2 };
    const activity = {
      graph: 'project',
      active: null,
      pulses: { w: 2 },
      values: { 'n.out': 1 },
      errors: [error],
    };
    world.applyBatch(makeBatch({ activity: [activity] }));
    world.applyBatch(makeBatch({ activity: [{ ...activity, values: { 'n.out': 7 } }] }));
    const state = world.graphState('project');
    assert.is(state.pulses.get('w'), 4);
    assert.is(state.values.get('n.out'), 7);
    assert.is(state.errors.get('n')?.count, 4);
  });

  test('keeps messages and acknowledgements within bounds', () => {
    const world = createWorld();
    for (let batch = 0; batch < 100; batch += 1) {
      world.applyBatch(
        makeBatch({
          rows: Array.from({ length: 50 }, (_, index) => ({
            sequence: batch * 50 + index + 1,
            at: 0,
            connection: 'demo',
            namespace: '/',
            event: 'hello',
            direction: 'in' as const,
            payload: [],
            bytes: 0,
            awaits: true,
          })),
          rowsSkipped: 3,
          acknowledgements: [{ row: batch * 50 + 1, at: 0, roundTrip: 1, payload: [], errorMessage: null }],
        }),
      );
    }
    assert.is(world.rows.length, 2_000);
    assert.is(world.rows.at(-1)?.sequence, 5_000);
    assert.is(world.rowsSkipped, 300);
    assert.ok(world.acknowledgements.size <= 41);
  });
});

import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { createCollector, defaultCollectorLimits } from '../../inspect/model/createCollector.ts';
import type { CollectorLimits } from '../../inspect/model/createCollector.ts';
import { createMirror } from '../../inspect/model/createMirror.ts';
import { newActor } from '../../inspect/model/newActor.ts';
import type { TimelineEntry } from '../../inspect/model/TimelineEntry.ts';
import { suite } from '../suite.ts';

const entry = (actor: string, more: Partial<TimelineEntry> = {}): Omit<TimelineEntry, 'sequence'> => ({
  at: 1,
  kind: 'event',
  actor,
  sender: null,
  event: { type: 'x', payload: null },
  before: [],
  after: [],
  edges: [],
  guessed: false,
  actions: [],
  status: 'active',
  context: null,
  errorMessage: null,
  ...more,
});

const actor = (id: string) => newActor({ source: 's', sessionId: id, name: id, startedAt: 1 });
const unbounded = { entries: { count: 1e6, bytes: 1e9 }, rows: { count: 1e6, bytes: 1e9 } };

suite('the collector', (test) => {
  test('tells what is new once, and nothing when nothing is', () => {
    const collector = createCollector();
    assert.is(collector.take(0), undefined);
    collector.addActor(actor('a'));
    collector.addEntry(entry('s/a', { after: ['on'], edges: ['|x|0'] }), 10);
    const batch = collector.take(5);
    assert.is(batch?.number, 1);
    assert.is(batch?.at, 5);
    assert.equal(batch?.actors[0]?.states, ['on'], 'a new actor goes out as it is by now');
    assert.equal(batch?.changes, []);
    assert.is(collector.take(0), undefined);
    collector.addEntry(entry('s/a', { before: ['on'], after: ['off'] }), 10);
    const next = collector.take(6);
    assert.equal(next?.actors, []);
    assert.equal(next?.changes[0]?.states, ['off']);
    assert.is('name' in (next?.changes[0] ?? {}), false, 'only what has changed');
  });

  test('keeps count of coverage, ignored events and ends', () => {
    const collector = createCollector();
    collector.addActor({ ...actor('a'), kind: 'machine', states: ['a'], visited: ['a'] });
    const go = entry('s/a', { before: ['a'], after: ['b'], edges: ['a|go|0'] });
    collector.addEntry(go, 0);
    collector.addEntry(entry('s/a', { before: ['b'], after: ['b'] }), 0);
    collector.addEntry(go, 0, ['passed']);
    collector.addEntry(
      entry('s/a', { kind: 'stopped', before: ['b'], after: ['b'], status: 'stopped', at: 9 }),
      0,
    );
    const known = collector.getActor('s/a');
    assert.equal(known?.taken, { 'a|go|0': 2 });
    assert.equal(known?.visited, ['a', 'b', 'passed']);
    assert.is(known?.events, 3);
    assert.is(known?.ignored, 1);
    assert.is(known?.status, 'stopped');
    assert.is(known?.endedAt, 9);
    assert.is(known?.lastSequence, 4);
  });

  test('forgets the oldest of what has ended, and tells so', () => {
    const collector = createCollector({ ...defaultCollectorLimits, endedActors: 2 });
    for (const id of ['a', 'b', 'c', 'd']) collector.addActor(actor(id));
    collector.take(0);
    for (const id of ['a', 'b', 'c']) {
      collector.addEntry(entry(`s/${id}`, { kind: 'stopped', status: 'stopped' }), 0);
    }
    assert.equal(collector.take(0)?.removed, ['s/a']);
    collector.clearEnded();
    assert.equal(collector.take(0)?.removed, ['s/b', 's/c']);
    assert.equal(
      collector.snapshot().actors.map(({ id }) => id),
      ['s/d'],
    );
  });

  test('keeps its timeline within count and bytes, and gives parts of it', () => {
    const limits: CollectorLimits = { ...defaultCollectorLimits, entries: { count: 10, bytes: 1e6 } };
    const collector = createCollector(limits);
    for (let index = 0; index < 25; index += 1) collector.addEntry(entry('s/a'), 100);
    const { sequence, oldestSequence, entries } = collector.snapshot();
    assert.is(sequence, 25);
    assert.is(oldestSequence, 16);
    assert.equal(
      entries.map((of) => of.sequence),
      [16, 17, 18, 19, 20, 21, 22, 23, 24, 25],
    );
    assert.equal(
      collector.entriesBefore(20, 2).map((of) => of.sequence),
      [18, 19],
    );
    const small = createCollector({ ...limits, entries: { count: 100, bytes: 2_000 } });
    for (let index = 0; index < 25; index += 1) small.addEntry(entry('s/a'), 700);
    assert.is(small.snapshot().entries.length, 2);
  });

  test('leaves contexts that do not fit into a snapshot to be asked for', () => {
    const collector = createCollector({ ...defaultCollectorLimits, snapshotBytes: 1_000 });
    for (const id of ['a', 'b', 'c']) collector.addActor({ ...actor(id), context: 'x'.repeat(450) });
    assert.equal(
      collector.snapshot().actors.map(({ context }) => context === null),
      [false, false, true],
    );
  });

  test('drops counters that are too many, and programs that have long gone', () => {
    const collector = createCollector({ ...defaultCollectorLimits, counts: 3 });
    for (let index = 0; index < 10; index += 1) {
      const event = `event ${index}`;
      collector.traffic.setCount({
        connection: 'c',
        namespace: '/',
        event,
        direction: 'in',
        messages: 1,
        bytes: 0,
      });
    }
    assert.is(collector.snapshot().counts.length, 3);
    for (let index = 0; index < 500; index += 1) {
      const id = `socket${index}`;
      collector.setSource({ id, name: id, kind: 'xstate5', connected: true, accepts: false });
      collector.endSource(id, 1);
    }
    assert.ok(collector.snapshot().sources.length <= 201);
  });

  test('is mirrored by who gets its snapshot and batches, whatever happens when', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), id: fc.nat(5) }) },
      {
        weight: 8,
        arbitrary: fc.record({
          do: fc.constant('event' as const),
          id: fc.nat(5),
          after: fc.constantFrom('a', 'b', 'c'),
          ends: fc.boolean(),
        }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), id: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('row' as const), id: fc.nat(3) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('graph' as const), id: fc.nat(3) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(60), (steps, lateAt) => {
        const collector = createCollector();
        const early = createMirror(unbounded);
        early.reset(collector.snapshot());
        let late: ReturnType<typeof createMirror> | undefined;
        const take = (): void => {
          const batch = collector.take(0);
          if (batch === undefined) return;
          early.apply(batch);
          late?.apply(batch);
        };
        collector.graphs.setGraphs([
          { id: 'project', name: 'p', kind: 'project', active: true, nodes: [], wires: [] },
        ]);
        steps.forEach((of, index) => {
          if (index === lateAt) {
            take();
            late = createMirror(unbounded);
            late.reset(collector.snapshot());
          }
          if (of.do === 'add') collector.addActor(actor(String(of.id)));
          else if (of.do === 'event') {
            const id = `s/${of.id}`;
            const before = collector.getActor(id)?.states ?? [];
            const status = of.ends ? ('done' as const) : ('active' as const);
            collector.addEntry(
              entry(id, { before, after: [of.after], edges: [`|${of.after}|0`], status }),
              1,
            );
          } else if (of.do === 'clear') collector.clearEnded();
          else if (of.do === 'remove') collector.removeActor(`s/${of.id}`);
          else if (of.do === 'row') {
            const facts = { connection: 'c', namespace: '/', event: `e${of.id}`, direction: 'in' as const };
            const row = collector.traffic.addRow(
              { ...facts, at: index, payload: [], bytes: 0, awaits: true },
              0,
            );
            collector.traffic.setCount({ ...facts, messages: index, bytes: 0 });
            collector.traffic.addAcknowledgement({
              row,
              at: index,
              roundTrip: 1,
              payload: [],
              errorMessage: null,
            });
          } else if (of.do === 'graph') {
            collector.graphs.addActivity({
              graph: 'project',
              active: null,
              pulses: { w: 1 },
              values: { [`n${of.id}.out`]: index },
              errors: [],
            });
          } else take();
        });
        take();
        const whole = collector.snapshot();
        for (const mirror of late === undefined ? [early] : [early, late]) {
          const seen = mirror.snapshot();
          const byId = (list: readonly { readonly id: string }[]): unknown =>
            Object.fromEntries(list.map((item) => [item.id, item]));
          assert.equal(byId(seen.actors), byId(whole.actors));
          assert.equal(seen.entries, whole.entries);
          assert.equal(seen.rows, whole.rows);
          assert.equal(seen.counts, whole.counts);
          assert.equal(seen.acknowledgements, whole.acknowledgements);
          assert.equal(seen.graphs, whole.graphs);
          assert.equal(seen.activity, whole.activity);
          assert.is(seen.sequence, whole.sequence);
        }
      }),
      { numRuns: 300 },
    );
  });
});

import * as assert from 'uvu/assert';
import { createActor, type ActorRefFrom } from 'xstate';
import { statePaths } from '../../inspect/model/statePaths.ts';
import { createInspector, type Inspector } from '../../inspect/server/index.ts';
import { suite, type TestContext } from '../suite.ts';
import { familyMachine, lampMachine } from './machines.ts';
import { openViewer, type Viewer } from './openViewer.ts';
import { eventually } from '../eventually.ts';

async function inspectorFor(
  { after }: TestContext,
  options: Parameters<typeof createInspector>[0] = {},
): Promise<Inspector> {
  const inspector = await createInspector(options);
  after(() => inspector.close());
  return inspector;
}

async function viewerOf({ after }: TestContext, { url }: Inspector): Promise<Viewer> {
  const viewer = await openViewer(url);
  after(() => viewer.close());
  return viewer;
}

function observedLamp({ after }: TestContext, inspector: Inspector): ActorRefFrom<typeof lampMachine> {
  const actor = createActor(lampMachine).start();
  after(() => actor.stop());
  inspector.observe(actor, { name: 'lamp' });
  return actor;
}

suite('the live channel', (test) => {
  test('attaches no observer until a viewer comes, and none after the last has left', async (context) => {
    const inspector = await inspectorFor(context);
    const actor = createActor(lampMachine).start();
    context.after(() => actor.stop());
    const events = (): unknown => Reflect.get(actor.system, '_sendInspectionEvent');
    const before = events();
    const isObserved = (): boolean => events() !== before;
    inspector.observe(actor, { name: 'lamp' });
    assert.not.ok(isObserved());
    const first = await viewerOf(context, inspector);
    const second = await viewerOf(context, inspector);
    assert.ok(isObserved());
    assert.is(inspector.watchers, 2);
    const gone = new Promise<void>((resolve) => {
      second.socket.once('disconnect', () => resolve());
      second.close();
    });
    await gone;
    actor.send({ type: 'on' });
    await first.until(() => first.actor('lamp')?.states[0] === 'lit');
    assert.ok(isObserved());
    first.close();
    await eventually(() => inspector.watchers === 0);
    assert.not.ok(isObserved());
  });

  test('tells that nobody has watched, at the first that happens after it', async (context) => {
    const inspector = await inspectorFor(context);
    const actor = observedLamp(context, inspector);
    const first = await viewerOf(context, inspector);
    actor.send({ type: 'on' });
    await first.until(() => first.actor('lamp')?.states[0] === 'lit');
    first.close();
    await eventually(() => inspector.watchers === 0);
    actor.send({ type: 'next' });
    const second = await viewerOf(context, inspector);
    actor.send({ type: 'next' });
    actor.send({ type: 'next' });
    const entries = () =>
      second.mirror.snapshot().entries.filter(({ event }) => /^(on|next)$/.test(event.type));
    await second.until(() => entries().length === 3);
    const [before, since, later] = entries();
    assert.is(before?.unwatched, undefined);
    assert.ok((since?.unwatched ?? 0) > 0);
    assert.is(later?.unwatched, undefined);
  });

  test('gives a viewer that comes late everything there is, then news in batches', async (context) => {
    const inspector = await inspectorFor(context, { title: 'my lamps' });
    const actor = observedLamp(context, inspector);
    actor.send({ type: 'on' });
    const viewer = await viewerOf(context, inspector);
    assert.is(viewer.hello.title, 'my lamps');
    assert.is(viewer.hello.mode, 'live');
    assert.is(viewer.hello.control, false);
    const names = viewer.snapshots[0]?.actors.map(({ name, kind }) => `${kind} ${name}`);
    assert.ok(names?.includes('machine lamp'));
    assert.ok(names?.includes('callback wire'));
    await viewer.until(() => viewer.actor('lamp')?.states.includes('lit.colour.red') === true);
    actor.send({ type: 'next' });
    await viewer.until(() => viewer.actor('lamp')?.states.includes('lit.colour.green') === true);
    const entry = viewer.batches
      .flatMap(({ entries }) => entries)
      .findLast(({ event }) => event.type === 'next');
    assert.equal(entry?.edges, ['lit.colour.red|next|0']);
    assert.ok(entry?.before.includes('lit.colour.red'));
    assert.ok(entry?.after.includes('lit.colour.green'));
  });

  test('sends at most one batch every 50 ms, whatever happens', async (context) => {
    const inspector = await inspectorFor(context);
    const actor = observedLamp(context, inspector);
    const viewer = await viewerOf(context, inspector);
    actor.send({ type: 'on' });
    await viewer.until(() => viewer.actor('lamp')?.states[0] === 'lit');
    const before = viewer.batches.length;
    const start = performance.now();
    for (let count = 0; count < 60; count += 1) {
      actor.send({ type: 'next' });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await viewer.until(() => (viewer.actor('lamp')?.events ?? 0) >= 60);
    const most = Math.ceil((performance.now() - start) / 50) + 1;
    const sent = viewer.batches.length - before;
    assert.ok(sent <= most, `${sent} batches where at most ${most} are due`);
  });

  test('keeps exact counts when a rush is too much for a batch', async (context) => {
    const inspector = await inspectorFor(context);
    const actor = observedLamp(context, inspector);
    const viewer = await viewerOf(context, inspector);
    actor.send({ type: 'on' });
    await viewer.until(() => viewer.actor('lamp')?.states[0] === 'lit');
    const { events = 0 } = viewer.actor('lamp') ?? {};
    for (let count = 0; count < 5_000; count += 1) actor.send({ type: 'next' });
    await viewer.until(() => viewer.actor('lamp')?.events === events + 5_000);
    const listed = viewer.batches.flatMap((batch) => batch.entries).length;
    const skipped = viewer.batches.reduce((sum, batch) => sum + batch.entriesSkipped, 0);
    assert.ok(skipped > 0);
    assert.ok(listed < 2_000);
    assert.equal(viewer.actor('lamp')?.states, statePaths(actor.getSnapshot().value));
  });

  test('skips a slow viewer forward and tells it so, while the others get everything', async (context) => {
    const inspector = await inspectorFor(context);
    const actor = observedLamp(context, inspector);
    const quick = await viewerOf(context, inspector);
    const slow = await viewerOf(context, inspector);
    slow.isReading = false;
    actor.send({ type: 'on' });
    await quick.until(() => quick.actor('lamp')?.states[0] === 'lit');
    while (quick.batches.length < 30) {
      actor.send({ type: 'next' });
      const { length } = quick.batches;
      await quick.until(() => quick.batches.length > length);
    }
    assert.is(slow.batches.length, 20);
    assert.is(slow.skipped.length, 0);
    slow.isReading = true;
    slow.socket.emit('applied', slow.batches.at(-1)?.number);
    await slow.until(() => slow.snapshots.length === 2);
    assert.is(slow.skipped.length, 1);
    assert.is(slow.skipped[0]?.batches, quick.batches.length - 20);
    assert.ok((slow.skipped[0]?.entries ?? 0) >= 10);
    actor.send({ type: 'off' });
    await slow.until(() => slow.actor('lamp')?.states[0] === 'off');
    const sequences = [...slow.mirror.snapshot().entries].map(({ sequence }) => sequence);
    assert.equal(sequences, [...new Set(sequences)], 'no entry comes twice');
  });

  test('shows children as they are spawned and stopped, without secrets', async (context) => {
    const inspector = await inspectorFor(context);
    const actor = createActor(familyMachine).start();
    context.after(() => actor.stop());
    inspector.observe(actor);
    const viewer = await viewerOf(context, inspector);
    actor.send({ type: 'spawn', id: 'a' });
    await viewer.until(() => viewer.actor('a') !== undefined);
    const child = viewer.actor('a');
    assert.is(child?.parent, viewer.actor('family')?.id);
    assert.is(child?.kind, 'callback');
    assert.is(child?.src, 'child');
    assert.equal(child?.input, { auth: { $wire: 'redacted' } });
    actor.send({ type: 'poke' });
    await viewer.until(() => viewer.actor('a')?.events === 1);
    const poke = viewer.mirror
      .snapshot()
      .entries.find(({ event, actor: id }) => event.type === 'poke' && id === child?.id);
    assert.is(poke?.sender, viewer.actor('family')?.id);
    assert.not.match(JSON.stringify(viewer.mirror.snapshot()), 's3cret');
  });
});

import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import type { ControlAnswer, ControlRequest } from '../../inspect/model/ControlRequest.ts';
import { createInspector, type Inspector } from '../../inspect/server/index.ts';
import { suite, type TestContext } from '../suite.ts';
import { lampMachine } from './machines.ts';
import { openViewer, type Viewer } from './openViewer.ts';

async function stage({
  after,
}: TestContext): Promise<{ inspector: Inspector; viewer: Viewer; lamp: ReturnType<typeof start> }> {
  const inspector = await createInspector({ control: true });
  after(() => inspector.close());
  const lamp = start();
  after(() => lamp.stop());
  inspector.observe(lamp, { name: 'lamp' });
  const viewer = await openViewer(inspector.url);
  after(() => viewer.close());
  return { inspector, viewer, lamp };
}

const start = () => {
  const lamp = createActor(lampMachine);
  lamp.subscribe({ error() {} });
  return lamp.start();
};

const codeOf = (answer: ControlAnswer): string => (answer.ok ? 'ok' : answer.code);

suite('control', (test) => {
  test('sends events to an actor, and says what it made of them', async (context) => {
    const { viewer, lamp } = await stage(context);
    const actor = viewer.actor('lamp')?.id ?? '';
    assert.equal(await viewer.request({ type: 'send', actor, event: { type: 'on' } }), {
      ok: true,
      value: 'taken',
    });
    assert.is(lamp.getSnapshot().context.turns, 1);
    assert.equal(await viewer.request({ type: 'send', actor, event: { type: 'on' } }), {
      ok: true,
      value: 'ignored',
    });
  });

  test('sends no events that are XState’s own, and none to who is not there', async (context) => {
    const { viewer, lamp } = await stage(context);
    const actor = viewer.actor('lamp')?.id ?? '';
    for (const type of ['xstate.stop', 'xstate.init', '']) {
      const answer = await viewer.request({ type: 'send', actor, event: { type } });
      assert.is(codeOf(answer), 'invalid-request', type);
    }
    assert.is(lamp.getSnapshot().status, 'active');
    const unknown = await viewer.request({ type: 'send', actor: 'process/x:999', event: { type: 'on' } });
    assert.is(codeOf(unknown), 'unknown-actor');
    lamp.stop();
    await viewer.until(() => viewer.actor('lamp')?.status === 'stopped');
    assert.is(codeOf(await viewer.request({ type: 'send', actor, event: { type: 'on' } })), 'not-reachable');
  });

  test('refuses what it cannot understand, and goes on', async (context) => {
    const { viewer } = await stage(context);
    const hostile: readonly unknown[] = [
      null,
      5,
      'send',
      [],
      {},
      { type: 'nonsense' },
      { type: 'expand' },
      { type: 'entries', before: 'x', limit: 1e9 },
      { type: 'connection', action: 'send', connection: 'x', namespace: '/', event: 'e', arguments: 'x' },
    ];
    for (const request of hostile) {
      // What a viewer of another make could send.
      const answer = await viewer.request(request as ControlRequest);
      assert.is(codeOf(answer), 'invalid-request', JSON.stringify(request));
    }
    viewer.socket.emit('request', { type: 'resync' });
    viewer.socket.emit('request');
    viewer.socket.emit('applied', 'x');
    assert.is(codeOf(await viewer.request({ type: 'clearStopped' })), 'ok');
  });

  test('opens values deeper than the live view shows them, secrets excepted', async (context) => {
    const { viewer } = await stage(context);
    const actor = viewer.actor('lamp')?.id ?? '';
    const expand = (path: readonly string[]): Promise<ControlAnswer> =>
      viewer.request({ type: 'expand', actor, from: 'context', path });
    assert.equal(await expand(['turns']), { ok: true, value: 0 });
    assert.equal(await expand(['token']), { ok: true, value: { $wire: 'redacted' } });
    assert.equal(await expand(['turns', 'deeper']), { ok: true, value: { $wire: 'undefined' } });
    assert.equal(await expand(['constructor']), { ok: true, value: { $wire: 'undefined' } });
  });

  test('opens no secrets in maps, where a path tells only their place', async (context) => {
    const { viewer, inspector } = await stage(context);
    const entries = new Map<unknown, unknown>([
      ['a', 1],
      ['token', 'S3CRET'],
      ['credentials', { inner: ['S3CRET'] }],
      ['b', new Map([['password', 'S3CRET']])],
    ]);
    const vault = createActor(createMachine({ context: { entries } })).start();
    context.after(() => vault.stop());
    inspector.observe(vault, { name: 'vault' });
    await viewer.until(() => viewer.actor('vault') !== undefined);
    const actor = viewer.actor('vault')?.id ?? '';
    const expand = (...path: string[]): Promise<ControlAnswer> =>
      viewer.request({ type: 'expand', actor, from: 'context', path: ['entries', ...path] });
    const redacted = { ok: true, value: { $wire: 'redacted' } };
    assert.equal(await expand('0'), { ok: true, value: 1 });
    assert.equal(await expand('1'), redacted);
    assert.equal(await expand('2'), redacted);
    assert.equal(await expand('2', 'inner', '0'), redacted);
    assert.equal(await expand('3', '0'), redacted);
    assert.equal(await expand('4'), { ok: true, value: { $wire: 'undefined' } });
  });

  test('gives everything again, and older entries, on request', async (context) => {
    const { viewer, lamp } = await stage(context);
    for (let count = 0; count < 10; count += 1) lamp.send({ type: 'next' });
    await viewer.until(() => viewer.actor('lamp')?.events === 10);
    await viewer.request({ type: 'resync' });
    assert.is(viewer.snapshots.length, 2);
    assert.is(viewer.snapshots[1]?.entries.length, 10);
    const answer = await viewer.request({ type: 'entries', before: 6, limit: 3 });
    assert.equal('entries' in answer ? answer.entries.map(({ sequence }) => sequence) : [], [3, 4, 5]);
  });

  test('forgets actors that have ended, for everybody', async (context) => {
    const { viewer, lamp } = await stage(context);
    lamp.stop();
    await viewer.until(() => viewer.actor('lamp')?.status === 'stopped');
    await viewer.request({ type: 'clearStopped' });
    await viewer.until(() => viewer.mirror.actors.size === 0);
  });
});

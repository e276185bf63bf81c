import {
  createInspector as createStately,
  createWebSocketInspector,
  createWebSocketReceiver,
} from '@statelyai/inspect';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { createActor } from 'xstate';
import { createCollector, type Collector } from '../../inspect/model/createCollector.ts';
import { createStatelyAdapter } from '../../inspect/model/createStatelyAdapter.ts';
import { createInspector } from '../../inspect/server/index.ts';
import { isRecord } from '../../inspect/model/isRecord.ts';
import { suite } from '../suite.ts';
import { familyMachine, lampMachine } from './machines.ts';
import { openViewer } from './openViewer.ts';

type Message = Readonly<Record<string, unknown>>;

function adapted(): { collector: Collector; receive: (message: unknown) => boolean } {
  const collector = createCollector();
  const adapter = createStatelyAdapter({ collector, source: 'page', now: () => 1 });
  return { collector, receive: (message) => adapter.receive(message) };
}

/** Lets the package convert what it has deferred: a task for each message. */
const idle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
};

suite('@statelyai/inspect', (test) => {
  test('programs show their actors through createWebSocketInspector', async ({ after }) => {
    const inspector = await createInspector();
    after(() => inspector.close());
    const viewer = await openViewer(inspector.url);
    after(() => viewer.close());
    const stately = createWebSocketInspector({ url: inspector.socketUrl });
    after(() => stately.stop());
    const lamp = createActor(lampMachine, { id: 'far lamp', inspect: stately.inspect }).start();
    after(() => lamp.stop());
    await viewer.until(() => viewer.actor('far lamp') !== undefined);
    lamp.send({ type: 'on' });
    await viewer.until(() => viewer.actor('far lamp')?.states.includes('lit.colour.red') === true);
    lamp.send({ type: 'next' });
    await viewer.until(() => viewer.actor('far lamp')?.states.includes('lit.colour.green') === true);
    const actor = viewer.actor('far lamp');
    assert.is(actor?.kind, 'machine');
    assert.ok(actor?.definition !== null && viewer.mirror.definitions.has(actor?.definition ?? ''));
    assert.is(
      viewer.mirror.snapshot().entries.find(({ event }) => event.type === 'next')?.edges[0],
      'lit.colour.red|next|0',
    );
    assert.is(viewer.actor('wire')?.parent, actor?.id);
    const source = viewer.mirror.snapshot().sources.find(({ id }) => id === actor?.source);
    assert.is(source?.kind, 'xstate5');
    assert.is(source?.connected, true);
    assert.not.match(JSON.stringify(viewer.mirror.snapshot()), 's3cret');
    const refused = await viewer.request({
      type: 'expand',
      actor: actor?.id ?? '',
      from: 'context',
      path: [],
    });
    assert.is(refused.ok ? '' : refused.code, 'not-reachable');
    stately.stop();
    await viewer.until(() => viewer.actor('far lamp')?.status === 'stopped');
    assert.is(viewer.mirror.snapshot().sources.find(({ id }) => id === actor?.source)?.connected, false);
  });

  test('two programs with the same session ids stay apart', async ({ after }) => {
    const inspector = await createInspector();
    after(() => inspector.close());
    const own = createActor(lampMachine).start();
    after(() => own.stop());
    inspector.observe(own, { name: 'own' });
    const viewer = await openViewer(inspector.url);
    after(() => viewer.close());
    const socket = new WebSocket(inspector.socketUrl);
    after(() => socket.close());
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    const base = { sessionId: own.sessionId, _version: '0.7.2', createdAt: String(Date.now()) };
    socket.send(
      JSON.stringify({ ...base, type: '@xstate.actor', name: 'other', definition: '{"id":"other"}' }),
    );
    socket.send(
      JSON.stringify({
        ...base,
        type: '@xstate.snapshot',
        event: { type: 'x' },
        snapshot: { status: 'active' },
      }),
    );
    await viewer.until(() => viewer.actor('other') !== undefined);
    assert.is(viewer.actor('own')?.sessionId, viewer.actor('other')?.sessionId);
    assert.is.not(viewer.actor('own')?.id, viewer.actor('other')?.id);
  });

  test('its receivers can watch our actors', async ({ after }) => {
    const inspector = await createInspector();
    after(() => inspector.close());
    const lamp = createActor(lampMachine).start();
    after(() => lamp.stop());
    inspector.observe(lamp, { name: 'lamp' });
    const messages: Message[] = [];
    let ask: () => void = () => {};
    const receiver = createWebSocketReceiver({ server: inspector.xstate5ReceiverUrl });
    receiver.subscribe((message) => {
      // Its type names what XState 5 has; it is read here as it came.
      messages.push({ ...message });
      ask();
    });
    const until = (holds: (message: Message) => boolean): Promise<Message> =>
      new Promise((resolve) => {
        ask = () => {
          const found = messages.find(holds);
          if (found !== undefined) resolve(found);
        };
        ask();
      });
    const registration = await until(({ type, name }) => type === '@xstate.actor' && name === 'lamp');
    assert.is(registration['sessionId'], lamp.sessionId);
    assert.type(registration['_version'], 'string');
    const child = await until(({ name }) => name === 'wire');
    assert.is(child['parentId'], lamp.sessionId);
    assert.is(child['rootId'], lamp.sessionId);
    lamp.send({ type: 'on' });
    const event = await until(
      ({ type, event: sent }) => type === '@xstate.event' && isRecord(sent) && sent['type'] === 'on',
    );
    assert.is(event['sessionId'], lamp.sessionId);
    const snapshot = await until(
      ({ type, event: sent }) => type === '@xstate.snapshot' && isRecord(sent) && sent['type'] === 'on',
    );
    assert.equal(snapshot['snapshot'], {
      status: 'active',
      value: 'warming',
      children: {},
      historyValue: {},
      tags: ['busy'],
      context: { turns: 1, token: '[redacted]', retryAt: null },
    });
    assert.not.match(JSON.stringify(messages), 's3cret');
    assert.is(inspector.watchers, 1);
  });

  test('what we tell its receivers is understood by our own adapter', async ({ after }) => {
    const inspector = await createInspector();
    after(() => inspector.close());
    const lamp = createActor(lampMachine).start();
    after(() => lamp.stop());
    inspector.observe(lamp, { name: 'lamp' });
    const { collector, receive } = adapted();
    const socket = new WebSocket(inspector.xstate5ReceiverUrl);
    after(() => socket.close());
    const done = new Promise<void>((resolve) =>
      socket.addEventListener('message', ({ data }) => {
        assert.ok(receive(JSON.parse(typeof data === 'string' ? data : '')));
        if (collector.snapshot().entries.some(({ event }) => event.type === 'finish')) resolve();
      }),
    );
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    lamp.send({ type: 'on' });
    await new Promise((resolve) => setImmediate(resolve));
    lamp.send({ type: 'next' });
    lamp.send({ type: 'finish' });
    await done;
    const { entries, actors, definitions } = collector.snapshot();
    assert.is(definitions.length, 1);
    const actor = actors.find(({ name }) => name === 'lamp');
    assert.is(actor?.status, 'done');
    assert.equal(
      entries
        .filter(({ actor: id }) => id === actor?.id)
        .map(({ event, edges }) => `${event.type} ${edges.join()}`),
      [
        'on off|on|0',
        'xstate.done.actor.warmUp warming|xstate.done.actor.warmUp|0',
        'next lit.colour.red|next|0',
        'finish lit|finish|0',
      ],
    );
  });
});

suite('the adapter of @statelyai/inspect', (test) => {
  test('reads what the package itself sends', async () => {
    const { collector, receive } = adapted();
    const stately = createStately({ send: (message) => void receive(JSON.parse(JSON.stringify(message))) });
    const family = createActor(familyMachine, { id: 'family', inspect: stately.inspect }).start();
    family.send({ type: 'spawn', id: 'a' });
    family.send({ type: 'poke' });
    await idle();
    family.stop();
    await idle();
    const { actors, entries } = collector.snapshot();
    assert.equal(
      actors.map(({ name, kind, status }) => `${name} ${kind} ${status}`),
      ['family machine stopped', 'a unknown stopped'],
    );
    assert.is(actors[1]?.parent, actors[0]?.id);
    assert.is(
      entries.find(({ event, actor }) => event.type === 'poke' && actor === actors[1]?.id)?.sender,
      actors[0]?.id,
    );
    assert.ok(entries.every(({ guessed }) => guessed));
  });

  test('does not show actors that were only made', () => {
    const { collector, receive } = adapted();
    const base = { sessionId: 'x:1', _version: '0.7.2', createdAt: '1' };
    assert.ok(receive({ ...base, type: '@xstate.actor', name: 'ghost', definition: '{"id":"ghost"}' }));
    assert.is(collector.snapshot().actors.length, 0);
  });

  test('makes an actor of a session that was never registered', () => {
    const { collector, receive } = adapted();
    const base = { sessionId: 'x:9', _version: '0.7.2', createdAt: '1795317165401' };
    receive({
      ...base,
      type: '@xstate.snapshot',
      event: { type: 'go' },
      snapshot: { status: 'active', value: 'a' },
    });
    const [actor] = collector.snapshot().actors;
    assert.is(actor?.name, 'x:9');
    assert.equal(actor?.states, ['a']);
    assert.is(actor?.startedAt, 1_795_317_165_401);
  });

  test('takes any message of any shape', () => {
    const { collector, receive } = adapted();
    const base = { sessionId: 'x:1', _version: '0.7.2' };
    for (const message of [
      undefined,
      null,
      5,
      'text',
      [],
      {},
      { type: '@xstate.actor' },
      { ...base, type: '@xstate.actor', definition: '{', snapshot: 5 },
      { ...base, type: '@xstate.actor', definition: 'x'.repeat(100), name: {} },
      { ...base, type: '@xstate.event', event: null, sourceId: 5 },
      { ...base, type: '@xstate.snapshot' },
      { ...base, type: '@xstate.snapshot', event: 'x', snapshot: null },
      {
        ...base,
        type: '@xstate.snapshot',
        event: { type: {} },
        snapshot: { status: 7, tags: {}, value: [1] },
      },
      { ...base, type: '@xstate.microstep', event: {}, snapshot: {} },
      { ...base, type: '@xstate.future' },
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('trapped');
          },
        },
      ),
    ]) {
      receive(message);
    }
    assert.ok(collector.snapshot().actors.length <= 1);
    assert.is(receive({ ...base, type: '@xstate.future' }), true);
    assert.is(receive({ type: 'service.register', sessionId: 'x' }), false);
  });

  test('stops the actors of a program that has gone', () => {
    const { collector, receive } = adapted();
    collector.setSource({ id: 'page', name: 'page', kind: 'xstate5', connected: true, accepts: false });
    const base = { sessionId: 'x:1', _version: '0.7.2' };
    receive({
      ...base,
      type: '@xstate.snapshot',
      event: { type: 'go' },
      snapshot: { status: 'active', value: 'a' },
    });
    receive({ type: '@statelyai.disconnected' });
    const { actors, sources } = collector.snapshot();
    assert.is(actors[0]?.status, 'stopped');
    assert.is(sources[0]?.connected, false);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import * as assert from 'uvu/assert';
import { createInspector, type InspectorOptions } from '../../inspect/server/index.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import type { Connection } from '../../src/connections/Connection.ts';
import { suite, type TestContext } from '../suite.ts';
import { openViewer, type Viewer } from './openViewer.ts';

interface Stage {
  readonly server: Server;
  readonly connection: Connection;
  readonly viewer: Viewer;
}

/** A real server, a connection to it, an inspector of it and a viewer of that. */
async function stage({ after }: TestContext, options: InspectorOptions = {}): Promise<Stage> {
  const http = createServer();
  const server = new Server(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  after(() => server.close());
  // The address of a server that listens to a port is an object.
  const { port } = http.address() as AddressInfo;
  const connections = createConnections([
    {
      name: 'demo',
      url: 'http://127.0.0.1',
      port,
      auth: { token: 's3cret' },
      extraHeaders: { 'x-key': 's3cret' },
      query: { room: 's3cret' },
    },
  ]);
  after(() => connections.close());
  const inspector = await createInspector(options);
  after(() => inspector.close());
  inspector.observeConnections(connections);
  const viewer = await openViewer(inspector.url);
  after(() => viewer.close());
  return { server, connection: connections.get('demo'), viewer };
}

suite('inspecting connections', (test) => {
  test('shows a connection by its name, with its states, children and no secrets', async (context) => {
    const { connection, viewer } = await stage(context);
    assert.equal(viewer.actor('demo')?.states, ['idle']);
    connection.start();
    await connection.connected();
    await viewer.until(() => viewer.actor('demo')?.states[0] === 'connected');
    const demo = viewer.actor('demo');
    assert.is(demo?.connection, 'demo');
    assert.is(demo?.kind, 'machine');
    assert.ok(demo?.visited.includes('connecting.opening'));
    const children = [...viewer.mirror.actors.values()].filter(({ parent }) => parent === demo?.id);
    assert.ok(children.length > 0);
    assert.ok(children.every((child) => child.connection === 'demo'));
    assert.not.match(JSON.stringify([viewer.snapshots, viewer.batches]), 's3cret');
  });

  test('shows why a connection fails, and when it tries again', async (context) => {
    const { server, connection, viewer } = await stage(context);
    connection.start();
    await connection.connected();
    await server.close();
    await viewer.until(() => viewer.actor('demo')?.errorMessage !== null);
    await viewer.until(() => viewer.actor('demo')?.retryAt !== null);
    const { retryAt, timers } = viewer.actor('demo') ?? {};
    assert.ok(Math.abs((retryAt ?? 0) - Date.now()) < 60_000);
    assert.ok((timers ?? []).length > 0);
    connection.stop();
    await viewer.until(() => viewer.actor('demo')?.states[0] === 'stopped');
  });

  test('shows messages both ways, exact in number, with acknowledgements and their round trips', async (context) => {
    const { server, connection, viewer } = await stage(context);
    server.on('connection', (socket) => {
      socket.on('ask', (question: string, answer: (text: string) => void) => answer(`${question}!`));
      socket.on('push', () => socket.emit('news', { password: 's3cret', n: 1 }, Buffer.from([1, 2])));
    });
    connection.subscribe('news', () => {});
    connection.start();
    await connection.connected();
    assert.is(await connection.request('ask', 'why'), 'why!');
    for (let count = 0; count < 500; count += 1) connection.send('push', count);
    const received = (): number =>
      viewer.mirror.snapshot().counts.find(({ event, direction }) => event === 'news' && direction === 'in')
        ?.messages ?? 0;
    await viewer.until(() => received() === 500);
    const { counts, rows, acknowledgements, totals } = viewer.mirror.snapshot();
    assert.is(counts.find(({ event }) => event === 'push')?.messages, 500);
    assert.is(totals[0]?.sent, 501);
    const news = rows.find(({ event }) => event === 'news');
    assert.equal(news?.payload, [
      { password: { $wire: 'redacted' }, n: 1 },
      { $wire: 'binary', name: 'Buffer', bytes: 2, hex: '0102' },
    ]);
    assert.is(news?.direction, 'in');
    assert.is(news?.connection, 'demo');
    const shown = rows.length;
    const skipped = viewer.batches.reduce((sum, { rowsSkipped }) => sum + rowsSkipped, 0);
    assert.is(shown + skipped, 1_001, 'each message has a row, or is counted as skipped');
    assert.ok(shown < 500);
    const ask = rows.find(({ event }) => event === 'ask');
    assert.is(ask?.awaits, true);
    assert.equal(ask?.payload, ['why']);
    const answer = acknowledgements.find(({ row }) => row === ask?.sequence);
    assert.equal(answer?.payload, ['why!']);
    assert.ok((answer?.roundTrip ?? -1) >= 0);
  });

  test('is driven only where that is switched on', async (context) => {
    const { viewer, connection } = await stage(context);
    for (const request of [
      { type: 'connection', action: 'start', connection: 'demo' },
      { type: 'send', actor: viewer.actor('demo')?.id ?? '', event: { type: 'start' } },
    ] as const) {
      const answer = await viewer.request(request);
      assert.is(answer.ok, false);
      assert.is(answer.ok ? '' : answer.code, 'control-off');
    }
    assert.is(connection.state, 'idle');
  });

  test('starts, sends, subscribes and stops from a viewer', async (context) => {
    const { viewer, connection, server } = await stage(context, { control: true });
    assert.is(viewer.hello.control, true);
    server.on('connection', (socket) => {
      socket.on('echo', (value: unknown, answer: (value: unknown) => void) => answer(value));
      socket.on('say', (value: unknown) => socket.emit('said', value));
    });
    const base = { type: 'connection', connection: 'demo' } as const;
    assert.equal(await viewer.request({ ...base, action: 'start' }), { ok: true, value: null });
    await connection.connected();
    const of = { ...base, namespace: '/', event: 'said' } as const;
    assert.equal(await viewer.request({ ...of, action: 'subscribe' }), { ok: true, value: null });
    const echo = await viewer.request({
      ...base,
      action: 'send',
      namespace: '/',
      event: 'echo',
      arguments: [{ a: 1 }],
      acknowledge: true,
    });
    assert.equal(echo, { ok: true, value: { a: 1 } });
    await viewer.request({
      ...base,
      action: 'send',
      namespace: '/',
      event: 'say',
      arguments: ['hello'],
      acknowledge: false,
    });
    await viewer.until(() => viewer.mirror.snapshot().rows.some(({ event }) => event === 'said'));
    assert.equal(await viewer.request({ ...of, action: 'unsubscribe' }), { ok: true, value: null });
    assert.equal(await viewer.request({ ...base, action: 'stop' }), { ok: true, value: null });
    await connection.stopped();
    const unknown = await viewer.request({ ...base, connection: 'other', action: 'start' });
    assert.is(unknown.ok ? '' : unknown.code, 'unknown-connection');
  });

  test('ends a viewer’s subscriptions with it', async (context) => {
    const { viewer, connection } = await stage(context, { control: true });
    const ended = new Promise<void>((resolve) => connection.on('unsubscribed', () => resolve()));
    await viewer.request({
      type: 'connection',
      connection: 'demo',
      action: 'subscribe',
      namespace: '/',
      event: 'news',
    });
    viewer.close();
    await ended;
  });
});

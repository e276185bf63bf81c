import * as assert from 'uvu/assert';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import { faultProxy } from '../../src/testing/faultProxy.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { eventually } from '../eventually.ts';
import { suite } from '../suite.ts';
import { codeOf, live } from './live.ts';

// What a connection is given that it cannot do anything with, and what it does then.

suite('times without end', (test) => {
  test('are waited for, and not over at once', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const warnings: unknown[] = [];
    const note = (warning: Error): void => void warnings.push(warning.name);
    process.on('warning', note);
    context.after(() => process.off('warning', note));
    const { connection, errors } = live(context, {
      url: server.url,
      protocol: 'auto',
      timeout: Infinity,
      authTimeout: 3e9,
      stableAfter: Infinity,
      closeTimeout: Infinity,
      ackTimeout: Infinity,
      auth: () => Promise.resolve({}),
      queue: { maxAge: Infinity },
    });
    connection.send('noted', 'waits for the connection');
    connection.start();
    await connection.connected();
    const silent = codeOf(connection.with({ timeout: Infinity }).request('silent'));
    assert.is(await connection.request('echo', 'answered'), 'answered');
    assert.is(connection.state, 'connected.settling');
    const stopped = connection.stopped();
    connection.stop();
    await stopped;
    assert.is(await silent, 'connection-stopped');
    assert.equal(errors, []);
    assert.equal(warnings, []);
  });
});

suite('names that no namespace can have', (test) => {
  for (const name of ['admin', ' /admin', '/a,b', '/a?b', '__proto__', 'constructor'])
    test(`${JSON.stringify(name)} is refused where it is given, and disturbs nobody`, async (context) => {
      const server = await testServer();
      context.after(() => server.close());
      const { connection, errors, states } = live(context, { url: server.url });
      connection.start();
      await connection.connected();
      assert.throws(
        () => connection.namespace(name),
        ({ code, message }: { code: string; message: string }) =>
          code === 'invalid-configuration' && message.includes('is no namespace'),
      );
      for (const type of ['send', 'subscribe', 'unsubscribe'] as const)
        connection.actor.send({ type, namespace: name, eventName: 'news' });
      for (const type of ['join', 'leave', 'use'] as const) connection.actor.send({ type, namespace: name });
      assert.equal(
        errors.map(({ code }) => code),
        Array.from({ length: 5 }, () => 'invalid-configuration'),
      );
      assert.is(await connection.request('echo', 1), 1);
      assert.not.ok(states.includes('connecting.waiting'), states.join());
      assert.throws(
        () => createConnections([{ name: 'a', url: server.url, namespaces: { [name]: {} } }]),
        /begins with \//,
      );
    });

  test('the empty one is the default namespace', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const { connection } = live(context, { url: server.url });
    connection.start();
    assert.is(connection.namespace('').name, '/');
    assert.is(await connection.namespace('').request('echo', 2), 2);
  });
});

suite('configurations that nobody can mean', (test) => {
  const wrong: readonly (readonly [part: string, option: string])[] = [
    ['{ "transports": [] }', 'transports'],
    ['{ "transports": ["foo"] }', 'transports'],
    ['{ "transports": "websocket" }', 'transports'],
    ['{ "parser": "foo" }', 'parser'],
    ['{ "auth": "token" }', 'auth'],
    ['{ "auth": null }', 'auth'],
    ['{ "queue": 5 }', 'queue'],
    ['{ "queue": { "flushRate": 0 } }', 'queue.flushRate'],
    ['{ "namespaces": ["/a"] }', 'namespaces'],
    ['{ "namespaces": { "/a": null } }', 'namespaces./a'],
    ['{ "namespaces": { "/a": { "auth": 5 } } }', 'namespaces./a.auth'],
    ['{ "query": "a=b" }', 'query'],
  ];
  for (const [part, option] of wrong)
    test(`${part} is refused by name`, () => {
      const config: Partial<ConnectionConfig> = JSON.parse(part);
      assert.throws(
        () => createConnections([{ name: 'demo', url: 'http://127.0.0.1', ...config }]),
        ({ code, message }: { code: string; message: string }) =>
          code === 'invalid-configuration' && message.startsWith(`demo: \`${option}\` takes `),
      );
    });
});

for (const [protocol, version] of [
  ['v4', '4.8'],
  ['v2', '2.5'],
] as const)
  suite(`what goes wrong on ${protocol}, and is told of`, (test) => {
    test('credentials that cannot be written are a failure like others, with another try', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const circle: Record<string, unknown> = {};
      circle['self'] = circle;
      const given = [{ id: 10n }, circle, { token: 'good' }];
      const { connection, errors } = live(context, {
        url: server.url,
        protocol,
        auth: () => given.shift() ?? {},
      });
      connection.start();
      await connection.connected();
      assert.equal(
        errors.map(({ code, retryable }) => [code, retryable]),
        [
          ['credentials-failed', true],
          ['credentials-failed', true],
        ],
      );
      assert.match(errors[0]?.message ?? '', 'BigInt');
    });

    test('a request that is under way when it is stopped fails as stopped', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const { connection, next } = live(context, { url: server.url, protocol });
      connection.start();
      await connection.connected();
      const request = codeOf(connection.request('silent'));
      connection.stop();
      assert.is(await request, 'connection-stopped');
      connection.start();
      await next('started');
      const other = codeOf(connection.request('silent'));
      server.dropEngines();
      assert.is(await other, 'connection-lost');
    });

    test('a drop without reconnection is an error, and not a silent end', async (context) => {
      const server = await testServer({ version });
      context.after(() => server.close());
      const { connection, errors, until } = live(context, { url: server.url, protocol, reconnection: false });
      connection.start();
      await connection.connected();
      server.dropEngines();
      await until('stopped.failed');
      assert.equal(
        errors.map(({ code }) => code),
        ['attempts-exhausted'],
      );
      assert.match(errors[0]?.message ?? '', /dropped \(transport close\), and `reconnection` is off/);
      assert.is(connection.lastError?.code, 'attempts-exhausted');
    });

    for (const transport of ['polling', 'websocket'] as const)
      test(`a network that falls silent over ${transport} leaves no socket behind`, async (context) => {
        const server = await testServer({ version, server: { pingInterval: 200, pingTimeout: 200 } });
        context.after(() => server.close());
        const proxy = await faultProxy({ target: { port: server.port } });
        context.after(() => proxy.close());
        const { connection, next, until } = live(context, {
          url: proxy.url,
          protocol,
          transports: [transport],
          reconnectionDelay: 500,
          reconnectionDelayMax: 500,
        });
        connection.start();
        await connection.connected();
        await proxy.setFault({ type: 'blackHole' });
        await until('connecting.waiting');
        await proxy.setFault({ type: 'pass' }, 'new');
        await until('connected');
        connection.stop();
        assert.is((await next('stopped')).reason, 'stop');
        await eventually(() => proxy.connections === 0);
      });
  });

suite('new credentials for the default namespace of protocol 2', (test) => {
  test('bring the connection back within a try, other namespaces or none', async (context) => {
    const server = await testServer({ version: '2.5', namespaces: ['/admin'] });
    context.after(() => server.close());
    let count = 0;
    const { connection, errors, untilNamespace, next } = live(context, {
      url: server.url,
      protocol: 'v2',
      timeout: 60_000,
      namespaces: { '/': { auth: () => ({ token: `t${(count += 1)}` }) }, '/admin': {} },
    });
    connection.start();
    await connection.connected();
    await untilNamespace('/admin', 'joined');
    const again = next('started');
    server.kick('/');
    await again;
    await untilNamespace('/admin', 'joined');
    // The one that was kicked, and the one that went with the engine.
    assert.equal(
      errors.map(({ code, namespace }) => [code, namespace]),
      [
        ['namespace-disconnected', '/'],
        ['namespace-disconnected', '/admin'],
      ],
    );
  });
});

for (const transport of ['polling', 'websocket'] as const)
  suite(`messages that the server does not take, over ${transport}`, (test) => {
    const limit = 100_000;
    const large: readonly (readonly [what: string, value: unknown])[] = [
      ['a text', 'x'.repeat(limit)],
      ['letters of two bytes', 'é'.repeat(limit * 0.6)],
      ['characters that JSON escapes', '\u0001'.repeat(limit / 5)],
      ['many numbers', Array.from({ length: limit / 4 }, (_, index) => 1000 + (index % 9000))],
      ['bytes', { image: new Uint8Array(limit + 1) }],
      // Polling makes base64 of them.
      ...(transport === 'polling' ? [['bytes as text', new Uint8Array(limit * 0.76)] as const] : []),
    ];
    const fitting: readonly unknown[] = [
      'x'.repeat(limit - 100),
      Array.from({ length: limit / 3 }, () => 1),
      // Each in a packet of its own.
      [new Uint8Array(limit / 2), new Uint8Array(limit / 2), new Uint8Array(limit / 2)],
    ];

    test('are refused at the door, and the connection holds', async (context) => {
      const server = await testServer({ server: { maxHttpBufferSize: limit } });
      context.after(() => server.close());
      const { connection, states } = live(context, {
        url: server.url,
        protocol: 'v4',
        transports: [transport],
      });
      connection.start();
      await connection.connected();
      for (const [what, value] of large) {
        assert.throws(
          () => connection.send('noted', value),
          ({ code }: { code: string }) => code === 'message-too-large',
          what,
        );
        assert.is(await codeOf(connection.request('echo', value)), 'message-too-large', what);
        const assured = connection.with({ delivery: 'atLeastOnce' });
        assert.is(await codeOf(assured.request('echo', value)), 'message-too-large', what);
      }
      for (const value of fitting) await connection.request('echo', value);
      assert.not.ok(states.includes('connecting.waiting'), states.join());
    });

    test('are told of where they waited, and hold nobody up', async (context) => {
      const server = await testServer({ server: { maxHttpBufferSize: limit } });
      context.after(() => server.close());
      const { connection, states, dropped } = live(context, {
        url: server.url,
        protocol: 'v4',
        transports: [transport],
      });
      const [, value] = large[0] ?? [];
      const assured = connection.with({ delivery: 'atLeastOnce' });
      connection.send('noted', value);
      const refused = [codeOf(connection.request('echo', value)), codeOf(assured.request('echo', value))];
      const answered = [connection.request('echo', 1), assured.request('echo', 2)];
      connection.start();
      assert.equal(await Promise.all(refused), ['message-too-large', 'message-too-large']);
      assert.equal(await Promise.all(answered), [1, 2]);
      assert.equal(
        dropped.map(({ eventName, reason }) => [eventName, reason]),
        [['noted', 'message-too-large']],
      );
      assert.not.ok(states.includes('connecting.waiting'), states.join());
    });
  });

suite('closing', (test) => {
  test('tells of what waited, also where it was never started', async () => {
    const connections = createConnections([{ name: 'demo', url: 'http://127.0.0.1:9' }]);
    const demo = connections.get('demo');
    const dropped: string[] = [];
    demo.on('dropped', ({ eventName, reason }) => dropped.push(`${eventName} ${reason}`));
    demo.send('hello');
    const request = codeOf(demo.request('question'));
    await connections.close();
    assert.equal(dropped, ['hello connection-stopped']);
    assert.is(await request, 'connection-stopped');
  });

  test('in a listener closes first, tells of it, and resolves then', async ({ after }) => {
    const server = await testServer();
    after(() => server.close());
    const connections = createConnections([{ name: 'demo', url: server.url }]);
    const demo = connections.get('demo');
    let stopped = 0;
    demo.on('stopped', () => (stopped += 1));
    const state = new Promise<string>((resolve) => {
      demo.on('started', () => {
        void connections.close().then(() => resolve(demo.state));
      });
    });
    demo.start();
    assert.is(await state, 'stopped.closed');
    assert.is(stopped, 1);
    await eventually(() => server.connections === 0);
  });
});

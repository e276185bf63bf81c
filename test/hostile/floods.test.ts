import * as assert from 'uvu/assert';
import { codeOf, live } from '../connections/live.ts';
import { suite } from '../suite.ts';
import { isNoMoreThan, liveHeap, resources } from './memory.ts';
import { rawServer, type RawKind } from './rawServer.ts';
import { witness } from './witness.ts';
import { eventually } from '../eventually.ts';

const megabyte = 1024 * 1024;
const websocket: RawKind = { protocol: 'v4', transport: 'websocket' };
const kinds: readonly RawKind[] = [
  websocket,
  { protocol: 'v4', transport: 'polling' },
  { protocol: 'v2', transport: 'websocket' },
];
const config = {
  reconnectionDelay: 1,
  reconnectionDelayMax: 1,
  delivery: 'atLeastOnce',
  ackTimeout: 2000,
} as const;

suite('floods', (test) => {
  for (const kind of kinds) {
    const { protocol, transport } = kind;
    test(`tens of thousands of events at once are all heard, and requests go on (${protocol}, ${transport})`, async (context) => {
      witness(context);
      const server = await rawServer(context, kind);
      const { connection } = live(context, { ...config, url: server.url, protocol, transports: [transport] });
      let heard = 0;
      connection.subscribe('x', () => {
        heard += 1;
      });
      connection.start();
      await connection.connected();
      const packets = Array<string>(1000).fill('42["x",{"some":["small","data"]}]');
      for (let burst = 0; burst < 30; burst += 1) server.sessions[0]?.send(...packets);
      const answer = connection.request('health');
      await eventually(() => heard === 30_000);
      assert.is(await answer, 'ok');
      assert.is(connection.counters.received, 30_000);
    });

    test(`pings without end are answered and change nothing (${protocol}, ${transport})`, async (context) => {
      witness(context);
      const server = await rawServer(context, kind);
      const { connection, states } = live(context, {
        ...config,
        url: server.url,
        protocol,
        transports: [transport],
      });
      connection.start();
      await connection.connected();
      const before = states.length;
      server.sessions[0]?.send(...Array<string>(5000).fill(protocol === 'v4' ? '2' : '3'));
      assert.is(await connection.request('health'), 'ok');
      assert.equal(
        states.slice(before).filter((state) => !state.startsWith('connected')),
        [],
      );
    });
  }

  test('huge payloads and deep ones are heard, or are a drop', async (context) => {
    witness(context);
    const server = await rawServer(context, websocket);
    const { connection } = live(context, {
      ...config,
      url: server.url,
      protocol: 'v4',
      transports: ['websocket'],
    });
    const sizes: number[] = [];
    connection.subscribe('x', (value) => sizes.push(String(value).length));
    connection.start();
    await connection.connected();
    server.sessions.at(-1)?.send(`42["x","${'y'.repeat(30 * megabyte)}"]`);
    assert.is(await connection.request('health'), 'ok');
    assert.equal(sizes, [30 * megabyte]);
    const deep = 100_000;
    for (const packet of [
      `42["y",${'['.repeat(deep)}${']'.repeat(deep)}]`,
      `42["y",${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}]`,
      `40${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`,
    ]) {
      server.sessions.at(-1)?.send(packet);
      assert.is(await connection.request('health'), 'ok');
    }
    // The placeholders of binary are looked for at every depth.
    server.sessions
      .at(-1)
      ?.send(
        `451-["y",${'['.repeat(deep)}{"_placeholder":true,"num":0}${']'.repeat(deep)}]`,
        Buffer.from('x'),
      );
    assert.is(await connection.request('health'), 'ok');
  });

  test('what comes before CONNECT is heard after it, and is gone where there is none', async (context) => {
    witness(context);
    let isHonest = true;
    const server = await rawServer(context, websocket, {
      onConnect: (session) => {
        session.send('42["x",1]', '42["x",2]', '4210["asked"]');
        if (isHonest) session.send('40{"sid":"x"}');
      },
    });
    const { connection, next, until } = live(context, {
      ...config,
      url: server.url,
      protocol: 'v4',
      transports: ['websocket'],
      timeout: 100,
    });
    const heard: unknown[] = [];
    connection.subscribe('x', (value) => heard.push(value));
    connection.start();
    await connection.connected();
    await eventually(() => heard.length === 2);
    isHonest = false;
    server.sessions.at(-1)?.cut('reset');
    await next('error', ({ code }) => code === 'timeout');
    isHonest = true;
    await until('connected');
    await eventually(() => heard.at(-1) === 2 && heard.length >= 4);
    assert.equal(heard.slice(0, 2), [1, 2]);
  });

  test('an acknowledgement given twice, or with anything, settles once', async (context) => {
    witness(context);
    const answers = ['[]', '["ok"]', '[null,{}]', '{}', '"x"', ''];
    let given = 0;
    const server = await rawServer(context, websocket, {
      onEvent: (session, _namespace, id) => {
        const answer = answers[given % answers.length] ?? '';
        given += 1;
        session.send(`43${id}${answer}`, `43${id}["second"]`, `43${id}`);
      },
    });
    const { connection } = live(context, {
      ...config,
      url: server.url,
      protocol: 'v4',
      transports: ['websocket'],
      delivery: 'atMostOnce',
      ackTimeout: 100,
    });
    connection.start();
    const outcomes: unknown[] = [];
    for (let count = 0; count < answers.length; count += 1) {
      await connection.connected();
      outcomes.push(await codeOf(connection.request('x')));
      await eventually(() => connection.isConnected);
    }
    assert.equal(outcomes.slice(0, 3), [undefined, 'ok', null]);
    // What is no list of arguments ends the connection, or counts as none.
    for (const outcome of outcomes.slice(3))
      assert.ok(
        outcome === undefined || outcome === 'connection-lost' || outcome === 'second',
        String(outcome),
      );
  });
});

suite('nothing is kept', (test) => {
  const quiet = { ...config, protocol: 'v4', transports: ['websocket'] } as const;

  test('of requests that are never answered', async (context) => {
    let heard = 0;
    const server = await rawServer(context, websocket, { onEvent: () => void (heard += 1) });
    const { connection } = live(context, { ...quiet, url: server.url });
    connection.start();
    await connection.connected();
    const ask = async (count: number): Promise<void> => {
      const payload = (): string => 'x'.repeat(1000) + String(Math.random());
      const once = connection.with({ timeout: 20, delivery: 'atMostOnce' });
      for (let batch = 0; batch < count; batch += 500)
        await Promise.all(
          Array.from({ length: 500 }, () => codeOf(once.request('x', { held: [payload()] }))),
        );
    };
    await ask(1000);
    // What is still on the wire is kept until it has left.
    await eventually(() => heard === 1000);
    const before = await liveHeap();
    await ask(20_000);
    await eventually(() => heard === 21_000);
    const growth = (await liveHeap()) - before;
    assert.ok(growth < 2 * megabyte, `${growth} bytes for 20,000 requests`);
  });

  test('of questions that are never answered, and of names that never come again', async (context) => {
    const server = await rawServer(context, websocket);
    const { connection } = live(context, { ...quiet, url: server.url });
    connection.subscribe('*', () => {});
    connection.start();
    await connection.connected();
    let name = 0;
    const flood = async (count: number): Promise<void> => {
      for (let batch = 0; batch < count; batch += 1000) {
        server.sessions[0]?.send(
          ...Array.from(
            { length: 1000 },
            () => `42${(name += 1)}["event ${name} ${'x'.repeat(100)}",${name}]`,
          ),
        );
        await connection.request('health');
      }
    };
    await flood(5000);
    const before = await liveHeap();
    await flood(50_000);
    const growth = (await liveHeap()) - before;
    assert.ok(growth < 2 * megabyte, `${growth} bytes for 50,000 names`);
  });

  test('of namespaces that nobody joined, and of messages to them', async (context) => {
    const server = await rawServer(context, websocket);
    const { connection } = live(context, { ...quiet, url: server.url });
    connection.start();
    await connection.connected();
    let count = 0;
    const flood = async (end: number): Promise<void> => {
      for (; count < end; count += 1) {
        server.sessions[0]?.send(
          `40/n${count},{"sid":"x"}`,
          `42/n${count},["x"]`,
          `44/n${count},{"message":"no"}`,
        );
        if (count % 500 === 0) await connection.request('health');
      }
      await connection.request('health');
    };
    await flood(1000);
    const before = await liveHeap();
    await flood(20_000);
    const growth = (await liveHeap()) - before;
    assert.ok(growth < 2 * megabyte, `${growth} bytes`);
    assert.is(server.count, 1);
  });

  test('of hundreds of connections that the server ends: no timer, no socket, no listener', async (context) => {
    const server = await rawServer(context, websocket);
    const before = resources();
    const { connection, next } = live(context, { ...quiet, url: server.url });
    connection.subscribe('x', () => {});
    connection.start();
    await connection.connected();
    const during = resources();
    let heap = 0;
    for (let drop = 0; drop < 300; drop += 1) {
      const again = next('started');
      if (drop % 2 === 0) server.sessions.at(-1)?.cut('reset');
      else server.sessions.at(-1)?.close();
      await again;
      if (drop === 50) heap = await liveHeap();
    }
    assert.is(await connection.request('health'), 'ok');
    await eventually(() => isNoMoreThan(during));
    const growth = (await liveHeap()) - heap;
    assert.ok(growth < megabyte, `${growth} bytes for 250 drops`);
    connection.stop();
    await connection.stopped();
    await eventually(() => isNoMoreThan(before));
  });
});

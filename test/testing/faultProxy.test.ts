import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import * as assert from 'uvu/assert';
import type { Fault, FaultRule } from '../../src/testing/Fault.ts';
import { faultProxy, type FaultProxy } from '../../src/testing/faultProxy.ts';
import { suite, type TestContext } from '../suite.ts';
import { eventually } from '../eventually.ts';

interface Peer {
  readonly socket: net.Socket;
  /** All that has arrived. */
  text(): string;
  /** Resolves when so much has arrived. */
  got(length: number): Promise<string>;
  /** Resolves with the error's code, or `end`, when the connection is over. */
  readonly over: Promise<string>;
}

function peer(socket: net.Socket): Peer {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  let error: string | undefined;
  socket.on('error', (failure: NodeJS.ErrnoException) => {
    error = failure.code ?? failure.message;
  });
  socket.on('end', () => socket.end());
  return {
    socket,
    text: () => text,
    async got(length) {
      while (text.length < length) await once(socket, 'data');
      return text;
    },
    over: new Promise((resolve) => {
      socket.on('close', () => resolve(error ?? 'end'));
    }),
  };
}

interface Setting {
  readonly proxy: FaultProxy;
  /** A connection through the proxy, with what is at its other end once it has said something. */
  connect(): Peer;
  readonly server: { readonly connections: number; next(): Promise<Peer> };
}

async function setUp({ after }: TestContext): Promise<Setting> {
  const arrived: Peer[] = [];
  let wake = (): void => {};
  const server = net.createServer((socket) => {
    arrived.push(peer(socket));
    wake();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy = await faultProxy({ target: { port: (server.address() as AddressInfo).port } });
  const clients: net.Socket[] = [];
  after(async () => {
    for (const socket of clients) socket.destroy();
    await proxy.close();
    server.close();
  });
  let taken = 0;
  return {
    proxy,
    connect() {
      const socket = net.connect(proxy.port, proxy.host);
      clients.push(socket);
      return peer(socket);
    },
    server: {
      get connections() {
        return arrived.length;
      },
      async next() {
        for (;;) {
          const found = arrived[taken];
          if (found !== undefined) {
            taken += 1;
            return found;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
    },
  };
}

/** A connection that has carried something both ways. */
async function established({ connect, server }: Setting): Promise<{ client: Peer; remote: Peer }> {
  const client = connect();
  client.socket.write('hi');
  const remote = await server.next();
  await remote.got(2);
  remote.socket.write('ho');
  await client.got(2);
  return { client, remote };
}

suite('fault proxy', (test) => {
  test('passes bytes both ways, and ends', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    assert.is(setting.proxy.connections, 1);
    client.socket.end('bye');
    assert.is(await remote.over, 'end');
    assert.is(remote.text(), 'hibye');
    assert.is(await client.over, 'end');
    const [entry] = setting.proxy.log;
    assert.is(entry?.bytesUp, 5);
    assert.is(entry?.bytesDown, 2);
    assert.is(entry?.kind, 'other');
    assert.is(setting.proxy.connections, 0);
  });

  test('keeps the order of what it delays: the end comes last', async (context) => {
    const setting = await setUp(context);
    await setting.proxy.setFault({ type: 'delay', ms: 3, jitter: 3 });
    const clients = Array.from({ length: 100 }, () => setting.connect());
    for (const [index, { socket }] of clients.entries()) {
      socket.write('a');
      setTimeout(() => socket.end('b'), index % 7);
    }
    for (const _ of clients) {
      const remote = await setting.server.next();
      assert.is(await remote.over, 'end');
      assert.is(remote.text(), 'ab');
    }
    for (const { over } of clients) assert.is(await over, 'end');
  });

  test('ends a connection whose client leaves without a word', async (context) => {
    const { connect, proxy } = await setUp(context);
    const client = connect();
    client.socket.end();
    assert.is(await client.over, 'end');
    assert.is(proxy.connections, 0);
  });

  test('refuses new connections as a closed port does, and takes them again on the same port', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    const { port } = setting.proxy;
    await setting.proxy.setFault({ type: 'refuse' });
    assert.is(await setting.connect().over, 'ECONNREFUSED');
    client.socket.write('there');
    assert.is(await remote.got(7), 'hithere');
    await setting.proxy.heal();
    assert.is(setting.proxy.port, port);
    await established(setting);
  });

  test('refuses new connections with a reset', async (context) => {
    const setting = await setUp(context);
    await setting.proxy.setFault({ type: 'refuse', how: 'reset' });
    assert.is(await setting.connect().over, 'ECONNRESET');
    assert.is(setting.server.connections, 0);
  });

  test('resets the connections there are, both ends', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    setting.proxy.dropAll();
    assert.is(await client.over, 'ECONNRESET');
    assert.is(await remote.over, 'ECONNRESET');
    await established(setting);
  });

  test('ends the connections there are in order', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    setting.proxy.endAll();
    assert.is(await client.over, 'end');
    assert.is(await remote.over, 'end');
  });

  test('a black hole holds everything, new connections too, until it is lifted', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    await setting.proxy.setFault({ type: 'blackHole' });
    client.socket.write('up');
    remote.socket.write('down');
    const late = setting.connect();
    await once(late.socket, 'connect');
    late.socket.write('late');
    await setting.proxy.nextConnection();
    assert.is(setting.proxy.connections, 2);
    assert.is(setting.server.connections, 1);
    assert.is(remote.text(), 'hi');
    assert.is(client.text(), 'ho');
    await setting.proxy.heal();
    assert.is(await remote.got(4), 'hiup');
    assert.is(await client.got(6), 'hodown');
    assert.is(await (await setting.server.next()).got(4), 'late');
  });

  test('a black hole keeps the client’s end from the server', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    await setting.proxy.setFault({ type: 'blackHole' });
    client.socket.destroy();
    await eventually(() => setting.proxy.connections === 0);
    assert.not(remote.socket.closed);
    await setting.proxy.close();
    assert.is(await remote.over, 'ECONNRESET');
  });

  test('holds one direction alone', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    await setting.proxy.setFault({ type: 'halfOpen', holds: 'down' });
    remote.socket.write('held');
    client.socket.write('passed');
    assert.is(await remote.got(8), 'hipassed');
    assert.is(client.text(), 'ho');
    await setting.proxy.setFault({ type: 'halfOpen', holds: 'up' });
    assert.is(await client.got(6), 'hoheld');
  });

  test('refuses a fault that it does not know, and goes on as before', async (context) => {
    const { proxy } = await setUp(context);
    const unknown: Fault = JSON.parse('{ "type": "bogus" }');
    const tried = await proxy.setFault(unknown).then(() => 'it was set', String);
    assert.match(tried, 'There is no fault bogus. There are: pass, refuse, blackHole,');
    const rule: FaultRule = JSON.parse('{ "match": {}, "fault": { "type": "bogus" } }');
    assert.throws(() => proxy.addRule(rule), 'no fault bogus');
    // Half of what they need would leave the network well.
    for (const [half, message] of [
      ['{ "type": "delay" }', 'takes as `ms` a number from 0, and was given undefined'],
      ['{ "type": "cut" }', '`afterBytes` a number from 0'],
      ['{ "type": "halfOpen", "holds": "both" }', '`holds` up or down, and was given both'],
      ['{ "type": "throttle", "bytesPerSecond": 0 }', '`bytesPerSecond` a number above 0'],
      ['{ "type": "refuse", "how": "politely" }', '`how` closed or reset'],
    ] as const) {
      const set = await proxy.setFault(JSON.parse(half)).then(() => 'it was set', String);
      assert.match(set, message);
    }
    const fault: Fault = { type: 'cut', afterBytes: 0 };
    assert.throws(
      () => proxy.addRule(JSON.parse('{ "match": {}, "fault": { "type": "refuse" } }')),
      'cannot refuse',
    );
    assert.throws(
      () => proxy.addRule({ match: JSON.parse('{ "kind": "ws" }'), fault }),
      'There is no kind ws',
    );
    assert.equal(proxy.fault, { type: 'pass' });
  });

  test('delays, in order', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    await setting.proxy.setFault({ type: 'delay', ms: 60, jitter: 20 });
    const started = performance.now();
    for (const part of ['a', 'b', 'c']) {
      client.socket.write(part);
      await new Promise(setImmediate);
    }
    assert.is(await remote.got(5), 'hiabc');
    assert.ok(performance.now() - started >= 55, 'not delayed');
  });

  test('cuts after so many bytes, with a reset or in order', async (context) => {
    const setting = await setUp(context);
    const first = await established(setting);
    await setting.proxy.setFault({ type: 'cut', afterBytes: 3, how: 'end' });
    first.remote.socket.write('abcdef');
    assert.is(await first.client.over, 'end');
    assert.is(first.client.text(), 'hoabc');
    const client = setting.connect();
    await setting.proxy.setFault({ type: 'cut', afterBytes: 4, direction: 'up' });
    client.socket.write('ab');
    const remote = await setting.server.next();
    await remote.got(2);
    client.socket.write('cdef');
    assert.is(await client.over, 'ECONNRESET');
    await remote.over;
  });

  test('throttles', async (context) => {
    const setting = await setUp(context);
    const { client, remote } = await established(setting);
    await setting.proxy.setFault({ type: 'throttle', bytesPerSecond: 10_000 });
    const started = performance.now();
    client.socket.write('x'.repeat(2000));
    await remote.got(2002);
    const took = performance.now() - started;
    assert.ok(took > 120 && took < 10_000, `2000 bytes at 10000 a second took ${took} ms`);
  });

  test('changes new or existing connections alone', async (context) => {
    const setting = await setUp(context);
    const old = await established(setting);
    await setting.proxy.setFault({ type: 'blackHole' }, 'existing');
    const fresh = await established(setting);
    old.client.socket.write('held');
    await setting.proxy.setFault({ type: 'blackHole' }, 'new');
    fresh.client.socket.write('passed');
    assert.is(await fresh.remote.got(8), 'hipassed');
    assert.is(old.remote.text(), 'hi');
  });

  test('tells websockets from polling, and picks by rule', async (context) => {
    const setting = await setUp(context);
    setting.proxy.addRule({
      match: { kind: 'websocket', pathIncludes: 'EIO=4' },
      fault: { type: 'cut', afterBytes: 0, direction: 'up' },
      times: 1,
    });
    const upgrade = 'GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n';
    const plain = setting.connect();
    plain.socket.write('GET /socket.io/?EIO=4 HTTP/1.1\r\n');
    plain.socket.write('Host: x\r\n\r\n');
    await (await setting.server.next()).got(10);
    const picked = setting.connect();
    picked.socket.write(upgrade);
    assert.is(await picked.over, 'ECONNRESET');
    const spared = setting.connect();
    const seen = setting.proxy.nextConnection({ kind: 'websocket' });
    spared.socket.write(upgrade);
    await seen;
    setting.proxy.dropAll({ kind: 'websocket' });
    assert.is(await spared.over, 'ECONNRESET');
    assert.not(plain.socket.destroyed);
    assert.equal(
      setting.proxy.log.map(({ kind, path }) => [kind, path]),
      [
        ['http', '/socket.io/?EIO=4'],
        ['websocket', '/socket.io/?EIO=4'],
        ['websocket', '/socket.io/?EIO=4'],
      ],
    );
  });
});

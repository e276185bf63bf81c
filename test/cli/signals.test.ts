import net from 'node:net';
import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { readLog, statesOf, valuesOf } from './logLines.ts';
import { startCli } from './startCli.ts';
import { quickConnection, testProject, writeProject, type TestNode } from './writeProject.ts';

type After = (cleanup: () => unknown) => void;
const attributes = { configuration: 'demo' };

/** Says goodbye when it is stopped. */
const nodes: TestNode[] = [
  { id: 'stopped', type: 'socketio/onStop', attributes, pulses: { out: 'farewell.in' } },
  { id: 'farewell', type: 'development/console', inputs: { input: { from: 'stopped.reason' } } },
];

async function connected(after: After, port: number, more: object = {}) {
  const project = testProject([quickConnection('demo', port, { autostart: true, ...more })], nodes);
  const cli = startCli(['run', writeProject(project, after), '--log', 'json'], after);
  await cli.line('connected.settling');
  return cli;
}

/** A way to a server that can be made to swallow all that goes over it, in both directions. */
async function wayTo(port: number, after: After): Promise<{ port: number; swallow(): void }> {
  const sockets = new Set<net.Socket>();
  const proxy = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    for (const [from, to] of [[near, far] as const, [far, near] as const]) {
      sockets.add(from);
      from.on('error', () => {}).pipe(to);
    }
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
  });
  return {
    // It listens on a port, so that its address has one.
    port: (proxy.address() as net.AddressInfo).port,
    swallow() {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

cliSuite('statewire run, told to end', (test) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`by ${signal}: closes the connection, lets the graph hear of it, writes the summary, ends with 0`, async ({
      after,
    }) => {
      const server = await testServer();
      after(server.close);
      const cli = await connected(after, server.port);
      cli.child.kill(signal);
      const { code, stdout, stderr } = await cli.ended;
      assert.equal([code, stderr], [0, '']);
      const lines = readLog(stdout);
      assert.equal(statesOf(lines, 'demo').slice(-2), ['stopped.closing', 'stopped.closed']);
      assert.equal(valuesOf(lines, 'farewell'), ['stop']);
      assert.equal(
        server.departures.map(({ reason }) => reason),
        ['client namespace disconnect'],
      );
      assert.is(server.connections, 0);
    });
  }

  test('while the network swallows its goodbye: ends within closeTimeout', async ({ after }) => {
    const server = await testServer();
    after(server.close);
    const way = await wayTo(server.port, after);
    const cli = await connected(after, way.port, { transports: ['websocket'], closeTimeout: 400 });
    way.swallow();
    const told = Date.now();
    cli.child.kill('SIGINT');
    const { code, stdout } = await cli.ended;
    assert.is(code, 0);
    assert.ok(Date.now() - told < 5000, `${Date.now() - told} ms`);
    assert.is(statesOf(readLog(stdout), 'demo').at(-1), 'stopped.closed');
  });

  test('while much that it has sent is still under way, and stays there: ends all the same', async ({
    after,
  }) => {
    const server = await testServer();
    after(server.close);
    const way = await wayTo(server.port, after);
    const sending: TestNode[] = [
      { id: 'init', type: 'event/onInitialize', pulses: { out: 'interval.in' } },
      {
        id: 'interval',
        type: 'timer/startInterval',
        inputs: { seconds: { value: 0.02 } },
        pulses: { out: 'send.in' },
      },
      {
        id: 'send',
        type: 'socketio/send',
        attributes,
        inputs: { eventName: { value: 'much' }, message: { value: 'x'.repeat(500_000) } },
        pulses: { out: 'sent.in' },
      },
      { id: 'sent', type: 'development/console', inputs: { input: { value: 'sent' } } },
    ];
    const connection = quickConnection('demo', way.port, {
      autostart: true,
      transports: ['websocket'],
      closeTimeout: 300,
    });
    const file = writeProject(testProject([connection], sending), after);
    const cli = startCli(['run', file, '--log', 'json'], after);
    await cli.line('connected.settling');
    await cli.line('"sent"', 3);
    way.swallow();
    // More than the system's own buffers take.
    await cli.line('"sent"', 30);
    const told = Date.now();
    cli.child.kill('SIGINT');
    const { code, stderr } = await cli.ended;
    assert.equal([code, stderr], [0, '']);
    assert.ok(Date.now() - told < 5000, `${Date.now() - told} ms`);
  });

  for (const [signal, expected] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    test(`twice by ${signal}: ends at once with ${expected}, whatever it waits for`, async ({ after }) => {
      const server = await testServer();
      after(server.close);
      const way = await wayTo(server.port, after);
      const cli = await connected(after, way.port, { transports: ['websocket'], closeTimeout: 15_000 });
      way.swallow();
      cli.child.kill(signal);
      await cli.line('stopped.closing');
      const again = Date.now();
      cli.child.kill(signal);
      const { code, stderr } = await cli.ended;
      assert.equal([code, stderr], [expected, '']);
      assert.ok(Date.now() - again < 5000, `${Date.now() - again} ms`);
    });
  }

  test('by a graph that starts again whatever is stopped: ends all the same', async ({ after }) => {
    const server = await testServer();
    after(server.close);
    const restarting: TestNode[] = [
      { id: 'stopped', type: 'socketio/onStop', attributes, pulses: { out: 'start.in' } },
      { id: 'start', type: 'socketio/start', attributes },
    ];
    const project = testProject([quickConnection('demo', server.port, { autostart: true })], restarting);
    const cli = startCli(['run', writeProject(project, after), '--log', 'json'], after);
    await cli.line('connected.settling');
    cli.child.kill('SIGINT');
    const { code, stdout } = await cli.ended;
    assert.is(code, 0);
    readLog(stdout);
  });

  test('by the end of whoever reads its output: closes the connection and ends, without a word', async ({
    after,
  }) => {
    const server = await testServer();
    after(server.close);
    const ticking: TestNode[] = [
      { id: 'init', type: 'event/onInitialize', pulses: { out: 'interval.in' } },
      {
        id: 'interval',
        type: 'timer/startInterval',
        inputs: { seconds: { value: 0.05 } },
        pulses: { out: 'tick.in' },
      },
      { id: 'tick', type: 'development/console', inputs: { input: { value: 'tick' } } },
    ];
    const project = testProject([quickConnection('demo', server.port, { autostart: true })], ticking);
    const file = writeProject(project, after);
    const forms = [
      ['--log', 'json'],
      ['--log', 'pretty'],
    ];
    const results = await Promise.all(
      forms.map(async (form) => {
        const cli = startCli(['run', file, ...form], after);
        await cli.line('connected.settling');
        cli.child.stdout.destroy();
        return cli.ended;
      }),
    );
    for (const { code, stderr } of results) assert.equal([code, stderr], [0, '']);
    assert.equal(
      server.departures.map(({ reason }) => reason),
      results.map(() => 'client namespace disconnect'),
    );
  });
});

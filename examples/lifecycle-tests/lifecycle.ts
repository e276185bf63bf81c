// How the desk's life is tested, together with its connection. Any test runner will do; this is the one of Node.js:
// node --import tsx --test examples/lifecycle-tests/lifecycle.ts
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { createActor, waitFor, type ActorRefFrom, type SnapshotFrom } from 'xstate';
import {
  createCoverage,
  faultProxy,
  formatCoverage,
  reportCoverage,
  simulatedWorld,
  testClock,
  testServer,
  type Fault,
} from 'statewire/testing';
import { deskMachine } from './desk.ts';

type Desk = ActorRefFrom<typeof deskMachine>;
type Screen = 'connecting' | 'live' | 'stale' | 'blank';

const isOn = (screen: Screen) => (snapshot: SnapshotFrom<typeof deskMachine>) =>
  snapshot.matches({ session: screen });
/** Resolves once the desk shows a screen. Longer than this it does not take, whatever came before. */
const shows = (desk: Desk, screen: Screen): Promise<unknown> =>
  waitFor(desk, isOn(screen), { timeout: 5000 });

// What all tests together have reached of the desk's statechart: the last one looks at it.
const coverage = createCoverage([deskMachine]);

const server = await testServer();
const network = await faultProxy({ target: { port: server.port } });
after(async () => {
  await network.close();
  await server.close();
});

/** A desk whose connection goes through the network that can be disturbed, and tries again quickly. */
function openDesk(): Desk {
  const connection = {
    url: network.url,
    protocol: 'v4',
    transports: ['websocket'],
    timeout: 300,
    reconnectionDelay: 10,
    reconnectionDelayMax: 50,
  } as const;
  const desk = createActor(deskMachine, { input: { connection, patience: 100 }, inspect: coverage.inspect });
  desk.start();
  desk.send({ type: 'open' });
  return desk;
}

const faults: Readonly<Record<string, Fault>> = {
  'the port is closed': { type: 'refuse' },
  'connections are reset': { type: 'refuse', how: 'reset' },
  'nothing passes': { type: 'blackHole' },
  'nothing comes back': { type: 'halfOpen', holds: 'down' },
  'handshakes are cut': { type: 'cut', afterBytes: 20 },
};

for (const [name, fault] of Object.entries(faults))
  void test(`while ${name}, the desk shows an old temperature for a while, then none; and a new one after it`, async () => {
    const desk = openDesk();
    await shows(desk, 'live');
    server.push('/', 'temperature', 71);
    await waitFor(desk, ({ context }) => context.celsius === 71);

    await network.setFault(fault, 'new');
    network.dropAll();
    await shows(desk, 'stale');
    assert.equal(desk.getSnapshot().context.celsius, 71);
    await shows(desk, 'blank');
    assert.equal(desk.getSnapshot().context.celsius, undefined);

    await network.heal();
    await shows(desk, 'live');
    server.push('/', 'temperature', 72);
    await waitFor(desk, ({ context }) => context.celsius === 72);
    desk.stop();
  });

void test('whatever happens in whatever order, the desk is live again once it is open and the network is well', async () => {
  const step = fc.oneof(
    fc.constantFrom('open' as const, 'close' as const).map((type) => ({ type })),
    fc.constantFrom(...Object.values(faults)).map((fault) => ({ type: 'fault' as const, fault })),
    fc.constant({ type: 'drop' as const }),
    fc.constant({ type: 'heal' as const }),
    fc.constantFrom(1, 20, 60).map((ms) => ({ type: 'wait' as const, ms })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10, size: 'max' }), async (steps) => {
      const desk = openDesk();
      try {
        for (const next of steps) {
          if (next.type === 'fault') await network.setFault(next.fault, 'new');
          else if (next.type === 'drop') network.dropAll();
          else if (next.type === 'heal') await network.heal();
          else if (next.type === 'wait') await new Promise((resolve) => setTimeout(resolve, next.ms));
          else desk.send(next);
          // What always holds: a temperature is shown only by a desk that is open.
          const { context, value } = desk.getSnapshot();
          assert.ok(context.celsius === undefined || value !== 'closed');
        }
        await network.heal();
        desk.send({ type: 'open' });
        await shows(desk, 'live');
      } finally {
        desk.stop();
        await network.heal();
        network.dropAll();
      }
    }),
    // A failure prints seed and path, and the shortest sequence of steps that fails.
    { numRuns: 10 },
  );
});

void test('an hour of waiting takes no time on a simulated network, with a clock of the test’s own', () => {
  const world = simulatedWorld();
  const clock = testClock();
  const connection = { url: 'http://boiler.example', protocol: 'v4', suspendAfter: 60_000 } as const;
  const desk = createActor(deskMachine, {
    clock,
    inspect: coverage.inspect,
    input: { connection, patience: 5000, surroundings: { clock, createLinks: world.createLinks } },
  });
  desk.start();
  desk.send({ type: 'open' });
  clock.pass(60 * 60 * 1000);
  assert.ok(isOn('connecting')(desk.getSnapshot()), 'nobody answers');
  assert.ok(world.calls.filter((call) => call === 'open').length > 50, 'and it goes on trying');
  assert.ok(world.engines <= 1, 'never twice at once');

  desk.send({ type: 'close' });
  assert.equal(world.liveLinks, 0);
  assert.equal(clock.pending, 0);
});

void test('a server that denies the desk for good closes it', async () => {
  server.setRule('/', { message: 'no desks here' });
  const desk = openDesk();
  await waitFor(desk, (snapshot) => snapshot.matches('closed'), { timeout: 5000 });
  server.setRule('/', 'admit');
  desk.stop();
});

void test('and that was all there is: every state, every transition', () => {
  const report = reportCoverage(coverage.machines);
  for (const { states, transitions } of report.machines)
    assert.deepEqual([states.missing, transitions.missing], [[], []], formatCoverage(report));
});

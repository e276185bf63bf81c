import type { Connection } from '../../src/connections/Connection.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import { countListeners } from './countListeners.ts';
import { measure, type Measure } from './measure.ts';
import type { SoakReport } from './messages.ts';
import { seededRandom } from './seededRandom.ts';
import { startSoakServer } from './SoakServer.ts';

/** How large a soak is. */
export interface SoakOptions {
  readonly connections: number;
  /** How long connections are broken and messages sent, after a sixth of it to warm up. */
  readonly seconds: number;
  /** The share of the connections that is broken each second. */
  readonly drops: number;
  readonly seed: number;
  /** What happens, a line at a time. */
  readonly log?: (line: string) => void;
}

/** What a soak saw. */
export interface SoakResult {
  readonly before: Measure;
  readonly after: Measure;
  readonly report: SoakReport;
  readonly sent: number;
  readonly reconnects: number;
  readonly connected: number;
  /** Everything that is not as it has to be; empty after a good soak. */
  readonly failures: readonly string[];
}

/** Growth of the memory that counts as flat. */
const tolerance = 0.05;
/** Every connection sends so often, in ms, at random around it. */
const sendInterval = 2000;
/** The most that settling may take after the last drop: the longest delay of the backoff, its jitter, and the handshakes. */
const settleTime = 60_000;

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Holds many connections against a server that breaks them at random, and looks at what is left. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { connections: count, seconds, drops, seed, log = () => {} } = options;
  const random = seededRandom(seed);
  const server = await startSoakServer(seed);
  const counted = countListeners();
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => void warnings.push(`${warning.name}: ${warning.message}`);
  process.on('warning', onWarning);
  const registry = createConnections(
    Array.from({ length: count }, (_, index) => ({
      name: `c${index}`,
      url: server.url,
      protocol: 'v4' as const,
      transports: ['websocket' as const],
      delivery: 'atLeastOnce' as const,
      messageId: 'lastArgument' as const,
      stableAfter: 1000,
      // A share of drops that is high for one connection is no reason to give up on it.
      suspendAfter: Infinity,
    })),
    { createLinks: counted.createLinks },
  );
  const all: Connection[] = [...registry];
  const sent = Array.from({ length: count }, () => 0);
  const fallen: string[] = [];
  let ticks = 0;
  for (const connection of all) {
    connection.subscribe('tick', () => {
      ticks += 1;
    });
    connection.on('dropped', ({ eventName, reason }) =>
      fallen.push(`${connection.name}: ${eventName} ${reason}`),
    );
  }

  const isSettled = (): boolean =>
    all.every((connection) => connection.state === 'connected.stable' && connection.queued === 0);
  const settle = async (): Promise<void> => {
    const deadline = Date.now() + settleTime;
    while (!isSettled() && Date.now() < deadline) await pause(100);
    // One more round, in which timers of the last drop would run out.
    await pause(1500);
  };
  /** Breaks and sends for so long, then lets everything come to rest. */
  const soak = async (ms: number): Promise<void> => {
    server.setDrops(drops);
    const end = Date.now() + ms;
    let told = Date.now();
    while (Date.now() < end) {
      const share = (count * 20) / sendInterval;
      const due = Math.floor(share) + (random() < share % 1 ? 1 : 0);
      for (let message = 0; message < due; message += 1) {
        const index = Math.floor(random() * count);
        const number = sent[index] ?? 0;
        sent[index] = number + 1;
        all[index]?.send('reading', index, number);
      }
      if (Date.now() - told > 10_000) {
        told = Date.now();
        const connected = all.filter(({ isConnected }) => isConnected).length;
        log(`${Math.round((end - told) / 1000)} s left: ${connected} of ${count} connected`);
      }
      await pause(20);
    }
    server.setDrops(0);
    await settle();
  };

  const from = Date.now();
  for (const connection of all) connection.start();
  await settle();
  log(`${count} connections after ${((Date.now() - from) / 1000).toFixed(1)} s`);
  await soak((seconds * 1000) / 6);
  const before = await measure(counted.listeners);
  log('warm');
  await soak(seconds * 1000);
  const after = await measure(counted.listeners);

  const report = await server.report(sent);
  const connected = all.filter(({ isConnected }) => isConnected).length;
  const reconnects = all.reduce((sum, connection) => sum + connection.counters.reconnects, 0);
  const total = sent.reduce((sum, number) => sum + number, 0);
  await registry.close();
  await server.close();
  process.off('warning', onWarning);

  const failures: string[] = [];
  const expect = (holds: boolean, failure: string): void => {
    if (!holds) failures.push(failure);
  };
  expect(connected === count, `${count - connected} of ${count} are not connected`);
  expect(report.connections === count, `the server has ${report.connections} connections`);
  expect(reconnects > 0 && report.drops > 0, 'nothing was dropped');
  expect(ticks > 0, 'nothing was heard');
  expect(report.missing.length === 0, `never delivered: ${report.missing.join(', ')}`);
  expect(report.twice.length === 0, `delivered twice: ${report.twice.join(', ')}`);
  expect(report.accepted === total, `${report.accepted} of ${total} messages were delivered`);
  expect(fallen.length === 0, `given up: ${fallen.slice(0, 5).join('; ')}`);
  expect(after.listeners === count, `${after.listeners} listeners for ${count} subscriptions`);
  expect(after.sockets <= before.sockets, `${before.sockets} sockets became ${after.sockets}`);
  expect(after.timers <= before.timers, `${before.timers} timers became ${after.timers}`);
  expect(
    after.heap <= before.heap * (1 + tolerance),
    `memory grew by ${((after.heap / before.heap - 1) * 100).toFixed(1)} %`,
  );
  expect(counted.links === 0 && counted.listeners === 0, `${counted.links} links were left behind`);
  expect(warnings.length === 0, `warnings: ${warnings.slice(0, 3).join('; ')}`);
  return { before, after, report, sent: total, reconnects, connected, failures };
}

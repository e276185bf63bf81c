// A program that is looked at: a connection that receives, and actors that change their state.
import { createActor, setup } from 'xstate';
import { loadBuilt } from './built.ts';
import type { ObservedOptions, ObservedQuestion, Work } from './messages.ts';
import { serveProgram } from './Program.ts';

const { port, isInspected, actors: actorCount }: ObservedOptions = JSON.parse(process.argv[2] ?? '{}');
const { statewire, inspect } = await loadBuilt();

const connections = statewire.createConnections([
  { name: 'bench', url: 'http://127.0.0.1', port, protocol: 'v4', transports: ['websocket'] },
]);
const connection = connections.get('bench');
let received = 0;
/** Messages asked for and not received; while it is 0 nothing is asked for. */
let window = 0;
connection.subscribe('reading', () => {
  received += 1;
  if (window > 0 && received % window === 0) connection.send('more', window);
});
connection.start();
await connection.connected();

const lamp = setup({}).createMachine({
  id: 'lamp',
  initial: 'off',
  context: { turns: 0 },
  states: { off: { on: { turn: 'dim' } }, dim: { on: { turn: 'on' } }, on: { on: { turn: 'off' } } },
});
const lamps = Array.from({ length: actorCount }, (_, index) =>
  createActor(lamp, { id: `lamp-${index}` }).start(),
);

const inspector = isInspected ? await inspect.createInspector({ title: 'bench' }) : undefined;
inspector?.observeConnections(connections);
for (const [index, actor] of lamps.entries()) inspector?.observe(actor, { name: `lamp-${index}` });

let turned = 0;
/** Each actor changes once a second, a few of them every 10 ms. */
setInterval(() => {
  for (let count = 0; count < actorCount / 100; count += 1) {
    lamps[turned % actorCount]?.send({ type: 'turn' });
    turned += 1;
  }
}, 10);

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function measure(seconds: number): Promise<Work> {
  const [cpuBefore, before, started] = [process.cpuUsage(), received, performance.now()];
  await pause(seconds * 1000);
  const cpu = process.cpuUsage(cpuBefore);
  return {
    seconds: (performance.now() - started) / 1000,
    messages: received - before,
    cpu: (cpu.user + cpu.system) / 1000,
    watchers: inspector?.watchers ?? 0,
  };
}

/** As fast as it can. */
async function flood(seconds: number): Promise<Work> {
  window = 1000;
  received = 0;
  connection.send('more', 2 * window);
  await pause(500);
  const work = await measure(seconds);
  window = 0;
  await pause(200);
  return work;
}

serveProgram(inspector?.url ?? null, async (message) => {
  // From the measurement alone.
  const question = message as ObservedQuestion;
  if ('rate' in question) {
    connection.send('rate', question.rate);
    return null;
  }
  return question.isFlood ? flood(question.seconds) : measure(question.seconds);
});

import { alternate, type Sample } from '../alternate.ts';
import type { BenchContext, BenchResult, Workload } from '../BenchResult.ts';
import type { ClientTasks } from '../processes/clientTasks.ts';
import type { OwnClientTasks } from '../processes/ownClient.ts';
import { quantile, ratioOf, spreadOf } from '../statistics.ts';
import { withProcesses } from './sides.ts';

const own = 'ownClient';
const peer = 'rawClient';

/** What is about thousands of connections takes long: three rounds say enough. */
const few = (context: BenchContext): BenchContext => ({ ...context, rounds: Math.min(3, context.rounds) });

export const memory: Workload = {
  name: 'memory',
  seconds: 110,
  async run(context) {
    const count = Math.ceil(2000 * context.scale);
    const measure = (name: string) => (): Promise<Sample> =>
      withProcesses(async (_server, port, start) => {
        const { heap, rss } = await start<ClientTasks>(name, ['--expose-gc']).call('idle', {
          port,
          client: name,
          count,
        });
        return { heap: heap / 1024, rss: rss / 1024 };
      });
    const { own: ours, peer: raw } = await alternate(few(context), measure(own), measure(peer), 0);
    const result: BenchResult = {
      id: 'memory',
      title: `Memory of an idle connected connection, at ${count}: heap`,
      against: 'socket.io-client',
      goal: { operator: '<=', value: 12, unit: 'KiB more' },
      outcome: spreadOf(
        (ours['heap'] ?? []).map((heap, round) => heap - (raw['heap']?.[round] ?? Number.NaN)),
      ),
      figures: ['heap', 'rss'].map((name) => ({
        label: name === 'heap' ? 'heap' : 'RSS',
        unit: 'KiB a connection',
        own: spreadOf(ours[name] ?? []),
        peer: spreadOf(raw[name] ?? []),
      })),
    };
    return [result];
  },
};

export const startStop: Workload = {
  name: 'start-stop',
  seconds: 130,
  async run(context) {
    const count = Math.ceil(5000 * context.scale);
    const measure = (name: string) => (): Promise<Sample> =>
      withProcesses(async (_server, port, start) => {
        const client = start<ClientTasks>(name);
        const started = await client.call('start', { port, client: name, count });
        const stopped = await client.call('stop');
        return {
          time: started.time + stopped.time,
          cpu: (started.cpu + stopped.cpu) / count,
          start: started.time,
          stop: stopped.time,
        };
      });
    const { own: ours, peer: raw } = await alternate(few(context), measure(own), measure(peer), 0);
    const figure = (label: string, unit: string, name: string) => ({
      label,
      unit,
      own: spreadOf(ours[name] ?? []),
      peer: spreadOf(raw[name] ?? []),
    });
    const result: BenchResult = {
      id: 'start-stop',
      title: `Start ${count} connections, stop them: time`,
      against: 'socket.io-client',
      goal: { operator: '<=', value: 1.15 },
      outcome: ratioOf(ours['time'] ?? [], raw['time'] ?? []),
      figures: [
        figure('start', 'ms', 'start'),
        figure('stop', 'ms', 'stop'),
        figure('CPU', 'µs a connection', 'cpu'),
      ],
      remark:
        'Both over websocket alone and with the protocol known; stopped is who has no connection any more.',
    };
    return [result];
  },
};

/** The most events within any second. */
function busiestSecond(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  let first = 0;
  let most = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= 1000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

export const storm: Workload = {
  name: 'storm',
  seconds: 150,
  async run(context) {
    const count = Math.ceil(5000 * context.scale);
    const measure = (name: string) => (): Promise<Sample> =>
      withProcesses(async (server, port, start) => {
        const client = start<ClientTasks>(name);
        await client.call('start', { port, client: name, count });
        const back = await client.begin('backAgain');
        await server.call('restart', { downFor: 2000 });
        const { time, cpu } = await back.ended;
        const handshakes = await server.call('handshakes');
        return {
          time: time - 2000,
          peak: busiestSecond(handshakes),
          tries: handshakes.length / count,
          cpu: cpu / count,
        };
      });
    const { own: ours, peer: raw } = await alternate(few(context), measure(own), measure(peer), 0);
    const figure = (label: string, unit: string, name: string) => ({
      label,
      unit,
      own: spreadOf(ours[name] ?? []),
      peer: spreadOf(raw[name] ?? []),
    });
    const figures = [
      figure('until all are back', 'ms', 'time'),
      figure('busiest second', 'handshakes', 'peak'),
      figure('tries', 'handshakes a connection', 'tries'),
      figure('CPU', 'µs a connection', 'cpu'),
    ];
    const row = (id: string, title: string, name: string): BenchResult => ({
      id,
      title: `Reconnect storm, the server restarts under ${count} connections: ${title}`,
      against: 'socket.io-client with its defaults',
      goal: { operator: '<=', value: 1 },
      outcome: ratioOf(ours[name] ?? [], raw[name] ?? []),
      figures,
    });
    return [
      row('storm-time', 'time until all are back', 'time'),
      row('storm-peak', 'handshakes in the busiest second', 'peak'),
    ];
  },
};

/** How far the dearest is from the cheapest, in percent of the cheapest. */
function unevenness(values: readonly number[]): number {
  const least = Math.min(...values);
  return ((Math.max(...values) - least) / least) * 100;
}

export const growth: Workload = {
  name: 'growth',
  seconds: 60,
  async run(context) {
    const sizes = [1, 10, 100, 1000, 5000].map((size) =>
      Math.max(1, Math.ceil(size * (size > 100 ? context.scale : 1))),
    );
    const perSize: Record<string, Record<'own' | 'peer', number[]>> = {};
    let done = 0;
    for (const size of sizes) {
      const measure = async (name: string): Promise<number[]> =>
        withProcesses(async (server, port, start) => {
          const client = start<ClientTasks>(name);
          await client.call('start', { port, client: name, count: size });
          const times = Math.max(1, Math.ceil((40_000 * context.scale) / size));
          const samples: number[] = [];
          for (let round = 0; round < 4; round += 1) {
            const { ended } = await client.begin('receive', { count: times * size });
            await server.call('round', { times });
            // The first is the compiler's.
            if (round > 0) samples.push((await ended).cpu / (times * size));
            else await ended;
          }
          return samples;
        });
      perSize[size] = { own: await measure(own), peer: await measure(peer) };
      context.progress((done += 1) / sizes.length);
    }
    const medians = Object.values(perSize).map(({ own: samples }) => quantile(samples, 0.5));
    const ratios = Object.values(perSize).map(
      ({ own: samples, peer: others }) => quantile(samples, 0.5) / quantile(others, 0.5),
    );
    const figures = Object.entries(perSize).map(([size, samples]) => ({
      label: `${size} connections`,
      unit: 'µs CPU a message',
      own: spreadOf(samples.own),
      peer: spreadOf(samples.peer),
    }));
    const results: BenchResult[] = [
      {
        id: 'growth-connections',
        title: 'CPU per message as connections grow from 1 to 5,000',
        against: 'the cheapest of the sizes',
        goal: { operator: '<=', value: 20, unit: '% apart' },
        outcome: spreadOf([unevenness(medians)]),
        figures,
        remark: `What grows is the processor’s work under both: socket.io-client alone is ${unevenness(
          Object.values(perSize).map(({ peer: samples }) => quantile(samples, 0.5)),
        ).toFixed(
          0,
        )} % apart, and ours stands to it as ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}.`,
      },
    ];
    return results;
  },
};

const subscriptionCounts = [10, 1000, 10_000];
const subscriptionKinds = [
  { event: 'other', id: 'growth-subscriptions', title: 'each of an event of its own' },
  { event: 'same', id: 'growth-listeners', title: 'all of one event' },
] as const;

export const spawning: Workload = {
  name: 'spawn',
  seconds: 40,
  async run(context) {
    const results: BenchResult[] = [];
    for (const { event, id, title } of subscriptionKinds) {
      const perSize = subscriptionCounts.map((): number[] => []);
      for (let round = 0; round < context.rounds; round += 1) {
        await withProcesses(async (_server, _port, start) => {
          const client = start<OwnClientTasks>(own);
          const spawn = (subscriptions: number): Promise<number> =>
            client.call('spawn', { subscriptions, count: 2000, event });
          const samples = subscriptionCounts.map((): number[] => []);
          // In turn, so that none always comes first; what the compiler has not seen yet does not count.
          for (let turn = -3; turn < 3; turn += 1) {
            for (const [index, subscriptions] of subscriptionCounts.entries()) {
              const sample = await spawn(subscriptions);
              if (turn >= 0) samples[index]?.push(sample);
            }
          }
          // The least: whatever else the machine does only adds to it.
          for (const [index, ofSize] of samples.entries()) perSize[index]?.push(Math.min(...ofSize));
        });
        context.progress((results.length + (round + 1) / context.rounds) / subscriptionKinds.length);
      }
      const medians = perSize.map((samples) => quantile(samples, 0.5));
      results.push({
        id,
        title: `CPU of a subscription and its end, among 10, 1,000 and 10,000 others, ${title}`,
        against: 'the cheapest of the sizes',
        goal: { operator: '<=', value: 20, unit: '% apart' },
        outcome: spreadOf([unevenness(medians)]),
        figures: subscriptionCounts.map((size, index) => ({
          label: `${size.toLocaleString('en')} subscriptions`,
          unit: 'µs CPU',
          own: spreadOf(perSize[index] ?? []),
        })),
      });
    }
    return results;
  },
};

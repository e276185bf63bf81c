import { alternate } from '../alternate.ts';
import type { BenchResult, Workload } from '../BenchResult.ts';
import type { GraphClientTasks } from '../processes/graphClient.ts';
import type { GraphNodesTasks } from '../processes/graphNodes.ts';
import { shapes } from '../processes/graphShapes.ts';
import type { Latencies } from '../processes/latencies.ts';
import type { NodeRedTasks } from '../processes/nodeRedClient.ts';
import { ratioOf, spreadOf } from '../statistics.ts';
import { withProcesses } from './sides.ts';

export const graphNodes: Workload = {
  name: 'graph-nodes',
  seconds: 60,
  run: (context) =>
    withProcesses(async (_server, _port, start) => {
      const results: BenchResult[] = [];
      for (const [index, { name }] of shapes.entries()) {
        // A process for each: what one shape has the compiler make must not count for the next.
        const graphs = start<GraphNodesTasks>('graphNodes');
        const progress = (done: number): void => context.progress((index + done) / shapes.length);
        const side = (own: 'own' | 'peer') => async () => ({
          rate: await graphs.call('run', { shape: name, side: own }),
        });
        const { own, peer } = await alternate({ ...context, progress }, side('own'), side('peer'), 4);
        await graphs.end();
        results.push({
          id: `graph-nodes-${index + 1}`,
          title: `Node executions a second: ${name}`,
          against: '@behave-graph/core',
          goal: { operator: '>=', value: 2 },
          outcome: ratioOf(own['rate'] ?? [], peer['rate'] ?? []),
          figures: [
            {
              label: 'nodes',
              unit: 'million/s',
              own: spreadOf(own['rate'] ?? []),
              peer: spreadOf(peer['rate'] ?? []),
            },
          ],
        });
      }
      return results;
    }),
};

const perSecond = 10_000;

export const graphEvents: Workload = {
  name: 'graph-events',
  seconds: 30,
  run: (context) =>
    withProcesses(async (server, port, start) => {
      const count = Math.ceil(perSecond * 4 * context.scale);
      const graph = start<GraphClientTasks>('graphClient');
      await graph.call('connect', { port, client: 'own', chain: 'pipeline' });
      const samples: { p50: number; p99: number; kept: number; cpu: number }[] = [];
      const rounds = Math.min(5, context.rounds);
      for (let round = -1; round < rounds; round += 1) {
        const { ended } = await graph.begin('delays', { count });
        await server.call('streamTexts', { client: 'own', perSecond, count });
        const { p50, p99, kept, spent } = await ended;
        context.progress((round + 2) / (rounds + 1));
        if (round >= 0) samples.push({ p50, p99, kept: (kept / count) * 100, cpu: spent.cpu / count });
      }
      const spread = (name: 'p50' | 'p99' | 'kept' | 'cpu') =>
        spreadOf(samples.map((sample) => sample[name]));
      return [
        {
          id: 'graph-events',
          title:
            '10,000 events a second through onReceive → json/parse → dictionary/get → branch → variable/set: delay of the event loop, p99',
          against: '-',
          goal: { operator: '<=', value: 20, unit: 'ms' },
          outcome: spread('p99'),
          figures: [
            { label: 'delay p50', unit: 'ms', own: spread('p50') },
            { label: 'delay p99', unit: 'ms', own: spread('p99') },
            { label: 'kept up with', unit: '% of the events', own: spread('kept') },
            { label: 'CPU', unit: 'µs an event', own: spread('cpu') },
          ],
        },
      ];
    }),
};

export const graphLatency: Workload = {
  name: 'graph-latency',
  seconds: 45,
  run: (context) =>
    withProcesses(async (server, port, start) => {
      const count = Math.ceil(perSecond * 2 * context.scale);
      const graph = start<GraphClientTasks>('graphClient');
      const nodeRed = start<NodeRedTasks>('nodeRedClient');
      await graph.call('connect', { port, client: 'own', chain: 'effect' });
      await nodeRed.call('connect', { port, client: 'peer' });
      const sample = async (
        client: 'own' | 'peer',
        begin: () => Promise<{ readonly ended: Promise<Latencies> }>,
      ) => {
        const { ended } = await begin();
        await server.call('stream', { client, perSecond, count });
        const { within, wholeWay, spent } = await ended;
        return {
          p50: within.p50,
          p99: within.p99,
          wayP50: wholeWay.p50,
          wayP99: wholeWay.p99,
          cpu: spent.cpu / count,
        };
      };
      const { own, peer } = await alternate(
        context,
        () => sample('own', () => graph.begin('latencies', { count })),
        () => sample('peer', () => nodeRed.begin('latencies', { count })),
      );
      const figure = (label: string, unit: string, name: string) => ({
        label,
        unit,
        own: spreadOf(own[name] ?? []),
        peer: spreadOf(peer[name] ?? []),
      });
      return [
        {
          id: 'graph-latency',
          title: 'Received message to a node’s effect, 10,000 a second: p99 latency',
          against: 'Node-RED’s runtime',
          goal: { operator: '<=', value: 0.25 },
          outcome: ratioOf(own['p99'] ?? [], peer['p99'] ?? []),
          figures: [
            figure('latency p50', 'ms', 'p50'),
            figure('latency p99', 'ms', 'p99'),
            figure('whole way, p50', 'ms', 'wayP50'),
            figure('whole way, p99', 'ms', 'wayP99'),
            figure('CPU', 'µs a message', 'cpu'),
          ],
          remark:
            'From when the process has read the message to the node; the whole way is from the server’s `emit`.',
        },
      ];
    }),
};

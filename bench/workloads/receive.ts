import type { BenchResult, Workload } from '../BenchResult.ts';
import type { ClientTasks } from '../processes/clientTasks.ts';
import type { GraphClientTasks } from '../processes/graphClient.ts';
import type { Spent } from '../processes/meter.ts';
import type { Payload } from '../processes/server.ts';
import { ratioOf } from '../statistics.ts';
import { messageFigures, perMessage } from './messageFigures.ts';
import { alternateInPairs, type Server } from './sides.ts';

interface Receiving {
  readonly name: string;
  readonly title: string;
  readonly seconds: number;
  readonly count: number;
  readonly atMost: number;
  readonly subscriptions?: number;
  readonly namespaces?: number;
  readonly payload?: Payload;
  /** Whether our side is a graph: onReceive → variable/set. */
  readonly isGraph?: boolean;
}

function receiving(options: Receiving): Workload {
  const { name, title, seconds, atMost, subscriptions = 1, namespaces = 1, payload = 'json' } = options;
  return {
    name,
    seconds,
    async run(context) {
      const count = Math.ceil(options.count * context.scale);
      const alternation = await alternateInPairs(context, async (server, port, start) => {
        const sample = async (client: string, receive: () => Promise<{ readonly ended: Promise<Spent> }>) => {
          const { ended } = await receive();
          await burst(server, client);
          return perMessage(await ended, count);
        };
        const burst = (to: Server, client: string): Promise<void> =>
          to.call('burst', { client, count, subscriptions, namespaces, payload });
        const peer = start<ClientTasks>('rawClient');
        await peer.call('connect', { port, client: 'peer', subscriptions, namespaces });
        const peerSide = () => sample('peer', () => peer.begin('receive', { count }));
        if (options.isGraph === true) {
          const graph = start<GraphClientTasks>('graphClient');
          await graph.call('connect', { port, client: 'own', chain: 'set' });
          return { own: () => sample('own', () => graph.begin('receive', { count })), peer: peerSide };
        }
        const own = start<ClientTasks>('ownClient');
        await own.call('connect', { port, client: 'own', subscriptions, namespaces });
        return { own: () => sample('own', () => own.begin('receive', { count })), peer: peerSide };
      });
      const result: BenchResult = {
        id: name,
        title,
        against: 'socket.io-client',
        goal: { operator: '<=', value: atMost },
        outcome: ratioOf(alternation.own['cpu'] ?? [], alternation.peer['cpu'] ?? []),
        figures: messageFigures(alternation),
      };
      return [result];
    },
  };
}

export const receive: readonly Workload[] = [
  receiving({
    name: 'receive-one',
    title: 'Receive, 1 subscription, small JSON: CPU per message',
    seconds: 40,
    count: 80_000,
    atMost: 1.05,
  }),
  receiving({
    name: 'receive-many',
    title: 'Receive, 1,000 subscriptions on 10 namespaces: CPU per message',
    seconds: 40,
    count: 80_000,
    subscriptions: 1000,
    namespaces: 10,
    atMost: 1.05,
  }),
  receiving({
    name: 'receive-graph',
    title: 'Receive through the graph, onReceive → variable/set: CPU per message',
    seconds: 40,
    count: 80_000,
    isGraph: true,
    atMost: 1.25,
  }),
  receiving({
    name: 'receive-binary',
    title: 'Receive, binary of 64 KiB: CPU per message',
    seconds: 25,
    count: 6000,
    payload: 'binary',
    atMost: 1.02,
  }),
];

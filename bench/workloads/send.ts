import type { BenchContext, BenchResult, Workload } from '../BenchResult.ts';
import type { Alternation } from '../alternate.ts';
import type { ClientTasks } from '../processes/clientTasks.ts';
import { ratioOf } from '../statistics.ts';
import { messageFigures, perMessage } from './messageFigures.ts';
import { alternateInPairs, type Client } from './sides.ts';

/** Both clients connected, each doing the same. */
function alternateClients(
  context: BenchContext,
  count: number,
  act: (client: Client) => Promise<{ cpu: number; time: number }>,
): Promise<Alternation> {
  return alternateInPairs(context, async (_server, port, start) => {
    const sides = { own: start<ClientTasks>('ownClient'), peer: start<ClientTasks>('rawClient') };
    for (const [client, side] of Object.entries(sides))
      await side.call('connect', { port, client, subscriptions: 1, namespaces: 1 });
    return {
      own: async () => perMessage(await act(sides.own), count),
      peer: async () => perMessage(await act(sides.peer), count),
    };
  });
}

export const send: Workload = {
  name: 'send',
  seconds: 40,
  async run(context) {
    const count = Math.ceil(80_000 * context.scale);
    const alternation = await alternateClients(context, count, (client) => client.call('send', { count }));
    const result: BenchResult = {
      id: 'send',
      title: 'Send while connected: CPU per message',
      against: 'socket.io-client',
      goal: { operator: '<=', value: 1.1 },
      outcome: ratioOf(alternation.own['cpu'] ?? [], alternation.peer['cpu'] ?? []),
      figures: messageFigures(alternation),
    };
    return [result];
  },
};

const requesting = (inFlight: number): Workload => ({
  name: `request-${inFlight}`,
  seconds: 30,
  async run(context) {
    const count = Math.ceil((inFlight === 1 ? 6000 : 20_000) * context.scale);
    const alternation = await alternateClients(context, count, (client) =>
      client.call('ask', { count, inFlight }),
    );
    const result: BenchResult = {
      id: `request-${inFlight}`,
      title: `Request and acknowledgement, ${inFlight} in flight: rate`,
      against: 'socket.io-client',
      goal: { operator: '>=', value: 0.95 },
      outcome: ratioOf(alternation.own['rate'] ?? [], alternation.peer['rate'] ?? []),
      figures: messageFigures(alternation),
    };
    return [result];
  },
});

export const requests: readonly Workload[] = [requesting(1), requesting(64)];

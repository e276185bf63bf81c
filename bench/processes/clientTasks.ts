import type { ClientSide, Destination, Fleet, Line } from './ClientSide.ts';
import { meter, nextTurn, pause, type Spent } from './meter.ts';
import { placesOf } from './places.ts';

const lotSize = 200;

interface Memory {
  /** Bytes after a collection. */
  readonly heap: number;
  readonly rss: number;
}

function memory(): Memory {
  // Several times: what finalisers and weak references hold goes at the next one.
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  return { heap: heapUsed + arrayBuffers, rss };
}

/** What every client process does when asked to: the same for all sides, so that only the side makes a difference. */
export function clientTasks(side: ClientSide) {
  let line: Line | undefined;
  let fleet: Fleet | undefined;
  let received = 0;
  let awaited = Infinity;
  let reached: () => void = () => {};
  const onMessage = (): void => {
    received += 1;
    if (received === awaited) reached();
  };
  const theLine = (): Line => {
    if (line === undefined) throw new Error('not connected');
    return line;
  };
  return {
    async connect({
      subscriptions,
      namespaces,
      ...to
    }: Destination & { subscriptions: number; namespaces: number }) {
      line = await side.connect(to, placesOf(subscriptions, namespaces), onMessage);
    },
    /** From now until so many messages have come. */
    async receive({ count }: { count: number }): Promise<Spent> {
      received = 0;
      awaited = count;
      const spent = meter();
      await new Promise<void>((resolve) => {
        reached = resolve;
      });
      return spent();
    },
    /** Until the server has had them all: what is asked last is answered last. */
    async send({ count }: { count: number }): Promise<Spent> {
      const target = theLine();
      const spent = meter();
      for (let sent = 0; sent < count; sent += 1) {
        target.send({ sensor: 'boiler', value: sent, at: 1_700_000_000_000 });
        if (sent % lotSize === lotSize - 1) await nextTurn();
      }
      await target.ask(count);
      return spent();
    },
    async ask({ count, inFlight }: { count: number; inFlight: number }): Promise<Spent> {
      const target = theLine();
      let asked = 0;
      const one = async (): Promise<void> => {
        while (asked < count) await target.ask((asked += 1));
      };
      const spent = meter();
      await Promise.all(Array.from({ length: inFlight }, one));
      return spent();
    },
    /** Starts so many connections, and keeps them. */
    async start({ count, ...to }: Destination & { count: number }): Promise<Spent> {
      fleet = side.fleet(to, count, onMessage);
      const spent = meter();
      await fleet.start();
      return spent();
    },
    async stop(): Promise<Spent> {
      const spent = meter();
      await fleet?.stop();
      fleet = undefined;
      return spent();
    },
    async backAgain(): Promise<Spent> {
      const spent = meter();
      await fleet?.backAgain();
      return spent();
    },
    /** What so many idle connections hold, a while after they have come to rest; in bytes each. */
    async idle({ count, ...to }: Destination & { count: number }): Promise<Memory> {
      // What only the first connections bring, code above all, is not theirs.
      const first = side.fleet(to, 20, onMessage);
      await first.start();
      await first.stop();
      await pause(300);
      const before = memory();
      const all = side.fleet(to, count, onMessage);
      await all.start();
      await pause(6000);
      const after = memory();
      await all.stop();
      return { heap: (after.heap - before.heap) / count, rss: (after.rss - before.rss) / count };
    },
  };
}

export type ClientTasks = ReturnType<typeof clientTasks>;

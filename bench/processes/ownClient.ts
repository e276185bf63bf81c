// Statewire, by its public face.
import { createConnections, type Connections } from 'statewire';
import { answer } from './answer.ts';
import type { ClientSide } from './ClientSide.ts';
import { clientTasks } from './clientTasks.ts';
import { meter } from './meter.ts';

/** What raw clients do from the start: websocket alone, and no question which protocol the server speaks. */
const alike = { url: 'http://127.0.0.1', protocol: 'v4', transports: ['websocket'] } as const;

const side: ClientSide = {
  async connect({ port, client }, places, onMessage) {
    const namespaces = Object.fromEntries(
      ['/', ...places.map(({ namespace }) => namespace)].map((name) => [name, {}]),
    );
    const connections = createConnections([{ ...alike, name: 'bench', port, query: { client }, namespaces }]);
    const connection = connections.get('bench');
    for (const { namespace, event } of places) connection.namespace(namespace).subscribe(event, onMessage);
    const joined = new Promise<void>((resolve) => {
      const waiting = new Set(Object.keys(namespaces));
      connection.on('namespace', ({ namespace, state }) => {
        if (state === 'joined') waiting.delete(namespace);
        if (waiting.size === 0) resolve();
      });
    });
    connection.start();
    await joined;
    return {
      send: (payload) => connection.send('said', payload),
      ask: (payload) => connection.request('ask', payload),
      close: () => connections.close(),
    };
  },
  fleet({ port }, count, onMessage) {
    let connections: Connections | undefined;
    const all = () => [...(connections ?? [])];
    return {
      async start() {
        connections = createConnections(
          Array.from({ length: count }, (_, index) => ({ ...alike, name: `bench ${index}`, port })),
        );
        for (const connection of connections) {
          connection.subscribe('reading', onMessage);
          connection.start();
        }
        await Promise.all(all().map((connection) => connection.connected()));
      },
      async backAgain() {
        await Promise.all(
          all().map(
            (connection) =>
              new Promise<void>((resolve) => {
                connection.on('started', () => resolve());
              }),
          ),
        );
      },
      async stop() {
        await connections?.close();
        connections = undefined;
      },
    };
  },
};

interface Spawning {
  readonly subscriptions: number;
  readonly count: number;
  /** Whether all are of one event. */
  readonly event: 'same' | 'other';
}

const tasks = {
  ...clientTasks(side),
  /** What one more subscription costs, and its end, where there are so many; in µs of CPU. */
  async spawn({ subscriptions, count, event }: Spawning): Promise<number> {
    const connections = createConnections([{ ...alike, name: 'bench', port: 1 }]);
    const connection = connections.get('bench');
    const nameOf = (index: number): string => (event === 'same' ? 'event' : `event ${index}`);
    for (let index = 0; index < subscriptions; index += 1) connection.subscribe(nameOf(index), () => {});
    const spent = meter();
    for (let index = 0; index < count; index += 1) connection.subscribe(nameOf(subscriptions), () => {})();
    const { cpu } = spent();
    await connections.close();
    return cpu / count;
  },
};

export type OwnClientTasks = typeof tasks;
answer(tasks);

// Checked by the compiler alone, with `npm run check`: a line under `@ts-expect-error` must not compile.
import { createActor, setup } from 'xstate';
import {
  connectionInput,
  connectionMachine,
  createConnections,
  type ConnectionConfig,
  type ConnectionNotice,
} from '../../src/index.ts';

interface ServerToClientEvents {
  hello: (counter: number) => void;
  greetings: (first: string, second: { ms: string }, third: Uint8Array) => void;
  question: (text: string, reply: (answer: number) => void) => void;
}

interface ClientToServerEvents {
  hey: (data: { counter: number }) => void;
  sum: (a: number, b: number, reply: (result: number) => void) => void;
  ping: () => void;
  ask: (question: string, hurry?: boolean, reply?: (answer: Date) => void) => void;
  tell: (what: string, reply: ((answer: Date) => void) | undefined) => void;
}

interface Token {
  readonly token: string;
  readonly expires?: number;
}

/** Credentials are objects, whether a type, an interface or a literal says what is in them. */
export function credentials(token: Token): readonly ConnectionConfig[] {
  const named = { name: 'demo', url: 'http://127.0.0.1' };
  return [
    { ...named, auth: token },
    { ...named, auth: () => token },
    { ...named, auth: async ({ namespace }) => Promise.resolve({ token: namespace }) },
    { ...named, auth: ({ namespace }) => (namespace === '/' ? token : undefined) },
    // @ts-expect-error: a string is no credentials
    { ...named, auth: 'token' },
    // @ts-expect-error: nor is what a function returns
    { ...named, auth: () => 'token' },
    // @ts-expect-error: or promises
    { ...named, auth: async () => Promise.resolve(3) },
    // @ts-expect-error: a list is none either
    { ...named, auth: () => ['token'] },
  ];
}

export async function connections(): Promise<void> {
  const registry = createConnections([{ name: 'demo', url: 'http://127.0.0.1' }]);
  const demo = registry.get<ServerToClientEvents, ClientToServerEvents>('demo');

  demo.subscribe('hello', (counter) => counter.toFixed());
  demo.subscribe('greetings', (first, second, third) => [first.length, second.ms, third.byteLength]);
  demo.subscribe('question', (text, reply) => reply(text.length));
  demo.subscribe('*', (eventName, ...args) => [eventName.length, args.length]);
  // @ts-expect-error: the server sends no such event
  demo.subscribe('hallo', () => {});
  // @ts-expect-error: the counter is a number
  demo.subscribe('hello', (counter: string) => counter);

  demo.send('hey', { counter: 1 });
  demo.send('ping');
  // @ts-expect-error: no such event
  demo.send('hello', 1);
  // @ts-expect-error: the counter is a number
  demo.send('hey', { counter: '1' });
  // @ts-expect-error: an argument is missing
  demo.send('hey');
  // @ts-expect-error: ping takes no argument
  demo.send('ping', 1);

  const sum: number = await demo.request('sum', 1, 2);
  // @ts-expect-error: the acknowledgement is a number
  const text: string = await demo.request('sum', 1, 2);
  // @ts-expect-error: the acknowledgement is ours to take, not to give
  await demo.request('sum', 1, 2, () => {});
  await demo.with({ timeout: 10 }).request('sum', sum, text.length);
  // @ts-expect-error: no such option
  demo.with({ timeOut: 10 });

  // An acknowledgement that the server may do without is one nonetheless.
  const answer: Date = await demo.request('ask', 'when?');
  await demo.request('ask', answer.toJSON(), true);
  const told: Date = await demo.request('tell', 'when');
  demo.send('tell', told.toJSON());
  demo.send('ask', 'when?', false);
  // @ts-expect-error: the acknowledgement is ours to take, not to give
  demo.send('ask', 'when?', false, () => {});
  // @ts-expect-error: an argument is missing
  await demo.request('ask');

  const admin = demo.namespace<{ log: (line: string) => void }, { clear: () => void }>('/admin');
  admin.subscribe('log', (line) => line.trim());
  // @ts-expect-error: this namespace has events of its own
  admin.send('hey', { counter: 1 });

  // Without maps everything goes, with unknown arguments.
  const any = registry.get('demo');
  any.send('whatever', 1, 'two');
  any.subscribe('whatever', (value) => {
    // @ts-expect-error: nobody said what it is
    value.toFixed();
  });

  demo.on('started', ({ reconnected, recovered }) => [reconnected, recovered]);
  demo.on('error', ({ code }) => {
    // @ts-expect-error: no such code
    if (code === 'no-such-code') return;
  });
  // @ts-expect-error: no such notice
  demo.on('begun', () => {});
}

export function configurations(): ConnectionConfig[] {
  return [
    {
      name: 'a',
      url: 'http://127.0.0.1',
      queue: { maxMessages: 5 },
      auth: () => Promise.resolve({ token: '' }),
    },
    // @ts-expect-error: the option is called reconnectionDelay
    { name: 'a', url: 'http://127.0.0.1', reconectionDelay: 5 },
    // @ts-expect-error: a connection needs a name
    { url: 'http://127.0.0.1' },
    // @ts-expect-error: it is queue, drop or fail
    { name: 'a', url: 'http://127.0.0.1', whileOffline: 'wait' },
  ];
}

export function machines(): void {
  const app = setup({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
    types: {} as { events: ConnectionNotice },
    actors: { connection: connectionMachine },
  }).createMachine({
    invoke: {
      src: 'connection',
      id: 'live',
      input: ({ self }) => connectionInput({ name: 'live', url: 'http://127.0.0.1' }, { parent: self }),
    },
    on: {
      'connection.started': { actions: ({ event }) => event.reconnected },
    },
  });
  createActor(app).start();

  const actor = createActor(connectionMachine, {
    input: connectionInput({ name: 'a', url: 'http://127.0.0.1' }),
  });
  actor.send({ type: 'start' });
  actor.getSnapshot().matches({ connected: 'stable' });
  // @ts-expect-error: there is no such state
  actor.getSnapshot().matches('conected');
  // @ts-expect-error: there is no such command
  actor.send({ type: 'begin' });
  // @ts-expect-error: a machine needs its input
  createActor(connectionMachine);
}

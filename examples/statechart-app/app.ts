// A realistic statechart app: log in, connect with the token of the login, show live data, and say so while offline.
import { assign, fromPromise, sendTo, setup } from 'xstate';
import { connectionInput, connectionMachine, type ConnectionConfig, type ConnectionNotice } from 'statewire';

/** What the app is given: a way to log in, and where the live data are. */
export interface AppInput {
  readonly login: (name: string, password: string) => Promise<{ token: string }>;
  readonly connection: Omit<ConnectionConfig, 'name' | 'auth'>;
}

interface AppContext extends AppInput {
  readonly token: string | undefined;
  readonly readings: readonly number[];
  /** Why we are where we are, for the screen. */
  readonly message: string;
}

type AppEvent =
  | { readonly type: 'login'; readonly name: string; readonly password: string }
  | { readonly type: 'logout' }
  | ConnectionNotice;

/** The screens are the states: `loggedOut`, `loggingIn`, `session.connecting`, `session.live`, `session.offline`. */
export const appMachine = setup({
  // XState's own way to give types: the value is never read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  types: {} as { context: AppContext; events: AppEvent; input: AppInput },
  actors: {
    login: fromPromise<{ token: string }, { login: AppInput['login']; name: string; password: string }>(
      ({ input }) => input.login(input.name, input.password),
    ),
    connection: connectionMachine,
  },
  actions: {
    keepToken: assign((_, { token }: { token: string }) => ({ token, message: '' })),
    forget: assign({ token: undefined, readings: [] }),
    say: assign((_, { message }: { message: string }) => ({ message })),
    addReading: assign(({ context }, { reading }: { reading: unknown }) => ({
      readings: typeof reading === 'number' ? [...context.readings, reading].slice(-100) : context.readings,
    })),
  },
}).createMachine({
  id: 'app',
  context: ({ input }) => ({ ...input, token: undefined, readings: [], message: '' }),
  initial: 'loggedOut',
  states: {
    loggedOut: {
      entry: 'forget',
      on: { login: 'loggingIn' },
    },
    loggingIn: {
      invoke: {
        src: 'login',
        input: ({ context, event }) => {
          if (event.type !== 'login') throw new Error(`nobody logs in by ${event.type}`);
          return { login: context.login, name: event.name, password: event.password };
        },
        onDone: {
          target: 'session',
          actions: { type: 'keepToken', params: ({ event }) => ({ token: event.output.token }) },
        },
        onError: {
          target: 'loggedOut',
          actions: { type: 'say', params: ({ event }) => ({ message: String(event.error) }) },
        },
      },
    },
    session: {
      invoke: {
        src: 'connection',
        id: 'live',
        input: ({ context, self }) =>
          connectionInput(
            { ...context.connection, name: 'live', autostart: true, auth: () => ({ token: context.token }) },
            { parent: self },
          ),
      },
      on: {
        logout: 'loggedOut',
        'connection.message': {
          actions: { type: 'addReading', params: ({ event }) => ({ reading: event.args[0] }) },
        },
        // The server refuses the token, also the second time: back to the login, with the server's own words.
        'connection.stopped': 'loggedOut',
        'connection.error': {
          actions: { type: 'say', params: ({ event }) => ({ message: event.error.message }) },
        },
      },
      initial: 'connecting',
      states: {
        connecting: {
          entry: sendTo('live', { type: 'subscribe', eventName: 'reading' }),
          on: { 'connection.started': 'live' },
        },
        live: {
          entry: { type: 'say', params: { message: '' } },
          on: { 'connection.lost': 'offline' },
        },
        offline: { on: { 'connection.started': 'live' } },
      },
    },
  },
});

// A small statechart app: a desk that shows the temperature of a boiler, and says so when it does not know it any more.
import { assign, sendTo, setup } from 'xstate';
import {
  connectionInput,
  connectionMachine,
  type ConnectionConfig,
  type ConnectionNotice,
  type ConnectionSurroundings,
} from 'statewire';

/** What the desk is given. */
export interface DeskInput {
  readonly connection: Omit<ConnectionConfig, 'name'>;
  /** How long an old temperature may be shown, in ms. */
  readonly patience: number;
  /** A clock and a network of the tests'. Default: the real ones. */
  readonly surroundings?: Omit<ConnectionSurroundings, 'parent'>;
}

interface DeskContext extends DeskInput {
  readonly celsius: number | undefined;
}

type DeskEvent = { readonly type: 'open' } | { readonly type: 'close' } | ConnectionNotice;

/** The screens are the states: `closed`, `session.connecting`, `session.live`, `session.stale`, `session.blank`. */
export const deskMachine = setup({
  // XState's own way to give types: the value is never read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  types: {} as { context: DeskContext; events: DeskEvent; input: DeskInput },
  actors: { connection: connectionMachine },
  actions: {
    show: assign((_, { reading }: { reading: unknown }) => ({
      celsius: typeof reading === 'number' ? reading : undefined,
    })),
    blank: assign({ celsius: undefined }),
    listen: sendTo('boiler', { type: 'subscribe', eventName: 'temperature' }),
  },
  delays: { patience: ({ context }) => context.patience },
}).createMachine({
  id: 'desk',
  context: ({ input }) => ({ ...input, celsius: undefined }),
  initial: 'closed',
  states: {
    closed: { entry: 'blank', on: { open: 'session' } },
    session: {
      invoke: {
        src: 'connection',
        id: 'boiler',
        input: ({ context, self }) =>
          connectionInput(
            { ...context.connection, name: 'boiler', autostart: true },
            { ...context.surroundings, parent: self },
          ),
      },
      on: {
        close: 'closed',
        'connection.started': '.live',
        'connection.stopped': 'closed',
      },
      initial: 'connecting',
      states: {
        // Here, not in `session`: an actor is there once the state that invokes it has been entered.
        connecting: { entry: 'listen' },
        live: {
          on: {
            'connection.lost': 'stale',
            'connection.message': {
              actions: { type: 'show', params: ({ event }) => ({ reading: event.args[0] }) },
            },
          },
        },
        stale: { after: { patience: 'blank' } },
        blank: { entry: 'blank' },
      },
    },
  },
});

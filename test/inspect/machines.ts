import { assign, fromCallback, fromPromise, fromTransition, sendTo, setup } from 'xstate';

/** A connection in small, with all that a statechart can have: invoke, after, always, guards, parallel, history, final. */
export const lampMachine = setup({
  types: {
    context: {} as { turns: number; token: string; retryAt: number | undefined },
    events: {} as
      | { type: 'on' }
      | { type: 'off' }
      | { type: 'next' }
      | { type: 'fail' }
      | { type: 'pause' }
      | { type: 'resume' }
      | { type: 'finish' },
  },
  actors: {
    warmUp: fromPromise(() => Promise.resolve('warm')),
    wire: fromCallback(() => {}),
    count: fromTransition((count: number) => count + 1, 0),
  },
  actions: {
    turn: assign({ turns: ({ context }) => context.turns + 1 }),
    explode: () => {
      throw new Error('it exploded');
    },
    log: () => {},
  },
  guards: { isTired: ({ context }) => context.turns > 100, isFresh: ({ context }) => context.turns < 3 },
}).createMachine({
  id: 'lamp',
  initial: 'off',
  context: { turns: 0, token: 's3cret', retryAt: undefined },
  invoke: { src: 'wire', id: 'wire' },
  states: {
    off: { on: { on: { target: 'warming', actions: ['turn', 'log'] }, fail: { actions: 'explode' } } },
    warming: {
      tags: ['busy'],
      invoke: { src: 'warmUp', id: 'warmUp', onDone: 'lit', onError: 'off' },
      after: { 5000: 'off' },
    },
    lit: {
      type: 'parallel',
      states: {
        colour: {
          initial: 'red',
          states: {
            red: { on: { next: 'green' } },
            green: { on: { next: 'checking' } },
            checking: { always: [{ target: 'red', guard: 'isTired' }, { target: 'blue' }] },
            blue: { on: { next: 'red' } },
            memory: { type: 'history', target: 'red' },
          },
        },
        fan: { initial: 'still', states: { still: { after: { 60_000: 'turning' } }, turning: {} } },
      },
      on: { off: 'off', pause: 'paused', finish: 'done' },
    },
    paused: { on: { resume: 'lit.colour.memory' } },
    done: { type: 'final' },
  },
});

/** A parent that spawns and stops children. */
export const familyMachine = setup({
  types: { events: {} as { type: 'spawn'; id: string } | { type: 'drop'; id: string } | { type: 'poke' } },
  actors: { child: fromCallback<{ type: 'poke' }, { auth: { token: string } }>(() => {}) },
}).createMachine({
  id: 'family',
  on: {
    spawn: {
      actions: assign(({ spawn, event }) => {
        spawn('child', { id: event.id, input: { auth: { token: 's3cret' } } });
        return {};
      }),
    },
    poke: { actions: sendTo('a', { type: 'poke' }) },
  },
});

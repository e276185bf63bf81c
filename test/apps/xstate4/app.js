// A program with XState 4 that serves its inspection over a WebSocket, as `@xstate/inspect` does it in Node. Prints its
// port, and then each state it is in.
import { inspect } from '@xstate/inspect/lib/server.js';
import { WebSocketServer } from 'ws';
import { assign, createMachine, interpret } from 'xstate';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
inspect({ server });

const machine = createMachine(
  {
    id: 'door',
    initial: 'closed',
    predictableActionArguments: true,
    context: { opened: 0, token: 's3cret' },
    states: {
      closed: {
        on: {
          OPEN: [
            { target: 'broken', cond: 'isWorn' },
            { target: 'open', actions: ['creak', 'count'] },
          ],
        },
      },
      open: {
        initial: 'ajar',
        tags: ['inviting'],
        on: { CLOSE: 'closed' },
        states: { ajar: { on: { PUSH: 'wide' } }, wide: { type: 'final' } },
        onDone: 'closed',
      },
      broken: { type: 'final' },
    },
  },
  {
    actions: { creak: () => {}, count: assign({ opened: ({ opened }) => opened + 1 }) },
    guards: { isWorn: ({ opened }) => opened >= 2 },
  },
);

server.on('listening', () => {
  const service = interpret(machine, { devTools: true, id: 'front door' });
  service.onTransition((state) => process.stdout.write(`${JSON.stringify(state.value)}\n`));
  process.stdout.write(`${server.address().port}\n`);
  service.start();
});

// A receiver of `@xstate/inspect` (XState 4): prints what it is told as a JSON line each, and sends each line that it is
// given back, as an event.
import { createInterface } from 'node:readline';
import { createWebSocketReceiver } from '@xstate/inspect';
import { WebSocket } from 'ws';

// It was written for browsers.
globalThis.WebSocket = WebSocket;
const [, , server] = process.argv;
const receiver = createWebSocketReceiver({ server, protocol: 'ws' });
receiver.subscribe({
  next(event) {
    const { type, sessionId, id, parent, machine, state } = event;
    const said = {
      type,
      sessionId,
      id,
      parent,
      machine: machine?.id,
      states: machine === undefined ? undefined : Object.keys(machine.states),
      initial: machine?.initialState.value,
      value: state?.value,
      context: state?.context,
      tags: state === undefined ? undefined : [...state.tags],
      transitions: state?.transitions,
      event: type === 'service.event' ? event.event.data : undefined,
    };
    process.stdout.write(`${JSON.stringify(said)}\n`);
  },
  error(error) {
    process.stdout.write(`${JSON.stringify({ type: 'error', message: error.message })}\n`);
  },
});
createInterface({ input: process.stdin }).on('line', (line) => receiver.send(JSON.parse(line)));

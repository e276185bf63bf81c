import { xstate4Hello } from '../../model/createXstate4Adapter.ts';
import { parseBounded } from '../../model/parseBounded.ts';
import type { ForeignWire } from './ForeignWire.ts';

/**
 * Makes the way to a program that serves a WebSocket itself: `inspect({ server })` of `@xstate/inspect/lib/server` (XState 4),
 * or a relay of `@statelyai/inspect` (XState 5). On this machine only.
 *
 * @param url - `ws://127.0.0.1:8888`
 */
export function createSocketWire(url: string): ForeignWire {
  let socket: WebSocket | undefined;
  return {
    name: url,
    listen(receive, onClosed) {
      try {
        socket = new WebSocket(url);
      } catch (error) {
        onClosed(error instanceof Error ? error.message : String(error));
        return;
      }
      socket.addEventListener('open', () => socket?.send(JSON.stringify(xstate4Hello)));
      socket.addEventListener('message', ({ data }) => receive(parseBounded(data)));
      socket.addEventListener('close', () =>
        onClosed(`${url} does not answer, or has closed the connection.`),
      );
    },
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
  };
}

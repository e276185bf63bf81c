// socket.io-client as it comes.
import { Manager, type Socket } from 'socket.io-client';
import { answer } from './answer.ts';
import type { ClientSide } from './ClientSide.ts';
import { clientTasks } from './clientTasks.ts';

const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('connect', resolve);
  });

const side: ClientSide = {
  async connect({ port, client }, places, onMessage) {
    const manager = new Manager(`http://127.0.0.1:${port}`, { transports: ['websocket'], query: { client } });
    const names = new Set(['/', ...places.map(({ namespace }) => namespace)]);
    const sockets = new Map([...names].map((name) => [name, manager.socket(name)]));
    for (const { namespace, event } of places) sockets.get(namespace)?.on(event, onMessage);
    await Promise.all([...sockets.values()].map(connected));
    const main = manager.socket('/');
    return {
      send: (payload) => main.emit('said', payload),
      ask: (payload) => main.emitWithAck('ask', payload),
      async close() {
        for (const socket of sockets.values()) socket.disconnect();
      },
    };
  },
  fleet({ port }, count, onMessage) {
    let sockets: Socket[] = [];
    return {
      async start() {
        sockets = Array.from({ length: count }, () => {
          const socket = new Manager(`http://127.0.0.1:${port}`, { transports: ['websocket'] }).socket('/');
          socket.on('reading', onMessage);
          return socket;
        });
        await Promise.all(sockets.map(connected));
      },
      async backAgain() {
        await Promise.all(sockets.map(connected));
      },
      async stop() {
        await Promise.all(
          sockets.map(
            (socket) =>
              new Promise<void>((resolve) => {
                // The library says so before it is: ours is stopped once its connection has ended.
                webSocketOf(socket).addEventListener('close', () => resolve());
                socket.disconnect();
              }),
          ),
        );
        sockets = [];
      },
    };
  },
};

/** All of these connections are over websocket. */
function webSocketOf(socket: Socket): WebSocket {
  const { ws } = socket.io.engine.transport as unknown as { readonly ws: WebSocket };
  return ws;
}

answer(clientTasks(side));

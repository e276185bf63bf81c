import type { Server } from 'socket.io';

/** Who talks where, line by line; the lottery is there to be filtered. */
const lines = {
  '/chat': [
    { user: 'ada', text: 'The engine weaves algebraic patterns.' },
    { user: 'spam', text: 'You have won the lottery!' },
    { user: 'charles', text: 'Another error in the tables.' },
  ],
  '/lobby': [
    { user: 'grace', text: 'Found a moth in the relay.' },
    { user: 'katherine', text: 'The numbers check.' },
  ],
} as const;

function textOf(message: unknown, key: string, otherwise: string): string {
  const value: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, key) : undefined;
  return typeof value === 'string' ? value.slice(0, 1000) : otherwise;
}

/**
 * Two rooms, `/chat` and `/lobby`: what somebody says with `say`, all others hear as `message`. Returns what lets the
 * room's own guests talk, a line a tick.
 */
export function openChatRooms(io: Pick<Server, 'of'>): (tick: number) => void {
  for (const room of Object.keys(lines)) {
    io.of(room).on('connection', (socket) => {
      socket.on('say', (message: unknown) => {
        socket.broadcast.emit('message', {
          user: textOf(message, 'user', 'bridge'),
          text: textOf(message, 'text', ''),
        });
      });
    });
  }
  return (tick) => {
    for (const [room, said] of Object.entries(lines)) io.of(room).emit('message', said[tick % said.length]);
  };
}

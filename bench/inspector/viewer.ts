// Somebody who looks, without a page: takes what comes and does nothing with it.
import { io } from 'socket.io-client';
import { WebSocketServer } from 'ws';
import { serveProgram } from './Program.ts';

const [url] = process.argv.slice(2);
let messages = 0;
const answer = (): Promise<number> => Promise.resolve(messages);

if (url === undefined) {
  // For @statelyai/inspect: the program is the one that connects.
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      JSON.parse(data.toString());
      messages += 1;
    });
  });
  server.on('listening', () => {
    const address = server.address();
    serveProgram(
      typeof address === 'object' && address !== null ? `ws://127.0.0.1:${address.port}` : '',
      answer,
    );
  });
} else {
  const { origin, searchParams } = new URL(url);
  const socket = io(origin, { query: { token: searchParams.get('token') }, transports: ['websocket'] });
  socket.on('batch', ({ number }: { number: number }) => {
    messages += 1;
    socket.emit('applied', number);
  });
  socket.once('snapshot', () => serveProgram(null, answer));
}

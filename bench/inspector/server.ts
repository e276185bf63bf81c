// A server that sends as many messages as it is asked for, or so many a second.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serveProgram } from './Program.ts';

const web = createServer();
const io = new Server(web, { serveClient: false });
let number = 0;

io.on('connection', (socket) => {
  let timer: ReturnType<typeof setInterval> | undefined;
  const send = (count: number): void => {
    for (let sent = 0; sent < count; sent += 1) {
      number += 1;
      socket.emit('reading', { sensor: `sensor-${number % 50}`, celsius: 20 + (number % 100) / 10, number });
    }
  };
  socket.on('more', send);
  socket.on('rate', (perSecond: number) => {
    clearInterval(timer);
    if (perSecond === 0) return;
    const started = performance.now();
    let sent = 0;
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
      // What could not be sent in time is not made up for in one go.
      send(Math.min(due - sent, perSecond / 10));
      sent = due;
    }, 10);
  });
  socket.on('disconnect', () => clearInterval(timer));
});
web.listen(0, '127.0.0.1', () => {
  const address = web.address();
  serveProgram(typeof address === 'object' && address !== null ? address.port : 0, () =>
    Promise.resolve(null),
  );
});

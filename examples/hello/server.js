// The server of Socket.IO's introduction: `hello` with a counter every second, and whatever comes as `hey` is printed.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const port = Number(process.env.HELLO_PORT ?? 3000);
const web = createServer();
const io = new Server(web);

io.on('connection', (socket) => {
  let counter = 0;
  const timer = setInterval(() => socket.emit('hello', ++counter), 1000);
  socket.on('hey', (data) => console.log('hey', data));
  socket.on('disconnect', () => clearInterval(timer));
});

web.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${web.address().port}`));

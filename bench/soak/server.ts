// The soak's server, a process of its own: acts on each reading once, known by its message id, and breaks connections at
// random in every way there is. Told what to do by the messages of `messages.ts`.
import http from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { SoakAnswer, SoakCommand, SoakReport } from './messages.ts';
import { seededRandom } from './seededRandom.ts';

const random = seededRandom(Number(process.argv[2] ?? 1));
/** How often the server breaks off right after it has acted on a reading, before the acknowledgement. */
const breakAfterReading = 0.005;
const listed = 20;
/** How often it looks whether drops are due, and how often it tells everybody the time, in ms. */
const dropInterval = 100;
const tickInterval = 500;

const web = http.createServer();
const tcp = new Set<TcpSocket>();
web.on('connection', (socket: TcpSocket) => {
  tcp.add(socket);
  socket.on('error', () => {});
  socket.once('close', () => tcp.delete(socket));
});
const io = new Server(web, { serveClient: false, perMessageDeflate: false });

/** By client and number: how often it was acted on. */
const acted: number[][] = [];
const known = new Set<string>();
let repeated = 0;
let drops = 0;
let share = 0;

const ways: readonly ((socket: Socket) => void)[] = [
  (socket) => socket.disconnect(),
  (socket) => socket.disconnect(true),
  (socket) => socket.conn.close(),
  () => randomOf([...tcp])?.resetAndDestroy(),
  () => randomOf([...tcp])?.destroy(),
];

function randomOf<Item>(items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

io.on('connection', (socket) => {
  socket.on(
    'reading',
    (client: number, number: number, id: string, acknowledge: (number: number) => void) => {
      if (known.has(id)) repeated += 1;
      else {
        known.add(id);
        const numbers = (acted[client] ??= []);
        numbers[number] = (numbers[number] ?? 0) + 1;
      }
      if (share > 0 && random() < breakAfterReading) {
        drops += 1;
        socket.conn.close();
      } else acknowledge(number);
    },
  );
});

// Where a share of a connection is due, chance decides.
setInterval(() => {
  const due = share * tcp.size * (dropInterval / 1000);
  const count = Math.floor(due) + (random() < due % 1 ? 1 : 0);
  const sockets = count === 0 ? [] : [...io.of('/').sockets.values()];
  for (let drop = 0; drop < count; drop += 1) {
    const socket = randomOf(sockets);
    if (socket === undefined) break;
    drops += 1;
    randomOf(ways)?.(socket);
  }
}, dropInterval);
setInterval(() => io.emit('tick', Date.now()), tickInterval);

function report(sent: readonly number[]): SoakReport {
  const missing: string[] = [];
  const twice: string[] = [];
  let accepted = 0;
  for (const [client, count] of sent.entries()) {
    for (let number = 0; number < count; number += 1) {
      const times = acted[client]?.[number] ?? 0;
      accepted += times;
      if (times === 0 && missing.length < listed) missing.push(`${client}/${number}`);
      if (times > 1 && twice.length < listed) twice.push(`${client}/${number}`);
    }
  }
  return { accepted, repeated, missing, twice, drops, connections: io.engine.clientsCount };
}

const answer = (message: SoakAnswer): void => void process.send?.(message);

process.on('message', (command: SoakCommand) => {
  switch (command.type) {
    case 'drops':
      share = command.share;
      break;
    case 'dropAll':
      for (const socket of tcp) socket.destroy();
      break;
    case 'report':
      answer({ type: 'report', report: report(command.sent) });
      break;
    case 'end':
      process.exit(0);
  }
});
// However the soak ends, its server does.
process.on('disconnect', () => process.exit(1));

web.listen(0, '127.0.0.1', () => {
  answer({ type: 'listening', port: (web.address() as AddressInfo).port });
});

import { createServer, type Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { openAlarmDesk } from './demo/alarmDesk.ts';
import { openChatRooms } from './demo/chatRooms.ts';

/** How the demo's server behaves. All times in ms. */
export interface DemoServerOptions {
  /** @default 0, a free one */
  readonly port?: number;
  /** How long the first connection may live before it is dropped; 0 for ever. @default 3000 */
  readonly firstDrop?: number;
  /** How long the later ones may live. @default 9000 to 14000, by chance */
  readonly laterDrops?: () => number;
  /** From one reading to the next. @default 900 */
  readonly interval?: number;
  /** Degrees of the furnace at a tick. Default: too hot for eighteen of every forty ticks. */
  readonly furnace?: (tick: number) => number;
  /** Whether the operator overlooks an alarm; they count from 1. Default: two of three. */
  readonly overlooks?: (alarm: number) => boolean;
}

/** A server to play with. */
export interface DemoServer {
  /** `http://127.0.0.1` */
  readonly host: string;
  readonly port: number;
  /** Ends it and every connection to it. */
  close(): Promise<void>;
}

/** A reading of one sensor, as `/sensors` tells it. */
export interface Reading {
  readonly sensor: string;
  readonly celsius: number;
}

/** What the machine that the sensors sit on has to do, as `/` tells it. */
export interface Load {
  /** Percent. */
  readonly cpu: number;
  readonly memory: number;
}

interface ServerEvents {
  load(load: Load): void;
  reading(reading: Reading): void;
  /** How many devices of a site there are, and run. */
  status(status: { devices: number; running: number }): void;
  message(message: { user: string; text: string }): void;
}

interface ClientEvents {
  /** Sets a sensor right, and answers by how much. */
  calibrate(request: unknown, acknowledge?: (answer: { sensor: string; offset: number }) => void): void;
}

const boiler = { sensor: 'boiler', celsius: 71, spread: 4 };
const sensors = [
  boiler,
  { sensor: 'hall', celsius: 20.5, spread: 1 },
  { sensor: 'freezer', celsius: -18, spread: 2 },
];

/**
 * Starts a real Socket.IO server on 127.0.0.1 that has something to show to each of the example projects: `load` on the
 * namespace `/`, `reading` on `/sensors` and `/plant`, `status` on `/devices`, talk in `/chat` and `/lobby`, every now
 * and then; `calibrate` is acknowledged, and most of what comes to `/alarms`; and now and then it drops the engine
 * connection, so that a client has to find its way back.
 *
 * @throws {Error} (a rejection) where the port is taken
 * @example
 * const server = await startDemoServer();
 * const connections = createConnections([{ name: 'demo', url: server.host, port: server.port }]);
 */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const { port = 0, firstDrop = 3000, interval = 900 } = options;
  const { furnace = furnaceOf, overlooks = (alarm) => alarm % 3 !== 0 } = options;
  const { laterDrops = () => 9000 + Math.random() * 5000 } = options;
  const web = createServer();
  const io = new Server<ClientEvents, ServerEvents>(web, { serveClient: false });
  const timers = new Set<ReturnType<typeof setInterval>>();
  let joined = 0;

  const dropSoon = (socket: Socket): void => {
    joined += 1;
    const life = joined === 1 ? firstDrop : laterDrops();
    if (life <= 0) return;
    // The engine connection itself, as a network does that breaks: the client hears no goodbye from any namespace.
    const timer = setTimeout(() => socket.conn.close(), life);
    timers.add(timer);
    socket.on('disconnect', () => {
      clearTimeout(timer);
      timers.delete(timer);
    });
  };
  io.on('connection', (socket) => {
    socket.on('calibrate', (request, acknowledge) => {
      if (typeof acknowledge === 'function')
        acknowledge({ sensor: sensorOf(request), offset: rounded(Math.random() - 0.5, 2) });
    });
    dropSoon(socket);
  });
  for (const name of ['/sensors', '/plant', '/devices']) io.of(name);
  const talk = openChatRooms(io);
  openAlarmDesk(io, overlooks);

  await new Promise<void>((resolve, reject) => {
    web.once('error', reject);
    web.listen(port, '127.0.0.1', resolve);
  });
  let tick = 0;
  timers.add(
    setInterval(() => {
      const { sensor, celsius, spread } = sensors[tick % sensors.length] ?? boiler;
      io.of('/sensors').emit('reading', {
        sensor,
        celsius: rounded(celsius + (Math.random() - 0.5) * spread, 1),
      });
      if (tick % 2 === 0) io.emit('load', { cpu: wave(tick, 35, 20), memory: wave(tick, 62, 6) });
      io.of('/plant').emit('reading', { sensor: 'furnace', celsius: furnace(tick) });
      io.of('/devices').emit('status', { devices: 4, running: wave(tick, 3, 1) });
      talk(tick);
      tick += 1;
    }, interval),
  );

  return {
    host: 'http://127.0.0.1',
    port: portOf(web),
    async close() {
      for (const timer of timers) clearInterval(timer);
      const closed = io.close();
      // It waits for every connection, also for one that is kept alive for further requests.
      web.closeAllConnections();
      await closed;
    },
  };
}

function portOf(web: HttpServer): number {
  const address = web.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function sensorOf(request: unknown): string {
  const named =
    typeof request === 'object' && request !== null && 'sensor' in request ? request.sensor : undefined;
  return typeof named === 'string' ? named : 'all';
}

function furnaceOf(tick: number): number {
  return (tick % 40 > 8 && tick % 40 < 27 ? 900 : 800) + wave(tick, 0, 20);
}

function wave(tick: number, middle: number, height: number): number {
  return Math.round(middle + height * Math.sin(tick / 3));
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

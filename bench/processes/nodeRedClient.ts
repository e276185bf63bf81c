// Node-RED's runtime, without its editor: a Socket.IO client node wired to a node that notes how long a message took.
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { answer } from './answer.ts';
import type { Destination } from './ClientSide.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { meter } from './meter.ts';
import { watchReceipts } from './watchReceipts.ts';

interface Runtime {
  init(settings: object, server: unknown): void;
  start(): Promise<void>;
}

const peers = join(import.meta.dirname, '..', 'peers', 'nodeRed');
const latencies = createLatencies();
const heard = new EventEmitter();
let count = 0;

const bench = {
  connect: (url: string, client: string) =>
    io(url, { transports: ['websocket'], query: { client }, forceNew: true }),
  connected: () => heard.emit('connected'),
  readAt: watchReceipts(),
  effect(payload: unknown, readAt: number) {
    count += 1;
    if (typeof payload === 'object' && payload !== null) latencies.note(readAt, Reflect.get(payload, 'at'));
    heard.emit('effect');
  },
};

const tasks = {
  async connect({ port, client }: Destination): Promise<void> {
    const userDir = mkdtempSync(join(tmpdir(), 'statewire-bench-'));
    process.on('exit', () => rmSync(userDir, { recursive: true, force: true }));
    mkdirSync(join(userDir, 'core', 'examples'), { recursive: true });
    const flow = [
      { id: 'tab', type: 'tab', label: 'bench' },
      {
        id: 'in',
        type: 'socketio-in',
        z: 'tab',
        // Without a place in the drawing it would be taken for a configuration.
        x: 100,
        y: 100,
        url: `http://127.0.0.1:${port}`,
        event: 'reading',
        client,
        wires: [['effect']],
      },
      { id: 'effect', type: 'effect', z: 'tab', x: 300, y: 100, wires: [] },
    ];
    writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow));
    // Node-RED's packages are CommonJS, and the peers'.
    const require = createRequire(join(peers, 'index.js'));
    const runtime = require('@node-red/runtime') as Runtime;
    const util = require('@node-red/util') as { init(settings: object): void };
    const settings = {
      userDir,
      flowFile: 'flows.json',
      // No nodes of its own but those that are measured.
      coreNodesDir: join(userDir, 'core'),
      nodesDir: [join(peers, 'nodes')],
      disableEditor: true,
      httpAdminRoot: false,
      httpNodeRoot: false,
      logging: { console: { level: 'error', metrics: false, audit: false } },
      bench,
    };
    util.init(settings);
    runtime.init(settings, createServer());
    const connected = new Promise<void>((resolve) => {
      heard.once('connected', resolve);
    });
    await runtime.start();
    await connected;
  },
  /** From now until so many messages have had their effect. */
  async latencies({ count: wanted }: { count: number }): Promise<Latencies> {
    count = 0;
    const spent = meter();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (count < wanted) return;
        heard.off('effect', look);
        resolve();
      };
      heard.on('effect', look);
    });
    return { ...latencies.read(), spent: spent() };
  },
};

export type NodeRedTasks = typeof tasks;
answer(tasks);

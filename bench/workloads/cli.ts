import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternate } from '../alternate.ts';
import type { Workload } from '../BenchResult.ts';
import { ratioOf, spreadOf } from '../statistics.ts';
import { withProcesses } from './sides.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'bench', '.build');

/** From the start of a process until it writes what is awaited; in ms. */
function timeUntil(args: readonly string[], awaited: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let said = '';
    let taken: number | undefined;
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (taken !== undefined || !said.includes(awaited)) return;
      taken = performance.now() - started;
      child.kill('SIGKILL');
    });
    child.on('exit', () => {
      if (taken === undefined) reject(new Error(`${args.join(' ')} ended without ${awaited}`));
      else resolve(taken);
    });
  });
}

export const cliStart: Workload = {
  name: 'cli-start',
  seconds: 20,
  run: (context) =>
    withProcesses(async (_server, port) => {
      const project = join(folder, 'cli-start.json');
      const script = join(folder, 'cli-start.mjs');
      const connection = {
        name: 'bench',
        url: 'http://127.0.0.1',
        port,
        autostart: true,
        protocol: 'v4',
        transports: ['websocket'],
      };
      writeFileSync(
        project,
        JSON.stringify({ settings: { socketio: { connections: [connection] } }, logic: { nodes: [] } }),
      );
      writeFileSync(
        script,
        `import { io } from 'socket.io-client';
const socket = io('http://127.0.0.1:${port}', { transports: ['websocket'] });
socket.on('connect', () => console.log('connected'));
`,
      );
      try {
        const { own, peer } = await alternate(
          { ...context, rounds: context.rounds * 2 },
          async () => ({
            time: await timeUntil(
              [join(root, 'dist', 'cli', 'statewire.js'), 'run', project, '--log', 'json'],
              '"connected.settling"',
            ),
          }),
          async () => ({ time: await timeUntil([script], 'connected') }),
        );
        return [
          {
            id: 'cli-start',
            title: '`statewire run` from process start to connected: time',
            against: 'a script of four lines',
            goal: { operator: '<=', value: 2 },
            outcome: ratioOf(own['time'] ?? [], peer['time'] ?? []),
            figures: [
              {
                label: 'time',
                unit: 'ms',
                own: spreadOf(own['time'] ?? []),
                peer: spreadOf(peer['time'] ?? []),
              },
            ],
          },
        ];
      } finally {
        rmSync(project);
        rmSync(script);
      }
    }),
};

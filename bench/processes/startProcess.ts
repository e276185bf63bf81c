import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Answer, Tasks } from './answer.ts';

const folder = import.meta.dirname;
const outdir = join(folder, '..', '.build');

/** A process under measurement. */
export interface BenchProcess<Of extends Tasks> {
  call<Name extends keyof Of & string>(
    task: Name,
    ...params: Parameters<Of[Name]>
  ): Promise<Awaited<ReturnType<Of[Name]>>>;
  /** Resolves once the task has begun, so that what it waits for can be set off. */
  begin<Name extends keyof Of & string>(
    task: Name,
    ...params: Parameters<Of[Name]>
  ): Promise<{ readonly ended: Promise<Awaited<ReturnType<Of[Name]>>> }>;
  /** Resolves once it is gone. */
  end(): Promise<void>;
}

interface Waiting {
  begun(): void;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Makes JavaScript of what runs in processes of its own, next to the product as it is shipped: a loader in the measured
 * process would triple the heap of every function.
 */
export async function buildProcesses(): Promise<void> {
  const entries = ['server', 'rawClient', 'ownClient', 'graphClient', 'graphNodes', 'nodeRedClient'];
  await build({
    entryPoints: [
      ...entries.map((entry) => join(folder, `${entry}.ts`)),
      join(folder, '..', 'peers', 'behaveGraph.ts'),
    ],
    entryNames: '[name]',
    outdir,
    bundle: true,
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    packages: 'external',
    logLevel: 'warning',
    plugins: [
      {
        name: 'the product as built',
        setup({ onResolve }) {
          onResolve({ filter: /^statewire(\/graph)?$/ }, ({ path }) => ({
            path: path === 'statewire' ? '../../dist/src/index.js' : '../../dist/src/graph/index.js',
            external: true,
          }));
        },
      },
    ],
  });
}

/** Starts one of them. */
export function startProcess<Of extends Tasks>(
  name: string,
  execArgv: readonly string[] = [],
): BenchProcess<Of> {
  const child = fork(join(outdir, `${name}.mjs`), {
    execArgv: [...execArgv],
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    serialization: 'advanced',
  });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  child.on('message', (answer: Answer) => {
    const asker = waiting.get(answer.id);
    if ('isBegun' in answer) return asker?.begun();
    waiting.delete(answer.id);
    if ('error' in answer) return asker?.reject(new Error(`${name}: ${answer.error}`));
    return asker?.resolve(answer.result);
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name} ended with ${String(code)}`));
    waiting.clear();
  });
  const ask = (task: string, params: unknown, begun: () => void): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (asked += 1);
      waiting.set(id, { resolve, reject, begun });
      child.send({ id, task, params });
    });
  // What comes back is what the task of this name returns: here the types of two processes meet.
  const call: BenchProcess<Of>['call'] = (task, ...[params]) => ask(task, params, () => {}) as never;
  return {
    call,
    begin: (task, ...[params]) =>
      new Promise((resolve, reject) => {
        const ended = ask(task, params, () => resolve({ ended: ended as never }));
        ended.catch(reject);
      }),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

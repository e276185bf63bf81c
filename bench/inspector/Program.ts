import { fork } from 'node:child_process';
import { join } from 'node:path';
import { root } from './built.ts';

/** A program of a measurement in a process of its own, that answers one question at a time. */
export interface Program {
  /** What it said once it was ready. */
  readonly ready: unknown;
  ask(question: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts a program of this folder. Its first message says that it is ready, each further one is an answer. */
export async function startProgram(file: string, ...args: readonly string[]): Promise<Program> {
  const child = fork(join(import.meta.dirname, file), args, { cwd: root, execArgv: ['--import', 'tsx'] });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const next = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      void ended.then(() => reject(new Error(`${file} has ended.`)));
    });
  const ready = await next();
  return {
    ready,
    async ask(question) {
      const answer = next();
      child.send(Object(question));
      return answer;
    },
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** The other side: says that it is ready, and answers. */
export function serveProgram(ready: unknown, answer: (question: unknown) => Promise<unknown>): void {
  process.on('message', (question) => {
    void answer(question).then((result) => process.send?.(result ?? null));
  });
  process.on('disconnect', () => process.exit());
  process.send?.(ready);
}

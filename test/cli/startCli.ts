import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { buildCli } from './buildCli.ts';

// Before the first test begins, so that it does not count as a part of it.
const script = await buildCli();

/** How the command is started. */
export interface CliOptions {
  /** Beside what it needs to start at all. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** How the command has ended, and all that it has said. */
export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From its start to its end, in ms. */
  readonly duration: number;
}

/** The command while it runs, as a process of its own. */
export interface CliProcess {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves with the nth line on the standard output that has the text in it, now or later. Rejects if it ends before. */
  line(part: string, nth?: number): Promise<string>;
  readonly ended: Promise<CliResult>;
}

/** Starts the command as its users do. What is still running after the test is killed. */
export function startCli(
  args: readonly string[],
  after: (cleanup: () => unknown) => void,
  { env = {}, cwd }: CliOptions = {},
): CliProcess {
  const started = Date.now();
  const child = spawn(process.execPath, [script, ...args], {
    // Nothing else of this process's: whether it runs under npm, in colours or with coverage is not to matter.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
  let stdout = '';
  let stderr = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const check of waiting) check();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr, duration: Date.now() - started });
    });
  });
  after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    async line(part, nth = 1) {
      return new Promise((resolve, reject) => {
        const check = (): void => {
          // The last piece may be half a line.
          const found = stdout
            .split('\n')
            .slice(0, -1)
            .filter((line) => line.includes(part))[nth - 1];
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
        void ended.then(() => reject(new Error(`No line with ${part} in:\n${stdout}\n${stderr}`)));
      });
    },
  };
}

/** Runs the command to its end. */
export function runCli(
  args: readonly string[],
  after: (cleanup: () => unknown) => void,
  options?: CliOptions,
): Promise<CliResult> {
  return startCli(args, after, options).ended;
}

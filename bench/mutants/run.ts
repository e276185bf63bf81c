// Plants every fault that mutate.ts knows, one at a time, and counts how many the generated tests catch.
//   npm run mutants [-- PART-OF-ID]
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { allMutants } from './judge.ts';
import { survivors } from './survivors.ts';

/** A mutant that loops for ever is caught by this, in ms. */
const limit = 120_000;
const neverEnded = 'it never came to an end';
const target = 0.95;

const [part = ''] = process.argv.slice(2);
const ids = allMutants().map(({ id }) => id);
const queue = ids.map((_, index) => index).filter((index) => ids[index]?.includes(part));
const total = queue.length;
const caught = new Map<string, string | null>();
const started = Date.now();

function work(): Promise<void> {
  return new Promise((resolve) => {
    let worker: ChildProcess;
    let current = -1;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = (): void => {
      const index = queue.shift();
      if (index === undefined) {
        worker.removeAllListeners();
        worker.kill();
        return resolve();
      }
      current = index;
      timer = setTimeout(() => {
        note(neverEnded);
        worker.removeAllListeners();
        worker.kill('SIGKILL');
        begin();
      }, limit);
      worker.send(index);
      return undefined;
    };
    const note = (reason: string | null): void => {
      clearTimeout(timer);
      caught.set(ids[current] ?? '', reason);
      if (process.stdout.isTTY) process.stdout.write(`\r${caught.size}/${total} `);
      if (reason === null)
        process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}survived: ${ids[current]}\n`);
    };
    const begin = (): void => {
      worker = fork(join(import.meta.dirname, 'worker.ts'), { execArgv: ['--import', 'tsx'] });
      worker.on('message', (message: { readonly index: number; readonly caught: string | null }) => {
        if (message.index >= 0) note(message.caught);
        next();
      });
      worker.on('exit', () => {
        note('it took the process with it');
        begin();
      });
    };
    begin();
  });
}

await Promise.all(Array.from({ length: Math.min(availableParallelism(), total) }, work));

const alive = [...caught].filter(([, reason]) => reason === null).map(([id]) => id);
const unexplained = alive.filter((id) => survivors[id] === undefined);
const share = (total - alive.length) / total;
process.stdout.write(
  `\n${total} mutants, ${total - alive.length} caught (${(100 * share).toFixed(1)} %), in ${Math.round((Date.now() - started) / 1000)} s\n`,
);
const endless = [...caught].filter(([, reason]) => reason === neverEnded).map(([id]) => id);
if (endless.length > 0) process.stdout.write(`Caught for never coming to an end: ${endless.join(', ')}\n`);
if (alive.length > 0) process.stdout.write('\nThose that survive, and why:\n');
for (const id of alive) process.stdout.write(`  ${id}\n      ${survivors[id] ?? 'NOT EXPLAINED'}\n`);
const stale = part === '' ? Object.keys(survivors).filter((id) => !alive.includes(id)) : [];
for (const id of stale)
  process.stdout.write(`  ${id} is explained in survivors.ts, and does not survive any more\n`);
process.exitCode = share < target || unexplained.length > 0 ? 1 : 0;

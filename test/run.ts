// Runs every *.test.ts of test/ and examples/ (or those whose path contains one of the arguments), each in a process of its own, as
// many at a time as there are processors, and one more, for most of them wait for a network or a browser half of the time. A file
// that ends without having run a test is a failure.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** In ms. A file that hangs has left something open: that is a defect, not a slow test. */
const fileTimeout = 300_000;
const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const files = ['test', 'examples']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .toSorted();

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function runFile(file: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(process.execPath, ['--import', 'tsx', join(root, file)], {
      env: { ...process.env, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, fileTimeout);
    child.on('close', (code) => {
      clearTimeout(timer);
      const sum = (label: string): number =>
        [...output.matchAll(new RegExp(`^\\s*${label}:\\s+(\\d+)`, 'gm'))].reduce(
          (total, match) => total + Number(match[1]),
          0,
        );
      const total = sum('Total');
      const passed = sum('Passed');
      const skipped = sum('Skipped');
      const ok = code === 0 && !late && total + skipped > 0 && passed === total;
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      process.stdout.write(
        `${ok ? 'ok  ' : 'FAIL'} ${file} (${passed}${skipped > 0 ? `, ${skipped} skipped` : ''}; ${seconds} s)\n`,
      );
      for (const line of output.split('\n'))
        if (line.startsWith('SKIPPED')) process.stdout.write(`     ${line}\n`);
      if (!ok) {
        const reason = late
          ? `still running after ${fileTimeout} ms`
          : total + skipped === 0
            ? 'no test ran'
            : `exit code ${code}`;
        process.stdout.write(`${output}\n--- ${file}: ${reason}\n`);
      }
      resolve({ passed, skipped, failed: ok ? 0 : Math.max(1, total - passed) });
    });
  });
}

const queue = [...files];
const sums = { passed: 0, failed: 0, skipped: 0 };
async function work(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const outcome = await runFile(file);
    sums.passed += outcome.passed;
    sums.failed += outcome.failed;
    sums.skipped += outcome.skipped;
  }
}
await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
process.stdout.write(`\n${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped\n`);
process.exitCode = sums.failed > 0 || sums.passed === 0 ? 1 : 0;

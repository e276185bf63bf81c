// Runs every *.test.ts of test/ and examples/ (or those whose path contains one of the arguments), each in a process of its own but
// for those that are run `together`. Twice as many at a time as there are processors, for most of them wait for a network or a
// browser half of the time. A process that ends without having run a test is a failure.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

/** In ms. A file that hangs has left something open: that is a defect, not a slow test. */
const fileTimeout = 900_000;
const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
/** Folders of many short files, which would take longer to load one by one than to run. */
const together = [
  'documents',
  'examples',
  'graph',
  'inspect',
  'lifecycle',
  'links',
  'machines',
  'pains',
  'project',
  'testing',
  'verify',
].map((folder) => join('test', folder));
/** What of them takes as long as the others together. */
const alone = ['graph/diagnosticsFuzz', 'graph/rules', 'lifecycle/real', 'links/link', 'verify/planted'].map(
  (file) => join('test', `${file}.test.ts`),
);
/** What takes longest comes first, so that no processor waits for it at the end. */
const first = ['page', 'browser', 'lifecycle', 'examples', 'connections', 'verify', 'graph', 'cli'].map(
  (folder) => join('test', folder),
);
function rank(file: string): number {
  const place = first.findIndex((folder) => file.startsWith(folder));
  return place === -1 ? first.length : place;
}
const files = ['test', 'examples']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

/** One process's worth: a file, or a folder of them. */
interface Batch {
  readonly name: string;
  readonly files: readonly string[];
}

const batches = new Map<string, Batch>();
for (const file of files) {
  const name = together.includes(dirname(file)) && !alone.includes(file) ? dirname(file) : file;
  batches.set(name, { name, files: [...(batches.get(name)?.files ?? []), file] });
}

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function runBatch({ name, files: members }: Batch): Promise<Outcome> {
  return new Promise((resolve) => {
    const started = Date.now();
    // By uvu's own runner: left to itself uvu begins when a tick has passed, and once more for each suite that comes later, as
    // those do whose imports await something. All would run twice, at the same time.
    const suites = members.map((file) => ({ name: file, file: join(root, file).replace(/^\//, '') }));
    const code = `import { run } from 'uvu/run'; await run(${JSON.stringify(suites)});`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      cwd: root,
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
        `${ok ? 'ok  ' : 'FAIL'} ${name} (${passed}${skipped > 0 ? `, ${skipped} skipped` : ''}; ${seconds} s)\n`,
      );
      for (const line of output.split('\n'))
        if (line.startsWith('SKIPPED')) process.stdout.write(`     ${line}\n`);
      if (!ok) {
        const reason = late
          ? `still running after ${fileTimeout} ms`
          : total + skipped === 0
            ? 'no test ran'
            : `exit code ${code}`;
        process.stdout.write(`${output}\n--- ${name}: ${reason}\n`);
      }
      resolve({ passed, skipped, failed: ok ? 0 : Math.max(1, total - passed) });
    });
  });
}

const queue = [...batches.values()];
const sums = { passed: 0, failed: 0, skipped: 0 };
async function work(): Promise<void> {
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    const outcome = await runBatch(batch);
    sums.passed += outcome.passed;
    sums.failed += outcome.failed;
    sums.skipped += outcome.skipped;
  }
}
await Promise.all(Array.from({ length: availableParallelism() * 2 }, work));
process.stdout.write(`\n${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped\n`);
process.exitCode = sums.failed > 0 || sums.passed === 0 ? 1 : 0;

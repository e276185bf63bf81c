// npm run bench [-- NAME...] [--scale S] [--rounds N] [--list]
// Measures everything, or what is named; prints a table. A whole run also writes bench/results/latest.json and
// docs/performance.md; `--write` makes a partial one replace its rows there.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BenchResult } from './BenchResult.ts';
import { buildProcesses } from './processes/startProcess.ts';
import { workloads } from './registry.ts';
import { progressBar } from './report/progressBar.ts';
import type { Report } from './report/Report.ts';
import { terminalTable } from './report/terminalTable.ts';
import { writeDocument } from './report/writeDocument.ts';

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '6' },
    list: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

function versionOf(name: string): string | undefined {
  for (const folder of [root, join(root, 'bench')]) {
    const file = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }
  return undefined;
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

const names = workloads.map(({ name }) => name);
if (values.list) {
  process.stdout.write(`${names.join('\n')}\n`);
  process.exit(0);
}
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) stop(`No workload is named ${unknown.join(', ')}. There are: ${names.join(', ')}.`);
const [scale, rounds] = [Number(values.scale), Number(values.rounds)];
if (!(scale > 0 && scale <= 10)) stop('--scale takes a number from above 0 to 10.');
if (!Number.isInteger(rounds) || rounds < 1) stop('--rounds takes a whole number from 1.');
if (!existsSync(join(root, 'dist', 'src', 'index.js'))) stop('The product is not built: npm run build');
if (versionOf('@behave-graph/core') === undefined || versionOf('@node-red/runtime') === undefined)
  stop('The peers are not installed: npm ci --ignore-scripts --prefix bench');

const chosen =
  positionals.length === 0 ? workloads : workloads.filter(({ name }) => positionals.includes(name));
const load = (loadavg()[0] ?? 0) / availableParallelism();
await buildProcesses();
const total = chosen.reduce((sum, { seconds }) => sum + seconds, 0);
const bar = progressBar(total);
const results: BenchResult[] = [];
let done = 0;
for (const { name, seconds, run } of chosen) {
  bar.update(done, name);
  const made = await run({
    scale,
    rounds,
    progress: (share) => bar.update(done + share * seconds, name),
  });
  results.push(...made);
  done += seconds;
}
bar.end();
process.stdout.write(terminalTable(results));

const file = join(root, 'bench', 'results', 'latest.json');
const isWhole = positionals.length === 0;
if (isWhole || values.write) {
  const last = !isWhole && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : undefined;
  const before = last?.results ?? [];
  const fresh = new Map(results.map((result) => [result.id, result]));
  const report: Report = {
    date: new Date().toISOString(),
    node: process.versions.node,
    platform: `${process.platform} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    processors: availableParallelism(),
    versions: Object.fromEntries(
      ['socket.io', 'socket.io-client', 'xstate', '@behave-graph/core', '@node-red/runtime'].map((name) => [
        name,
        versionOf(name) ?? '-',
      ]),
    ),
    scale,
    // So many at least: rows that stay were measured before.
    rounds: Math.min(rounds, last?.rounds ?? rounds),
    load,
    results: [
      ...before.map((result) => fresh.get(result.id) ?? result),
      ...results.filter(({ id }) => !before.some((result) => result.id === id)),
    ],
  };
  mkdirSync(join(root, 'bench', 'results'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  writeDocument(report);
  process.stdout.write(
    '\nWritten: bench/results/latest.json, docs/performance.md, docs/images/performance-*.svg\n',
  );
}

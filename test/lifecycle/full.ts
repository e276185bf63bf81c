// The whole proof: every generated path in simulation and on real servers, and as many random sequences as are promised.
//   npm run verify:full [-- --seed N] [--runs 10000] [--real 200] [--html FILE] [--json FILE] [--part NAME]
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import {
  connectionModel,
  coverModel,
  createCoverage,
  formatCoverage,
  realLevel,
  renderCoverage,
  reportCoverage,
  runCommands,
  runPath,
  runRaces,
  simulatedLevel,
  standardModels,
  type CommandsReport,
} from '../../src/testing/index.ts';
import { coverOnServer, serverVersions } from './coverOnServer.ts';
import { notProvokable } from './notProvokable.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '10000' },
    real: { type: 'string', default: '200' },
    html: { type: 'string' },
    json: { type: 'string' },
    part: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const runs = Number(values.runs);
const realRuns = Math.ceil(Number(values.real) / serverVersions.length);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** @throws {Error} with all that it takes to see the failure again */
function told({ failure, ...counts }: CommandsReport): string {
  if (failure === undefined) return `${counts.runs} sequences, ${counts.steps} steps, seed ${counts.seed}`;
  throw new Error(
    `${failure.message}\nconfiguration ${JSON.stringify(failure.config)}, seed ${counts.seed}, path ${failure.path}`,
  );
}

async function simulatedPaths(): Promise<string> {
  const coverage = createCoverage([connectionMachine, namespaceMachine]);
  const feasiblePairs = new Set<string>();
  const level = simulatedLevel({ inspect: coverage.inspect });
  let count = 0;
  for (const options of Object.values(standardModels)) {
    const model = connectionModel(options);
    const { paths, feasible } = coverModel(model);
    for (const pair of feasible) feasiblePairs.add(pair);
    for (const { steps } of paths) await runPath(model, steps, level);
    count += paths.length;
  }
  const report = reportCoverage(coverage.machines, { feasiblePairs });
  if (values.html !== undefined) writeFileSync(values.html, renderCoverage(report));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  const missing = report.machines.flatMap(({ states, transitions, pairs, guards }) =>
    [states, transitions, pairs, guards].flatMap((share) => share.missing),
  );
  if (missing.length > 0) throw new Error(formatCoverage(report));
  return `${count} paths\n${formatCoverage(report)}`;
}

const parts: Record<string, () => Promise<string>> = {
  'random sequences, simulated': async () => told(await runCommands({ runs, seed, maxSteps: 60 })),
  'paths, simulated': simulatedPaths,
  'races, simulated': async () => told(await runRaces({ runs: Math.ceil(runs / 5), seed, maxSteps: 40 })),
};
for (const version of serverVersions) {
  parts[`random sequences, ${version}`] = async () =>
    told(await runCommands({ runs: realRuns, seed, maxSteps: 60, level: realLevel({ version }) }));
  parts[`paths, ${version}`] = async () => {
    const { report, paths, steps } = await coverOnServer({ version, goal: 'pairs', reasons: notProvokable });
    const missing = report.machines.flatMap(({ transitions }) => transitions.missing.map(({ id }) => id));
    const known = Object.keys(notProvokable);
    if (missing.toSorted().join('\n') !== known.toSorted().join('\n'))
      throw new Error(`Not reached: ${missing.join(', ')}. Said to be out of reach: ${known.join(', ')}.`);
    return `${paths} paths, ${steps} steps\n${formatCoverage(report, ['states', 'transitions'])}`;
  };
}

async function runAll(): Promise<void> {
  const started = performance.now();
  say(`seed ${seed}`);
  const queue = Object.keys(parts);
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
      const code = await new Promise((resolve) => {
        const args = [...process.argv.slice(2), '--seed', String(seed), '--part', part];
        fork(import.meta.filename, args).on('exit', resolve);
      });
      if (code !== 0) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  say(
    `${failed === 0 ? 'all is well' : `${failed} parts FAILED`}, in ${Math.round((performance.now() - started) / 1000)} s, seed ${seed}`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
}

async function runPart(name: string): Promise<void> {
  const part = parts[name];
  if (part === undefined)
    throw new Error(`There is no part ${name}; there are: ${Object.keys(parts).join(', ')}`);
  const started = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - started) / 1000)} s`;
  try {
    const summary = await part();
    say(`ok   ${name} (${seconds()}): ${summary}`);
  } catch (error) {
    say(`FAIL ${name} (${seconds()}): ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

await (values.part === undefined ? runAll() : runPart(values.part));

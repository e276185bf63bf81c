// Node executions a second, on Statewire and on @behave-graph/core, the same graphs alternately in one process.
// Peers are installed apart: `npm ci` in bench/ first. Then `npx tsx bench/graph.ts [--json] [--rounds N]`.
import { parseArgs } from 'node:util';
import { checkProject, runProject, type GraphLimits } from '../src/graph/index.ts';
import { workloads, type Workload } from './graphWorkloads.ts';

interface Outcome {
  readonly time: number;
  readonly value: number;
}

/** One line of the table. */
interface Row {
  readonly workload: string;
  readonly statewire: number;
  readonly peer: number;
  readonly ratio: number;
  /** Least and greatest ratio of a round. */
  readonly spread: readonly [number, number];
}

const limits: Partial<GraphLimits> = { steps: 1e12, queue: 1e6 };

/** Runs a workload on Statewire: from the first node to the last, the event loop's turns between slices included. */
async function runOwn({ nodes, variables, result }: Workload): Promise<Outcome> {
  const text = JSON.stringify({
    name: 'bench',
    variables: variables.map((name) => ({ name, type: 'Int', initialValue: 0 })),
    logic: {
      nodes: [...nodes],
    },
  });
  const { project, diagnostics } = checkProject(text, { environment: {} });
  if (project === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(JSON.stringify(diagnostics));
  const run = runProject(project, {
    connections: {
      names: [],
      has: () => false,
      get: () => {
        throw new Error('no connections');
      },
    },
    limits,
    logger: {
      console: () => {},
      error: (entry) => {
        throw new Error(entry.message);
      },
    },
  });
  const started = performance.now();
  await new Promise<void>((resolve) => {
    run.on('quiet', () => resolve());
  });
  const time = performance.now() - started;
  const value = Number(run.variable(result.variable));
  run.dispose();
  return { time, value };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

async function loadPeer(): Promise<(workload: Workload) => Outcome> {
  try {
    const url = new URL('./peers/behaveGraph.ts', import.meta.url).href;
    const module = (await import(url)) as { runPeer: (workload: Workload) => Outcome };
    return module.runPeer;
  } catch (error) {
    throw new Error('The peers are not installed: run `npm ci` in bench/ first.', { cause: error });
  }
}

async function measure(
  workload: Workload,
  runPeer: (workload: Workload) => Outcome,
  rounds: number,
): Promise<Row> {
  const own: number[] = [];
  const peer: number[] = [];
  // The first round warms both up and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    const outcomes = { own: await runOwn(workload), peer: runPeer(workload) };
    for (const [name, { value }] of Object.entries(outcomes))
      if (value !== workload.result.value)
        throw new Error(`${workload.name} on ${name}: ${value}, not ${workload.result.value}`);
    if (round === 0) continue;
    own.push(outcomes.own.time);
    peer.push(outcomes.peer.time);
  }
  const ratios = own.map((time, round) => (peer[round] ?? Number.NaN) / time);
  return {
    workload: workload.name,
    statewire: (workload.executions / median(own)) * 1000,
    peer: (workload.executions / median(peer)) * 1000,
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } },
});
const runPeer = await loadPeer();
const rows: Row[] = [];
for (const workload of workloads) rows.push(await measure(workload, runPeer, Number(values.rounds)));
if (values.json) console.log(JSON.stringify(rows, null, 2));
else {
  const millions = (rate: number): string => (rate / 1e6).toFixed(1).padStart(9);
  console.log('million node executions a second\n');
  console.log(`${''.padEnd(30)}statewire   behave    ratio   (least to greatest)`);
  for (const { workload, statewire, peer, ratio, spread } of rows)
    console.log(
      `${workload.padEnd(30)}${millions(statewire)}${millions(peer)}${ratio.toFixed(1).padStart(9)}   (${spread[0].toFixed(1)} to ${spread[1].toFixed(1)})`,
    );
}

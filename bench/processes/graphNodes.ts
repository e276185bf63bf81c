// Node executions a second: the same graph, node by node, on Statewire and on behave-graph.
import { checkProject, runProject, type GraphLimits } from 'statewire/graph';
import { answer } from './answer.ts';
import { shapes, type Shape } from './graphShapes.ts';

interface Outcome {
  readonly time: number;
  readonly value: number;
}

// By its address: the peers are installed apart, and what checks types must do without them.
const { runBehave } = (await import(new URL('./behaveGraph.mjs', import.meta.url).href)) as {
  runBehave: (shape: Shape) => Outcome;
};

const limits: Partial<GraphLimits> = { steps: 1e12, queue: 1e6 };

/** From the first node to the last, the event loop's turns between slices included. */
async function runOwn({ nodes, variables, result }: Shape): Promise<Outcome> {
  const text = JSON.stringify({
    name: 'bench',
    variables: variables.map((name) => ({ name, type: 'Int', initialValue: 0 })),
    logic: { nodes: [...nodes] },
  });
  const { project, diagnostics } = checkProject(text, { environment: {} });
  if (project === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(JSON.stringify(diagnostics));
  const connections = {
    names: [],
    has: () => false,
    get: () => {
      throw new Error('no connections');
    },
  };
  const run = runProject(project, {
    connections,
    limits,
    logger: {
      console() {},
      error(entry) {
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

const tasks = {
  /** @returns million node executions a second */
  async run({ shape, side }: { shape: string; side: 'own' | 'peer' }): Promise<number> {
    const found = shapes.find(({ name }) => name === shape);
    if (found === undefined) throw new Error(`no shape ${shape}`);
    const { time, value } = side === 'own' ? await runOwn(found) : runBehave(found);
    if (value !== found.result.value)
      throw new Error(`${shape} on ${side}: ${value}, not ${found.result.value}`);
    return found.executions / time / 1000;
  },
};

export type GraphNodesTasks = typeof tasks;
answer(tasks);

// A project's graph between a server and a node's effect.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createConnections, type Connections } from 'statewire';
import { checkProject, defineNode, runProject, type ProjectRun } from 'statewire/graph';
import { answer } from './answer.ts';
import type { Destination } from './ClientSide.ts';
import { createLatencies, type Latencies } from './latencies.ts';
import { meter, nextTurn, type Spent } from './meter.ts';
import { watchReceipts } from './watchReceipts.ts';

const latencies = createLatencies();
const readAt = watchReceipts();
const attributes = { configuration: 'bench' };

/** The end of the measured way. */
const effect = defineNode({
  type: 'bench/effect',
  label: 'Effect',
  help: 'Notes how long a message took.',
  kind: 'action',
  inputs: { message: { type: 'Any', help: 'The message.' } },
  run({ inputs }) {
    const message: unknown = inputs.message.value;
    // In the turn in which it was read: nothing of ours waits.
    if (typeof message === 'object' && message !== null) latencies.note(readAt(), Reflect.get(message, 'at'));
  },
});

/** What follows upon a message, by workload. */
const chains = {
  effect: [{ id: 'first', type: 'bench/effect', inputs: { message: { from: 'heard.message' } } }],
  set: [
    {
      id: 'first',
      type: 'variable/set',
      attributes: { variable: 'last' },
      inputs: { value: { from: 'heard.message' } },
    },
  ],
  pipeline: [
    {
      id: 'first',
      type: 'json/parse',
      inputs: { input: { from: 'heard.message' } },
      pulses: { out: 'get.in' },
    },
    {
      id: 'get',
      type: 'dictionary/get',
      attributes: { dataType: 'Int' },
      inputs: { dictionary: { from: 'first.output' }, key: { value: 'value' } },
      pulses: { out: 'branch.in' },
    },
    { id: 'isValid', type: 'compare/isGreater', inputs: { a: { from: 'get.value' }, b: { value: -1 } } },
    {
      id: 'branch',
      type: 'flow/branch',
      inputs: { input: { from: 'isValid.c' } },
      pulses: { onTrue: 'set.in' },
    },
    {
      id: 'set',
      type: 'variable/set',
      attributes: { variable: 'last' },
      inputs: { value: { from: 'get.value' } },
      pulses: { out: 'count.in' },
    },
  ],
} as const;

export type Chain = keyof typeof chains;

function projectText(port: number, client: string, chain: Chain): string {
  return JSON.stringify({
    name: 'bench',
    settings: {
      socketio: {
        connections: [
          {
            name: 'bench',
            url: 'http://127.0.0.1',
            port,
            protocol: 'v4',
            transports: ['websocket'],
            query: { client },
          },
        ],
      },
    },
    variables: [
      { name: 'last', type: 'Any' },
      { name: 'count', type: 'Int' },
    ],
    logic: {
      nodes: [
        { id: 'init', type: 'event/onInitialize', pulses: { out: 'subscribe.in' } },
        {
          id: 'subscribe',
          type: 'socketio/subscribe',
          attributes,
          inputs: { eventName: { value: 'reading' } },
          pulses: { out: 'start.in' },
        },
        { id: 'start', type: 'socketio/start', attributes },
        { id: 'heard', type: 'socketio/onReceive', attributes, pulses: { out: 'first.in' } },
        ...chains[chain],
        // Counted by the graph only where the workload needs it: the ends of the others are seen from outside.
        ...(chain === 'pipeline'
          ? [
              { id: 'getCount', type: 'variable/get', attributes: { variable: 'count' } },
              { id: 'add', type: 'math/increment', inputs: { input: { from: 'getCount.value' } } },
              {
                id: 'count',
                type: 'variable/set',
                attributes: { variable: 'count' },
                inputs: { value: { from: 'add.output' } },
              },
            ]
          : []),
      ],
    },
  });
}

let connections: Connections | undefined;
let run: ProjectRun | undefined;

const theRun = (): ProjectRun => {
  if (run === undefined) throw new Error('not connected');
  return run;
};

const tasks = {
  async connect({ port, client, chain }: Destination & { chain: Chain }): Promise<void> {
    const { project, diagnostics } = checkProject(projectText(port, client, chain), {
      environment: {},
      nodes: [effect],
    });
    if (project === undefined || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
    connections = createConnections(project.settings.socketio.connections);
    run = runProject(project, {
      connections,
      nodes: [effect],
      logger: {
        console() {},
        error(entry) {
          throw new Error(entry.message);
        },
      },
    });
    await nextTurn();
    await connections.get('bench').connected();
  },
  /** From now until so many messages have had their effect. */
  async receive({ count }: { count: number }): Promise<Spent> {
    const { counters } = theRun();
    const goal = counters.runs + count;
    const spent = meter();
    // One more listener of the same event would cost what is measured; a look a millisecond does not.
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (counters.runs < goal) return;
        clearInterval(timer);
        resolve();
      }, 1);
    });
    return spent();
  },
  async latencies({ count }: { count: number }): Promise<Latencies> {
    const spent = await tasks.receive({ count });
    return { ...latencies.read(), spent };
  },
  /** The same, and how late the event loop was meanwhile, in ms. */
  async delays({
    count,
  }: {
    count: number;
  }): Promise<{ p50: number; p99: number; kept: number; spent: Spent }> {
    const before = Number(theRun().variable('count'));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const spent = await tasks.receive({ count });
    delay.disable();
    const kept = Number(theRun().variable('count')) - before;
    return { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, kept, spent };
  },
};

export type GraphClientTasks = typeof tasks;
answer(tasks);

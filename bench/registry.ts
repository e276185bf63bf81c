import type { Workload } from './BenchResult.ts';
import { cliStart } from './workloads/cli.ts';
import { growth, memory, spawning, startStop, storm } from './workloads/connections.ts';
import { graphEvents, graphLatency, graphNodes } from './workloads/graph.ts';
import { inspectorThroughput, inspectorTransitions } from './workloads/inspector.ts';
import { receive } from './workloads/receive.ts';
import { requests, send } from './workloads/send.ts';

/** Everything that is measured, in the order of the table. */
export const workloads: readonly Workload[] = [
  ...receive,
  send,
  ...requests,
  memory,
  startStop,
  storm,
  graphNodes,
  graphEvents,
  graphLatency,
  cliStart,
  inspectorThroughput,
  inspectorTransitions,
  growth,
  spawning,
];

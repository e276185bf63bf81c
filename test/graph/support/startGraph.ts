import { SimulatedClock } from 'xstate';
import { checkProject } from '../../../src/graph/checkProject.ts';
import type { ConsoleEntry, GraphErrorEntry } from '../../../src/graph/GraphLogger.ts';
import type { NodeDefinition } from '../../../src/graph/NodeDefinition.ts';
import type { GraphConnections } from '../../../src/graph/nodes/socketio/GraphConnections.ts';
import { runProject, type ProjectRun, type RunOptions } from '../../../src/graph/runProject.ts';
import { formatDiagnostic, hasErrors } from '../../../src/project/Diagnostic.ts';

/** A node as a project file has it. */
export interface FileNode {
  readonly id: string;
  readonly type: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, { readonly value: unknown } | { readonly from: string }>>;
  readonly pulses?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
}

/** A graph under test: what it logged, and its clock. */
export interface StartedGraph {
  readonly run: ProjectRun;
  readonly clock: SimulatedClock;
  readonly entries: ConsoleEntry[];
  readonly errors: GraphErrorEntry[];
  /** The values that consoles wrote. */
  readonly values: readonly unknown[];
  /** Lets everything run that is queued. */
  settled(): Promise<void>;
  /** Moves the clock and lets run what is due. */
  pass(milliseconds: number): Promise<void>;
}

/** What a graph under test is started with. */
export interface GraphParts extends Partial<RunOptions> {
  readonly variables?: readonly {
    readonly name: string;
    readonly type: string;
    readonly initialValue?: unknown;
  }[];
  readonly scenes?: readonly {
    readonly name: string;
    readonly logic: { readonly nodes: readonly FileNode[] };
  }[];
  /** Names of connections. */
  readonly configured?: readonly string[];
  readonly nodes?: readonly NodeDefinition[];
}

/** The text of a project file with these nodes. */
export function projectText(nodes: readonly FileNode[], parts: GraphParts = {}): string {
  const connections = (parts.configured ?? []).map((name) => ({ name, url: 'http://127.0.0.1', port: 1 }));
  return JSON.stringify({
    name: 'test',
    settings: { socketio: { connections } },
    variables: parts.variables ?? [],
    logic: { nodes },
    scenes: parts.scenes ?? [],
  });
}

/** No connections at all. */
export const noConnections: GraphConnections = {
  names: [],
  has: () => false,
  get: () => {
    throw new Error('there are no connections here');
  },
};

/** Starts a graph with a simulated clock. @throws {Error} with the diagnostics, if it has errors */
export function startGraph(nodes: readonly FileNode[], parts: GraphParts = {}): StartedGraph {
  const { project, diagnostics } = checkProject(projectText(nodes, parts), {
    environment: {},
    ...(parts.nodes !== undefined && { nodes: parts.nodes }),
  });
  if (project === undefined || hasErrors(diagnostics))
    throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'));
  const clock = new SimulatedClock();
  const entries: ConsoleEntry[] = [];
  const errors: GraphErrorEntry[] = [];
  const run = runProject(project, {
    connections: noConnections,
    clock,
    logger: { console: (entry) => entries.push(entry), error: (entry) => errors.push(entry) },
    ...parts,
  });
  const settled = async (): Promise<void> => {
    // A run over its budget goes on in the next turn of the event loop; what counts no step any more has settled.
    let steps = -1;
    for (let still = 0; still < 3; still = run.counters.steps === steps ? still + 1 : 0) {
      ({ steps } = run.counters);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    run,
    clock,
    entries,
    errors,
    get values() {
      return entries.map(({ value }) => value);
    },
    settled,
    async pass(milliseconds) {
      await settled();
      clock.increment(milliseconds);
      await settled();
    },
  };
}

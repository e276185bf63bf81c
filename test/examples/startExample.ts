import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoEnvironment } from '../../src/cli/commands/demo.ts';
import { startDemoServer, type DemoServer, type DemoServerOptions } from '../../src/cli/demoServer.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import type { Connections } from '../../src/connections/Connection.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import { checkProject } from '../../src/graph/checkProject.ts';
import type { GraphClock } from '../../src/graph/GraphClock.ts';
import { runProject, type ProjectRun } from '../../src/graph/runProject.ts';
import type { TestContext } from '../suite.ts';
import { eventually } from '../eventually.ts';

/** An example project that runs against demo servers of its own. */
export interface RunningExample {
  readonly servers: readonly DemoServer[];
  readonly connections: Connections;
  readonly run: ProjectRun;
  /** What the consoles have written, as `node: value`. */
  readonly lines: readonly string[];
  /** What nodes reported, as `node code`. */
  readonly errors: readonly string[];
  /** Resolves once it is so, within 30 s. */
  until(isSo: () => boolean): Promise<void>;
}

export interface ExampleParts {
  /** The behaviour of each server, one for each. */
  readonly servers: readonly DemoServerOptions[];
  readonly clock?: GraphClock;
  /** In place of the project's own settings, on every connection. */
  readonly settings?: Partial<ConnectionConfig>;
}

/** Starts servers, connections and the graph of `examples/NAME`. All of it ends with the test. */
export async function startExample(
  { after }: TestContext,
  name: string,
  { servers: behaviours, clock, settings }: ExampleParts,
): Promise<RunningExample> {
  const servers = await Promise.all(behaviours.map((behaviour) => startDemoServer(behaviour)));
  for (const server of servers) after(() => server.close());
  const file = join(import.meta.dirname, '..', '..', 'examples', name, 'project.json');
  const { project } = checkProject(readFileSync(file, 'utf8'), { environment: demoEnvironment(servers) });
  if (project === undefined) throw new Error(`${file} does not validate`);
  const configs = project.settings.socketio.connections.map((config) => ({ ...config, ...settings }));
  const connections = createConnections(configs);
  after(() => connections.close());
  const lines: string[] = [];
  const errors: string[] = [];
  const run = runProject(project, {
    connections,
    ...(clock !== undefined && { clock }),
    logger: {
      console: ({ node, value }) => lines.push(`${node}: ${String(value)}`),
      error: ({ node, code }) => errors.push(`${node ?? ''} ${code}`),
    },
  });
  after(() => run.dispose());
  return {
    servers,
    connections,
    run,
    lines,
    errors,
    until: eventually,
  };
}

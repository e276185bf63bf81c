import type { Connections } from '../../../src/connections/Connection.ts';
import { createConnections } from '../../../src/connections/createConnections.ts';
import { checkProject } from '../../../src/graph/checkProject.ts';
import type { ConsoleEntry, GraphErrorEntry } from '../../../src/graph/GraphLogger.ts';
import { runProject, type ProjectRun } from '../../../src/graph/runProject.ts';
import { formatDiagnostic, hasErrors } from '../../../src/project/Diagnostic.ts';
import { testServer, type TestServer, type TestServerOptions } from '../../../src/testing/testServer.ts';
import type { TestContext } from '../../suite.ts';
import type { FileNode } from './startGraph.ts';
import { eventually } from '../../eventually.ts';

/** A graph under test against a real server. */
export interface LiveGraph {
  readonly server: TestServer;
  readonly connections: Connections;
  readonly run: ProjectRun;
  readonly entries: ConsoleEntry[];
  readonly errors: GraphErrorEntry[];
  readonly values: readonly unknown[];
  /** Resolves once the consoles have written so many values: those values. */
  heard(count: number): Promise<readonly unknown[]>;
  /** Resolves once so many errors were reported. */
  failed(count: number): Promise<readonly GraphErrorEntry[]>;
  /** Resolves once the server has received so many messages. */
  received(count: number): Promise<TestServer['received']>;
}

/** What a live graph is started with. */
export interface LiveParts {
  readonly server?: TestServerOptions;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The names of further connections to the same server. */
  readonly others?: readonly string[];
  readonly variables?: readonly unknown[];
  readonly scenes?: readonly unknown[];
}

/** Starts a server, a connection `demo` to it and a graph. All of it ends with the test. */
export async function startLive(
  { after }: TestContext,
  nodes: readonly FileNode[],
  { server: serverOptions = {}, settings = {}, others = [], variables = [], scenes = [] }: LiveParts = {},
): Promise<LiveGraph> {
  const server = await testServer(serverOptions);
  after(() => server.close());
  const connection = {
    name: 'demo',
    url: 'http://127.0.0.1',
    port: server.port,
    reconnectionDelay: 20,
    ...settings,
  };
  const text = JSON.stringify({
    name: 'live',
    settings: { socketio: { connections: [connection, ...others.map((name) => ({ ...connection, name }))] } },
    variables,
    logic: { nodes },
    scenes,
  });
  const { project, diagnostics } = checkProject(text, { environment: {} });
  if (project === undefined || hasErrors(diagnostics))
    throw new Error(diagnostics.map((diagnostic) => formatDiagnostic(diagnostic)).join('\n'));
  const connections = createConnections(project.settings.socketio.connections);
  after(() => connections.close());
  const entries: ConsoleEntry[] = [];
  const errors: GraphErrorEntry[] = [];
  let changed: () => void = () => {};
  const run = runProject(project, {
    connections,
    logger: {
      console: (entry) => {
        entries.push(entry);
        changed();
      },
      error: (entry) => {
        errors.push(entry);
        changed();
      },
    },
  });
  after(() => run.dispose());
  const until = async (isDone: () => boolean): Promise<void> => {
    while (!isDone())
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
  };
  return {
    server,
    connections,
    run,
    entries,
    errors,
    get values() {
      return entries.map(({ value }) => value);
    },
    async heard(count) {
      await until(() => entries.length >= count);
      return entries.map(({ value }) => value);
    },
    async failed(count) {
      await until(() => errors.length >= count);
      return errors;
    },
    async received(count) {
      // The server tells nobody of what it receives: looked at in each turn of the event loop.
      await eventually(() => server.received.length >= count);
      return server.received;
    },
  };
}

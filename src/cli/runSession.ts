import { createConnections } from '../connections/createConnections.ts';
import type { Connections } from '../connections/Connection.ts';
import type { NodeDefinition } from '../graph/NodeDefinition.ts';
import { runProject, type ProjectRun } from '../graph/runProject.ts';
import type { Project } from '../project/projectSchema.ts';
import { listenForSignals } from './listenForSignals.ts';
import { errorLine, logConnections, summaryLine } from './log/logConnections.ts';
import type { LogSink } from './log/LogLine.ts';

/** What is there to be watched while a project runs. */
export interface Watched {
  readonly project: Project;
  readonly connections: Connections;
  readonly run: ProjectRun;
}

/** What a project is run with. */
export interface SessionOptions {
  readonly write: LogSink;
  /** Seconds after which it ends; without them it goes on until nothing can happen any more. */
  readonly seconds?: number | undefined;
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly nodes?: readonly NodeDefinition[] | undefined;
  /** Lets something look on, from before anything happens. */
  readonly watch?: ((watched: Watched) => void) | undefined;
  /** Whether someone else can make things happen, so that a run without anything to do goes on. @default false */
  readonly isDriven?: boolean | undefined;
  /** Calls back when nobody reads the log any more, which ends the run. */
  readonly onClosed?: ((listener: () => void) => void) | undefined;
}

/**
 * Runs a checked project until its time has passed, a signal comes, it ends itself or nothing can happen any more. Then
 * closes the connections in order and writes the summary.
 *
 * @returns the exit code: that of `development/exit`, else 0
 */
export async function runSession(project: Project, options: SessionOptions): Promise<number> {
  const { write, seconds, settings = {}, nodes = [], watch, isDriven = false, onClosed } = options;
  const configs = project.settings.socketio.connections;
  // Started by hand, after everyone who wants to hear of it listens.
  const connections = createConnections(configs.map((config) => ({ ...config, autostart: false })));
  const endLog = logConnections(connections, write);
  const run = runProject(project, {
    connections,
    nodes,
    options: settings,
    logger: {
      console: ({ node, level, value }) => write({ type: 'console', node, level, value }),
      error: (error) => write(errorLine(error)),
    },
  });

  const cleanups: (() => unknown)[] = [];
  const code = new Promise<number>((resolve) => {
    cleanups.push(
      listenForSignals(() => resolve(0)),
      run.on('exit', resolve),
    );
    onClosed?.(() => resolve(0));
    if (!isDriven) cleanups.push(whenNothingCanHappen(connections, run, () => resolve(0)));
    if (seconds !== undefined) {
      const timer = setTimeout(() => resolve(0), seconds * 1000);
      cleanups.push(() => clearTimeout(timer));
    }
  });
  watch?.({ project, connections, run });
  for (const { name, autostart } of configs) if (autostart === true) connections.get(name).start();

  const exitCode = await code;
  await connections.close();
  run.dispose();
  endLog();
  write(summaryLine(connections, run.counters));
  for (const cleanup of cleanups) cleanup();
  return exitCode;
}

/** Calls back once every connection is at rest and the graph has nothing to do. */
function whenNothingCanHappen(connections: Connections, run: ProjectRun, callback: () => void): () => void {
  let isDue = false;
  const check = (): void => {
    isDue = false;
    const atRest = [...connections].every(
      ({ state }) => state === 'idle' || (state.startsWith('stopped.') && state !== 'stopped.closing'),
    );
    if (atRest && run.isQuiet()) callback();
  };
  // Later, when all that a change sets off has been set off; once for any number of changes.
  const checkSoon = (): void => {
    if (isDue) return;
    isDue = true;
    setImmediate(check);
  };
  const ends = [
    run.on('quiet', checkSoon),
    ...[...connections].map((connection) => connection.on('state', checkSoon)),
  ];
  checkSoon();
  return () => {
    for (const end of ends) end();
  };
}

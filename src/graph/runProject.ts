import { hasErrors, type Diagnostic } from '../project/Diagnostic.ts';
import type { Project } from '../project/projectSchema.ts';
import { createReport } from '../project/Report.ts';
import { checkGraphs } from './check/checkGraphs.ts';
import { systemClock, type GraphClock } from './GraphClock.ts';
import { consoleLogger, type GraphLogger } from './GraphLogger.ts';
import type { GraphTap } from './GraphTap.ts';
import type { NodeDefinition } from './NodeDefinition.ts';
import { createNodeRegistry } from './nodeRegistry.ts';
import type { GraphConnections } from './nodes/socketio/GraphConnections.ts';
import { Signal } from './Signal.ts';
import { createServices } from './run/createServices.ts';
import { GraphRun } from './run/GraphRun.ts';
import { defaultLimits, type GraphLimits } from './run/limits.ts';
import { planProject } from './run/planProject.ts';
import { createScenes } from './run/Scenes.ts';
import { Scheduler, type RunCounters } from './run/Scheduler.ts';

/** What a project is run with. */
export interface RunOptions {
  /** The connections that its nodes name. */
  readonly connections: GraphConnections;
  /** Nodes of your own, beside the built-in ones. */
  readonly nodes?: readonly NodeDefinition[];
  /** @default the process's own */
  readonly clock?: GraphClock;
  /** @default the console */
  readonly logger?: GraphLogger;
  /** For `utility/getCommandLineOption`, by name. */
  readonly options?: Readonly<Record<string, string>>;
  readonly limits?: Partial<GraphLimits>;
  /** From 0 to 1, without 1. @default Math.random */
  readonly random?: () => number;
  /** Hears what the graphs do, from the start. */
  readonly tap?: GraphTap;
}

/** What {@link ProjectRun.on} tells of. */
export interface ProjectRunEvents {
  /** `development/exit` has executed: nothing runs any more. The code is its input. */
  exit: number;
  /** Nothing is queued, under way or waited for (any more), until the next event. */
  quiet: undefined;
}

/** A project that runs. */
export interface ProjectRun {
  readonly counters: Readonly<RunCounters>;
  /** Null while nobody watches. May be set at any time. */
  tap: GraphTap | null;
  /** The name of the active scene. */
  readonly scene: string | undefined;
  /** The value of a variable. @throws {NodeError} where there is none of this name */
  variable(name: string): unknown;
  /** Triggers an event, as `event/trigger` does: its listeners in all active graphs get the parameters. */
  trigger(event: string, ...parameters: unknown[]): void;
  /** No run is queued or under way, no timer runs, no acknowledgement is awaited. */
  isQuiet(): boolean;
  /** @returns ends the listening */
  on<Type extends keyof ProjectRunEvents>(
    type: Type,
    listener: (event: ProjectRunEvents[Type]) => void,
  ): () => void;
  /** Ends everything at once. No listener, timer or subscription is left. The connections are not touched. */
  dispose(): void;
}

/** Thrown by {@link runProject} for a project that has errors. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError';
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(`The project cannot run: ${errors[0]?.message ?? ''}${more}`);
    this.diagnostics = diagnostics;
  }
}

/**
 * Runs the graphs of a project over connections. The first runs begin right after this call, so that listeners can be
 * attached before.
 *
 * @throws {ProjectError} where the project has errors: check it first
 * @throws {NodeError} where a node cannot be made: `unknown-connection` if `connections` lacks one that it names
 * @throws {TypeError} where two nodes of `nodes` have the same type
 * @example
 * const { project, diagnostics } = checkProject(text, { environment: process.env });
 * if (project === undefined || hasErrors(diagnostics)) throw new Error('look at the diagnostics');
 * const connections = createConnections(project.settings.socketio.connections);
 * const run = runProject(project, { connections });
 * run.on('exit', (code) => { run.dispose(); process.exitCode = code; });
 */
export function runProject(project: Project, options: RunOptions): ProjectRun {
  const report = createReport(undefined);
  const graphs = checkGraphs(project, createNodeRegistry(options.nodes), report);
  const diagnostics = report.diagnostics();
  if (hasErrors(diagnostics)) throw new ProjectError(diagnostics);

  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? consoleLogger;
  const limits: GraphLimits = { ...defaultLimits, ...options.limits };
  const plan = planProject(project, graphs);
  const exited = new Signal<number>();
  const quiet = new Signal<undefined>();
  let isDisposed = false;
  let exitCode: number | undefined;

  const scenes = createScenes(plan.scenes, plan.planAgain, plan.values, () => scheduler);
  const { services, dispose: disposeServices } = createServices({
    project,
    plan,
    limits,
    clock,
    logger,
    connections: options.connections,
    options: options.options ?? {},
    random: options.random ?? Math.random,
    scenes: scenes.services,
    dispatch(deliver) {
      scheduler.hold();
      try {
        deliver();
      } finally {
        scheduler.release();
      }
    },
    exit(code) {
      if (exitCode !== undefined) return;
      exitCode = code;
      scheduler.end();
      exited.emit(code);
    },
  });
  const scheduler = new Scheduler(
    services,
    limits,
    (entry) => logger.error(entry),
    () => quiet.emit(undefined),
  );
  scheduler.tap = options.tap ?? null;

  const dispose = (): void => {
    scheduler.end();
    disposeServices();
  };
  scheduler.hold();
  try {
    const graph = new GraphRun(plan.project, scheduler, plan.values);
    scheduler.add(graph);
    graph.listen();
    const [first] = project.scenes;
    if (first !== undefined) services.scenes.activate(first.name);
  } catch (error) {
    dispose();
    throw error;
  }
  queueMicrotask(() => scheduler.release());

  const signals: { readonly [Type in keyof ProjectRunEvents]: Signal<ProjectRunEvents[Type]> } = {
    exit: exited,
    quiet,
  };
  return {
    get counters() {
      return scheduler.counters;
    },
    get tap() {
      return scheduler.tap;
    },
    set tap(tap) {
      scheduler.tap = tap;
    },
    get scene() {
      return scenes.active;
    },
    variable: (name) => services.variable(name).value,
    trigger: (event, ...parameters) => services.dispatch(() => services.event(event).emit(parameters)),
    isQuiet: () => scheduler.isQuiet,
    on: (type, listener) => signals[type].listen(listener),
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      dispose();
    },
  };
}

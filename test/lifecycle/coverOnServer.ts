import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import {
  connectionModel,
  coverModel,
  createCoverage,
  realLevel,
  reportCoverage,
  runPath,
  standardModels,
  type ConnectionModelOptions,
  type CoverageReport,
  type CoverGoal,
} from '../../src/testing/index.ts';

/** The versions of real servers that paths are run on. */
export const serverVersions = ['4.8', '3.1', '2.5'] as const;

/** What is run on a real server. */
export interface ServerCoverOptions {
  readonly version: (typeof serverVersions)[number];
  /** @default 'transitions' */
  readonly goal?: CoverGoal;
  /** Which of the models. Default: all of them. */
  readonly models?: (name: string) => boolean;
  readonly reasons?: Readonly<Record<string, string>>;
}

/** Runs all paths that a real server can be made to take, and reports what the connections did. */
export async function coverOnServer(
  options: ServerCoverOptions,
): Promise<{ report: CoverageReport; paths: number; steps: number }> {
  const { version, goal = 'transitions', models = () => true, reasons } = options;
  const coverage = createCoverage([connectionMachine, namespaceMachine]);
  const level = realLevel({ version, inspect: coverage.inspect });
  const count = { paths: 0, steps: 0 };
  const chosen = Object.entries<ConnectionModelOptions>(standardModels).filter(([name]) => models(name));
  for (const [, given] of chosen) {
    const model = connectionModel(level.adapt(given));
    for (const { steps } of coverModel(model, { goal }).paths) {
      await runPath(model, steps, level);
      count.paths += 1;
      count.steps += steps.length;
    }
  }
  return { report: reportCoverage(coverage.machines, { ...(reasons && { reasons }) }), ...count };
}

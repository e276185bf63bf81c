import type { InspectionEvent } from 'xstate';
import type { connectionMachine } from '../../../machines/connection.ts';
import type { ConnectionModel } from '../model/connectionModel.ts';
import type { Step } from '../model/Step.ts';
import { simulatedSystem } from './SimulatedSystem.ts';
import type { System } from './System.ts';
import { beginTrial, type TrialOptions } from './Trial.ts';

/** How a path is run. */
export interface RunPathOptions extends TrialOptions {
  /** Makes the connection that the path is tried on. Default: a simulated one. */
  readonly create?: () => System | Promise<System>;
  /** The statechart of a simulated connection. Default: the production one. */
  readonly machine?: typeof connectionMachine;
  /** Hears everything that XState tells of a simulated connection's actors. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/**
 * Tries one sequence of steps on a connection of its own, compares it with its model after every step, and sees it
 * through to its end: the world becomes friendly, it must connect, it is stopped, and nothing may be left.
 *
 * @throws {TrialFailure} (a rejection) where the connection does not do what its model does, or breaks a rule
 * @example
 * const model = connectionModel();
 * for (const { steps } of coverModel(model).paths) await runPath(model, steps);
 */
export async function runPath(
  model: ConnectionModel,
  steps: readonly Step[],
  options: RunPathOptions = {},
): Promise<void> {
  const { create, machine, inspect, ...trialOptions } = options;
  const { config, random, credentials } = model;
  const system = await (create?.() ??
    simulatedSystem({
      config,
      random,
      credentials,
      ...(machine && { machine }),
      ...(inspect && { inspect }),
    }));
  try {
    const trial = beginTrial(model, system, trialOptions);
    for (const step of steps) await trial.take(step);
    await trial.finish();
  } finally {
    await system.dispose();
  }
}

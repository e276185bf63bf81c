import type { ConnectionModel } from '../model/connectionModel.ts';
import type { Step } from '../model/Step.ts';
import type { Level } from './Level.ts';
import { simulatedLevel } from './simulatedLevel.ts';
import { withTrial } from './withTrial.ts';

/**
 * Tries one sequence of steps on a connection of its own, compares it with its model after every step, and sees it
 * through to its end: the world becomes friendly, it must connect, it is stopped, and nothing may be left; neither may
 * it when the actor of another life is ended in its midst.
 *
 * @param level - where. Default: in simulation
 * @throws {TrialFailure} (a rejection) where the connection does not do what its model does, or breaks a rule
 * @example
 * const model = connectionModel();
 * for (const { steps } of coverModel(model).paths) await runPath(model, steps);
 */
export async function runPath(
  model: ConnectionModel,
  steps: readonly Step[],
  level: Level = simulatedLevel(),
): Promise<void> {
  await withTrial(model, level, async (trial) => {
    for (const step of steps) await trial.take(step);
    await trial.finish();
    await trial.cutShort();
  });
}

import type { Level } from './Level.ts';
import { simulatedSystem, type SimulatedSystemOptions } from './SimulatedSystem.ts';
import type { TrialOptions } from './Trial.ts';

/** How simulated connections are made and compared. */
export type SimulatedLevelOptions = Pick<SimulatedSystemOptions, 'machine' | 'inspect'> & TrialOptions;

/**
 * Trials over a simulated link on a simulated clock: everything can be made to happen, and everything is compared.
 *
 * @example
 * const coverage = createCoverage([connectionMachine, namespaceMachine]);
 * await runPath(model, steps, simulatedLevel({ inspect: coverage.inspect }));
 */
export function simulatedLevel({ machine, inspect, ...trial }: SimulatedLevelOptions = {}): Level {
  return {
    ...trial,
    create: ({ config, random, credentials }) =>
      simulatedSystem({
        config,
        random,
        credentials,
        ...(machine && { machine }),
        ...(inspect && { inspect }),
      }),
  };
}

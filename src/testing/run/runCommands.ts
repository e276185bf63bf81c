import fc from 'fast-check';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { connectionModel } from '../model/connectionModel.ts';
import { describeStep, type Step } from '../model/Step.ts';
import { arbitraryConfig, arbitraryStep, type Weights } from './arbitraries.ts';
import type { Level } from './Level.ts';
import { simulatedLevel } from './simulatedLevel.ts';
import { beginTrial, TrialFailure, withoutMessages, type Trial } from './Trial.ts';

/** How random sequences are made and run. */
export interface CommandsOptions {
  /** @default 100 */
  readonly runs?: number;
  /** Steps of one sequence, at most. @default 40 */
  readonly maxSteps?: number;
  /** Makes the same sequences again. Default: another one each time; every report has it. */
  readonly seed?: number;
  /** Makes one failure again: the `path` of its report. */
  readonly path?: string;
  readonly weights?: Weights;
  /** Default: any. */
  readonly config?: Partial<ConnectionConfig>;
  /** @default ['/', '/b'] */
  readonly namespaces?: readonly string[];
  /** Ends after so many ms, with what has been run until then. */
  readonly time?: number;
  /** Where. Default: in simulation. */
  readonly level?: Level;
  /** Told after each sequence how many there have been. */
  readonly onRun?: (runs: number) => void;
}

/** How a search went. */
export interface CommandsReport {
  readonly runs: number;
  /** Steps that happened, over all runs. */
  readonly steps: number;
  readonly seed: number;
  readonly failure: CommandsFailure | undefined;
}

/** The shortest sequence that was found to fail. */
export interface CommandsFailure {
  readonly config: Partial<ConnectionConfig>;
  readonly steps: readonly string[];
  /** With the report's seed: makes it fail again. */
  readonly path: string;
  readonly message: string;
  readonly error: unknown;
}

/** A step as fast-check takes it. */
class StepCommand implements fc.AsyncCommand<Trial, undefined> {
  readonly step: Step;

  constructor(step: Step) {
    this.step = step;
  }

  check(trial: Readonly<Trial>): boolean {
    return trial.isPossible(this.step);
  }

  run(trial: Trial): Promise<void> {
    return trial.take(this.step);
  }

  toString(): string {
    return describeStep(this.step);
  }
}

/**
 * Looks for a sequence of steps that a connection does not take as its model does, or that breaks a rule: at random,
 * over random configurations, and shrunk to the shortest that still fails.
 *
 * @example
 * const { failure, seed } = await runCommands({ runs: 1000 });
 * if (failure !== undefined) throw new Error(`${failure.message} (seed ${seed}, path ${failure.path})`);
 */
export async function runCommands(options: CommandsOptions = {}): Promise<CommandsReport> {
  const { runs = 100, maxSteps = 40, namespaces = ['/', '/b'], weights, level = simulatedLevel() } = options;
  const [path, replayPath] = (options.path ?? '').split('@');
  const configs = options.config === undefined ? arbitraryConfig : fc.constant(options.config);
  let steps = 0;
  let count = 0;
  const property = fc.asyncProperty(
    configs,
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.commands([arbitraryStep(namespaces, weights).map((step) => new StepCommand(step))], {
      maxCommands: maxSteps,
      size: 'max',
      ...(replayPath !== undefined && { replayPath }),
    }),
    async (config, random, commands) => {
      count += 1;
      const given = { config: { randomizationFactor: 0.5, ...config }, namespaces, random };
      const model = connectionModel(level.adapt?.(given) ?? given);
      const system = await level.create(model);
      try {
        const trial = beginTrial(model, system, { describeNotice: withoutMessages, ...level });
        await fc.asyncModelRun(() => ({ model: trial, real: undefined }), commands);
        await trial.finish();
        steps += trial.steps.length;
        options.onRun?.(count);
      } finally {
        await system.dispose();
      }
    },
  );
  const details = await fc.check(property, {
    numRuns: runs,
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(path !== undefined && path !== '' && { path }),
    ...(options.time !== undefined && { interruptAfterTimeLimit: options.time }),
  });
  const { counterexample } = details;
  if (!details.failed || counterexample === null)
    return { runs: details.numRuns, steps, seed: details.seed, failure: undefined };
  const [config, , commands] = counterexample;
  const text = fc.stringify(commands);
  const replay = /replayPath="([^"]*)"/.exec(text)?.[1];
  const error = details.errorInstance;
  return {
    runs: count,
    steps,
    seed: details.seed,
    failure: {
      config,
      steps: error instanceof TrialFailure ? error.story.map(({ step }) => step) : text.split(','),
      path: [details.counterexamplePath ?? '', ...(replay === undefined ? [] : [replay])].join('@'),
      message: error instanceof Error ? error.message : String(error),
      error,
    },
  };
}

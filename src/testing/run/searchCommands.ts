import fc from 'fast-check';
import { connectionModel } from '../model/connectionModel.ts';
import { describeStep, type Step } from '../model/Step.ts';
import { arbitraryConfig, arbitraryStep, type Weights } from './arbitraries.ts';
import { checkProperty } from './checkProperty.ts';
import type { CommandsReport } from './CommandsReport.ts';
import type { Level } from './Level.ts';
import type { SearchOptions } from './SearchOptions.ts';
import { simulatedLevel } from './simulatedLevel.ts';
import { TrialFailure, withoutMessages, type Trial } from './Trial.ts';
import { withTrial } from './withTrial.ts';

/** What a search of {@link searchCommands} can be told. */
export interface CommandsSearch extends SearchOptions {
  readonly weights?: Weights;
  /** Where. Default: in simulation. */
  readonly level?: Level;
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

/** One search of {@link runCommands}, in this process. */
export async function searchCommands(options: CommandsSearch): Promise<CommandsReport> {
  const { maxSteps = 40, namespaces = ['/', '/b'], weights, level = simulatedLevel() } = options;
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
      await withTrial(model, { describeNotice: withoutMessages, ...level }, async (trial) => {
        await fc.asyncModelRun(() => ({ model: trial, real: undefined }), commands);
        await trial.finish();
        steps += trial.steps.length;
        options.onRun?.(count);
      });
    },
  );
  const details = await checkProperty(property, { ...options, path: path ?? '' });
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
      steps: error instanceof TrialFailure ? error.story.map(({ step }) => step) : toSteps(text),
      path: [details.counterexamplePath ?? '', ...(replay === undefined ? [] : [replay])].join('@'),
      message: error instanceof Error ? error.message : String(error),
      error,
    },
  };
}

/** The steps of fast-check's own text, without the comment that replays them. */
function toSteps(text: string): readonly string[] {
  const steps = text.replace(/\s*\/\*replayPath.*$/, '');
  return steps === '' ? [] : steps.split(',');
}

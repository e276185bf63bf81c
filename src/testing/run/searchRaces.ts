import fc from 'fast-check';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import {
  connectionModel,
  type ConnectionModel,
  type ConnectionModelState,
} from '../model/connectionModel.ts';
import { describeStep, type Step } from '../model/Step.ts';
import { arbitraryConfig, arbitraryStep } from './arbitraries.ts';
import { checkProperty } from './checkProperty.ts';
import type { CommandsFailure, CommandsReport } from './CommandsReport.ts';
import type { SearchOptions } from './SearchOptions.ts';
import { simulatedLevel, type SimulatedLevelOptions } from './simulatedLevel.ts';
import { TrialFailure, withoutMessages } from './Trial.ts';
import { withTrial } from './withTrial.ts';

/** What a search of {@link searchRaces} can be told. */
export type RacesSearch = SearchOptions & SimulatedLevelOptions;

/** Each thing that may come next, by what it answers: an engine that opens, a join, a timer. */
function responses(model: ConnectionModel, state: ConnectionModelState, choice: number): Map<string, Step> {
  const often = choice % 4 !== 0;
  const found = new Map<string, Step>();
  const offer = (key: string, step: Step): void => {
    if (model.isPossible(state, step)) found.set(key, step);
  };
  offer('probe', often ? { type: 'probe', answer: 'v4' } : { type: 'probe', answer: 'connection-refused' });
  offer('engine', often ? { type: 'open' } : { type: 'fail', code: 'connection-refused' });
  offer('end', { type: 'drop' });
  for (const namespace of model.namespaces) {
    const outcome = often ? 'given' : 'failed';
    offer(`credentials ${namespace}`, { type: 'credentials', namespace, outcome });
    offer(`join ${namespace}`, often ? { type: 'accept', namespace } : { type: 'deny', namespace });
    if (!often) offer(`kick ${namespace}`, { type: 'kick', namespace });
    offer(`message ${namespace}`, { type: 'receive', namespace, eventName: 'news' });
  }
  offer('time', { type: 'elapse' });
  return found;
}

/** One search of {@link runRaces}, in this process. */
export async function searchRaces(options: RacesSearch): Promise<CommandsReport> {
  const { maxSteps = 40, namespaces = ['/', '/b'] } = options;
  const level = simulatedLevel(options);
  const configs: fc.Arbitrary<Partial<ConnectionConfig>> =
    options.config === undefined ? arbitraryConfig : fc.constant(options.config);
  const nothing = { open: 0, fail: 0, drop: 0, accept: 0, deny: 0, kick: 0, receive: 0, acknowledge: 0 };
  const commands = arbitraryStep(namespaces, { ...nothing, probe: 0, credentials: 0, elapse: 0, pass: 0 });
  let steps = 0;
  let count = 0;
  const property = fc.asyncProperty(
    configs,
    fc.scheduler(),
    fc.array(fc.array(commands, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.nat({ max: 11 }), { minLength: maxSteps, maxLength: maxSteps }),
    async (config, scheduler, threads, choices) => {
      count += 1;
      const model = connectionModel({ config: { randomizationFactor: 0, ...config }, namespaces });
      await withTrial(model, { describeNotice: withoutMessages, ...level }, async (trial) => {
        const released: Step[] = [];
        const underWay = new Set<string>();
        for (const thread of threads)
          scheduler.scheduleSequence(
            thread.map((step) => ({
              label: describeStep(step),
              builder: () => Promise.resolve(void released.push(step)),
            })),
          );
        for (const choice of choices) {
          for (const [key, step] of responses(model, trial.state, choice)) {
            if (underWay.has(key)) continue;
            underWay.add(key);
            void scheduler.schedule(Promise.resolve(), describeStep(step)).then(() => {
              underWay.delete(key);
              released.push(step);
            });
          }
          if (scheduler.count() === 0) break;
          await scheduler.waitNext(Math.min(scheduler.count(), 1 + (choice % 3)));
          await trial.takeTogether(released.splice(0));
        }
        await trial.finish();
        steps += trial.steps.length;
        options.onRun?.(count);
      });
    },
  );
  const details = await checkProperty(property, options);
  const { counterexample, errorInstance: error } = details;
  let failure: CommandsFailure | undefined;
  if (details.failed && counterexample !== null)
    failure = {
      config: counterexample[0],
      steps: error instanceof TrialFailure ? error.story.map(({ step }) => step) : [],
      path: details.counterexamplePath ?? '',
      message: error instanceof Error ? error.message : String(error),
      error,
    };
  return { runs: failure === undefined ? details.numRuns : count, steps, seed: details.seed, failure };
}

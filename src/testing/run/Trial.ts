import type { ConnectionNotice } from '../../../machines/ConnectionNotice.ts';
import { statePath } from '../../../machines/statePath.ts';
import type { ConnectionModel, ConnectionModelState } from '../model/connectionModel.ts';
import type { PureTrace } from '../model/PureSystem.ts';
import { describeStep, type Step } from '../model/Step.ts';
import type { Violation } from './createRules.ts';
import { describeNotice, differences, foresee } from './Observation.ts';
import type { SimpleStep, System } from './System.ts';

/** One step that was tried, as a story tells it. */
export interface Tried {
  readonly step: string;
  readonly expected: string;
  readonly happened: string;
}

/** A connection did what its model does not allow, or broke a rule: with the way that led to it. */
export class TrialFailure extends Error {
  override readonly name = 'TrialFailure';
  /** What is wrong, each in a sentence. */
  readonly findings: readonly string[];
  /** All steps up to and with the one that failed. */
  readonly story: readonly Tried[];

  constructor(findings: readonly string[], story: readonly Tried[]) {
    super(tell(findings, story));
    this.findings = findings;
    this.story = story;
  }
}

/** A connection and its model, side by side: each step is taken by both, and after each the two are compared. */
export interface Trial {
  readonly state: ConnectionModelState;
  /** Whether a step can happen now, and be made to happen here. */
  isPossible(step: Step): boolean;
  /** The steps that were taken. */
  readonly steps: readonly Step[];
  /** @throws {TrialFailure} where the two differ, or a rule does not hold */
  take(step: Step): Promise<void>;
  /**
   * Takes several steps at once, so close together that no promise settles between them. What cannot happen any more
   * when its turn comes is left out.
   */
  takeTogether(steps: readonly Step[]): Promise<void>;
  /** Brings it to an end: the world becomes friendly, it must connect; then it is stopped, and nothing may be left. */
  finish(): Promise<void>;
  /** Begins another life, and ends the actor in the midst of it: nothing may be left. To be called last. */
  cutShort(): Promise<void>;
}

/** How a trial is made, and compared. */
export interface TrialOptions {
  /** Whether a step that the model allows can be made to happen where the trial takes place. Default: always. */
  readonly isProvokable?: (state: ConnectionModelState, step: Step) => boolean;
  /** What the model and the system have to agree on. Default: everything. */
  readonly differences?: typeof differences;
  /** What is compared of the notices; `undefined` leaves one out. Default: everything. */
  readonly describeNotice?: (notice: ConnectionNotice) => string | undefined;
  /** Told of what each step did in the model. */
  readonly onTrace?: (trace: PureTrace) => void;
}

/**
 * Describes notices without those of messages that wait: the model knows statecharts, and of queues only the simplest.
 * Under any policy what becomes of messages is for the rules to judge.
 */
export const withoutMessages = (notice: ConnectionNotice): string | undefined => {
  if (notice.type === 'connection.dropped') return undefined;
  if (notice.type !== 'connection.error') return describeNotice(notice);
  const { code, eventName } = notice.error;
  const isOfQueue = eventName !== undefined && code !== 'listener-failed' && code !== 'unencodable';
  return isOfQueue ? undefined : describeNotice(notice);
};

/** Begins a trial of a connection that is not started yet. */
export function beginTrial(model: ConnectionModel, system: System, options: TrialOptions = {}): Trial {
  const compare = options.differences ?? differences;
  const toText = options.describeNotice ?? describeNotice;
  const steps: Step[] = [];
  const story: Tried[] = [];
  let state = model.initial;

  /** Has the system do what the model has done, and compares. */
  const attempt = async (
    text: string,
    expectedNotices: readonly string[],
    together: readonly SimpleStep[],
  ): Promise<void> => {
    const expected = foresee(model, state);
    const told: string[] = [];
    const listen = (): string[] => {
      told.push(...texts(system.takeNotices()));
      return differentNotices(expectedNotices, told);
    };
    let problem: string | undefined;
    try {
      await system.perform(
        together,
        () => compare(expected, system.observe()).length === 0 && listen().length === 0,
      );
    } catch (error) {
      problem = `it could not happen: ${error instanceof Error ? error.message : String(error)}`;
    }
    const actual = system.observe();
    const findings = [
      ...(problem === undefined ? [] : [problem]),
      ...compare(expected, actual),
      ...listen(),
      ...system.rules.check().map(toFinding),
    ];
    story.push({ step: text, expected: expected.state, happened: actual.state });
    if (findings.length > 0) throw new TrialFailure(findings, story);
  };

  const follow = (step: Step): string[] => {
    const { state: next, trace } = model.apply(state, step);
    state = next;
    options.onTrace?.(trace);
    return texts(noticesOf(trace));
  };

  const takeOne = (step: SimpleStep, text = describeStep(step)): Promise<void> =>
    attempt(text, follow(step), [step]);

  const takeTogether = async (wanted: readonly Step[]): Promise<void> => {
    const together: SimpleStep[] = [];
    const notices: string[] = [];
    // What a promise brings comes after all that happens at once, and only if it is still awaited then.
    const promised: { readonly step: SimpleStep; readonly services: readonly unknown[] }[] = [];
    for (const given of wanted) {
      if (!isPossible(given)) continue;
      const step: SimpleStep = given.type === 'elapse' ? { type: 'pass', ms: untilNext() } : given;
      if (step.type === 'credentials' || step.type === 'probe') {
        if (promised.length > 0) continue;
        promised.push({ step, services: state.system.services });
      } else notices.push(...follow(step));
      together.push(step);
    }
    for (const { step, services } of promised) {
      if (isSameService(state, step, services)) notices.push(...follow(step));
    }
    if (together.length === 0) return;
    steps.push(...together);
    await attempt(together.map(describeStep).join(' + '), notices, together);
  };

  const take = async (step: Step): Promise<void> => {
    steps.push(step);
    if (step.type !== 'elapse') return takeOne(step);
    const ms = untilNext();
    // Nothing may happen before its time, and everything at its time.
    if (ms > 1) await takeOne({ type: 'pass', ms: ms - 1 }, `elapse, but for 1 ms`);
    return takeOne({ type: 'pass', ms: Math.min(ms, 1) }, 'elapse');
  };
  const untilNext = (): number =>
    Math.max(0, Math.min(...state.system.timers.map((timer) => timer.due)) - state.system.now);

  /** What a server and a network do that mean well. */
  const friendly = (): Step | undefined => {
    const possible: Step[] = [
      { type: 'probe', answer: model.serverProtocol },
      { type: 'open' },
      ...Object.keys(foresee(model, state).namespaces).flatMap((namespace): Step[] => [
        { type: 'credentials', namespace, outcome: 'given' },
        { type: 'accept', namespace },
      ]),
      { type: 'elapse' },
    ];
    return possible.find(isPossible);
  };
  const isPossible = (step: Step): boolean =>
    model.isPossible(state, step) && (options.isProvokable?.(state, step) ?? true);
  const stateOf = (): string => statePath(model.connectionOf(state).snapshot.value);

  const finish = async (): Promise<void> => {
    const isDown = (): boolean =>
      stateOf() === 'idle' || stateOf() === 'stopped.closed' || stateOf() === 'stopped.failed';
    if (isDown()) await take({ type: 'start' });
    const begun = state.system.now;
    const { policy } = model;
    const slowest = Math.max(
      policy.reconnectionDelayMax,
      policy.suspendedDelay * (1 + policy.randomizationFactor),
    );
    const bound = slowest + policy.closeTimeout + policy.authTimeout + 2 * policy.timeout;
    for (let count = 0; !stateOf().startsWith('connected'); count += 1) {
      const step = isDown() ? ({ type: 'start' } as const) : friendly();
      const late = state.system.now - begun;
      if (step === undefined || late > bound || count > 1000)
        throw new TrialFailure(
          [`the server is reachable, and it is not connected after ${late} ms: it is ${stateOf()}`],
          story,
        );
      await take(step);
    }
    await take({ type: 'stop' });
    await take({ type: 'elapse' });
    const findings = system.rules.checkEnd().map(toFinding);
    if (stateOf() !== 'stopped.closed') findings.push(`it was stopped, and is ${stateOf()}`);
    if (findings.length > 0) throw new TrialFailure(findings, story);
  };

  const cutShort = async (): Promise<void> => {
    await take({ type: 'start' });
    while (!stateOf().startsWith('connected')) {
      const step = friendly();
      if (step === undefined) break;
      await take(step);
    }
    system.connection.actor.stop();
    const findings = system.rules.checkGone().map(toFinding);
    if (findings.length > 0) throw new TrialFailure(findings, story);
  };

  const texts = (notices: readonly ConnectionNotice[]): string[] =>
    notices.map(toText).filter((notice) => notice !== undefined);
  options.onTrace?.(model.beginning);
  const differs = [
    ...compare(foresee(model, state), system.observe()),
    ...differentNotices(texts(noticesOf(model.beginning)), texts(system.takeNotices())),
  ];
  if (differs.length > 0) throw new TrialFailure(differs, story);
  return {
    get state() {
      return state;
    },
    steps,
    isPossible,
    take,
    takeTogether,
    finish,
    cutShort,
  };
}

/** Whether what a step answers is what was awaited before, and not another try of the same. */
function isSameService(
  { system }: ConnectionModelState,
  step: SimpleStep,
  before: readonly unknown[],
): boolean {
  const ending = step.type === 'credentials' ? `namespace:${step.namespace}>credentials` : '>probe';
  const service = system.services.find(({ key }) => key.endsWith(ending));
  return service !== undefined && before.includes(service);
}

const toFinding = ({ message, rule }: Violation): string => `${message} (${rule})`;

/** What the model's connection emits is a notice, as its machine's types have it. */
const noticesOf = ({ emitted }: PureTrace): ConnectionNotice[] =>
  emitted.map(({ event }) => event as unknown as ConnectionNotice);

function differentNotices(expected: readonly string[], actual: readonly string[]): string[] {
  if (expected.join('\n') === actual.join('\n')) return [];
  const list = (notices: readonly string[]): string =>
    notices.length === 0 ? 'nothing' : notices.join('; ');
  return [`told: expected ${list(expected)}, was ${list(actual)}`];
}

function tell(findings: readonly string[], story: readonly Tried[]): string {
  const lines = story.map(
    ({ step, expected, happened }, index) =>
      `  ${index + 1}. ${step} → ${happened === expected ? happened : `${happened}, expected ${expected}`}`,
  );
  return `${findings.join('\n')}\nThe way there:\n${lines.join('\n')}`;
}

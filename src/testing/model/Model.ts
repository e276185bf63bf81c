import type { AnyStateMachine } from 'xstate';
import type { PureTrace } from './PureSystem.ts';

/** A machine that a model runs, and the actors that run it. */
export interface ModelledMachine {
  readonly machine: AnyStateMachine;
  /** Whether an actor of the model, by its key, runs this machine. */
  isRunBy(actor: string): boolean;
}

/**
 * Statecharts with the world around them, as values: what can happen in a state, and which state it leads to. Paths,
 * random sequences and races are all made from this, and all levels of testing are compared with it.
 */
export interface Model<State, Step> {
  readonly initial: State;
  /** What has happened by itself until then. */
  readonly beginning: PureTrace;
  /** The statecharts whose transitions are to be covered. */
  readonly machines: readonly ModelledMachine[];
  /** What can happen in a state. */
  steps(state: State): readonly Step[];
  /** What it leads to. @throws {ModelError} where the step cannot happen in this state */
  apply(state: State, step: Step): { readonly state: State; readonly trace: PureTrace };
  /** States with the same key are taken for the same when paths are looked for. */
  keyOf(state: State): string;
  /** A step in a few words. */
  describe(step: Step): string;
}

/** A model that is not fit for use: a transition that nothing makes happen, an action whose effect is not known. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

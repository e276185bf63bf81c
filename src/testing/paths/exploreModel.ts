import type { ActorLogic, EventObject, Snapshot } from 'xstate';
import { adjacencyMapToArray, getAdjacencyMap } from 'xstate/graph';
import { indexTransitions } from '../coverage/indexTransitions.ts';
import type { Model } from '../model/Model.ts';
import { ModelError } from '../model/Model.ts';
import type { PureTrace } from '../model/PureSystem.ts';

/** One way on from a state. */
export interface GraphEdge<Step> {
  readonly step: Step;
  /** The key of the state that it leads to. */
  readonly to: string;
  /** The transitions that it takes, by actor, each in order. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
}

/** One state of a graph; states with the same key are one. */
export interface GraphNode<State, Step> {
  readonly key: string;
  /** The first state found that has this key. */
  readonly state: State;
  readonly edges: readonly GraphEdge<Step>[];
}

/** Everything that can happen, as far as states are told apart by their keys. */
export interface ModelGraph<State, Step> {
  readonly start: string;
  /** The key that a state has in this graph: a short one. */
  keyOf(state: State): string;
  readonly nodes: ReadonlyMap<string, GraphNode<State, Step>>;
}

/** A model's state in the form in which `xstate/graph` takes it. */
type Wrapped<State> = Snapshot<unknown> & {
  readonly state: State;
  readonly key: string;
  /** What the step that led here took. */
  readonly taken: ReadonlyMap<string, readonly string[]>;
};

interface StepEvent<Step> extends EventObject {
  readonly step: Step;
}

/**
 * Finds all states of a model and the ways between them, by `getAdjacencyMap` of `xstate/graph`.
 *
 * @param limit - how many states to look at, at most
 * @throws {ModelError} where the limit is reached
 */
export function exploreModel<State, Step>(
  model: Model<State, Step>,
  limit = 200_000,
): ModelGraph<State, Step> {
  const firsts = new Map<string, State>();
  // A model's keys are long, and are compared and put together over and over: here they are numbered.
  const numbers = new Map<string, string>();
  const shortKeyOf = (state: State): string => {
    const key = model.keyOf(state);
    const known = numbers.get(key) ?? String(numbers.size);
    numbers.set(key, known);
    return known;
  };
  const wrap = (given: State, trace?: PureTrace): Wrapped<State> => {
    const key = shortKeyOf(given);
    // One state for each key is kept, however many there are.
    const state = firsts.get(key) ?? given;
    firsts.set(key, state);
    const taken = trace === undefined ? new Map<string, readonly string[]>() : takenIn(model, trace);
    return { status: 'active', output: undefined, error: undefined, state, key, taken };
  };
  const logic: ActorLogic<Wrapped<State>, StepEvent<Step>> = {
    transition(wrapped, { step }) {
      const { state, trace } = model.apply(wrapped.state, step);
      return wrap(state, trace);
    },
    getInitialSnapshot: () => wrap(model.initial),
    getPersistedSnapshot: (wrapped) => wrapped,
  };
  const map = within(limit, () =>
    getAdjacencyMap<Wrapped<State>, StepEvent<Step>, undefined>(logic, {
      events: ({ state }) => model.steps(state).map((step) => ({ type: model.describe(step), step })),
      serializeState: ({ key }) => key,
      serializeEvent: ({ type }) => type,
      limit,
    }),
  );
  const nodes = new Map<string, { key: string; state: State; edges: GraphEdge<Step>[] }>();
  const nodeOf = ({ key, state }: Wrapped<State>): { edges: GraphEdge<Step>[] } => {
    const node = nodes.get(key) ?? { key, state, edges: [] };
    nodes.set(key, node);
    return node;
  };
  for (const { state, event, nextState } of adjacencyMapToArray(map)) {
    const { key: to, taken } = nextState;
    nodeOf(state).edges.push({ step: event.step, to, taken });
  }
  return { start: shortKeyOf(model.initial), keyOf: shortKeyOf, nodes };
}

/** The transitions that a step took, by actor, by the names that reports give them. */
export function takenIn<State, Step>(
  model: Pick<Model<State, Step>, 'machines'>,
  trace: PureTrace,
): ReadonlyMap<string, readonly string[]> {
  const taken = new Map<string, string[]>();
  for (const { actor, transitions } of trace.microsteps) {
    const machine = model.machines.find(({ isRunBy }) => isRunBy(actor))?.machine;
    if (machine === undefined) continue;
    const index = indexTransitions(machine);
    for (const transition of transitions) {
      const id = index.get(transition)?.id;
      if (id === undefined) continue;
      const own = taken.get(actor) ?? [];
      own.push(id);
      taken.set(actor, own);
    }
  }
  return taken;
}

function within<Result>(limit: number, explore: () => Result): Result {
  try {
    return explore();
  } catch (error) {
    if (!(error instanceof Error) || error.message !== 'Traversal limit exceeded') throw error;
    throw new ModelError(
      `The model has more ways than ${limit}: give it fewer kinds of steps, or raise the limit.`,
      { cause: error },
    );
  }
}

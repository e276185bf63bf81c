import { StateMachine, type AnyMachineSnapshot, type AnyStateMachine, type InspectionEvent } from 'xstate';
import type { AnyNode } from '../model/causes.ts';
import type { ModelledMachine } from '../model/Model.ts';
import type { Microstep, PureTrace } from '../model/PureSystem.ts';
import { eventlessGuardsThatFailed, guardOutcomes, type GuardOutcome } from './guardOutcomes.ts';
import { indexTransitions } from './indexTransitions.ts';

/** How often the parts of one machine were reached. Everything goes by the ids that reports have. */
export interface MachineCounts {
  readonly machine: AnyStateMachine;
  readonly states: ReadonlyMap<string, number>;
  readonly transitions: ReadonlyMap<string, number>;
  /** Two transitions of one actor, one after the other: `first → second`. */
  readonly pairs: ReadonlyMap<string, number>;
  /** By the transition that they guard. */
  readonly guards: ReadonlyMap<string, { readonly passed: number; readonly failed: number }>;
}

/** Counts what is reached: of running actors, or of a model. */
export interface Coverage {
  readonly machines: readonly MachineCounts[];
  /** Counts what running actors do: to be given to `createActor` as its `inspect`. */
  inspect(event: InspectionEvent): void;
  /** Counts a step of a model. A new life of its actors begins with `isFirst`. */
  note(machines: readonly ModelledMachine[], trace: PureTrace, isFirst?: boolean): void;
}

interface Counts {
  readonly machine: AnyStateMachine;
  readonly states: Map<string, number>;
  readonly transitions: Map<string, number>;
  readonly pairs: Map<string, number>;
  readonly guards: Map<string, { passed: number; failed: number }>;
}

interface Moved {
  readonly microstep: Pick<Microstep, 'event' | 'before' | 'after' | 'transitions'>;
  /** Whether no eventless transition followed. */
  readonly isSettled: boolean;
}

/** What is known of a running actor. */
interface Watched {
  readonly machine: AnyStateMachine;
  snapshot: AnyMachineSnapshot | undefined;
  last: string | undefined;
  /** Not counted before it is known what followed it. */
  pending: Moved['microstep'] | undefined;
}

/**
 * Makes a counter for these machines. What is not theirs is not counted.
 *
 * @example
 * const coverage = createCoverage([appMachine]);
 * createActor(appMachine, { inspect: coverage.inspect }).start();
 */
export function createCoverage(machines: readonly AnyStateMachine[]): Coverage {
  const counts = new Map<string, Counts>(
    machines.map((machine) => [
      machine.id,
      { machine, states: new Map(), transitions: new Map(), pairs: new Map(), guards: new Map() },
    ]),
  );

  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  const enter = (own: Counts, before: AnyMachineSnapshot | undefined, after: AnyMachineSnapshot): void => {
    const already: ReadonlySet<AnyNode> = new Set(before?._nodes);
    for (const node of after._nodes) if (!already.has(node)) count(own.states, node.id);
  };
  const noteGuards = (own: Counts, machine: AnyStateMachine, outcomes: readonly GuardOutcome[]): void => {
    const index = indexTransitions(machine);
    for (const { transition, passed } of outcomes) {
      const id = index.get(transition)?.id;
      if (id === undefined) continue;
      const known = own.guards.get(id) ?? { passed: 0, failed: 0 };
      if (passed) known.passed += 1;
      else known.failed += 1;
      own.guards.set(id, known);
    }
  };

  /** One microstep of one actor; returns the transition that it did last. */
  const noteMicrostep = (
    machine: AnyStateMachine,
    last: string | undefined,
    moved: Moved,
  ): string | undefined => {
    const own = counts.get(machine.id);
    if (own === undefined) return last;
    const { event, before, after, transitions } = moved.microstep;
    const index = indexTransitions(machine);
    let previous = last;
    for (const transition of transitions) {
      const id = index.get(transition)?.id;
      if (id === undefined) continue;
      count(own.transitions, id);
      count(own.pairs, `${previous ?? '(start)'} → ${id}`);
      previous = id;
    }
    enter(own, before, after);
    const passed = transitions.filter(({ guard }) => guard !== undefined);
    if (before !== undefined) noteGuards(own, machine, guardOutcomes(before, event, transitions));
    else
      noteGuards(
        own,
        machine,
        passed.map((transition) => ({ transition, passed: true })),
      );
    if (moved.isSettled) noteGuards(own, machine, eventlessGuardsThatFailed(after));
    return previous;
  };

  const watched = new WeakMap<object, Watched>();
  const settle = (own: Watched, isSettled: boolean): void => {
    if (own.pending === undefined) return;
    own.last = noteMicrostep(own.machine, own.last, { microstep: own.pending, isSettled });
    own.pending = undefined;
  };

  const lastInModel = new Map<string, string | undefined>();
  return {
    machines: [...counts.values()],
    note(modelled, trace, isFirst = false) {
      if (isFirst) lastInModel.clear();
      // Where something was taken at the beginning, the first microstep enters what it leads to.
      const moved = new Set(
        trace.microsteps.filter(({ before }) => before === undefined).map(({ actor }) => actor),
      );
      for (const { actor, snapshot } of trace.begun) {
        const own = counts.get(snapshot.machine.id);
        if (own !== undefined && !moved.has(actor)) enter(own, undefined, snapshot);
      }
      for (const actor of new Set(trace.microsteps.map((microstep) => microstep.actor))) {
        const microsteps = trace.microsteps.filter((microstep) => microstep.actor === actor);
        const machine = modelled.find(({ isRunBy }) => isRunBy(actor))?.machine;
        if (machine === undefined) continue;
        microsteps.forEach((microstep, place) => {
          const isSettled = !isEventless(microsteps[place + 1]);
          lastInModel.set(actor, noteMicrostep(machine, lastInModel.get(actor), { microstep, isSettled }));
        });
      }
    },
    inspect(event) {
      if (event.type !== '@xstate.microstep' && event.type !== '@xstate.snapshot') return;
      let own = watched.get(event.actorRef);
      if (own === undefined) {
        const machine = machineOf(event.actorRef);
        if (machine === undefined) return;
        own = { machine, snapshot: undefined, last: undefined, pending: undefined };
        watched.set(event.actorRef, own);
      }
      // An actor with a machine has a machine's snapshots.
      const snapshot = event.snapshot as AnyMachineSnapshot;
      if (event.type === '@xstate.snapshot') {
        settle(own, true);
        const known = counts.get(own.machine.id);
        if (known !== undefined && own.snapshot === undefined) enter(known, undefined, snapshot);
      } else {
        const transitions = event._transitions;
        settle(own, !transitions.some(({ eventType }) => eventType === ''));
        own.pending = { event: event.event, before: own.snapshot, after: snapshot, transitions };
      }
      own.snapshot = snapshot;
    },
  };
}

function isEventless(microstep: Microstep | undefined): boolean {
  return microstep?.transitions.some(({ eventType }) => eventType === '') ?? false;
}

/** An actor keeps its logic; its type does not say so. */
function machineOf(ref: object): AnyStateMachine | undefined {
  const logic: unknown = Reflect.get(ref, 'logic');
  return logic instanceof StateMachine ? logic : undefined;
}

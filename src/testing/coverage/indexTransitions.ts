import type { AnyStateMachine, AnyTransitionDefinition } from 'xstate';
import type { AnyNode } from '../model/causes.ts';

/** A transition as reports name it. */
export interface TransitionFacts {
  /** The same in every process: source, event, and its place among the candidates of that event. */
  readonly id: string;
  readonly source: string;
  /** Empty for eventless transitions. */
  readonly event: string;
  readonly targets: readonly string[];
  /** The guard's name; `undefined` where there is none. */
  readonly guard: string | undefined;
  /** Which of the source's candidates for this event it is, from 0. */
  readonly place: number;
}

const indexes = new WeakMap<AnyStateMachine, ReadonlyMap<AnyTransitionDefinition, TransitionFacts>>();

/** The transitions of a machine, in the order in which they are written. */
export function indexTransitions(
  machine: AnyStateMachine,
): ReadonlyMap<AnyTransitionDefinition, TransitionFacts> {
  const known = indexes.get(machine);
  if (known !== undefined) return known;
  const index = new Map<AnyTransitionDefinition, TransitionFacts>();
  const visit = (node: AnyNode): void => {
    for (const [event, candidates] of node.transitions) add(node, event, candidates);
    add(node, '', node.always ?? []);
    for (const child of Object.values(node.states)) visit(child);
  };
  const add = (node: AnyNode, event: string, candidates: readonly AnyTransitionDefinition[]): void => {
    candidates.forEach((transition, place) => {
      index.set(transition, {
        id: `${node.id} ${event === '' ? 'always' : event}${candidates.length > 1 ? ` #${place + 1}` : ''}`,
        source: node.id,
        event,
        targets: (transition.target ?? []).map(({ id }: AnyNode) => id),
        guard: guardName(transition.guard),
        place,
      });
    });
  };
  visit(machine.root);
  indexes.set(machine, index);
  return index;
}

function guardName(guard: unknown): string | undefined {
  if (guard === undefined) return undefined;
  if (typeof guard === 'string') return guard;
  // Guards put together by `and`, `or` and `not` hold their parts.
  if (typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)) {
    const parts = guard.guards.map((part: unknown) => guardName(part) ?? '');
    const joint = 'type' in guard && guard.type === 'xstate.or' ? ' or ' : ' and ';
    return 'type' in guard && guard.type === 'xstate.not' ? `not ${parts.join('')}` : parts.join(joint);
  }
  if (typeof guard === 'object' && guard !== null && 'type' in guard && typeof guard.type === 'string')
    return guard.type;
  return typeof guard === 'function' && guard.name !== '' ? guard.name : '(unnamed)';
}

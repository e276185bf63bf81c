import type { AnyMachineSnapshot, AnyTransitionDefinition, EventObject } from 'xstate';
import type { AnyNode } from '../model/causes.ts';

/** A guard that was asked, and what it said. */
export interface GuardOutcome {
  readonly transition: AnyTransitionDefinition;
  readonly passed: boolean;
}

/**
 * What guards must have said, given what was selected: XState does not tell, but it asks in a fixed order, from the inside
 * out and each node's candidates from the first on, until one passes.
 */
export function guardOutcomes(
  before: AnyMachineSnapshot,
  event: EventObject,
  selected: readonly AnyTransitionDefinition[],
): GuardOutcome[] {
  const isEventless = selected.some(({ eventType }) => eventType === '');
  return askedFor(
    before,
    (node) => (isEventless ? (node.always ?? []) : candidatesOf(node, event.type)),
    selected,
  );
}

/** What the guards of eventless transitions must have said where none was selected. */
export function eventlessGuardsThatFailed(snapshot: AnyMachineSnapshot): GuardOutcome[] {
  return askedFor(snapshot, (node) => node.always ?? [], []);
}

function askedFor(
  snapshot: AnyMachineSnapshot,
  candidates: (node: AnyNode) => readonly AnyTransitionDefinition[],
  selected: readonly AnyTransitionDefinition[],
): GuardOutcome[] {
  const outcomes: GuardOutcome[] = [];
  const seen = new Set<AnyNode>();
  const nodes: readonly AnyNode[] = snapshot._nodes;
  for (const leaf of nodes.filter(({ type }) => type === 'atomic' || type === 'final')) {
    for (let node: AnyNode | undefined = leaf; node !== undefined && !seen.has(node); node = node.parent) {
      seen.add(node);
      const own = candidates(node);
      const chosen = own.findIndex((transition) => selected.includes(transition));
      for (const transition of chosen < 0 ? own : own.slice(0, chosen + 1))
        if (transition.guard !== undefined)
          outcomes.push({ transition, passed: selected.includes(transition) });
      if (chosen >= 0) break;
    }
  }
  return outcomes;
}

function candidatesOf(node: AnyNode, eventType: string): readonly AnyTransitionDefinition[] {
  const exact = node.transitions.get(eventType);
  if (exact !== undefined) return exact;
  const partial = [...node.transitions].filter(
    ([descriptor]) =>
      descriptor === '*' || (descriptor.endsWith('.*') && eventType.startsWith(descriptor.slice(0, -1))),
  );
  return partial.flatMap(([, transitions]) => transitions);
}

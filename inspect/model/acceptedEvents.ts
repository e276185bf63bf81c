import type { EdgeDefinition, MachineDefinition } from './MachineDefinition.ts';
import { statesOf } from './statePaths.ts';

/** An event that an actor in these states has an edge for. */
export interface AcceptedEvent {
  /** Its type; for a wildcard the descriptor: `msg.*`, `*`. */
  readonly type: string;
  /** Whether `type` is a descriptor that somebody must fill in. */
  readonly isWildcard: boolean;
  /** Whether every edge for it has a guard: it may be refused. */
  readonly isGuarded: boolean;
  /** The edges, inner states' first. */
  readonly edges: readonly EdgeDefinition[];
}

/**
 * What can be sent to an actor now: the events of the edges that leave its active states, the root included, without those
 * that XState sends by itself. An edge without target and actions forbids its event and what outer states would do with it.
 */
export function acceptedEvents(
  definition: MachineDefinition,
  states: readonly string[],
): readonly AcceptedEvent[] {
  const active = new Set(['', ...states]);
  const byType = new Map<string, EdgeDefinition[]>();
  const innerFirst = [...statesOf(definition.root)].filter(({ path }) => active.has(path)).toReversed();
  for (const edge of innerFirst.flatMap((state) => state.edges)) {
    if (edge.kind !== 'event' && edge.kind !== 'wildcard') continue;
    byType.set(edge.event, [...(byType.get(edge.event) ?? []), edge]);
  }
  return [...byType]
    .filter(([, [first]]) => first !== undefined && !isForbidden(first))
    .map(([type, edges]) => ({
      type,
      isWildcard: edges.some(({ kind }) => kind === 'wildcard'),
      isGuarded: edges.every(({ guard }) => guard !== null),
      edges,
    }))
    .toSorted((a, b) => Number(a.isWildcard) - Number(b.isWildcard) || a.type.localeCompare(b.type));
}

function isForbidden(edge: EdgeDefinition): boolean {
  return edge.targets.length === 0 && edge.actions.length === 0 && edge.guard === null;
}

import { isWithin } from './createEdgeReader.ts';
import type { EdgeDefinition, MachineDefinition, StateDefinition } from './MachineDefinition.ts';
import { parentPath, statesOf } from './statePaths.ts';

/**
 * The edges that most likely were taken, for a wire that does not tell: for each active leaf the innermost edge for the
 * event whose targets are active afterwards. Eventless ones that followed remain unknown.
 */
export function guessEdges(
  { root }: MachineDefinition,
  before: readonly string[],
  after: readonly string[],
  event: string,
): readonly string[] {
  const states = new Map([...statesOf(root)].map((state) => [state.path, state]));
  const active = new Set(after);
  const leaves = before.filter((path) => !before.some((other) => other !== path && isWithin(other, path)));
  const moved = before.join('\n') !== after.join('\n');
  const guessed = new Set<string>();
  for (const leaf of leaves.length === 0 ? [''] : leaves) {
    const edge = outwards(leaf).flatMap((path) => {
      const edges = states.get(path)?.edges ?? [];
      return edges.filter(
        (candidate) => matchesEvent(event, candidate.event) && explains(candidate, active, moved, states),
      );
    })[0];
    if (edge !== undefined) guessed.add(edge.id);
  }
  return [...guessed];
}

/** A path, those around it, and the root. */
function outwards(leaf: string): readonly string[] {
  const paths = [leaf];
  for (let path = leaf; path !== '';) {
    path = parentPath(path);
    paths.push(path);
  }
  return paths;
}

function explains(
  edge: EdgeDefinition,
  active: ReadonlySet<string>,
  moved: boolean,
  states: ReadonlyMap<string, StateDefinition>,
): boolean {
  if (edge.targets.length === 0) return !moved && edge.actions.length > 0;
  return edge.targets.every((target) => {
    const isHistory = states.get(target)?.type === 'history';
    return isHistory ? active.has(parentPath(target)) : target === '' || active.has(target);
  });
}

/** Whether an event of this type is meant by a descriptor: itself, `*`, or a prefix like `mouse.*`. */
export function matchesEvent(type: string, descriptor: string): boolean {
  if (descriptor === type || descriptor === '*') return descriptor !== '';
  if (!descriptor.endsWith('.*')) return false;
  const prefix = descriptor.slice(0, -2);
  return type === prefix || type.startsWith(`${prefix}.`);
}

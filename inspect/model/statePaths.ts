import { isRecord } from './isRecord.ts';
import type { StateDefinition } from './MachineDefinition.ts';

const mostPaths = 1000;

/**
 * The paths of all active states but the root, outer before inner, from XState's state value.
 *
 * @example
 * statePaths({ connected: 'stable' }); // ['connected', 'connected.stable']
 */
export function statePaths(value: unknown): readonly string[] {
  const paths: string[] = [];
  collect(value, '', paths);
  return paths;
}

function collect(value: unknown, prefix: string, paths: string[]): void {
  if (paths.length >= mostPaths) return;
  if (typeof value === 'string') {
    paths.push(prefix + escapeKey(value));
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const path = prefix + escapeKey(key);
      paths.push(path);
      collect(inner, `${path}.`, paths);
    }
  }
}

/** A key as it stands in a path: dots and backslashes of its own are escaped. */
export function escapeKey(key: string): string {
  return key.includes('.') || key.includes('\\') ? key.replaceAll('\\', '\\\\').replaceAll('.', '\\.') : key;
}

/** XState's state value again, from the paths of active states. */
export type StateValue = string | { readonly [key: string]: StateValue };

/**
 * The reverse of {@link statePaths}. The definition tells a parallel state with one region from a compound one; without it
 * a state with one active child is taken for compound.
 */
export function stateValue(paths: readonly string[], root?: StateDefinition): StateValue {
  const active = new Set(paths);
  const childrenOf = new Map<string, string[]>();
  for (const path of active) {
    const parent = parentPath(path);
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), path]);
  }
  const parallel = new Set<string>();
  if (root !== undefined) {
    for (const state of statesOf(root)) if (state.type === 'parallel') parallel.add(state.path);
  }
  function valueOf(path: string): StateValue {
    const children = childrenOf.get(path) ?? [];
    const [only] = children;
    if (only !== undefined && children.length === 1 && !parallel.has(path) && !childrenOf.has(only)) {
      return unescapeKey(lastKey(only));
    }
    return Object.fromEntries(children.map((child) => [unescapeKey(lastKey(child)), valueOf(child)]));
  }
  return valueOf('');
}

/** The path of the state around; empty for those of the top level. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, lastDot(path)));
}

function lastKey(path: string): string {
  return path.slice(lastDot(path) + 1);
}

/** The last dot that parts two keys; -1 if there is none. */
function lastDot(path: string): number {
  for (let index = path.length - 1; index >= 0; index -= 1) {
    if (path[index] !== '.') continue;
    let slashes = 0;
    while (path[index - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return index;
  }
  return -1;
}

function unescapeKey(key: string): string {
  return key.replaceAll(/\\(.)/g, '$1');
}

/** A state and all states in it, outer before inner, in document order. */
export function* statesOf(state: StateDefinition): Generator<StateDefinition> {
  yield state;
  for (const child of state.states) yield* statesOf(child);
}

/** The tags that an actor has in these states. */
export function tagsAt(root: StateDefinition, paths: readonly string[]): readonly string[] {
  const active = new Set(['', ...paths]);
  return [...new Set([...statesOf(root)].filter(({ path }) => active.has(path)).flatMap(({ tags }) => tags))];
}

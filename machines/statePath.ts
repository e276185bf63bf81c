import type { StateValue } from 'xstate';

/**
 * A state's value as a path: the form in which logs, the page and tests name states.
 *
 * @example
 * statePath({ connected: 'stable' }) // 'connected.stable'
 */
export function statePath(value: StateValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([key, inner]) => (inner === undefined ? key : `${key}.${statePath(inner)}`))
    .join(' ');
}

import { isRecord } from './isRecord.ts';

const anonymous = '(anonymous)';
const longest = 200;

/**
 * The name of an action of any XState version: a string, `{ type }`, a named function, one of the built-in creators.
 * XState's own prefix is left out: `assign`, `raise`.
 */
export function actionName(action: unknown): string {
  const type = typeof action === 'string' ? action : fieldOf(action, 'type');
  return typeof type === 'string' && type !== ''
    ? shorten(type.replace(/^xstate\./, ''))
    : functionName(action);
}

/** The name of a guard: `isReady`, `not(isReady)`, `and(a, b)`, `stateIn(x)`. */
export function guardName(guard: unknown, depth = 0): string {
  if (typeof guard === 'string') return shorten(guard);
  const inner = fieldOf(guard, 'guards');
  if (typeof guard === 'function' && Array.isArray(inner) && depth < 5) {
    return shorten(`${guard.name}(${inner.map((part) => guardName(part, depth + 1)).join(', ')})`);
  }
  const stateValue = fieldOf(guard, 'stateValue');
  if (typeof guard === 'function' && stateValue !== undefined) {
    return shorten(`stateIn(${typeof stateValue === 'string' ? stateValue : JSON.stringify(stateValue)})`);
  }
  const type = fieldOf(guard, 'type');
  const name = fieldOf(guard, 'name');
  // XState 4 writes `{ type: 'xstate.guard', name }`.
  if (isRecord(guard) && typeof name === 'string' && name !== '') return shorten(name);
  if (typeof type === 'string' && type !== '' && type !== 'xstate.guard') return shorten(type);
  return functionName(guard);
}

/** The name of what is invoked or spawned: a string, `{ type }`, a machine's id. */
export function sourceName(source: unknown): string {
  if (typeof source === 'string') return source.startsWith('xstate.invoke.') ? anonymous : shorten(source);
  const type = fieldOf(source, 'type');
  if (typeof type === 'string' && type !== '') return shorten(type);
  const config = fieldOf(source, 'config');
  const id = isRecord(config) ? config['id'] : fieldOf(source, 'id');
  return typeof id === 'string' && id !== '' ? shorten(id) : functionName(source);
}

function functionName(value: unknown): string {
  return typeof value === 'function' && value.name !== '' ? shorten(value.name) : anonymous;
}

function fieldOf(value: unknown, key: string): unknown {
  if (isRecord(value)) return value[key];
  return typeof value === 'function' ? Reflect.get(value, key) : undefined;
}

function shorten(name: string): string {
  return name.length > longest ? `${name.slice(0, longest)}…` : name;
}

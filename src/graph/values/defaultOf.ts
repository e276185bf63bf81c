import { defaultValue, type ValueType } from '../../project/valueTypes.ts';

const defaults = new Map<ValueType, unknown>();

/** The value of a type where none is given. The same array, dictionary or Buffer each time: values are never changed. */
export function defaultOf(type: ValueType): unknown {
  if (!defaults.has(type)) defaults.set(type, defaultValue(type));
  return defaults.get(type);
}

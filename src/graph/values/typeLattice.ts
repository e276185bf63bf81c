import type { ValueType } from '../../project/valueTypes.ts';

/** Bytes, as Socket.IO takes and gives them. */
export type BinaryValue = ArrayBufferView | ArrayBuffer;

/** What a value of each type is in TypeScript. */
export interface ValueOfType {
  readonly Bool: boolean;
  readonly Byte: number;
  readonly Int: number;
  readonly Float: number;
  readonly String: string;
  readonly Array: readonly unknown[];
  readonly Dictionary: Readonly<Record<string, unknown>>;
  readonly Binary: BinaryValue;
  readonly Any: unknown;
}

const numericRank: Partial<Record<ValueType, number>> = { Byte: 1, Int: 2, Float: 3 };

/** Whether a wire may lead from one type to the other: the same, one of them Any, or Byte → Int → Float. */
export function isAssignable(from: ValueType, to: ValueType): boolean {
  if (from === to || from === 'Any' || to === 'Any') return true;
  const source = numericRank[from];
  const target = numericRank[to];
  return source !== undefined && target !== undefined && source <= target;
}

/** Whether it is Byte, Int or Float. */
export function isNumeric(type: ValueType): boolean {
  return numericRank[type] !== undefined;
}

/** The narrowest type that takes values of all of them; Any where they have nothing in common, and for none. */
export function joinTypes(types: readonly ValueType[]): ValueType {
  let joined = types[0];
  if (joined === undefined) return 'Any';
  for (const type of types) {
    if (isAssignable(type, joined) && type !== 'Any') continue;
    if (!isAssignable(joined, type) || joined === 'Any') return 'Any';
    joined = type;
  }
  return joined;
}

/** The type that a fixed value of a project file has by itself. */
export function typeOfLiteral(value: unknown): ValueType {
  switch (typeof value) {
    case 'boolean':
      return 'Bool';
    case 'number':
      return Number.isInteger(value) && Math.abs(value) <= 0x7fffffff ? 'Int' : 'Float';
    case 'string':
      return 'String';
    default:
      if (Array.isArray(value)) return 'Array';
      return value === null || value === undefined ? 'Any' : 'Dictionary';
  }
}

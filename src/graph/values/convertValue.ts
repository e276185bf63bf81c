import type { ValueType } from '../../project/valueTypes.ts';
import { NodeError } from '../NodeError.ts';
import { bytesOf, isBinary } from './binary.ts';
import { describeValue } from './describeValue.ts';
import { stringifyJson } from './stringifyJson.ts';

const checks: Readonly<Record<ValueType, (value: unknown) => boolean>> = {
  Bool: (value) => typeof value === 'boolean',
  Byte: (value) => typeof value === 'number' && (value << 24) >> 24 === value,
  Int: (value) => typeof value === 'number' && (value | 0) === value,
  Float: (value) => typeof value === 'number',
  String: (value) => typeof value === 'string',
  Array: (value) => Array.isArray(value),
  Dictionary: (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isBinary(value),
  Binary: isBinary,
  Any: () => true,
};

/** Whether a value, as it runs, is of a type. */
export function fits(type: ValueType, value: unknown): boolean {
  return checks[type](value);
}

/**
 * What a wire from Any to a type does: the value itself if it is of the type, its text if that is asked of a number or
 * a Bool. Everything that could lose something is left to `utility/conversion`.
 *
 * @throws {NodeError} `conversion-failed`
 */
export function castValue(type: ValueType, value: unknown, place: string): unknown {
  if (fits(type, value)) return value;
  if (type === 'String' && (typeof value === 'number' || typeof value === 'boolean')) return String(value);
  throw new NodeError(
    'conversion-failed',
    `${place} takes ${article(type)}, and ${describeValue(value)} is none. Put utility/conversion in between.`,
  );
}

/**
 * What `utility/conversion` does: any value to any type, as far as it makes sense.
 *
 * @throws {NodeError} `conversion-failed`
 */
export function convertValue(type: ValueType, value: unknown): unknown {
  if (type !== 'Any' && fits(type, value)) return value;
  const converted = conversions[type](value);
  if (converted !== undefined) return converted;
  throw new NodeError(
    'conversion-failed',
    `${capital(describeValue(value))} cannot become ${article(type)}.`,
  );
}

/** The type with its article, as a sentence needs it. */
export function article(type: ValueType): string {
  return /^[AI]/.test(type) ? `an ${type}` : `a ${type}`;
}

/** `undefined`: there is no such conversion. */
const conversions: Readonly<Record<ValueType, (value: unknown) => unknown>> = {
  Any: (value) => value ?? null,
  Bool: toBool,
  Byte: (value) => wholeNumber(value, 'Byte'),
  Int: (value) => wholeNumber(value, 'Int'),
  Float: toNumber,
  String: toText,
  Array: (value) => {
    if (isBinary(value)) return [...bytesOf(value)];
    return typeof value === 'string' ? parsed('Array', value) : undefined;
  },
  Dictionary: (value) => {
    if (Array.isArray(value)) return Object.fromEntries(value.entries());
    return typeof value === 'string' ? parsed('Dictionary', value) : undefined;
  },
  Binary: (value) => {
    if (typeof value === 'string') return Buffer.from(value, 'utf8');
    if (!Array.isArray(value)) return undefined;
    const isBytes = value.every((item) => Number.isInteger(item) && item >= -128 && item <= 255);
    return isBytes ? Buffer.from(value) : undefined;
  },
};

function toBool(value: unknown): unknown {
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value !== 0;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function wholeNumber(value: unknown, type: 'Byte' | 'Int'): unknown {
  const number = toNumber(value);
  if (number === undefined) return undefined;
  // Adding 0 makes -0, which truncating -0.5 leaves, a plain 0.
  const whole = Math.trunc(number) + 0;
  return fits(type, whole) ? whole : undefined;
}

function toText(value: unknown): unknown {
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return isBinary(value) ? new TextDecoder().decode(bytesOf(value)) : stringifyJson(value);
    default:
      return undefined;
  }
}

function parsed(type: 'Array' | 'Dictionary', text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return fits(type, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

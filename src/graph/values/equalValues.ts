import { bytesOf, isBinary, type Binary } from './binary.ts';

/**
 * Whether two values are the same, arrays and dictionaries by what they hold. Without recursion: what a server sends
 * may be nested as deep as it likes.
 */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return Object.is(left, right);
  const pairs: unknown[] = [left, right];
  while (pairs.length > 0) {
    const b = pairs.pop();
    const a = pairs.pop();
    if (Object.is(a, b) || a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (isBinary(a) || isBinary(b)) {
      if (!isBinary(a) || !isBinary(b) || !equalBytes(a, b)) return false;
    } else if (!pushPairs(a, b, pairs)) return false;
  }
  return true;
}

function pushPairs(a: object, b: object, pairs: unknown[]): boolean {
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const right: Readonly<Record<string, unknown>> = { ...b };
  for (const [key, value] of Object.entries(a)) {
    if (!Object.hasOwn(b, key)) return false;
    pairs.push(value, right[key]);
  }
  return true;
}

function equalBytes(a: Binary, b: Binary): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

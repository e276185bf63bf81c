import { isBinary, toBase64, type Binary } from './binary.ts';

/**
 * A value as JSON, where `JSON.stringify` would write bytes out as numbers, or lose them: they become texts, in base64
 * unless told otherwise. Everything else is as it is there, what it throws included.
 *
 * @param options.indent - spaces by which each level stands further in
 */
export function stringifyJson(
  value: unknown,
  { bytes = toBase64, indent }: { readonly bytes?: (value: Binary) => string; readonly indent?: number } = {},
): string | undefined {
  if (!mayHoldBinary(value)) return JSON.stringify(value, null, indent);
  return JSON.stringify(
    value,
    function replace(this: Readonly<Record<string, unknown>>, key, converted: unknown) {
      if (typeof converted !== 'object' || converted === null) return converted;
      // A Buffer has been converted already, which only the place where it stands does not show.
      const held = this[key];
      if (isBinary(held)) return bytes(held);
      return isBinary(converted) ? bytes(converted) : converted;
    },
    indent,
  );
}

/** Looked through before it is simply taken to hold some; it may also be a circle. */
const mostParts = 100_000;

/**
 * Whether there may be bytes anywhere in a value. To look first is far cheaper than to have each part of it replaced.
 * Without recursion: what a server sends may be nested as deep as it likes.
 */
export function mayHoldBinary(value: unknown): boolean {
  const parts: unknown[] = [value];
  let count = 0;
  while (parts.length > 0) {
    const part = parts.pop();
    if (typeof part !== 'object' || part === null) continue;
    if (isBinary(part)) return true;
    for (const inner of Array.isArray(part) ? part : Object.values(part)) {
      if (typeof inner !== 'object' || inner === null) continue;
      count += 1;
      if (count > mostParts) return true;
      parts.push(inner);
    }
  }
  return false;
}

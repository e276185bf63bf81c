import { inspect } from 'node:util';
import { bytesOf, isBinary, type Binary } from '../../graph/values/binary.ts';
import { stringifyJson } from '../../graph/values/stringifyJson.ts';

/** A value on one line: a text as it is, anything else as JSON, whatever it holds. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return onOneLine(value);
  if (isBinary(value)) return describeBytes(value);
  try {
    return onOneLine(stringifyJson(value, { bytes: describeBytes }) ?? String(value));
  } catch {
    // A circle, a BigInt, a getter that throws: what JSON cannot say.
    return onOneLine(inspect(value, { breakLength: Infinity, depth: 4 }));
  }
}

function describeBytes(value: Binary): string {
  const bytes = bytesOf(value);
  const start = Buffer.from(bytes.subarray(0, 16))
    .toString('hex')
    .replaceAll(/..(?=.)/g, '$& ');
  return `${bytes.length} bytes: ${start}${bytes.length > 16 ? ' …' : ''}`;
}

/** Replaces what would break the line, or drive a terminal, by its escape. */
export function onOneLine(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (found) => escapes.get(found) ?? `\\u${(found.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

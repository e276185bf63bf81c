import { binarySize } from './checkMessage.ts';
import type { LinkNamespace } from './Link.ts';

/** What is smaller by {@link checkMessage}'s estimate is within any limit of note, and is not measured. */
const small = 16_384;
/** Bytes that a character of JavaScript takes at most in JSON: `\u0000`. */
const widest = 6;
/** What a packet has beside its arguments and its namespace: types, an id, commas. */
const frame = 32;

/**
 * Whether the server would drop the connection for a message, which is larger than the `maxHttpBufferSize` that its handshake
 * tells of. Binary values go in packets of their own.
 *
 * @param bytes - of the arguments, as {@link checkMessage} estimates them
 */
export function isTooLarge(
  target: LinkNamespace,
  eventName: string,
  args: readonly unknown[],
  bytes: number,
): boolean {
  if (bytes < small) return false;
  const limit = target.maxPayload?.();
  if (limit === undefined || bytes * widest < limit.bytes) return false;
  let largest = 0;
  const text = JSON.stringify([eventName, ...args], function (this: object, key: string, value: unknown) {
    // Before `toJSON`, which a Buffer has.
    const given: unknown = Reflect.get(this, key);
    const size = typeof given === 'object' && given !== null ? binarySize(given) : undefined;
    if (size === undefined) return value;
    largest = Math.max(largest, limit.isTextOnly ? inBase64(size) : size);
    return null;
  });
  const length = new TextEncoder().encode(text).length + target.name.length + frame;
  return Math.max(length, largest) > limit.bytes;
}

/** With the letter before it that says that it is one. */
function inBase64(bytes: number): number {
  return 1 + 4 * Math.ceil(bytes / 3);
}

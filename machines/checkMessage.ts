import { ConnectionError } from './ConnectionError.ts';
import { neverSent, unusableName } from './reservedEvents.ts';

// JSON.stringify and the binary walk of socket.io-parser recurse too: what is deeper would overflow there.
const maxDepth = 1000;

/**
 * Refuses what could not be sent, before it is queued: socket.io-client would take it, throw at every reconnection, and
 * never drain its buffer again.
 *
 * @returns the size of the arguments in bytes, roughly as JSON
 * @throws {ConnectionError} `reserved-event`, or `unencodable` with the path of the offending value
 * @example
 * checkMessage('/', 'order', [{ id: 1n }]) // throws: order: argument 0.id is a BigInt, which cannot be sent.
 */
export function checkMessage(namespace: string, eventName: string, args: readonly unknown[]): number {
  const unusable = unusableName(eventName, neverSent);
  if (unusable !== undefined) {
    throw new ConnectionError('reserved-event', `${unusable} cannot be an event's name: choose another.`, {
      namespace,
    });
  }
  let size = eventName.length + 8;
  for (let index = 0; index < args.length; index += 1) {
    const bytes = measure(args[index], 0);
    if (bytes < 0) {
      const { path, reason } = explain(args[index], `argument ${index}`, new Set());
      throw new ConnectionError('unencodable', `${eventName}: ${path} is ${reason}, which cannot be sent.`, {
        namespace,
        eventName,
      });
    }
    size += bytes;
  }
  return size;
}

// Runs for every message that is sent, so it only counts: it allocates nothing, and what is wrong is looked up in a
// second walk. Returns -1 for what cannot be sent.
function measure(value: unknown, depth: number): number {
  switch (typeof value) {
    case 'string':
      return value.length + 2;
    case 'number':
      return 8;
    case 'boolean':
    case 'undefined':
      return 4;
    case 'object':
      if (value === null) return 4;
      return depth > maxDepth ? -1 : measureObject(value, depth);
    default:
      return -1;
  }
}

function measureObject(value: object, depth: number): number {
  const bytes = binarySize(value);
  if (bytes !== undefined) return bytes;
  if (isBlob(value)) return -1;
  try {
    const sent = asSent(value);
    if (sent !== value) return measure(sent, depth + 1);
    let size = 2;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        const member = measure(value[index], depth + 1);
        if (member < 0) return -1;
        size += member + 1;
      }
      return size;
    }
    for (const key of Object.keys(value)) {
      if (key === placeholder && Reflect.get(value, key) === true) return -1;
      const member = measure(Reflect.get(value, key), depth + 1);
      if (member < 0) return -1;
      size += member + key.length + 4;
    }
    return size;
  } catch {
    return -1;
  }
}

/** Bytes of a value that goes as it is; `undefined` for one that goes as JSON, or not at all. */
export function binarySize(value: object): number | undefined {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  return canSendBlobs && isBlob(value) ? value.size : undefined;
}

/** engine.io-client reads a Blob with what browsers have for that; in Node.js it would write "[object Blob]" in its place. */
const canSendBlobs = 'FileReader' in globalThis;
const isBlob = (value: object): value is Blob => typeof Blob === 'function' && value instanceof Blob;

/** By this socket.io-parser marks the place of a binary value: a server drops a connection that has it where none belongs. */
const placeholder = '_placeholder';

/** JSON's own rule: what has a `toJSON` is sent as what that returns. */
function asSent(value: object): unknown {
  return 'toJSON' in value && typeof value.toJSON === 'function' ? value.toJSON() : value;
}

interface Explanation {
  readonly path: string;
  readonly reason: string;
}

/** Where and why a value cannot be sent. */
function explain(value: unknown, path: string, around: Set<object>): Explanation {
  return find(value, path, around) ?? { path, reason: 'a value' };
}

function find(value: unknown, path: string, around: Set<object>): Explanation | undefined {
  if (typeof value === 'bigint') return { path, reason: 'a BigInt' };
  if (typeof value === 'function') return { path, reason: 'a function' };
  if (typeof value === 'symbol') return { path, reason: 'a symbol' };
  if (typeof value !== 'object' || value === null || binarySize(value) !== undefined) return undefined;
  if (isBlob(value)) return { path, reason: 'a Blob (here its `arrayBuffer()` can be)' };
  if (around.has(value)) return { path, reason: 'a circle (it holds itself)' };
  if (around.size > maxDepth) return { path: shorten(path), reason: `nested deeper than ${maxDepth} levels` };
  around.add(value);
  try {
    const sent = asSent(value);
    if (sent !== value) return find(sent, path, around);
    for (const [key, member] of Object.entries(value)) {
      if (key === placeholder && member === true && !Array.isArray(value))
        return { path, reason: `an object with \`${placeholder}: true\` (Socket.IO's own mark)` };
      const found = find(member, path + step(key, Array.isArray(value)), around);
      if (found !== undefined) return found;
    }
    return undefined;
  } catch (error) {
    return { path, reason: `unreadable (${error instanceof Error ? error.message : String(error)})` };
  } finally {
    around.delete(value);
  }
}

function step(key: string, inArray: boolean): string {
  if (inArray) return `[${key}]`;
  return /^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function shorten(path: string): string {
  return path.length > 80 ? `${path.slice(0, 80)}…` : path;
}

import { firstKeys } from './firstKeys.ts';
import { isSecretKey } from './isSecretKey.ts';
import { scrubCredentials } from './scrubCredentials.ts';
import { scrubStart, scrubText } from './scrubText.ts';
import type { WireMark, WireValue } from './WireValue.ts';

/** How much of a value is shown. */
export interface SerialiseLimits {
  /** Levels of nesting. */
  readonly depth: number;
  /** Keys of an object, or entries of a map or set. */
  readonly keys: number;
  /** Items of an array. */
  readonly items: number;
  /** UTF-16 units of a string. */
  readonly text: number;
  /** Bytes of a binary. */
  readonly binary: number;
  /** JSON of the whole, about. */
  readonly bytes: number;
}

/** For the live view: what fits on a screen. */
export const liveLimits: SerialiseLimits = {
  depth: 5,
  keys: 50,
  items: 50,
  text: 500,
  binary: 64,
  bytes: 8_192,
};

/** For a value that somebody opened. */
export const expandedLimits: SerialiseLimits = {
  depth: 8,
  keys: 500,
  items: 500,
  text: 20_000,
  binary: 4_096,
  bytes: 262_144,
};

/** A value and about how many bytes it takes as JSON. */
export interface Serialised {
  readonly value: WireValue;
  readonly bytes: number;
}

/**
 * Makes a {@link WireValue} of anything, within limits, without secrets. Never throws, never calls a getter or a `toJSON`,
 * never looks into what is not data. Costs what is shown, not what there is (but see {@link firstKeys}).
 *
 * @param secret - whether the value itself stands under a secret key
 * @example
 * serialise({ name: 'demo', auth: { token: 's3' } }).value; // { name: 'demo', auth: { $wire: 'redacted' } }
 */
export function serialise(value: unknown, limits: SerialiseLimits = liveLimits, secret = false): Serialised {
  const walk: Walk = { limits, spent: 0, ancestors: [], path: [] };
  const wire = secret && isHideable(value) ? redacted : visit(value, walk, limits.bytes);
  return { value: wire, bytes: walk.spent };
}

/** The state of one walk through one value. */
interface Walk {
  readonly limits: SerialiseLimits;
  spent: number;
  readonly ancestors: object[];
  readonly path: string[];
}

const redacted: WireMark = { $wire: 'redacted' };
const undefinedMark: WireMark = { $wire: 'undefined' };

/** Yes, no and nothing are no secrets, and worth seeing. */
function isHideable(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'boolean';
}

function visit(value: unknown, walk: Walk, end: number): WireValue {
  switch (typeof value) {
    case 'string':
      return visitText(value, walk, end);
    case 'number':
      walk.spent += 8;
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : mark(walk, { $wire: 'number', text: Object.is(value, -0) ? '-0' : String(value) });
    case 'boolean':
      walk.spent += 5;
      return value;
    case 'undefined':
      return mark(walk, undefinedMark);
    case 'bigint':
      return mark(walk, { $wire: 'bigint', text: bigintText(value) });
    case 'symbol':
      return mark(walk, { $wire: 'symbol', text: scrubStart(String(value), 100) });
    case 'function':
      return mark(walk, { $wire: 'function', name: nameOf(value) });
    case 'object':
      break;
  }
  if (value === null) {
    walk.spent += 4;
    return null;
  }
  return visitObject(value, walk, end);
}

function mark<Mark extends WireMark>(walk: Walk, value: Mark): Mark {
  walk.spent += 40;
  return value;
}

function visitText(text: string, walk: Walk, end: number): WireValue {
  const room = Math.max(16, Math.min(walk.limits.text, end - walk.spent));
  if (text.length <= room) {
    walk.spent += text.length + 3;
    return scrubText(text);
  }
  walk.spent += room;
  return mark(walk, { $wire: 'string', text: scrubStart(text, room), length: text.length });
}

// Turning a huge one into decimals takes quadratic time.
function bigintText(value: bigint): string {
  return BigInt.asIntN(4096, value) === value ? String(value) : 'more than 4096 bits';
}

function visitObject(value: object, walk: Walk, end: number): WireValue {
  try {
    const seen = walk.ancestors.indexOf(value);
    if (seen >= 0) return mark(walk, { $wire: 'circular', path: walk.path.slice(0, seen).map(shownKey) });
    const special = visitSpecial(value, walk);
    if (special !== undefined) return special;
    if (walk.ancestors.length >= walk.limits.depth) return cut(walk, 'depth', value);
    if (walk.spent >= end) return cut(walk, 'bytes', value);
    walk.ancestors.push(value);
    try {
      return visitContainer(value, walk, end);
    } finally {
      walk.ancestors.pop();
    }
  } catch (error) {
    // A proxy's trap, or a revoked proxy.
    return mark(walk, { $wire: 'threw', message: messageOf(error) });
  }
}

function cut(walk: Walk, reason: 'depth' | 'bytes', value: object): WireValue {
  return mark(walk, { $wire: 'cut', reason, preview: previewOf(value) });
}

function previewOf(value: object): string {
  if (Array.isArray(value)) return `Array(${value.length})`;
  if (value instanceof Map || value instanceof Set) return `${classOf(value)}(${value.size})`;
  return `${classOf(value) || 'Object'}(${firstKeys(value).count})`;
}

/** What is shown as a whole: never walked, or walked in a way of its own and without depth. */
function visitSpecial(value: object, walk: Walk): WireValue | undefined {
  if (value instanceof Date) {
    const time = Date.prototype.getTime.call(value);
    return mark(walk, {
      $wire: 'date',
      text: Number.isNaN(time) ? 'Invalid Date' : new Date(time).toISOString(),
    });
  }
  if (value instanceof RegExp)
    return mark(walk, { $wire: 'regexp', text: `/${value.source.slice(0, 200)}/` });
  if (value instanceof URL) return mark(walk, { $wire: 'url', text: scrubStart(value.href, 1000) });
  if (ArrayBuffer.isView(value)) {
    return binary(walk, value, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  }
  if (value instanceof ArrayBuffer) return binary(walk, value, new Uint8Array(value));
  const actor = actorMark(value);
  if (actor !== undefined) return mark(walk, actor);
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (opaqueTags.test(tag)) return mark(walk, { $wire: 'opaque', text: tag });
  const name = classOf(value);
  if (opaqueClasses.has(name)) return mark(walk, { $wire: 'opaque', text: name });
  return undefined;
}

/** DOM nodes and windows by their tag, and objects that hold no data of their own. */
const opaqueTags =
  /^(?:HTML|SVG|MathML)\w*Element$|^(?:Window|HTMLDocument|XMLDocument|Document|DocumentFragment|Text|Comment|ShadowRoot|NodeList|HTMLCollection|Promise|Weak(?:Map|Set|Ref)|Generator|AsyncGenerator|\w+ Iterator|Worker|MessagePort|WebSocket|\w*Event|Blob|File|\w*Stream)$/;

const opaqueClasses = new Set([
  'StateMachine',
  'StateNode',
  'Socket',
  'TLSSocket',
  'Server',
  'Agent',
  'ReadStream',
  'WriteStream',
  'Readable',
  'Writable',
  'Duplex',
  'Transform',
  'ChildProcess',
  'Timeout',
  'Immediate',
  'Subject',
  'BehaviorSubject',
  'Subscriber',
  'FiberNode',
  'Manager',
  'IncomingMessage',
  'ServerResponse',
  'ClientRequest',
]);

function binary(walk: Walk, value: object, bytes: Uint8Array): WireValue {
  let hex = '';
  for (const byte of bytes.subarray(0, walk.limits.binary)) hex += byte.toString(16).padStart(2, '0');
  walk.spent += hex.length;
  return mark(walk, { $wire: 'binary', name: classOf(value), bytes: bytes.byteLength, hex });
}

/** Any XState version's actors: walking into one would lead through the whole program. */
function actorMark(value: object): WireMark | undefined {
  const sessionId = ownData(value, 'sessionId');
  if (typeof sessionId === 'string' && 'getSnapshot' in value && 'send' in value) {
    const id = ownData(value, 'id');
    return { $wire: 'actor', id: sessionId, name: typeof id === 'string' ? scrubCredentials(id) : sessionId };
  }
  if ('xstate$$type' in value) {
    const id = ownData(value, 'id');
    return { $wire: 'actor', id: '', name: typeof id === 'string' ? scrubCredentials(id) : 'actor' };
  }
  return undefined;
}

function ownData(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function visitContainer(value: object, walk: Walk, end: number): WireValue {
  if (Array.isArray(value)) return visitArray(value, walk, end);
  if (value instanceof Map) return visitMap(value, walk, end);
  if (value instanceof Set) return visitSet(value, walk, end);
  const first = firstKeys(value);
  const keys = isSnapshot(value) ? first.keys.filter((key) => !machinery.has(key)) : first.keys;
  const count = first.count - (first.keys.length - keys.length);
  const shown = keys.slice(0, walk.limits.keys);
  const own = shown.map((key): readonly [string, WireValue] => [
    shownKey(key),
    visitProperty(value, key, walk, end),
  ]);
  if (value instanceof Error) {
    return mark(walk, {
      $wire: 'error',
      name: textOf(value, 'name', 'Error'),
      message: textOf(value, 'message', ''),
      entries: withCause(value, own, walk, end),
    });
  }
  const name = classOf(value);
  const isPlain = own.every(([key], index) => key === shown[index] && key !== '$wire' && key !== '__proto__');
  return name === '' && shown.length === count && isPlain
    ? Object.fromEntries(own)
    : mark(walk, { $wire: 'object', name, entries: own, keys: count });
}

/** What a machine's snapshot carries along to work with, beside what it says. */
const machinery = new Set(['machine', '_nodes', 'matches', 'hasTag', 'can', 'getMeta', 'toJSON']);

function isSnapshot(value: object): boolean {
  return '_nodes' in value && 'machine' in value;
}

function shownKey(key: string): string {
  return scrubStart(key, 200);
}

function visitProperty(value: object, key: string, walk: Walk, end: number): WireValue {
  walk.spent += key.length + 4;
  const descriptor = Object.getOwnPropertyDescriptor(value, key);
  if (descriptor === undefined) return undefinedMark;
  // A getter is the program's code: calling it could do anything, and may throw.
  if (descriptor.get !== undefined || descriptor.set !== undefined) {
    return mark(walk, { $wire: 'opaque', text: 'getter' });
  }
  return visitChild(key, descriptor.value, walk, end);
}

/**
 * A container gets at most half of the room that is left, so that a large one does not take its siblings' place.
 */
function visitChild(key: string, value: unknown, walk: Walk, end: number): WireValue {
  if (isSecretKey(key) && isHideable(value)) return mark(walk, redacted);
  walk.path.push(key);
  const childEnd = Math.min(end, walk.spent + Math.max(0, end - walk.spent) / 2);
  const child = visit(value, walk, childEnd);
  walk.path.pop();
  return child;
}

function visitArray(value: readonly unknown[], walk: Walk, end: number): WireValue {
  const items: WireValue[] = [];
  const length = Math.min(value.length, walk.limits.items);
  for (let index = 0; index < length && walk.spent < end; index += 1) {
    // Holes and getters of arrays are rare and read like `undefined`.
    items.push(visitChild(String(index), ownData(value, String(index)), walk, end));
  }
  return items.length === value.length ? items : mark(walk, { $wire: 'array', items, length: value.length });
}

function visitMap(value: ReadonlyMap<unknown, unknown>, walk: Walk, end: number): WireValue {
  const entries: (readonly [WireValue, WireValue])[] = [];
  for (const [key, item] of Map.prototype.entries.call(value)) {
    if (entries.length >= walk.limits.keys || walk.spent >= end) break;
    const wireKey = visitChild('key', key, walk, end);
    entries.push([wireKey, visitChild(typeof key === 'string' ? key : 'value', item, walk, end)]);
  }
  return mark(walk, { $wire: 'map', entries, size: value.size });
}

function visitSet(value: ReadonlySet<unknown>, walk: Walk, end: number): WireValue {
  const items: WireValue[] = [];
  for (const item of Set.prototype.values.call(value)) {
    if (items.length >= walk.limits.keys || walk.spent >= end) break;
    items.push(visitChild(String(items.length), item, walk, end));
  }
  return mark(walk, { $wire: 'set', items, size: value.size });
}

function withCause(
  error: Error,
  own: readonly (readonly [string, WireValue])[],
  walk: Walk,
  end: number,
): readonly (readonly [string, WireValue])[] {
  const rest = own.filter(
    ([key]) => key !== 'name' && key !== 'message' && key !== 'stack' && key !== 'cause',
  );
  const cause = ownData(error, 'cause');
  return cause === undefined ? rest : [...rest, ['cause', visitChild('cause', cause, walk, end)]];
}

/** The constructor's name; empty for plain objects and those without a prototype. */
function classOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype || typeof prototype !== 'object') return '';
  const constructor = ownData(prototype, 'constructor');
  const name = typeof constructor === 'function' ? nameOf(constructor) : '';
  // Plain objects of another realm have a prototype of their own.
  return name === 'Object' ? '' : name;
}

function nameOf(value: object): string {
  const name = ownData(value, 'name');
  return typeof name === 'string' ? name.slice(0, 100) : '';
}

function textOf(error: Error, key: 'name' | 'message', fallback: string): string {
  const own = ownData(error, key) ?? ownData(Object.getPrototypeOf(error), key);
  return typeof own === 'string' ? scrubStart(own, 2000) : classOf(error) || fallback;
}

/** One line of whatever was thrown, without secrets. Never throws. */
export function messageOf(error: unknown): string {
  try {
    if (typeof error === 'object' && error !== null) {
      const message = ownData(error, 'message');
      if (typeof message === 'string') return scrubStart(message, 500);
      return classOf(error) || 'an object was thrown';
    }
    return scrubStart(String(error), 500);
  } catch {
    return 'something unreadable was thrown';
  }
}

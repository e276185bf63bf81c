import { utf8Size } from './utf8Size.ts';

/** Values looked at, in all and of one container, at most: the rest is taken to be like those. */
const mostLooks = 2_000;
const mostChildren = 500;
/** So many of a container's children are looked at in any case, */
const fewestChildren = 8;
/** and it gets so many looks for all that is in it: better few are known well than many by halves. */
const fewestLooks = 50;

/**
 * About how many bytes a payload takes as JSON, with its binaries, in a bounded time: near to exact for what has some hundred
 * parts, an estimate from a sample for more. Of a container all texts, binaries and the like are counted before another is
 * opened. Never throws, never calls a getter or a `toJSON`.
 */
export function roughSize(value: unknown): number {
  return Math.round(sizeOf(value, { left: mostLooks }, mostLooks));
}

/** The looks that are left, less than 0 where the fewest were still to be done. */
interface Looks {
  left: number;
}

function sizeOf(value: unknown, looks: Looks, most: number): number {
  if (typeof value === 'string') return utf8Size(value) + 2;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value).length;
  if (typeof value !== 'object' || value === null) return 4;
  try {
    // In a circle there is no end otherwise.
    return binarySize(value) ?? (looks.left < -mostLooks ? 2 : sizeOfContainer(value, looks, most));
  } catch {
    // A proxy's trap.
    return 2;
  }
}

function sizeOfContainer(value: object, looks: Looks, most: number): number {
  const keys = Array.isArray(value) ? undefined : Object.keys(value);
  const count = Array.isArray(value) ? value.length : (keys?.length ?? 0);
  const seen = Math.min(count, mostChildren, Math.max(fewestChildren, most));
  const end = looks.left - most;
  looks.left -= seen + 1;
  const containers: unknown[] = [];
  let bytes = 0;
  for (let look = 0; look < seen; look += 1) {
    // Spread over the whole: many lists are sorted.
    const index = Math.floor((look * count) / seen);
    const key = keys?.[index];
    if (key !== undefined) bytes += utf8Size(key) + 3;
    const child: unknown = Object.getOwnPropertyDescriptor(value, key ?? index)?.value;
    if (isContainer(child)) containers.push(child);
    else bytes += sizeOf(child, looks, 0);
  }
  bytes += sizeOfAll(containers, looks, end);
  const bracketsAndCommas = 2 + Math.max(0, count - 1);
  return bracketsAndCommas + (seen === 0 ? 0 : (bytes * count) / seen);
}

/** As many as there are looks for, but one at least; the others are taken to be like them. */
function sizeOfAll(containers: readonly unknown[], looks: Looks, end: number): number {
  let bytes = 0;
  for (const [opened, container] of containers.entries()) {
    if (opened > 0 && looks.left <= end) return (bytes * containers.length) / opened;
    const part = Math.floor((looks.left - end) / (containers.length - opened));
    bytes += sizeOf(container, looks, Math.max(fewestLooks, part));
  }
  return bytes;
}

function isContainer(value: unknown): boolean {
  try {
    return typeof value === 'object' && value !== null && binarySize(value) === undefined;
  } catch {
    // It is caught again where it is opened.
    return true;
  }
}

function binarySize(value: object): number | undefined {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? value.byteLength : undefined;
}

/**
 * A value of an inspected program as it goes over the wire: JSON, within bounds, without secrets. Whatever JSON cannot
 * say, and whatever was left out, is an object with the key `$wire` ({@link WireMark}). A value of the program's own
 * that has a key `$wire` travels as a mark of kind `object`, so the key never lies.
 */
export type WireValue =
  | null
  | boolean
  | number
  | string
  | readonly WireValue[]
  | WireMark
  | { readonly [key: string]: WireValue };

/** Something that JSON cannot say, or that was left out. Told from plain objects by {@link isWireMark}. */
export type WireMark =
  /** Left out because its key (or the key of something around it) looks like a secret. */
  | { readonly $wire: 'redacted' }
  /** Left out for its depth or because the budget of bytes was spent. `preview` is like `Object(3)`, `Array(200)`. */
  | { readonly $wire: 'cut'; readonly reason: 'depth' | 'bytes'; readonly preview: string }
  /** The same object as the one at `path` (keys from the root of this value) that stands around it. */
  | { readonly $wire: 'circular'; readonly path: readonly string[] }
  /** Reading it threw. */
  | { readonly $wire: 'threw'; readonly message: string }
  | { readonly $wire: 'undefined' }
  /** `NaN`, `Infinity`, `-Infinity`, `-0`. */
  | { readonly $wire: 'number'; readonly text: string }
  | { readonly $wire: 'bigint'; readonly text: string }
  | { readonly $wire: 'symbol'; readonly text: string }
  | { readonly $wire: 'function'; readonly name: string }
  /** ISO 8601, or `Invalid Date`. */
  | { readonly $wire: 'date'; readonly text: string }
  | { readonly $wire: 'regexp'; readonly text: string }
  | { readonly $wire: 'url'; readonly text: string }
  /** A string too long to show: its beginning, and its length in UTF-16 units. */
  | { readonly $wire: 'string'; readonly text: string; readonly length: number }
  /** An array too long to show: its first items, and its length. */
  | { readonly $wire: 'array'; readonly items: readonly WireValue[]; readonly length: number }
  /** An object of a class, one with more keys than are shown, or one with a key `$wire`. `keys` counts them all. */
  | {
      readonly $wire: 'object';
      /** The constructor's name; empty for a plain object. */
      readonly name: string;
      readonly entries: readonly (readonly [key: string, value: WireValue])[];
      readonly keys: number;
    }
  | {
      readonly $wire: 'map';
      readonly entries: readonly (readonly [key: WireValue, value: WireValue])[];
      readonly size: number;
    }
  | { readonly $wire: 'set'; readonly items: readonly WireValue[]; readonly size: number }
  | {
      readonly $wire: 'error';
      readonly name: string;
      readonly message: string;
      /** The error's own further fields: `code`, `cause`, `data`, … */
      readonly entries: readonly (readonly [key: string, value: WireValue])[];
    }
  /** `hex` is the beginning, two digits a byte; `bytes` is the whole length. */
  | { readonly $wire: 'binary'; readonly name: string; readonly bytes: number; readonly hex: string }
  /**
   * An actor, of any XState version. `id` is its session id, which with the source of the actor that holds it makes an
   * {@link ActorId} (`SOURCE/ID`): a link, if that one is inspected; empty if unknown.
   */
  | { readonly $wire: 'actor'; readonly id: string; readonly name: string }
  /** Never looked into: a DOM node, a stream, a promise, a WeakMap, a socket. `text` is a short name of it. */
  | { readonly $wire: 'opaque'; readonly text: string };

/** Whether a wire value is a mark and not a plain object of the program. */
export function isWireMark(value: WireValue | undefined): value is WireMark {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && '$wire' in value;
}

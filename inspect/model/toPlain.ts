import { isWireMark, type WireMark, type WireValue } from './WireValue.ts';

/** A value that JSON can say, and that other inspectors show as it is. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** A wire value for those who know nothing of marks: each becomes the nearest plain thing. */
export function toPlain(value: WireValue): PlainValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isWireMark(value)) return plainMark(value);
  if (isList(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, toPlain(field)]));
}

/** `Array.isArray` does not know readonly arrays. */
function isList(value: object): value is readonly WireValue[] {
  return Array.isArray(value);
}

function plainMark(mark: WireMark): PlainValue {
  switch (mark.$wire) {
    case 'redacted':
      return '[redacted]';
    case 'cut':
      return `[${mark.preview}]`;
    case 'circular':
      return '[circular]';
    case 'threw':
      return `[threw: ${mark.message}]`;
    case 'number':
    case 'bigint':
    case 'symbol':
    case 'date':
    case 'regexp':
    case 'url':
    case 'opaque':
      return mark.text;
    case 'function':
      return `[function ${mark.name}]`;
    case 'string':
      return `${mark.text}… (${mark.length})`;
    case 'array':
      return [...mark.items.map(toPlain), `… (${mark.length})`];
    case 'object':
      return plainEntries(mark.entries);
    case 'map':
      return mark.entries.map(([key, field]) => [toPlain(key), toPlain(field)]);
    case 'set':
      return mark.items.map(toPlain);
    case 'error':
      return { name: mark.name, message: mark.message, ...plainEntries(mark.entries) };
    case 'binary':
      return `[${mark.name} ${mark.bytes} bytes: ${mark.hex}]`;
    case 'actor':
      return { xstate$$type: 1, id: mark.name };
    case 'undefined':
      break;
  }
  return null;
}

function plainEntries(
  entries: readonly (readonly [string, WireValue])[],
): Readonly<Record<string, PlainValue>> {
  return Object.fromEntries(entries.map(([key, field]) => [key, toPlain(field)]));
}

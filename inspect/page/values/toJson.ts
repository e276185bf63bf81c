import { isWireMark, type WireValue } from '../../model/WireValue.ts';
import { isList } from './readWire.ts';

/** A value as JSON for people to take away. What JSON has no word for is said in words. */
export function toJson(value: WireValue): string {
  return JSON.stringify(plain(value), undefined, 2);
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function plain(value: WireValue): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(plain);
  if (!isWireMark(value)) return fromEntries(Object.entries(value));
  switch (value.$wire) {
    case 'array':
    case 'set':
      return value.items.map(plain);
    case 'object':
      return fromEntries(value.entries);
    case 'map':
      return value.entries.map(([key, item]) => [plain(key), plain(item)]);
    case 'error':
      return fromEntries([['name', value.name], ['message', value.message], ...value.entries]);
    case 'binary':
      return { bytes: value.bytes, hex: value.hex };
    case 'string':
      return `${value.text}…`;
    case 'undefined':
      return null;
    case 'number':
    case 'bigint':
    case 'symbol':
    case 'date':
    case 'regexp':
    case 'url':
    case 'opaque':
      return value.text;
    case 'redacted':
      return '[redacted]';
    case 'cut':
      return `[${value.preview}]`;
    case 'circular':
      return `[circular: ${value.path.join('.')}]`;
    case 'threw':
      return `[threw: ${value.message}]`;
    case 'function':
      return `[function ${value.name}]`;
    case 'actor':
    default:
      return `[actor ${value.name}]`;
  }
}

function fromEntries(entries: readonly (readonly [string, WireValue])[]): Json {
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

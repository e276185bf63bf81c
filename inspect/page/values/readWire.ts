import { isWireMark, type WireMark, type WireValue } from '../../model/WireValue.ts';

/** What a value looks like: a colour. */
export type ValueTone = 'string' | 'number' | 'keyword' | 'plain' | 'faint' | 'bad';

export interface ValueChild {
  readonly key: string;
  /** How it is asked for: its key, or its place in a map or set. */
  readonly step: string;
  readonly value: WireValue;
}

/** A value as it is shown: in one line, and with what is in it. */
export interface ReadValue {
  readonly tone: ValueTone;
  /** The value itself, or a short form of what is in it. */
  readonly text: string;
  /** `null` for what cannot be opened. */
  readonly children: readonly ValueChild[] | null;
  /** Children that were not sent. */
  readonly missing: number;
  /** Whether asking for it anew would show more. */
  readonly isCut: boolean;
  readonly binary: { readonly hex: string; readonly bytes: number } | null;
  /** The session id of an actor, to lead there. */
  readonly actor: string | null;
}

const plainValue = { children: null, missing: 0, isCut: false, binary: null, actor: null } as const;

function leaf(tone: ValueTone, text: string): ReadValue {
  return { ...plainValue, tone, text };
}

/** Reads a value of the wire for showing it. */
export function readWire(value: WireValue): ReadValue {
  if (value === null) return leaf('keyword', 'null');
  switch (typeof value) {
    case 'string':
      return leaf('string', JSON.stringify(value));
    case 'number':
      return leaf('number', String(value));
    case 'boolean':
      return leaf('keyword', String(value));
    default:
  }
  if (isList(value)) return list('', value, value.length);
  if (isWireMark(value)) return readMark(value);
  const entries = Object.entries(value);
  return object('', entries, entries.length);
}

function readMark(mark: WireMark): ReadValue {
  switch (mark.$wire) {
    case 'redacted':
      return leaf('faint', '•••••• (secret)');
    case 'cut':
      return { ...leaf('faint', `${mark.preview} …`), isCut: true };
    case 'circular':
      return leaf('faint', `↺ ${mark.path.length === 0 ? 'the whole' : mark.path.join('.')}`);
    case 'threw':
      return leaf('bad', `could not be read: ${mark.message}`);
    case 'undefined':
      return leaf('keyword', 'undefined');
    case 'number':
      return leaf('number', mark.text);
    case 'bigint':
      return leaf('number', `${mark.text}n`);
    case 'symbol':
    case 'regexp':
    case 'url':
    case 'date':
      return leaf('keyword', mark.text);
    case 'function':
      return leaf('faint', `ƒ ${mark.name}`);
    case 'string':
      return {
        ...leaf('string', `${JSON.stringify(mark.text).slice(0, -1)}…" (${mark.length})`),
        isCut: true,
      };
    case 'array':
      return list('', mark.items, mark.length);
    case 'object':
      return object(mark.name, mark.entries, mark.keys);
    case 'map':
      return object(
        'Map',
        mark.entries.map(([key, item]) => [keyText(key), item]),
        mark.size,
      );
    case 'set':
      return list('Set', mark.items, mark.size);
    case 'error':
      return {
        ...object(mark.name, mark.entries, mark.entries.length),
        tone: 'bad',
        text: `${mark.name}: ${mark.message}`,
      };
    case 'binary':
      return {
        ...leaf('keyword', `${mark.name} (${mark.bytes} bytes)`),
        binary: { hex: mark.hex, bytes: mark.bytes },
      };
    case 'actor':
      return { ...leaf('keyword', `actor ${mark.name}`), actor: mark.id === '' ? null : mark.id };
    case 'opaque':
    default:
      return leaf('faint', mark.text);
  }
}

function list(name: string, items: readonly WireValue[], length: number): ReadValue {
  const text =
    length === 0
      ? '[]'
      : `${name}[${items.slice(0, 6).map(shortText).join(', ')}${items.length > 6 || length > items.length ? ', …' : ''}]`;
  return {
    ...plainValue,
    tone: 'plain',
    text: length > 6 ? `(${length}) ${text}` : text,
    children: items.map((item, index) => ({ key: String(index), step: String(index), value: item })),
    missing: length - items.length,
    isCut: length > items.length,
  };
}

function object(name: string, entries: readonly (readonly [string, WireValue])[], keys: number): ReadValue {
  const inner = entries.slice(0, 5).map(([key, value]) => `${key}: ${shortText(value)}`);
  const text = `{${inner.join(', ')}${entries.length > 5 || keys > entries.length ? ', …' : ''}}`;
  return {
    ...plainValue,
    tone: 'plain',
    text: name === '' ? text : `${name} ${text}`,
    children: entries.map(([key, value], index) => ({
      key,
      step: name === 'Map' ? String(index) : key,
      value,
    })),
    missing: Math.max(0, keys - entries.length),
    isCut: keys > entries.length,
  };
}

function shortText(value: WireValue): string {
  if (typeof value === 'object' && value !== null && !isWireMark(value))
    return isList(value) ? `[${value.length}]` : '{…}';
  const { text } = readWire(value);
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

function keyText(key: WireValue): string {
  return typeof key === 'string' ? key : readWire(key).text;
}

/** `Array.isArray` loses the type of a readonly array. */
export function isList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}

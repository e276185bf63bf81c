/** The types of sockets and variables. */
export const valueTypes = [
  'Bool',
  'Byte',
  'Int',
  'Float',
  'String',
  'Array',
  'Dictionary',
  'Binary',
  'Any',
] as const;

/** The type of a socket or a variable. */
export type ValueType = (typeof valueTypes)[number];

interface ValueTypeFacts {
  /** What a value of the type is, in a project file. */
  readonly meaning: string;
  /** Whether a JSON value can stand for one. */
  readonly fits: (value: unknown) => boolean;
  /** The value where none is given. */
  readonly initial: () => unknown;
}

const facts: Readonly<Record<ValueType, ValueTypeFacts>> = {
  Bool: { meaning: 'true or false', fits: (value) => typeof value === 'boolean', initial: () => false },
  Byte: {
    meaning: 'a whole number from -128 to 127',
    fits: (value) => isWholeWithin(value, -128, 127),
    initial: () => 0,
  },
  Int: {
    meaning: 'a whole number from -2147483648 to 2147483647',
    fits: (value) => isWholeWithin(value, -(2 ** 31), 2 ** 31 - 1),
    initial: () => 0,
  },
  Float: {
    meaning: 'a number',
    fits: (value) => typeof value === 'number' && Number.isFinite(value),
    initial: () => 0,
  },
  String: { meaning: 'a text', fits: (value) => typeof value === 'string', initial: () => '' },
  Array: { meaning: 'an array', fits: Array.isArray, initial: () => [] },
  Dictionary: {
    meaning: 'an object',
    fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    initial: () => ({}),
  },
  Binary: {
    meaning: 'a text in base64',
    fits: (value) => typeof value === 'string' && isBase64(value),
    initial: () => Buffer.alloc(0),
  },
  Any: { meaning: 'any JSON value', fits: () => true, initial: () => null },
};

/** What a value of the type is in a project file, in words: `a whole number from -128 to 127`. */
export function meaningOf(type: ValueType): string {
  return facts[type].meaning;
}

/**
 * Whether a JSON value can stand for a value of the type in a project file. Binary is base64 text, with its padding or
 * without.
 */
export function isOfType(type: ValueType, value: unknown): boolean {
  return facts[type].fits(value);
}

/** A value of a type as it runs, from its form in a project file: base64 text becomes bytes, the rest stays. */
export function valueFromFile(type: ValueType, value: unknown): unknown {
  return type === 'Binary' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
}

/** The value of a type where none is given: false, 0, an empty text, array, object or Buffer; null for Any. */
export function defaultValue(type: ValueType): unknown {
  return facts[type].initial();
}

function isWholeWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isBase64(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = text.length - padding;
  if (length % 4 === 1 || (padding > 0 && text.length % 4 !== 0)) return false;
  // By hand, not by a regular expression: millions of letters would exhaust its stack.
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
    if (!isLetter && !(code >= 0x2f && code <= 0x39) && code !== 0x2b) return false;
  }
  return true;
}

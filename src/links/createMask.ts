import { maskValues, replacement } from './maskValues.ts';
import { secretValues, type SecretHints, type SecretHolder } from './secretValues.ts';

/** Takes a connection's secrets out of what its server says: servers like to repeat what they were given. */
export interface Mask {
  text(text: string): string;
  /** A copy with every text of it masked, keys too; what is neither text nor array nor plain object stays what it is. */
  data(data: unknown): unknown;
}

/** What is nested deeper is left out: nobody reads it, and it could end the stack. */
const deepest = 100;

/** Makes a mask for the moment in which a server has said something. Secrets are not looked for before its first text. */
export function createMask(config: SecretHolder, joined?: SecretHints['joined']): Mask {
  let known: ((text: string) => string) | undefined;
  const text = (given: string): string => {
    known ??= maskValues(secretValues(config, joined && { joined }));
    return known(given);
  };
  const dataAt = (data: unknown, depth: number): unknown => {
    if (typeof data === 'string') return text(data);
    if (!Array.isArray(data) && !isPlain(data)) return data;
    if (depth > deepest) return replacement;
    if (Array.isArray(data)) return data.map((item) => dataAt(item, depth + 1));
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [text(key), dataAt(value, depth + 1)]),
    );
  };
  return { text, data: (data) => dataAt(data, 0) };
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

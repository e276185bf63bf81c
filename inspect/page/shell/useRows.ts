import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, type Key, type RefObject } from 'react';

/** A row in its place. */
export interface PlacedRow {
  readonly key: Key;
  readonly index: number;
  /** From the top, in px. */
  readonly start: number;
}

/** The rows of a long list that are in sight. */
export interface Rows {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtual: Virtualizer<HTMLDivElement, Element>;
  readonly placed: readonly PlacedRow[];
  /** Of all rows, in px. */
  readonly height: number;
}

const overscan = 10;
const usualHeight = 700;

/**
 * Draws of a long list what is in sight. While it follows the end, the last rows are drawn at once, without a look at where
 * the list is scrolled to: that would be another drawing.
 *
 * @param options.isRush - most rows are new at each drawing: then their elements are used again
 */
export function useRows({
  count,
  rowHeight,
  newest,
  follows,
  isRush,
  keyOf,
}: {
  readonly count: number;
  readonly rowHeight: number;
  /** What changes when there is something new at the end. */
  readonly newest: unknown;
  readonly follows: boolean;
  readonly isRush: boolean;
  readonly keyOf: (index: number) => Key;
}): Rows {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan,
    // After each scroll of ours there is nothing that would have to be drawn at once.
    useFlushSync: !follows,
  });

  useLayoutEffect(() => {
    // More than there is: to read how much there is would have the browser lay out twice.
    if (follows) scroller.current?.scrollTo(0, count * rowHeight + usualHeight);
  }, [follows, newest, count, rowHeight]);

  const height = virtual.scrollRect?.height ?? usualHeight;
  const inSight = Math.ceil(height / rowHeight) + 2;
  const first = Math.max(0, count - inSight);
  const placed = follows
    ? Array.from({ length: count - first }, (_, place) => ({
        key: isRush ? place : keyOf(first + place),
        index: first + place,
        start: (first + place) * rowHeight,
      }))
    : virtual.getVirtualItems().map(({ index, start }) => ({ key: keyOf(index), index, start }));
  return { scroller, virtual, placed, height: count * rowHeight };
}

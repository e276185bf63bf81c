import { useRef } from 'react';

/** More rows a second than this are more than anybody reads. */
const readable = 20;
const rushInterval = 500;
/** What comes in bursts is a rush, too. In ms. */
const rushLasts = 2_000;

/** How often a list is worth a drawing: seldom while more comes than anybody can read. */
export interface Pace {
  /** In ms. */
  readonly interval: number;
  readonly isRush: boolean;
  /** The number of the newest row, at each drawing. */
  note(newest: number): void;
}

/** A {@link Pace} that is `calm` ms without a rush. */
export function usePace(calm: number): Pace {
  const last = useRef({ newest: 0, at: 0, rushUntil: 0 });
  const isRush = performance.now() < last.current.rushUntil;
  return {
    interval: isRush ? rushInterval : calm,
    isRush,
    note(newest) {
      const { newest: before, at: beforeAt, rushUntil } = last.current;
      const at = performance.now();
      // Drawings that others are the cause of come too close to each other to tell.
      if (at - beforeAt < calm / 2) return;
      const perSecond = ((newest - before) / (at - beforeAt)) * 1_000;
      const isFast = before > 0 && perSecond > readable;
      last.current = { newest, at, rushUntil: isFast ? at + rushLasts : rushUntil };
    },
  };
}

import type { MouseEvent } from 'react';

/**
 * Handlers of a row in a list that moves by itself: the row that is pressed is the one that is meant. By the time the button is
 * let go, another may have taken its place, and the browser would tell that one of the click, or none.
 */
export function onPress(choose: (event: MouseEvent) => void): {
  readonly onMouseDown: (event: MouseEvent) => void;
  readonly onClick: (event: MouseEvent) => void;
} {
  return {
    onMouseDown: (event) => {
      if (event.button === 0) choose(event);
    },
    // A click without a press, as screen readers make it.
    onClick: (event) => {
      if (event.detail === 0) choose(event);
    },
  };
}

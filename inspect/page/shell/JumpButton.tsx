import type { ReactNode, RefObject } from 'react';
import { Icon } from './Icon.tsx';

/** Leads to the newest row of a list that was left behind. */
export function JumpButton({
  scroller,
  onJump,
  children,
}: {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Has the list follow again; it is scrolled when that was drawn. */
  readonly onJump: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      className="button jump"
      onClick={() => {
        onJump();
        requestAnimationFrame(() => {
          const element = scroller.current;
          if (element !== null) element.scrollTop = element.scrollHeight;
        });
      }}
    >
      <Icon name="down" size={14} />
      {children}
    </button>
  );
}

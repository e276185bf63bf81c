import { useEffect, useRef, useState, type ReactNode } from 'react';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

/** A button that opens a list of things to do. */
export function Menu({
  label,
  icon,
  items,
}: {
  readonly label: string;
  readonly icon: ReactNode;
  readonly items: readonly MenuItem[];
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event): void => {
      const isInside = event.target instanceof Node && root.current?.contains(event.target) === true;
      if (!isInside) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    return () => document.removeEventListener('pointerdown', close);
  }, [isOpen]);

  function move(by: number): void {
    const all = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const index = all.findIndex((item) => item === document.activeElement);
    all[(index + by + all.length) % all.length]?.focus();
  }

  return (
    <div
      className="menu"
      ref={root}
      onKeyDown={(event) => {
        if (!isOpen) return;
        if (event.key === 'Escape') {
          event.stopPropagation();
          setOpen(false);
          root.current?.querySelector('button')?.focus();
        } else if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
      }}
    >
      <button
        type="button"
        className="button quiet"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {icon}
        {label}
      </button>
      {isOpen && (
        <div className="menu-list" role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              className="button"
              onClick={() => {
                setOpen(false);
                item.run();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

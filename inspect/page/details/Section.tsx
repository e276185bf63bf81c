import type { ReactNode } from 'react';
import { createStore } from '../shell/createStore.ts';
import { useStore } from '../shell/useSession.ts';
import { Icon } from '../shell/Icon.tsx';

/** Sections that people closed stay closed from one actor to the next. */
const closed = createStore<ReadonlySet<string>>(new Set(['Facts']));

/** A part of a pane that can be closed. */
export function Section({
  title,
  side,
  children,
}: {
  readonly title: string;
  /** What stands at the right end of the title. */
  readonly side?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const isOpen = !useStore(closed).has(title);
  return (
    <section className="section" aria-label={title}>
      <div className="section-head">
        <button
          type="button"
          className="section-title"
          aria-expanded={isOpen}
          onClick={() =>
            closed.update((before) => {
              const next = new Set(before);
              if (!next.delete(title)) next.add(title);
              return next;
            })
          }
        >
          <span className={`twist ${isOpen ? 'open' : ''}`}>
            <Icon name="chevron" size={11} />
          </span>
          {title}
        </button>
        <span className="grow" />
        {side}
      </div>
      {isOpen && <div className="section-body">{children}</div>}
    </section>
  );
}

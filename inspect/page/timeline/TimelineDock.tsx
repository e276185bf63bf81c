import { useMemo, type ReactNode } from 'react';
import { Icon } from '../shell/Icon.tsx';
import { useStore } from '../shell/useSession.ts';
import { EntryList } from './EntryList.tsx';
import { everyEntry } from './entryFilter.ts';
import { dockSettings } from './timelineSettings.ts';

/** The timeline below a statechart: of its actor, or of all. */
export function TimelineDock({ actor }: { readonly actor: string }): ReactNode {
  const { isOpen, scope } = useStore(dockSettings);
  const filter = useMemo(() => ({ ...everyEntry, within: scope === 'all' ? null : actor }), [scope, actor]);
  return (
    <section className="dock" aria-label="Timeline of this actor">
      <div className="pane-head tools">
        <button
          type="button"
          className="section-title"
          aria-expanded={isOpen}
          onClick={() => dockSettings.update((before) => ({ ...before, isOpen: !isOpen }))}
        >
          <span className={`twist ${isOpen ? 'open' : ''}`}>
            <Icon name="chevron" size={11} />
          </span>
          Timeline
        </button>
        <span className="grow" />
        {isOpen && (
          <div className="segments" role="group" aria-label="Whose events">
            {(['within', 'all'] as const).map((kind) => (
              <button
                key={kind}
                type="button"
                className="button"
                aria-pressed={scope === kind}
                onClick={() => dockSettings.update((before) => ({ ...before, scope: kind }))}
              >
                {kind === 'within' ? 'This actor and its children' : 'All actors'}
              </button>
            ))}
          </div>
        )}
      </div>
      {isOpen && (
        <div className="dock-body">
          <EntryList filter={filter} />
        </div>
      )}
    </section>
  );
}

import { useState, type ReactNode } from 'react';
import { Icon } from '../shell/Icon.tsx';
import { useSession, useSlowTopic, useStore } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { EntryDetails } from './EntryDetails.tsx';
import type { EntryFilter } from './entryFilter.ts';
import { EntryList } from './EntryList.tsx';
import { SequenceDiagram } from './SequenceDiagram.tsx';
import { timelineSettings } from './timelineSettings.ts';

/** All events in their order, as a list or as a sequence diagram, with filters. */
export function TimelineView(): ReactNode {
  const { filter, layout, isPaused } = useStore(timelineSettings);
  const change = (part: Partial<EntryFilter>): void =>
    timelineSettings.update((before) => ({ ...before, filter: { ...before.filter, ...part } }));
  return (
    <div className="split timeline-view">
      <section className="pane" aria-label="Events">
        <div className="pane-head tools">
          <div className="segments" role="group" aria-label="Layout">
            {(['list', 'sequence'] as const).map((kind) => (
              <button
                key={kind}
                type="button"
                className="button"
                aria-pressed={layout === kind}
                onClick={() => timelineSettings.update((before) => ({ ...before, layout: kind }))}
              >
                <Icon name={kind} size={14} />
                {kind === 'list' ? 'List' : 'Sequence'}
              </button>
            ))}
          </div>
          <label className="search grow">
            <Icon name="search" size={14} />
            <span className="visually-hidden">Search events</span>
            <input
              type="search"
              className="field"
              placeholder="Search events, states, payloads"
              value={filter.text}
              onChange={({ target }) => change({ text: target.value })}
            />
          </label>
          <Suggested
            label="Actor"
            value={filter.actor}
            kind="actors"
            onChange={(actor) => change({ actor })}
          />
          <Suggested label="Type" value={filter.type} kind="types" onChange={(type) => change({ type })} />
          <button
            type="button"
            className="button"
            aria-pressed={filter.onlyChanges}
            title="Hide events that changed no state"
            onClick={() => change({ onlyChanges: !filter.onlyChanges })}
          >
            Changes only
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={isPaused}
            onClick={() => timelineSettings.update((before) => ({ ...before, isPaused: !isPaused }))}
          >
            <Icon name={isPaused ? 'play' : 'pause'} size={12} />
            {isPaused ? 'Go on' : 'Pause'}
          </button>
        </div>
        <Skipped />
        {layout === 'list' ? (
          <EntryList filter={filter} isPaused={isPaused} />
        ) : (
          <SequenceDiagram filter={filter} isPaused={isPaused} />
        )}
      </section>
      <EntryDetails />
    </div>
  );
}

/** A field that offers what there is. */
function Suggested({
  label,
  value,
  kind,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly kind: 'actors' | 'types';
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { world } = useSession();
  // Nothing is gathered for a field that nobody is in.
  const [offered, setOffered] = useState<readonly string[]>([]);
  function offer(): void {
    const names =
      kind === 'actors'
        ? [...world.actors.values()].map(({ name }) => name)
        : world.entries.all.map(({ event }) => event.type);
    setOffered([...new Set(names)].slice(0, 200));
  }
  const list = `suggested-${kind}`;
  return (
    <>
      <input
        className="field filter-field"
        aria-label={`Filter by ${label.toLowerCase()}`}
        placeholder={label}
        list={list}
        value={value}
        spellCheck={false}
        onFocus={offer}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={list}>
        {offered.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function Skipped(): ReactNode {
  const { world } = useSession();
  useSlowTopic(topic.entries, 1_000);
  const { skipped } = world.entries;
  return skipped === 0 ? null : (
    <p className="note faint numeric">
      {skipped} events came faster than they can be listed. States and counts are exact all the same.
    </p>
  );
}

import { useState, type ReactNode } from 'react';
import type { TrafficRow } from '../../model/Traffic.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { Icon } from '../shell/Icon.tsx';
import { useRoute, useSession, useSlowTopic, useStore } from '../shell/useSession.ts';
import { createStore } from '../shell/createStore.ts';
import { toJson } from '../values/toJson.ts';
import { topic } from '../world/createWorld.ts';
import { CounterTable } from './CounterTable.tsx';
import { MessageDetails } from './MessageDetails.tsx';
import { MessageList } from './MessageList.tsx';
import { everyRow, rowTest, type RowFilter } from './rowFilter.ts';

const filterStore = createStore<RowFilter>(everyRow);

/** What the connections carry: counters on the left, messages in the middle, one of them on the right. */
export function TrafficView(): ReactNode {
  const { world } = useSession();
  const filter = useStore(filterStore);
  const [isPaused, setPaused] = useState(false);
  const [chosen, setChosen] = useState<TrafficRow | null>(null);
  useSlowTopic(topic.traffic, 1_000);
  const change = (part: Partial<RowFilter>): void => filterStore.update((before) => ({ ...before, ...part }));

  if (world.totals.size === 0 && world.rows.length === 0) return <NoTraffic />;
  const isNarrowed = filter.event !== null || filter.direction !== null;
  return (
    <div className="split traffic-view">
      <section className="pane" aria-label="Counters">
        <div className="pane-head tools">
          <ScopeSelect />
          <Sampling />
        </div>
        <CounterTable search="" filter={filter} onFilter={change} />
      </section>
      <section className="pane" aria-label="Messages">
        <div className="pane-head tools">
          <label className="search grow">
            <Icon name="search" size={14} />
            <span className="visually-hidden">Search messages</span>
            <input
              type="search"
              className="field"
              placeholder="Search events and payloads"
              value={filter.text}
              onChange={({ target }) => change({ text: target.value })}
            />
          </label>
          <div className="segments" role="group" aria-label="Direction">
            {([null, 'in', 'out'] as const).map((direction) => (
              <button
                key={direction ?? 'all'}
                type="button"
                className="button"
                aria-pressed={filter.direction === direction}
                onClick={() => change({ direction })}
              >
                {direction === null ? 'All' : direction === 'in' ? 'Received' : 'Sent'}
              </button>
            ))}
          </div>
          {isNarrowed && filter.event !== null && (
            <button
              type="button"
              className="chip active"
              title="Show all events again"
              onClick={() => change({ connection: null, namespace: null, event: null, direction: null })}
            >
              <span className="mono ellipsis">{filter.event}</span>
              <Icon name="clear" size={11} />
            </button>
          )}
          <button
            type="button"
            className="button quiet icon"
            aria-label="Copy these messages as JSON"
            title="Copy these messages as JSON"
            onClick={() => copy(world.rows.filter(rowTest(filter)))}
          >
            <Icon name="copy" size={14} />
          </button>
          <button
            type="button"
            className="button"
            aria-pressed={isPaused}
            onClick={() => setPaused(!isPaused)}
          >
            <Icon name={isPaused ? 'play' : 'pause'} size={12} />
            {isPaused ? 'Go on' : 'Pause'}
          </button>
        </div>
        <MessageList filter={filter} isPaused={isPaused} chosen={chosen} onChoose={setChosen} />
      </section>
      <MessageDetails row={chosen} />
    </div>
  );
}

function copy(rows: readonly TrafficRow[]): void {
  const messages = rows.map(({ at, connection, namespace, event, direction, payload, bytes }) => ({
    time: new Date(at).toISOString(),
    connection,
    namespace,
    event,
    direction,
    bytes,
    payload,
  }));
  void navigator.clipboard.writeText(toJson(messages));
}

function ScopeSelect(): ReactNode {
  const session = useSession();
  const { scope } = useRoute();
  const names = [...session.world.totals.keys()];
  return (
    <select
      className="field flexible"
      aria-label="Connection"
      value={scope ?? ''}
      onChange={({ target }) => session.navigate({ scope: target.value === '' ? null : target.value })}
    >
      <option value="">All connections</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

/** Says that not every message has a row, while every one is counted. */
function Sampling(): ReactNode {
  const { world } = useSession();
  const total = [...world.totals.values()].reduce((sum, { received, sent }) => sum + received + sent, 0);
  if (total <= world.rows.length) return null;
  return (
    <span
      className="faint numeric"
      title="Counters are exact. Of the messages themselves the page lists a sample under load, and the last ones."
    >
      {world.rows.length} of {total} listed
    </span>
  );
}

function NoTraffic(): ReactNode {
  return (
    <EmptyState icon="list" title="No connection is watched">
      <p>Messages show here for the connections of a project, or of a program that shows them:</p>
      <pre>{`inspector.observeConnections(connections);`}</pre>
    </EmptyState>
  );
}

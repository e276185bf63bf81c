import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactNode } from 'react';
import { formatBytes, formatCount } from '../shell/formatTime.ts';
import { Icon } from '../shell/Icon.tsx';
import { onPress } from '../shell/onPress.ts';
import { formatRoute } from '../shell/route.ts';
import { useRoute, useSession, useSlowTopic, useTicks } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import type { RowFilter } from './rowFilter.ts';
import { Sparkline } from './Sparkline.tsx';
import { trafficTree, type CounterRow } from './trafficTree.ts';

const heights = { connection: 46, namespace: 26, event: 30 } as const;

/** Exact counters, by connection, namespace, event and direction, each with its last minute. */
export function CounterTable({
  search,
  filter,
  onFilter,
}: {
  readonly search: string;
  readonly filter: RowFilter;
  readonly onFilter: (change: Partial<RowFilter>) => void;
}): ReactNode {
  const { world } = useSession();
  const route = useRoute();
  const version = useSlowTopic(topic.traffic, 500);
  useTicks(1_000);
  const rows = useMemo(
    () => trafficTree(world.counts, world.totals, { search, connection: route.scope }),
    // The maps are changed in place: their version tells.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [world, search, route.scope, version],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.kind ?? 'event'],
    getItemKey: (index) => keyOf(rows[index]),
    overscan: 8,
  });
  return (
    <div className="pane-body counters" ref={scroller}>
      <div
        className="virtual"
        role="table"
        aria-label="Counters"
        aria-rowcount={rows.length}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <div
              key={key}
              className="virtual-row"
              role="presentation"
              style={{ height: heights[row.kind], transform: `translateY(${start}px)` }}
            >
              <Counter row={row} filter={filter} onFilter={onFilter} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function keyOf(row: CounterRow | undefined): string {
  if (row === undefined) return '';
  if (row.kind === 'event') return row.key;
  return row.kind === 'namespace' ? `${row.connection}\n${row.namespace}` : row.connection;
}

function Counter({
  row,
  filter,
  onFilter,
}: {
  readonly row: CounterRow;
  readonly filter: RowFilter;
  readonly onFilter: (change: Partial<RowFilter>) => void;
}): ReactNode {
  const session = useSession();
  const route = useRoute();
  const { world } = session;
  switch (row.kind) {
    case 'connection': {
      const actor = [...world.actors.values()].find(
        ({ connection, parent }) => connection === row.connection && parent === null,
      );
      const { totals } = row;
      return (
        <div className="counter connection" role="row">
          <a
            className="ellipsis"
            role="rowheader"
            href={formatRoute({ ...route, view: 'actors', actor: actor?.id ?? null, scope: null })}
            title={`To the statechart of ${row.connection}`}
          >
            {row.connection}
          </a>
          <Sparkline name={row.connection} tone="both" />
          <span className="numeric rate-cell" role="cell">
            {formatCount(world.rates.rate(row.connection, session.now()))}/s
          </span>
          {totals !== undefined && (
            <span className="totals faint numeric" role="cell">
              {totals.received} received · {totals.sent} sent · {totals.reconnects} reconnects
              {totals.queued > 0 && ` · ${totals.queued} queued`}
              {totals.dropped > 0 && <span className="bad-text"> · {totals.dropped} dropped</span>}
            </span>
          )}
        </div>
      );
    }
    case 'namespace':
      return (
        <div className="counter namespace faint" role="row">
          <span role="rowheader" className="mono ellipsis" title={row.namespace}>
            {row.namespace}
          </span>
        </div>
      );
    case 'event':
    default: {
      const { connection, namespace, event, direction, messages, bytes } = row.count;
      const isChosen =
        filter.connection === connection &&
        filter.namespace === namespace &&
        filter.event === event &&
        filter.direction === direction;
      const choose = (): void =>
        onFilter(
          isChosen
            ? { connection: null, namespace: null, event: null, direction: null }
            : { connection, namespace, event, direction },
        );
      return (
        <div
          className={`counter event ${direction}`}
          role="row"
          tabIndex={0}
          aria-selected={isChosen}
          data-counter={event}
          {...onPress(choose)}
          onKeyDown={({ key }) => key === 'Enter' && choose()}
        >
          <span className="direction" title={direction === 'in' ? 'received' : 'sent'}>
            <Icon name={direction === 'in' ? 'arrowIn' : 'arrowOut'} size={12} />
          </span>
          <span role="rowheader" className="mono ellipsis" title={event}>
            {event}
          </span>
          <Sparkline name={row.key} tone={direction} />
          <span role="cell" className="numeric rate-cell">
            {formatCount(world.rates.rate(row.key, session.now()))}/s
          </span>
          <span role="cell" className="numeric total-cell" title={bytes > 0 ? formatBytes(bytes) : undefined}>
            {messages}
          </span>
        </div>
      );
    }
  }
}

import { memo, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TrafficAcknowledgement, TrafficRow } from '../../model/Traffic.ts';
import { formatBytes, formatSpan, formatTime } from '../shell/formatTime.ts';
import { Icon } from '../shell/Icon.tsx';
import { JumpButton } from '../shell/JumpButton.tsx';
import { onPress } from '../shell/onPress.ts';
import { usePace } from '../shell/usePace.ts';
import { useRows } from '../shell/useRows.ts';
import { useMoment, useSession, useSlowTopic } from '../shell/useSession.ts';
import { readWire } from '../values/readWire.ts';
import { topic } from '../world/createWorld.ts';
import { ackState, rowTest, type RowFilter } from './rowFilter.ts';

const rowHeight = 28;

/** The sampled messages, the newest at the end. */
export function MessageList({
  filter,
  isPaused,
  chosen,
  onChoose,
}: {
  readonly filter: RowFilter;
  readonly isPaused: boolean;
  readonly chosen: TrafficRow | null;
  readonly onChoose: (row: TrafficRow) => void;
}): ReactNode {
  const { world } = useSession();
  const moment = useMoment();
  const [isAway, setAway] = useState(false);
  const { interval, isRush, note } = usePace(150);
  const version = useSlowTopic(topic.traffic, interval);
  const isHeld = isPaused || isAway;
  // Whatever else is a cause to draw is none to list more: the list would scroll, and that is a cause to draw.
  const kept = useRef({ version: -1, rows: world.rows });
  if (!isHeld && kept.current.version !== version) {
    kept.current = { version, rows: world.rows };
    note(world.rows.at(-1)?.sequence ?? 0);
  }
  const { rows } = kept.current;
  const list = useMemo(() => rows.filter(rowTest(filter)), [rows, filter]);

  const newest = list.at(-1)?.sequence;
  const { scroller, virtual, placed, height } = useRows({
    count: list.length,
    rowHeight,
    newest,
    follows: !isHeld,
    isRush,
    keyOf: (index) => list[index]?.sequence ?? index,
  });

  function handleKey(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const index = list.findIndex(({ sequence }) => sequence === chosen?.sequence);
    const to = list[Math.max(0, Math.min(list.length - 1, (index < 0 ? list.length : index) + by))];
    if (to === undefined) return;
    onChoose(to);
    virtual.scrollToIndex(list.indexOf(to), { align: 'auto' });
  }

  return (
    <div className="entries">
      <div className="message entry-head" role="presentation">
        <span>Time</span>
        <span />
        <span>Where</span>
        <span>Event</span>
        <span>Payload</span>
        <span className="right">Size</span>
        <span className="right">Acknowledged</span>
      </div>
      <div
        className="entry-scroll"
        ref={scroller}
        role="grid"
        aria-label="Messages"
        aria-rowcount={list.length}
        tabIndex={0}
        onKeyDown={handleKey}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setAway(scrollHeight - scrollTop - clientHeight > rowHeight * 2)
        }
      >
        <div className="virtual" role="presentation" style={{ height }}>
          {placed.map(({ key, index, start }) => {
            const row = list[index];
            return row === undefined ? null : (
              <div
                key={key}
                className="virtual-row"
                role="presentation"
                style={{ height: rowHeight, top: start }}
              >
                <MessageRow
                  row={row}
                  acknowledgement={world.acknowledgements.get(row.sequence)}
                  isChosen={row.sequence === chosen?.sequence}
                  showsConnection={world.totals.size > 1}
                  isLater={moment !== null && row.at > moment.at}
                  onChoose={onChoose}
                />
              </div>
            );
          })}
        </div>
        {list.length === 0 && (
          <p className="nothing faint">
            {rows.length === 0 ? 'No message was sampled yet.' : 'No sampled message passes this filter.'}
          </p>
        )}
      </div>
      {isAway && !isPaused && (
        <JumpButton scroller={scroller} onJump={() => setAway(false)}>
          To the newest
        </JumpButton>
      )}
    </div>
  );
}

const MessageRow = memo(function MessageRow({
  row,
  acknowledgement,
  isChosen,
  isLater,
  showsConnection,
  onChoose,
}: {
  readonly row: TrafficRow;
  readonly acknowledgement: TrafficAcknowledgement | undefined;
  readonly isChosen: boolean;
  readonly isLater: boolean;
  /** Whether there is more than one connection to tell apart. */
  readonly showsConnection: boolean;
  readonly onChoose: (row: TrafficRow) => void;
}): ReactNode {
  const ack = ackState(row, acknowledgement);
  return (
    <div
      className={`message ${row.direction} ${isLater ? 'later' : ''}`}
      role="row"
      data-event={row.event}
      data-direction={row.direction}
      aria-selected={isChosen}
      {...onPress(() => onChoose(row))}
    >
      <span role="gridcell" className="numeric faint">
        {formatTime(row.at)}
      </span>
      <span role="gridcell" className="direction" aria-label={row.direction === 'in' ? 'received' : 'sent'}>
        <Icon name={row.direction === 'in' ? 'arrowIn' : 'arrowOut'} size={12} />
      </span>
      <span role="gridcell" className="where muted" title={`${row.connection} ${row.namespace}`}>
        {showsConnection && <span className="ellipsis">{row.connection}</span>}
        <span className="mono ellipsis">{row.namespace}</span>
      </span>
      <span role="gridcell" className="ellipsis mono name">
        {row.event}
      </span>
      <span role="gridcell" className="ellipsis mono faint">
        {row.payload.map((value) => readWire(value).text).join(', ')}
      </span>
      <span role="gridcell" className="numeric faint right">
        {formatBytes(row.bytes)}
      </span>
      <span
        role="gridcell"
        className={`numeric right ack-${ack.kind}`}
        title={ack.kind === 'failed' ? ack.message : undefined}
      >
        {ack.kind === 'done' && formatSpan(ack.roundTrip)}
        {ack.kind === 'awaited' && 'awaited'}
        {ack.kind === 'failed' && 'failed'}
      </span>
    </div>
  );
});

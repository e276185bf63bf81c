import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ActorId, InspectedActor } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { shownName } from '../actors/actorFace.ts';
import { formatTime } from '../shell/formatTime.ts';
import { onPress } from '../shell/onPress.ts';
import { useMoment, useSession } from '../shell/useSession.ts';
import { entryEffect, eventLabel } from './entryText.ts';
import type { EntryFilter } from './entryFilter.ts';
import { GapMark } from './GapMark.tsx';
import { lanesOf } from './lanesOf.ts';
import { useEntries } from './useEntries.ts';

const rowHeight = 34;
const laneWidth = 168;
const left = 118;

/** The events as arrows between the actors, time running down. */
export function SequenceDiagram({
  filter,
  isPaused,
}: {
  readonly filter: EntryFilter;
  readonly isPaused: boolean;
}): ReactNode {
  const session = useSession();
  const moment = useMoment();
  const [isAway, setAway] = useState(false);
  const isHeld = isPaused || (isAway && moment === null);
  const { list } = useEntries(filter, isHeld);
  const { actors } = session.world;
  const { heads, places } = useMemo(() => lanesOf(list, actors), [list, actors]);

  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const newest = list.at(-1)?.sequence ?? 0;
  const follows = moment === null && !isHeld;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (follows && element !== null) element.scrollTop = element.scrollHeight;
  }, [follows, newest]);

  const shown = moment?.sequence;
  useEffect(() => {
    const index = list.findIndex(({ sequence }) => sequence === shown);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    // Only when another moment is shown, not whenever an event comes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, virtual]);

  // What an actor came to stands beside its lane, of the last one beyond it.
  const width = left + (Math.max(1, heads.length) + 0.5) * laneWidth;
  return (
    <div
      className="sequence"
      ref={scroller}
      role="list"
      aria-label="Sequence diagram"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
        setAway(scrollHeight - scrollTop - clientHeight > rowHeight * 2)
      }
    >
      <div className="lanes" role="presentation" style={{ width }}>
        <span className="lane outside" style={{ left: 0, width: left }}>
          outside
        </span>
        {heads.map((id, index) => (
          <span
            key={id}
            className="lane ellipsis"
            style={{ left: left + index * laneWidth, width: laneWidth - 8 }}
            title={actors.get(id)?.name ?? id}
          >
            {laneName(actors.get(id)) ?? id}
          </span>
        ))}
      </div>
      {list.length === 0 && <p className="nothing faint">No event to draw yet.</p>}
      <div className="virtual" role="presentation" style={{ height: virtual.getTotalSize(), width }}>
        <svg className="lane-lines" width={width} height={virtual.getTotalSize()} aria-hidden="true">
          {heads.map((id, index) => (
            <line key={id} x1={laneX(index)} x2={laneX(index)} y1={0} y2={virtual.getTotalSize()} />
          ))}
        </svg>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const entry = list[index];
          return entry === undefined ? null : (
            <div
              key={entry.sequence}
              className={`virtual-row sequence-row ${entry.sequence === moment?.sequence ? 'shown' : ''} ${
                moment !== null && entry.sequence > moment.sequence ? 'later' : ''
              }`}
              role="listitem"
              data-sequence={entry.sequence}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              {...onPress(() => session.travel(entry.sequence))}
            >
              <GapMark entry={entry} />
              <Arrow entry={entry} lanes={places} width={width} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function laneName(actor: InspectedActor | undefined): string | undefined {
  return actor === undefined ? undefined : shownName(actor).name;
}

function laneX(index: number): number {
  return left + index * laneWidth + laneWidth / 2 - 4;
}

function Arrow({
  entry,
  lanes,
  width,
}: {
  readonly entry: TimelineEntry;
  readonly lanes: ReadonlyMap<ActorId, number>;
  readonly width: number;
}): ReactNode {
  const { world } = useSession();
  const to = lanes.get(entry.actor);
  if (to === undefined) return null;
  const from = entry.sender === null ? undefined : lanes.get(entry.sender);
  const effect = entryEffect(entry, world.actors.get(entry.actor));
  const x2 = laneX(to);
  const isSelf = entry.sender === entry.actor;
  const x1 = isSelf ? x2 : from === undefined ? left - 14 : laneX(from);
  const path = isSelf ? `M${x2} 12h22v12H${x2 + 7}` : `M${x1} 20H${x2 + (x2 > x1 ? -6 : 6)}`;
  const tip = isSelf
    ? `M${x2 + 1} 24l7 -3.5v7z`
    : x2 > x1
      ? `M${x2 - 1} 20l-7 -3.5v7z`
      : `M${x2 + 1} 20l7 -3.5v7z`;
  const textX = isSelf ? x2 + 28 : Math.min(x1, x2) + 10;
  const room = isSelf ? laneWidth - 40 : Math.max(laneWidth, Math.abs(x2 - x1)) - 18;
  const shows =
    effect.kind === 'moved' ||
    effect.kind === 'started' ||
    effect.kind === 'ended' ||
    effect.kind === 'failed';
  return (
    <svg width={width} height={rowHeight} className={`arrow ${effect.kind}`}>
      <title>{`${formatTime(entry.at)} ${entry.event.type}`}</title>
      <text className="time" x={10} y={24}>
        {formatTime(entry.at)}
      </text>
      <path className="shaft" d={path} />
      <path className="tip" d={tip} />
      <text className="what" x={textX} y={isSelf ? 22 : 14}>
        {clip(eventLabel(entry.event.type), room)}
        {shows && isSelf && <tspan className="became">{`  ${clip(effect.after, laneWidth)}`}</tspan>}
      </text>
      {shows && !isSelf && (
        <text className="became" x={x2 + (x2 > x1 ? 10 : -10)} y={24} textAnchor={x2 > x1 ? 'start' : 'end'}>
          {clip(effect.after, laneWidth - 24)}
        </text>
      )}
    </svg>
  );
}

/** Cuts a text to about a width in px. */
function clip(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6.4));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

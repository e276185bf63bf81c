import { memo, useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { InspectedActor } from '../../model/InspectedActor.ts';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { shownName } from '../actors/actorFace.ts';
import { formatTime } from '../shell/formatTime.ts';
import { JumpButton } from '../shell/JumpButton.tsx';
import { onPress } from '../shell/onPress.ts';
import { useRows } from '../shell/useRows.ts';
import { useMoment, useSession, useStore } from '../shell/useSession.ts';
import { entryEffect, eventLabel } from './entryText.ts';
import type { EntryFilter } from './entryFilter.ts';
import { GapMark } from './GapMark.tsx';
import { useEntries } from './useEntries.ts';

const rowHeight = 27;

/**
 * Events in their order, the newest at the end. It follows the end as long as that is in sight; who scrolls away from it
 * is left in peace.
 */
export function EntryList({
  filter,
  isPaused = false,
}: {
  readonly filter: EntryFilter;
  readonly isPaused?: boolean;
}): ReactNode {
  const session = useSession();
  const moment = useMoment();
  const [isAway, setAway] = useState(false);
  const isHeld = isPaused || (isAway && moment === null);
  const { list, isRush } = useEntries(filter, isHeld);
  const { world } = session;
  const newest = list.at(-1)?.sequence ?? 0;
  const { scroller, virtual, placed, height } = useRows({
    count: list.length,
    rowHeight,
    newest,
    follows: moment === null && !isHeld,
    isRush,
    keyOf: (index) => list[index]?.sequence ?? index,
  });

  const shown = moment?.sequence;
  const index = shown === undefined ? -1 : indexOf(list, shown);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
    // Only when another moment is shown, not whenever an event comes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shown, virtual]);

  function handleKey(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const to = list[Math.max(0, Math.min(list.length - 1, (index < 0 ? list.length : index) + by))];
    if (to === undefined) return;
    if (moment === null) session.travel(to.sequence);
    else session.navigate({ at: to.sequence }, { replace: true });
  }

  const waiting = isHeld ? world.entries.last - newest : 0;
  return (
    <div className="entries">
      <div className="entry entry-head" role="presentation">
        <span>Time</span>
        <span>From</span>
        <span>To</span>
        <span>Event</span>
        <span>State</span>
      </div>
      <div
        className="entry-scroll"
        ref={scroller}
        role="grid"
        aria-label="Timeline"
        aria-rowcount={list.length}
        tabIndex={0}
        onKeyDown={handleKey}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setAway(scrollHeight - scrollTop - clientHeight > rowHeight * 2)
        }
      >
        <Older first={list[0]?.sequence ?? 0} />
        <div className="virtual" role="presentation" style={{ height }}>
          {placed.map(({ key, index: at, start }) => {
            const entry = list[at];
            return entry === undefined ? null : (
              <div
                key={key}
                className="virtual-row"
                role="presentation"
                style={{ height: rowHeight, top: start }}
              >
                <GapMark entry={entry} />
                <EntryRow
                  entry={entry}
                  isShown={entry.sequence === shown}
                  isLater={shown !== undefined && entry.sequence > shown}
                />
              </div>
            );
          })}
        </div>
        {list.length === 0 && <Nothing filter={filter} />}
      </div>
      {waiting > 0 && (
        <JumpButton scroller={scroller} onJump={() => setAway(false)}>
          {isPaused ? `Paused, ${waiting} newer` : `${waiting} newer`}
        </JumpButton>
      )}
    </div>
  );
}

function Nothing({ filter }: { readonly filter: EntryFilter }): ReactNode {
  const { world } = useSession();
  const isFiltered = filter.actor + filter.text + filter.type !== '' || filter.onlyChanges;
  return (
    <p className="nothing faint">
      {world.entries.size === 0
        ? 'Nothing has happened since you look. Every event will be listed here; click one to travel back to it.'
        : isFiltered
          ? 'No event passes this filter.'
          : 'No event of this actor is remembered.'}
    </p>
  );
}

/** Leads to what happened before the first event that is held. */
function Older({ first }: { readonly first: number }): ReactNode {
  const session = useSession();
  const hello = useStore(session.feed.hello);
  const [isBusy, setBusy] = useState(false);
  const { entries, oldestSequence } = session.world;
  const isMore = entries.first > oldestSequence && first > 0 && hello?.mode === 'live';
  if (!isMore || session.feed.kind === 'opener') return null;
  return (
    <button
      type="button"
      className="button quiet older"
      disabled={isBusy}
      onClick={() => {
        setBusy(true);
        void session.loadOlder().finally(() => setBusy(false));
      }}
    >
      Earlier events
    </button>
  );
}

const EntryRow = memo(function EntryRow({
  entry,
  isShown,
  isLater,
}: {
  readonly entry: TimelineEntry;
  readonly isShown: boolean;
  readonly isLater: boolean;
}): ReactNode {
  const session = useSession();
  const { actors } = session.world;
  const actor = actors.get(entry.actor);
  const sender = entry.sender === null ? undefined : actors.get(entry.sender);
  const effect = entryEffect(entry, actor);
  const name = nameOf(actor, entry.actor);
  return (
    <div
      className={`entry ${effect.kind} ${isShown ? 'shown' : ''} ${isLater ? 'later' : ''}`}
      role="row"
      data-sequence={entry.sequence}
      aria-selected={isShown}
      {...onPress(() => session.travel(entry.sequence))}
    >
      <span role="gridcell" className="numeric faint">
        {formatTime(entry.at)}
      </span>
      <span role="gridcell" className="ellipsis muted">
        {entry.sender === null ? '' : entry.sender === entry.actor ? 'itself' : nameOf(sender, entry.sender)}
      </span>
      <span role="gridcell" className="ellipsis entry-actor" title={name}>
        {name}
      </span>
      <span role="gridcell" className="ellipsis mono" title={entry.event.type}>
        {eventLabel(entry.event.type)}
      </span>
      <span role="gridcell" className="ellipsis effect">
        {effect.kind === 'moved' && (
          <>
            <span className="faint">{effect.before}</span> <span className="faint">→</span> {effect.after}
          </>
        )}
        {effect.kind === 'started' && effect.after}
        {effect.kind === 'ended' && <span className="muted">{effect.after}</span>}
        {effect.kind === 'failed' && effect.after}
        {effect.kind === 'stayed' && <span className="faint">{effect.after}</span>}
        {effect.kind === 'ignored' && <span className="faint">no transition</span>}
      </span>
    </div>
  );
});

function nameOf(actor: InspectedActor | undefined, id: string): string {
  return actor === undefined ? id : shownName(actor).name;
}

function indexOf(list: readonly TimelineEntry[], sequence: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.sequence ?? 0) < sequence) low = middle + 1;
    else high = middle;
  }
  return list[low]?.sequence === sequence ? low : -1;
}

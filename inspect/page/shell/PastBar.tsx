import { useEffect, useState, type ReactNode } from 'react';
import type { TimelineEntry } from '../../model/TimelineEntry.ts';
import { shownName } from '../actors/actorFace.ts';
import { eventLabel } from '../timeline/entryText.ts';
import { formatTime } from './formatTime.ts';
import { Icon } from './Icon.tsx';
import { useMoment, useSession, useStore, useTopic } from './useSession.ts';

/** The entry so many steps before or after a moment, among those that the page holds. */
export function neighbour(
  entries: { readonly all: readonly TimelineEntry[]; indexUpTo(sequence: number): number },
  sequence: number,
  by: number,
): TimelineEntry | undefined {
  const index = entries.indexUpTo(sequence) + by;
  return entries.all[Math.max(0, Math.min(index, entries.all.length - 1))];
}

/** Says that the past is shown, which moment of it, and leads on, back, and out. */
export function PastBar(): ReactNode {
  const session = useSession();
  const moment = useMoment();
  const hello = useStore(session.feed.hello);
  const [isPlaying, setPlaying] = useState(false);
  useTopic('entries');
  const { entries } = session.world;
  const isRecording = hello?.mode === 'recording';

  const sequence = moment?.sequence;
  useEffect(() => {
    if (!isPlaying || sequence === undefined) return undefined;
    const from = entries.get(sequence);
    const next = neighbour(entries, sequence, 1);
    if (next === undefined || next.sequence === sequence) {
      setPlaying(false);
      return undefined;
    }
    // At the pace at which it happened, but nobody waits for long pauses.
    const wait = Math.min(1_000, Math.max(30, next.at - (from?.at ?? next.at)));
    const timer = setTimeout(() => session.navigate({ at: next.sequence }, { replace: true }), wait);
    return () => clearTimeout(timer);
  }, [isPlaying, sequence, entries, session]);

  if (moment === null) {
    if (!isRecording || entries.size === 0) return null;
    return (
      <div className="banner info" role="status">
        <span className="grow">
          You see the end of this recording of {entries.size} events. Travel back to any of them in the
          timeline, or play it from its beginning.
        </span>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            session.travel(entries.first);
            setPlaying(true);
          }}
        >
          <Icon name="play" size={12} />
          Play
        </button>
      </div>
    );
  }

  function step(by: number): void {
    setPlaying(false);
    const to = neighbour(entries, moment?.sequence ?? 0, by);
    if (to !== undefined) session.navigate({ at: to.sequence }, { replace: true });
  }

  const index = entries.indexUpTo(moment.sequence);
  const actor = moment.entry === undefined ? undefined : session.world.actors.get(moment.entry.actor);
  return (
    <div className="banner" role="status" aria-label="Time travel">
      <span className="when numeric">{formatTime(moment.at)}</span>
      <span className="ellipsis">
        You look at the past
        {moment.entry !== undefined && (
          <span className="muted">
            : {actor === undefined ? 'an actor' : shownName(actor).name} took{' '}
            <code>{eventLabel(moment.entry.event.type)}</code>
          </span>
        )}
      </span>
      <button
        type="button"
        className="button quiet icon"
        aria-label="One event back"
        title="One event back ([)"
        onClick={() => step(-1)}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={isPlaying ? 'Pause' : 'Play'}
        title={isPlaying ? 'Pause' : 'Play from here'}
        onClick={() => setPlaying(!isPlaying)}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} size={14} />
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label="One event on"
        title="One event on (])"
        onClick={() => step(1)}
      >
        <Icon name="forward" />
      </button>
      <input
        type="range"
        aria-label="Moment"
        aria-valuetext={formatTime(moment.at)}
        min={0}
        max={Math.max(0, entries.size - 1)}
        value={Math.max(0, index)}
        onChange={(event) => {
          setPlaying(false);
          const to = entries.all[Number(event.target.value)];
          if (to !== undefined) session.navigate({ at: to.sequence }, { replace: true });
        }}
      />
      <span className="muted numeric">
        {Math.max(0, index) + 1} of {entries.size}
      </span>
      <button
        type="button"
        className="button primary"
        onClick={() => {
          setPlaying(false);
          session.travel(null);
        }}
      >
        {isRecording ? 'To the end' : 'Back to live'}
      </button>
    </div>
  );
}

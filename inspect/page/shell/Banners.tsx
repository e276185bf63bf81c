import type { ReactNode } from 'react';
import { formatSpan } from './formatTime.ts';
import { Icon } from './Icon.tsx';
import { PastBar } from './PastBar.tsx';
import { useSession, useStore, useTopic } from './useSession.ts';

/** What people must know now, below the head: that they look at the past, that the connection is gone, that some was missed. */
export function Banners(): ReactNode {
  const { feed, notice, world } = useSession();
  const { phase, message } = useStore(feed.state);
  const skipped = useStore(feed.skipped);
  const text = useStore(notice);
  useTopic('actors');
  const wasLive = world.heardAt > 0;
  return (
    <div className="banners">
      <PastBar />
      {(phase === 'closed' || (phase === 'waiting' && wasLive)) && (
        <div className="banner bad" role="alert">
          <Icon name="alert" />
          <span className="grow">
            {wasLive
              ? 'The connection to the program is lost. You see what was last known.'
              : 'The inspector cannot be reached.'}{' '}
            <span className="muted">{message}</span>
          </span>
          <button type="button" className="button" onClick={() => feed.retry()}>
            Try again
          </button>
        </div>
      )}
      {text !== null && <Note onClose={() => notice.set(null)}>{text}</Note>}
      {skipped !== null && (
        <Note onClose={() => feed.skipped.set(null)}>
          This page was too slow for {formatSpan(skipped.to - skipped.from)} and was skipped forward:{' '}
          {skipped.entries} events are not in its timeline.
        </Note>
      )}
    </div>
  );
}

function Note({
  children,
  onClose,
}: {
  readonly children: ReactNode;
  readonly onClose: () => void;
}): ReactNode {
  return (
    <div className="banner info" role="status">
      <span className="grow">{children}</span>
      <button type="button" className="button quiet icon" aria-label="Dismiss" onClick={onClose}>
        <Icon name="clear" />
      </button>
    </div>
  );
}

import { useState, type ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import { formatBytes } from './formatTime.ts';
import { formatRoute, views, type View } from './route.ts';
import { useRoute, useSession, useStore, useTicks } from './useSession.ts';

const viewNames: Readonly<Record<View, string>> = {
  actors: 'Statecharts',
  timeline: 'Timeline',
  traffic: 'Traffic',
  graph: 'Graph',
};

/** The page's head: what is watched, the views, how the page is connected, the recording. */
export function TopBar({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const { feed } = useSession();
  const hello = useStore(feed.hello);
  const route = useRoute();
  return (
    <header className="bar">
      <div className="brand">
        <Logo />
        <span className="name">Statewire</span>
        {hello !== null && hello.title !== 'statewire' && (
          <span className="title ellipsis" title={hello.title}>
            {hello.title}
          </span>
        )}
      </div>
      <nav className="tabs" aria-label="Views">
        {views.map((view, index) => (
          <a
            key={view}
            className="tab"
            href={formatRoute({ ...route, view, scope: null, focus: null })}
            aria-current={route.view === view ? 'page' : undefined}
            title={`${viewNames[view]} (${index + 1})`}
          >
            {viewNames[view]}
          </a>
        ))}
      </nav>
      <div className="grow" />
      <ControlBadge />
      <RecordButton />
      <FeedBadge />
      <button type="button" className="button quiet icon" aria-label="Help" title="Help (?)" onClick={onHelp}>
        <Icon name="help" />
      </button>
    </header>
  );
}

function Logo(): ReactNode {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect x="2" y="3" width="28" height="26" rx="8" fill="var(--accent)" />
      <rect x="7" y="12" width="8" height="8" rx="2.2" fill="var(--on-accent)" />
      <path d="M15 16h6" stroke="var(--on-accent)" strokeWidth="2" />
      <circle cx="23" cy="16" r="3" fill="var(--on-accent)" />
    </svg>
  );
}

function ControlBadge(): ReactNode {
  const hello = useStore(useSession().feed.hello);
  if (hello === null || hello.mode === 'recording') return null;
  return hello.control ? (
    <span className="chip active" title="Events can be sent from this page">
      Control
    </span>
  ) : (
    <span className="chip" title="Start with --control to send events from this page">
      <Icon name="lock" size={12} />
      Only watching
    </span>
  );
}

function RecordButton(): ReactNode {
  const { feed, notice } = useSession();
  const hello = useStore(feed.hello);
  const recording = useStore(feed.recording);
  const [isBusy, setBusy] = useState(false);
  if (hello === null || hello.mode === 'recording' || feed.kind === 'opener') return null;

  async function toggle(): Promise<void> {
    setBusy(true);
    const action = recording.active ? 'stop' : 'start';
    const answer = await feed.request({ type: 'recording', action });
    setBusy(false);
    if (!answer.ok) notice.set(`The recording could not be ${action}ed: ${answer.message}`);
    else if (action === 'stop' && 'value' in answer && typeof answer.value === 'string') {
      notice.set(`Recorded to ${answer.value}. Look at it with: statewire inspect ${answer.value}`);
    }
  }

  return (
    <button
      type="button"
      className={`button ${recording.active ? 'recording-on' : ''}`}
      aria-pressed={recording.active}
      disabled={isBusy}
      title={
        recording.active ? `Recording to ${recording.file ?? 'a file'}` : 'Record what happens to a file'
      }
      onClick={() => void toggle()}
    >
      <span className={`dot ${recording.active ? '' : 'hollow'}`} />
      {recording.active ? <span className="numeric">{formatBytes(recording.bytes)}</span> : 'Record'}
    </button>
  );
}

/** How the page is connected: its own connection machine speaks here. */
function FeedBadge(): ReactNode {
  const { feed } = useSession();
  const hello = useStore(feed.hello);
  const { phase, message, retryAt } = useStore(feed.state);
  useTicks(500, phase === 'waiting');
  if (hello?.mode === 'recording' && phase === 'live') return <span className="chip active">Recording</span>;
  const rest = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000));
  const [kind, text] = {
    live: ['good', 'Live'],
    connecting: ['wait', 'Connecting'],
    waiting: ['wait', `Retry in ${rest} s`],
    closed: ['bad', 'Not connected'],
  }[phase];
  const label = (
    <>
      <span className={`dot ${kind}`} />
      <span className="numeric">{text}</span>
    </>
  );
  return phase === 'waiting' || phase === 'closed' ? (
    <button
      type="button"
      className={`chip ${kind}`}
      title={message ?? 'Try again now'}
      onClick={() => feed.retry()}
    >
      {label}
    </button>
  ) : (
    <span className={`chip ${kind}`} role="status" title={message ?? undefined}>
      {label}
    </span>
  );
}

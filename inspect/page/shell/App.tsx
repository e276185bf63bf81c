import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react';
import { ActorsView } from '../actors/ActorsView.tsx';
import { TimelineView } from '../timeline/TimelineView.tsx';
import { TrafficView } from '../traffic/TrafficView.tsx';
import { Banners } from './Banners.tsx';
import { HelpDialog } from './HelpDialog.tsx';
import { TopBar } from './TopBar.tsx';
import { useMoment, useRoute, useSession } from './useSession.ts';
import { useShortcuts } from './useShortcuts.ts';

const GraphView = lazy(async () => ({ default: (await import('../graph/GraphView.tsx')).GraphView }));

/** The whole page. */
export function App(): ReactNode {
  const session = useSession();
  const { view } = useRoute();
  const moment = useMoment();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const openHelp = useCallback(() => setHelpOpen(true), []);
  useShortcuts(session, openHelp);
  return (
    <div className="app" data-mode={moment === null ? 'live' : 'past'}>
      <TopBar onHelp={openHelp} />
      <Banners />
      <main className="main">
        {view === 'actors' && <ActorsView />}
        {view === 'timeline' && <TimelineView />}
        {view === 'traffic' && <TrafficView />}
        {view === 'graph' && (
          <Suspense>
            <GraphView />
          </Suspense>
        )}
      </main>
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

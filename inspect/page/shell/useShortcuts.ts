import { useEffect } from 'react';
import type { Session } from './createSession.ts';
import { neighbour } from './PastBar.tsx';
import { views } from './route.ts';

/** The page's keys, wherever the focus is, except where people write. */
export function useShortcuts(session: Session, onHelp: () => void): void {
  useEffect(() => {
    function handle(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
      const view = views[Number(event.key) - 1];
      if (view !== undefined) session.navigate({ view, scope: null, focus: null });
      else if (event.key === '?') onHelp();
      else if (event.key === 'Escape') {
        if (session.moment.get() === null) return;
        session.travel(null);
      } else if (event.key === '[' || event.key === ']') stepTo(session, event.key === '[' ? -1 : 1);
      else if (event.key === '/') {
        const field = document.querySelector<HTMLInputElement>('input[type=search]');
        if (field === null) return;
        field.focus();
        field.select();
      } else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', handle);
    return () => document.removeEventListener('keydown', handle);
  }, [session, onHelp]);
}

function stepTo(session: Session, by: number): void {
  const { entries } = session.world;
  const moment = session.moment.get();
  // From live, the first step back leads to the newest event.
  const to =
    moment === null ? (by < 0 ? entries.all.at(-1) : undefined) : neighbour(entries, moment.sequence, by);
  if (to === undefined) return;
  if (moment === null) session.travel(to.sequence);
  else session.navigate({ at: to.sequence }, { replace: true });
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

import { createStore, type Store } from '../shell/createStore.ts';
import { everyEntry, type EntryFilter } from './entryFilter.ts';

/** How the timeline is looked at. It outlives the view. */
export interface TimelineSettings {
  readonly filter: EntryFilter;
  readonly layout: 'list' | 'sequence';
  /** Whether new events are held back. */
  readonly isPaused: boolean;
}

export const timelineSettings: Store<TimelineSettings> = createStore<TimelineSettings>({
  filter: everyEntry,
  layout: 'list',
  isPaused: false,
});

/** Whether the timeline below a statechart is open, and whose events it shows. */
export const dockSettings: Store<{ readonly isOpen: boolean; readonly scope: 'within' | 'all' }> =
  createStore<{
    readonly isOpen: boolean;
    readonly scope: 'within' | 'all';
  }>({ isOpen: true, scope: 'within' });

import { createStore, type Store } from '../shell/createStore.ts';
import type { ChartDetail } from './ChartLayout.ts';
import type { ChartDirection } from './toElkGraph.ts';

/** How statecharts are looked at. */
export interface ChartSettings {
  /** `auto`: as much as leaves the statechart readable. */
  readonly detail: ChartDetail | 'auto';
  /** `auto`: whichever fits the window. */
  readonly direction: ChartDirection | 'auto';
  /** Closed states by the hash of their definition. */
  readonly collapsed: ReadonlyMap<string, readonly string[]>;
}

export const chartSettings: Store<ChartSettings> = createStore<ChartSettings>({
  detail: 'auto',
  direction: 'auto',
  collapsed: new Map(),
});

/** Statecharts with more transitions than this would be mostly names of actions. */
const manyEdges = 30;

/** How much text leaves a statechart of so many transitions readable. */
export function detailFor(edges: number): ChartDetail {
  return edges > manyEdges ? 'guards' : 'actions';
}

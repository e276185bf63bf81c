import type { ActorId } from '../../model/InspectedActor.ts';
import { createStore, type Store } from '../shell/createStore.ts';

/** How the tree of actors is looked at. It outlives the view. */
export interface TreeSettings {
  readonly search: string;
  readonly showEnded: boolean;
  readonly open: ReadonlyMap<ActorId, boolean>;
}

export const treeSettings: Store<TreeSettings> = createStore<TreeSettings>({
  search: '',
  showEnded: true,
  open: new Map(),
});

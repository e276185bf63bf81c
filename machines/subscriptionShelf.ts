import { createActor, type ActorLogic, type ActorRefFrom, type Snapshot } from 'xstate';
import { subscriptionLogic, type SubscriptionInput } from './subscription.ts';

/** What a shelf hears: from its namespace, and from XState. */
export type ShelfEvent =
  | { readonly type: 'begin'; readonly id: string; readonly input: SubscriptionInput }
  /** Ends a subscription, if it is one of the shelf's. */
  | { readonly type: 'end'; readonly id: string }
  | { readonly type: 'xstate.stop' }
  | { readonly type: `xstate.error.actor.${string}`; readonly error: unknown };

export type ShelfSnapshot = Snapshot<undefined> & {
  /** By id, as a machine's. Changed in place: see {@link shelfLogic}. */
  readonly children: Record<string, ActorRefFrom<typeof subscriptionLogic>>;
};

/** A name for it, which the types of the machines that use it can tell. */
export interface ShelfLogic extends ActorLogic<ShelfSnapshot, ShelfEvent> {}

const transition: ShelfLogic['transition'] = (snapshot, event, scope) => {
  const { children } = snapshot;
  switch (event.type) {
    case 'begin': {
      const { id, input } = event;
      const child = createActor(subscriptionLogic, { id, input, src: 'subscription', parent: scope.self });
      children[id] = child;
      child.start();
      return snapshot;
    }
    case 'end': {
      const child = children[event.id];
      if (child === undefined) return snapshot;
      delete children[event.id];
      scope.stopChild(child);
      return snapshot;
    }
    case 'xstate.stop':
      for (const child of Object.values(children)) scope.stopChild(child);
      return { children, status: 'stopped', output: undefined, error: undefined };
    default:
      // As in a machine that does not care for the failure of its child.
      for (const child of Object.values(children)) scope.stopChild(child);
      return { children, status: 'error', output: undefined, error: event.error };
  }
};

/**
 * Holds the subscriptions of a namespace that has many. A machine copies the map of its children whenever it spawns or stops
 * one, so that ten thousand of them take minutes (`npm run bench -- spawn`); this logic changes its map in place, and
 * each costs what the first did.
 */
export const shelfLogic: ShelfLogic = {
  // Where XState's own creators have their function: by it the inspector tells what kind of actor it is.
  config: transition,
  transition,
  getInitialSnapshot: () => ({ status: 'active', output: undefined, error: undefined, children: {} }),
  getPersistedSnapshot: (snapshot) => ({ ...snapshot, children: {} }),
};

import { fromCallback, type EventObject } from 'xstate';
import type { ConnectionRuntime } from './ConnectionRuntime.ts';

/**
 * Holds the link for as long as the connection's actor lives: however the actor ends, its link, its queue and their
 * timers end with it.
 */
export const linkLifetimeLogic = fromCallback<EventObject, { readonly runtime: () => ConnectionRuntime }>(
  ({ input }) =>
    () =>
      input.runtime().dispose(),
);

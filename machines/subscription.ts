import { fromCallback, type EventObject } from 'xstate';
import type { Channel } from './Channel.ts';

/** What a subscription listens to. */
export interface SubscriptionInput {
  /** A function, so that snapshots cannot hold the data path. */
  readonly channel: () => Channel;
  readonly eventName: string;
}

/**
 * One listened-to event of one namespace: a callback actor that has the link deliver for as long as it lives, through
 * any number of drops. The messages themselves go past it, from the link straight to the listeners.
 */
export const subscriptionLogic = fromCallback<EventObject, SubscriptionInput>(({ input }) => {
  input.channel().open(input.eventName);
  return () => input.channel().close(input.eventName);
});

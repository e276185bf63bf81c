import { assign, enqueueActions, sendParent, setup } from 'xstate';
import { backoff } from './backoff.ts';
import type { Channel } from './Channel.ts';
import { withinTimers } from './Clock.ts';
import { errorDataOf } from './ConnectionError.ts';
import type { NamespaceState } from './ConnectionNotice.ts';
import { credentialsLogic, type Sealed } from './credentials.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { NamespaceContext, NamespaceInput } from './NamespaceContext.ts';
import type { Listening, NamespaceEvent, NamespaceReport } from './NamespaceEvent.ts';
import type { Policy } from './Policy.ts';
import { subscriptionLogic } from './subscription.ts';
import { shelfLogic } from './subscriptionShelf.ts';

/** What went wrong with a join. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data?: unknown;
}

const channelOf = (context: NamespaceContext): Channel => context.runtime().channel(context.namespace);
export const policyOf = (context: NamespaceContext): Policy => context.runtime().ports.policy;
const report = (event: NamespaceReport): NamespaceReport => event;

const subscriptionId = (eventName: string): string => `subscription:${eventName}`;
const shelfId = 'more subscriptions';
/** So many subscriptions are children of the namespace itself; further ones stand on its shelf. */
const fewSubscriptions = 16;

/** The guards, delays, actors and actions of a namespace, under the names that an inspector shows. */
export const namespaceSetup = setup({
  // XState's own way to give types: the value is never read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  types: {} as { context: NamespaceContext; events: NamespaceEvent; input: NamespaceInput },
  actors: { credentials: credentialsLogic, subscription: subscriptionLogic, shelf: shelfLogic },
  delays: {
    authTimeout: ({ context }) => withinTimers(policyOf(context).authTimeout),
    timeout: ({ context }) => withinTimers(policyOf(context).timeout),
    stableAfter: ({ context }) => withinTimers(policyOf(context).stableAfter),
    retryDelay: ({ context }) => withinTimers(context.retryDelay),
  },
  guards: {
    isDue: ({ context }) => context.isStarted && context.isWanted,
    isEngineOpen: ({ context }) => context.isEngineOpen,
    hasNoCredentials: ({ context }) => !context.runtime().hasCredentials(context.namespace),
    isFirstDenial: ({ context }) => !context.wasDenied,
    isUnused: ({ context }) => !context.isKept && !channelOf(context).hasListeners,
    isFirstListener: ({ context }, { eventName }: Listening) => !channelOf(context).isHeard(eventName),
    isLastListener: ({ context }, { eventName, listener }: Listening) =>
      channelOf(context).isOnlyListener(eventName, listener),
  },
  actions: {
    because: assign((_, { reason }: { reason: string }) => ({ reason })),
    want: assign({ isWanted: true }),
    keep: assign({ isKept: true }),
    forgetWish: assign({ isWanted: false }),
    begin: assign(({ context }) => ({
      isStarted: true,
      // One that was made while the connection was closing has the old engine for its own.
      isEngineOpen: false,
      isKept: context.isKept || context.runtime().outbox.isBusy(context.namespace),
      isWanted:
        context.isKept ||
        channelOf(context).hasListeners ||
        context.runtime().outbox.isBusy(context.namespace),
      wasDenied: false,
      joins: 0,
      failures: 0,
    })),
    end: assign(({ context }) => ({
      isStarted: false,
      isEngineOpen: false,
      isKept: context.isNamed,
      reason: 'stop',
    })),
    noteEngineUp: assign({ isEngineOpen: true }),
    noteEngineDown: assign((_, { reason }: { reason: string }) => ({ isEngineOpen: false, reason })),
    noteDenial: assign({ wasDenied: true }),
    forgetDenial: assign({ wasDenied: false }),
    noteJoin: assign(({ context }, { recovered }: { recovered: boolean }) => ({
      joins: context.joins + 1,
      recovered,
      wasDenied: false,
      error: undefined,
      reason: 'joined',
    })),
    forgetFailures: assign({ failures: 0 }),
    scheduleRetry: assign(({ context }) => ({
      failures: context.failures + 1,
      retryDelay: backoff(policyOf(context), context.failures, context.runtime().random()),
    })),
    noteError: assign(({ context }, { code, message, data }: Failure) => {
      const { ports, clock } = context.runtime();
      const error = errorDataOf(code, message, {
        connection: ports.name,
        namespace: context.namespace,
        data,
        ...(code !== 'namespace-denied' && { retryAt: clock.now() + context.retryDelay }),
      });
      return { error, reason: code };
    }),
    reportError: sendParent(({ context }) =>
      context.error === undefined
        ? { type: 'nothing' }
        : report({ type: 'namespace.failed', error: context.error }),
    ),
    reportState: sendParent(({ context }, { state }: { state: NamespaceState }) =>
      report({
        type: 'namespace.changed',
        namespace: context.namespace,
        state,
        reason: context.reason,
        recovered: context.recovered,
        rejoined: context.joins > 1,
      }),
    ),
    // The link answers at its own time: what it says becomes events of this actor.
    listenToLink: ({ context, self }) => {
      channelOf(context).handlers = {
        joined: ({ recovered }) => self.send({ type: 'accepted', recovered }),
        denied: ({ message, data }) =>
          self.send({ type: 'refused', message, ...(data !== undefined && { data }) }),
        disconnected: (reason) => self.send({ type: 'disconnected', reason }),
      };
    },
    requestJoin: ({ context }, { credentials }: { credentials: Sealed }) => {
      channelOf(context).link?.join(credentials());
    },
    leaveLink: ({ context }) => {
      channelOf(context).link?.leave();
    },
    openOutbox: ({ context }) => {
      const { link } = channelOf(context);
      if (link !== undefined) context.runtime().outbox.open(link);
    },
    // On the way out: what the event brings about has not been noted yet.
    shutOutbox: ({ context, event }) => {
      const code = event.type === 'stop' ? 'connection-stopped' : 'connection-lost';
      context.runtime().outbox.shut(context.namespace, code);
    },
    refuseMessages: ({ context }) => context.runtime().outbox.refuse('namespace-denied', context.namespace),
    admitMessages: ({ context }) => context.runtime().outbox.admit(context.namespace),
    addListener: ({ context }, { eventName, listener }: Listening) =>
      channelOf(context).add(eventName, listener),
    removeListener: ({ context }, { eventName, listener }: Listening) =>
      channelOf(context).remove(eventName, listener),
    beginSubscription: enqueueActions(({ context, enqueue }, { eventName }: Listening) => {
      const id = subscriptionId(eventName);
      const input = { channel: () => channelOf(context), eventName };
      if (channelOf(context).eventCount <= fewSubscriptions)
        return enqueue.spawnChild('subscription', { id, input });
      if (!context.hasShelf) {
        enqueue.spawnChild('shelf', { id: shelfId });
        enqueue.assign({ hasShelf: true });
      }
      return enqueue.sendTo(shelfId, { type: 'begin', id, input });
    }),
    endSubscription: enqueueActions(({ context, enqueue }, { eventName }: Listening) => {
      const id = subscriptionId(eventName);
      // It is in one of the two places, and what is not there is not ended.
      enqueue.stopChild(id);
      if (context.hasShelf) enqueue.sendTo(shelfId, { type: 'end', id });
    }),
    reportSubscribed: sendParent(({ context }, { eventName }: Listening) =>
      report({ type: 'namespace.subscribed', namespace: context.namespace, eventName }),
    ),
    reportUnsubscribed: sendParent(({ context }, { eventName }: Listening) =>
      report({ type: 'namespace.unsubscribed', namespace: context.namespace, eventName }),
    ),
  },
});

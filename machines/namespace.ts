import { and, assign, enqueueActions, sendParent, setup } from 'xstate';
import { backoff } from './backoff.ts';
import type { Channel } from './Channel.ts';
import { ConnectionError, type ConnectionErrorData } from './ConnectionError.ts';
import type { NamespaceState } from './ConnectionNotice.ts';
import type { ConnectionRuntime } from './ConnectionRuntime.ts';
import { credentialsLogic, type Sealed } from './credentials.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { MessageListener } from './Link.ts';
import type { Policy } from './Policy.ts';
import { subscriptionLogic } from './subscription.ts';
import { shelfLogic } from './subscriptionShelf.ts';

/** What a namespace is made of. */
export interface NamespaceInput {
  readonly namespace: string;
  /** Whether the connection joins it for its whole life: it was named, or it is the default and none was. */
  readonly isNamed: boolean;
  /** Whether the connection is between start and stop. */
  readonly isStarted: boolean;
  readonly isEngineOpen: boolean;
  /** A function, so that snapshots cannot hold the data path. */
  readonly runtime: () => ConnectionRuntime;
}

/** What a namespace remembers. */
export interface NamespaceContext extends NamespaceInput {
  /** Whether it stays joined though nothing listens: until stop, once it was joined explicitly or sent to. */
  readonly isKept: boolean;
  /** Whether it should be joined while the connection is started. */
  readonly isWanted: boolean;
  /** Whether it has a shelf for its many subscriptions. */
  readonly hasShelf: boolean;
  /** Whether the next denial is the second in a row, and final. */
  readonly wasDenied: boolean;
  /** Joins since the connection's start. */
  readonly joins: number;
  readonly recovered: boolean;
  /** Failures in a row, for the backoff. */
  readonly failures: number;
  readonly retryDelay: number;
  readonly reason: string;
  readonly error: ConnectionErrorData | undefined;
}

/** An event and one who listens to it. */
export interface Listening {
  readonly eventName: string;
  readonly listener: MessageListener;
}

/** What a namespace hears: from its connection, and from the link. */
export type NamespaceEvent =
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'join' }
  /** Something is about to be sent. */
  | { readonly type: 'use' }
  | { readonly type: 'leave' }
  | { readonly type: 'link.up' }
  | { readonly type: 'link.down'; readonly reason: string }
  | { readonly type: 'accepted'; readonly recovered: boolean }
  | { readonly type: 'refused'; readonly message: string; readonly data?: unknown }
  | { readonly type: 'disconnected'; readonly reason: string }
  | ({ readonly type: 'subscribe' } & Listening)
  | ({ readonly type: 'unsubscribe' } & Listening);

/** What a namespace tells its connection. */
export type NamespaceReport =
  | {
      readonly type: 'namespace.changed';
      readonly namespace: string;
      readonly state: NamespaceState;
      readonly reason: string;
      readonly recovered: boolean;
      /** Whether it was joined before in this life of the connection. */
      readonly rejoined: boolean;
    }
  | { readonly type: 'namespace.failed'; readonly error: ConnectionErrorData }
  | { readonly type: 'namespace.subscribed'; readonly namespace: string; readonly eventName: string }
  | { readonly type: 'namespace.unsubscribed'; readonly namespace: string; readonly eventName: string };

/** What went wrong with a join. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data?: unknown;
  readonly cause?: unknown;
}

const channelOf = (context: NamespaceContext): Channel => context.runtime().channel(context.namespace);
const policyOf = (context: NamespaceContext): Policy => context.runtime().ports.policy;
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const report = (event: NamespaceReport): NamespaceReport => event;

const subscriptionId = (eventName: string): string => `subscription:${eventName}`;
const shelfId = 'more subscriptions';
/** So many subscriptions are children of the namespace itself; further ones stand on its shelf. */
const fewSubscriptions = 16;

const namespaceSetup = setup({
  // XState's own way to give types: the value is never read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  types: {} as { context: NamespaceContext; events: NamespaceEvent; input: NamespaceInput },
  actors: { credentials: credentialsLogic, subscription: subscriptionLogic, shelf: shelfLogic },
  delays: {
    authTimeout: ({ context }) => policyOf(context).authTimeout,
    timeout: ({ context }) => policyOf(context).timeout,
    stableAfter: ({ context }) => policyOf(context).stableAfter,
    retryDelay: ({ context }) => context.retryDelay,
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
    noteError: assign(({ context }, { code, message, data, cause }: Failure) => {
      const { ports, clock } = context.runtime();
      const error = new ConnectionError(code, message, {
        connection: ports.name,
        namespace: context.namespace,
        data,
        cause,
        ...(code !== 'namespace-denied' && { retryAt: clock.now() + context.retryDelay }),
      });
      return { error: error.toJSON(), reason: code };
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
    shutOutbox: ({ context }) => {
      const code = context.isStarted ? 'connection-lost' : 'connection-stopped';
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

const listening = ({ event }: { event: Listening }): Listening => event;

const reportLeft = { type: 'reportState', params: { state: 'left' } } as const;

/** It is joined, or about to be, and is to be no longer. */
const leaving = (reason: string) =>
  ['forgetWish', 'leaveLink', { type: 'because', params: { reason } }, reportLeft] as const;

const none: Sealed = () => undefined;

/**
 * One namespace of a connection: joined on first use, with credentials that are asked for anew at every join, and
 * joined again after every drop. A denial is its own affair: it tries once more, then waits for an explicit join or, after a
 * stop, the next start. What the server disconnects is joined again after a backoff.
 */
export const namespaceMachine = namespaceSetup.createMachine({
  id: 'namespace',
  // Each by its name: an object that begins as a copy of another has no fixed shape for V8, and costs twice as much to make.
  context: ({ input }) => ({
    namespace: input.namespace,
    isNamed: input.isNamed,
    isStarted: input.isStarted,
    isEngineOpen: input.isEngineOpen,
    runtime: input.runtime,
    isKept: input.isNamed,
    isWanted: input.isNamed,
    hasShelf: false,
    wasDenied: false,
    joins: 0,
    recovered: false,
    failures: 0,
    retryDelay: 0,
    reason: 'start',
    error: undefined,
  }),
  entry: 'listenToLink',
  initial: 'left',
  on: {
    start: { actions: 'begin' },
    join: { actions: ['keep', 'want', 'forgetDenial'] },
    use: { actions: ['keep', 'want'] },
    stop: { target: '.left', actions: ['end', reportLeft] },
    'link.up': { actions: 'noteEngineUp' },
    'link.down': { actions: { type: 'noteEngineDown', params: ({ event }) => ({ reason: event.reason }) } },
    subscribe: [
      {
        guard: { type: 'isFirstListener', params: listening },
        actions: [
          { type: 'addListener', params: listening },
          { type: 'beginSubscription', params: listening },
          { type: 'reportSubscribed', params: listening },
          'want',
        ],
      },
      { actions: { type: 'addListener', params: listening } },
    ],
    unsubscribe: [
      {
        guard: { type: 'isLastListener', params: listening },
        actions: [
          { type: 'removeListener', params: listening },
          { type: 'endSubscription', params: listening },
          { type: 'reportUnsubscribed', params: listening },
        ],
      },
      { actions: { type: 'removeListener', params: listening } },
    ],
  },
  states: {
    // Told where it is entered: as the first of all states it is no news, and would cost each connection an event.
    left: {
      always: {
        guard: 'isDue',
        target: 'joining',
        actions: { type: 'because', params: { reason: 'wanted' } },
      },
    },
    joining: {
      entry: { type: 'reportState', params: { state: 'joining' } },
      initial: 'waiting',
      always: {
        guard: 'isUnused',
        target: 'left',
        actions: leaving('unused'),
      },
      on: {
        leave: {
          target: 'left',
          actions: leaving('leave'),
        },
        'link.down': {
          target: '.waiting',
          actions: { type: 'noteEngineDown', params: ({ event }) => ({ reason: event.reason }) },
        },
      },
      states: {
        waiting: {
          always: [
            // Where nobody is to be asked, neither an actor nor a timer nor another turn is needed for it.
            {
              guard: and(['isEngineOpen', 'hasNoCredentials']),
              target: 'requesting',
              actions: { type: 'requestJoin', params: { credentials: none } },
            },
            { guard: 'isEngineOpen', target: 'authenticating' },
          ],
        },
        authenticating: {
          invoke: {
            src: 'credentials',
            id: 'credentials',
            input: ({ context }) => ({ runtime: context.runtime, namespace: context.namespace }),
            onDone: {
              target: 'requesting',
              actions: { type: 'requestJoin', params: ({ event }) => ({ credentials: event.output }) },
            },
            onError: {
              target: 'retrying',
              actions: [
                'scheduleRetry',
                {
                  type: 'noteError',
                  params: ({ event, context }) => ({
                    code: 'credentials-failed',
                    message: `The credentials for ${context.namespace} could not be had: ${messageOf(event.error)}`,
                    cause: event.error,
                  }),
                },
                'reportError',
              ],
            },
          },
          after: {
            authTimeout: {
              target: 'retrying',
              actions: [
                'scheduleRetry',
                {
                  type: 'noteError',
                  params: ({ context }) => ({
                    code: 'credentials-timeout',
                    message: `The credentials for ${context.namespace} did not come within ${policyOf(context).authTimeout} ms.`,
                  }),
                },
                'reportError',
              ],
            },
          },
        },
        requesting: {
          on: {
            accepted: {
              target: '#namespace.joined',
              actions: { type: 'noteJoin', params: ({ event }) => ({ recovered: event.recovered }) },
            },
            refused: [
              { guard: 'isFirstDenial', target: 'authenticating', actions: 'noteDenial' },
              {
                target: '#namespace.denied',
                actions: [
                  {
                    type: 'noteError',
                    params: ({ context, event }) => ({
                      code: 'namespace-denied',
                      message: `The server denied ${context.namespace}: ${event.message === '' ? 'no reason given' : event.message}`,
                      data: event.data,
                    }),
                  },
                  'reportError',
                ],
              },
            ],
            disconnected: {
              target: 'retrying',
              actions: [
                'scheduleRetry',
                { type: 'because', params: ({ event }) => ({ reason: event.reason }) },
              ],
            },
          },
          after: {
            timeout: {
              target: 'retrying',
              actions: [
                'leaveLink',
                'scheduleRetry',
                {
                  type: 'noteError',
                  params: ({ context }) => ({
                    code: 'namespace-timeout',
                    message: `The server did not answer the join of ${context.namespace} within ${policyOf(context).timeout} ms.`,
                  }),
                },
                'reportError',
              ],
            },
          },
        },
        retrying: { after: { retryDelay: 'authenticating' } },
      },
    },
    joined: {
      entry: ['openOutbox', { type: 'reportState', params: { state: 'joined' } }],
      exit: 'shutOutbox',
      always: {
        guard: 'isUnused',
        target: 'left',
        actions: leaving('unused'),
      },
      on: {
        leave: {
          target: 'left',
          actions: leaving('leave'),
        },
        'link.down': {
          target: 'joining',
          actions: { type: 'noteEngineDown', params: ({ event }) => ({ reason: event.reason }) },
        },
        disconnected: {
          target: 'joining.retrying',
          actions: [
            'scheduleRetry',
            {
              type: 'noteError',
              params: ({ context, event }) => ({
                code: 'namespace-disconnected',
                message: `The server disconnected ${context.namespace} (${event.reason}).`,
              }),
            },
            'reportError',
            { type: 'because', params: ({ event }) => ({ reason: event.reason }) },
          ],
        },
      },
      after: { stableAfter: { actions: 'forgetFailures' } },
    },
    denied: {
      entry: ['refuseMessages', { type: 'reportState', params: { state: 'denied' } }],
      exit: 'admitMessages',
      on: {
        join: { target: 'left', actions: ['keep', 'forgetDenial', reportLeft] },
      },
    },
  },
});

import { and } from 'xstate';
import type { Sealed } from './credentials.ts';
import type { Listening } from './NamespaceEvent.ts';
import { namespaceSetup, policyOf } from './namespaceSetup.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
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

import { and } from 'xstate';
import type { ConnectionContext } from './ConnectionContext.ts';
import type { ConnectionErrorData } from './ConnectionError.ts';
import {
  connectionSetup,
  failure,
  namedNamespaces,
  policyOf,
  toErrorData,
  type Notification,
} from './connectionSetup.ts';
import type { NamespaceChange } from './ConnectionEvent.ts';
import { ConnectionRuntime } from './ConnectionRuntime.ts';

interface Moved {
  readonly context: ConnectionContext;
  readonly event: NamespaceChange;
}

interface Heard<Event> {
  readonly context: ConnectionContext;
  readonly event: Event;
}

const attempt = [
  { guard: 'isProtocolKnown', target: '#connection.connecting.opening' },
  { target: '#connection.connecting.probing' },
] as const;

const errorNotice = ({ context }: { context: ConnectionContext }): Notification => ({
  notice: {
    type: 'connection.error',
    error: context.error ?? failure(context, 'transport-failed', context.reason),
  },
});

const exhausted = ({ context }: { context: ConnectionContext }): Notification => ({
  notice: {
    type: 'connection.error',
    error: failure(
      context,
      'attempts-exhausted',
      `${context.name} gave up after ${context.failures + 1} tries. The last failed because: ${context.error?.message ?? context.reason}`,
    ),
  },
});

/**
 * Where a failed attempt leads: to the next one, sooner or later, or to the end, where the link is closed in any case.
 *
 * @param undo - what of the attempt has to be undone before the next
 * @param end - and what where there is none
 */
const failureOutcomes = <Event, Undo, End>(
  toError: (heard: Heard<Event>) => ConnectionErrorData,
  undo: readonly Undo[],
  end: readonly End[],
) => {
  const note = (isFinal: boolean) =>
    ({ type: 'noteFailure', params: (heard: Heard<Event>) => ({ error: toError(heard), isFinal }) }) as const;
  const report = { type: 'notify', params: errorNotice } as const;
  const failed = '#connection.stopped.failed';
  const final = {
    guard: { type: 'isFinal', params: (heard: Heard<Event>) => ({ error: toError(heard) }) },
    target: failed,
    actions: [...end, note(true), report],
  } as const;
  const others = [
    { guard: 'isRetryOff', target: failed, actions: [...end, note(true), report] },
    {
      guard: 'isExhausted',
      target: failed,
      actions: [...end, note(true), report, { type: 'notify', params: exhausted }],
    },
    {
      guard: 'isSuspensionDue',
      target: '#connection.connecting.suspended',
      actions: [...undo, 'scheduleSlowRetry', note(false), report],
    },
    { target: '#connection.connecting.waiting', actions: [...undo, 'scheduleRetry', note(false), report] },
  ] as const;
  return { final, others };
};

/** What namespaces are told of an engine that was open. */
const linkDown = <Event>(toReason: (heard: Heard<Event>) => string) =>
  ({
    type: 'tellNamespaces',
    params: (heard: Heard<Event>) => ({ event: { type: 'link.down', reason: toReason(heard) } as const }),
  }) as const;

/** Where an attempt leads that failed before its engine was open. */
const afterFailure = <Event>(toError: (heard: Heard<Event>) => ConnectionErrorData) => {
  const { final, others } = failureOutcomes(toError, [], []);
  return [final, ...others] as const;
};

/** Where an attempt leads whose engine was open, and has closed. */
const afterClose = <Event>(toError: (heard: Heard<Event>) => ConnectionErrorData) => {
  const undo = ['noteEngineClosed', linkDown((heard: Heard<Event>) => toError(heard).code)] as const;
  const { final, others } = failureOutcomes(toError, undo, ['noteEngineClosed'] as const);
  return [final, ...others] as const;
};

/** Where a probe leads that took too long: the next one may be quicker. */
const afterSlowProbe = <Event>(toError: (heard: Heard<Event>) => ConnectionErrorData) =>
  failureOutcomes(toError, [], []).others;

/** Where an attempt leads that took too long, its engine open or not. */
const afterSlowOpening = <Event>(toError: (heard: Heard<Event>) => ConnectionErrorData) => {
  const down = linkDown((heard: Heard<Event>) => toError(heard).code);
  return failureOutcomes(toError, ['noteEngineClosed', 'closeLink', down] as const, []).others;
};

/** Where the loss of an established connection leads: back to it, sooner or later, or to the end. */
const afterDrop = <Event>(
  toReason: (heard: Heard<Event>) => string,
  ending: 'closeLink' | 'abandonLink' = 'closeLink',
) => {
  const down = [
    { type: 'noteDrop', params: (heard: Heard<Event>) => ({ reason: toReason(heard) }) },
    ending,
    linkDown(toReason),
  ] as const;
  const failed = '#connection.stopped.failed';
  return [
    {
      guard: 'isRetryOff',
      target: failed,
      actions: [
        ...down,
        {
          type: 'noteError',
          params: (heard: Heard<Event>) => ({
            error: failure(
              heard.context,
              'attempts-exhausted',
              `${heard.context.name} was dropped (${toReason(heard)}), and \`reconnection\` is off.`,
            ),
          }),
        },
        { type: 'notify', params: errorNotice },
      ],
    },
    { guard: 'isExhausted', target: failed, actions: [...down, { type: 'notify', params: exhausted }] },
    {
      guard: 'isSuspensionDue',
      target: '#connection.connecting.suspended',
      actions: [...down, 'scheduleSlowRetry', { type: 'notify', params: lost }],
    },
    {
      target: '#connection.connecting.waiting',
      actions: [...down, 'scheduleRetry', { type: 'notify', params: lost }],
    },
  ] as const;
};

const tellStart = { type: 'tellNamespaces', params: { event: { type: 'start' } } } as const;

/** The first life begins by itself: nobody has asked for a namespace yet. */
const startingItself = [
  'begin',
  {
    type: 'ensureNamespaces',
    params: ({ context }: { context: ConnectionContext }) => ({ namespaces: namedNamespaces(context) }),
  },
] as const;

const starting = [...startingItself, tellStart] as const;

/** Another life, with the namespaces of the one before. */
const startingAgain = [
  'begin',
  'admitMessages',
  // A link that is still closing must not be mistaken for the new one.
  'noteEngineClosed',
  'disposeLink',
  tellStart,
] as const;

const started = ({ context }: { context: ConnectionContext }): Notification => ({
  notice: { type: 'connection.started', reconnected: context.wasConnected, recovered: context.recovered },
});

const lost = ({ context }: { context: ConnectionContext }): Notification => ({
  notice: { type: 'connection.lost', reason: context.reason, retryAt: context.retryAt },
});

const stopped = ({ context }: { context: ConnectionContext }): Notification => ({
  notice: { type: 'connection.stopped', reason: context.reason },
});

const because = (reason: string) => ({ type: 'because', params: { reason } }) as const;

const ensureNamespace = {
  type: 'ensureNamespaces',
  params: ({ event }: { event: { readonly namespace?: string } }) => ({
    namespaces: [event.namespace ?? '/'],
  }),
} as const;

const useNamespace = {
  type: 'tellNamespace',
  params: ({ event }: { event: { readonly namespace?: string } }) => ({
    namespace: event.namespace ?? '/',
    event: { type: 'use' } as const,
  }),
} as const;

const suspension = ({ context }: { context: ConnectionContext }): Notification => {
  if (context.isSuspended) return { notice: undefined };
  const { suspendAfter, suspendedDelay } = policyOf(context);
  const message = `${context.name}: no stable connection for ${suspendAfter} ms; from here on a try about every ${suspendedDelay} ms.`;
  const { retryAt } = context;
  const error = { ...failure(context, 'suspended', message), ...(retryAt !== undefined && { retryAt }) };
  return { notice: { type: 'connection.error', error } };
};

const tellNamespaceState = {
  type: 'notify',
  params: ({ context, event: { namespace, state, reason, rejoined, recovered } }: Moved): Notification => ({
    notice:
      context.namespaces[namespace] === state
        ? undefined
        : { type: 'connection.namespace', namespace, state, reason },
    also: state === 'joined' && rejoined && !recovered ? { type: 'connection.gap', namespace } : undefined,
  }),
} as const;

const noteNamespace = { type: 'noteNamespace', params: ({ event }: Moved) => event } as const;

const deniedEverywhere = {
  guard: 'isDeniedEverywhere',
  target: '#connection.stopped.failed',
  actions: [because('namespace-denied')],
} as const;

/**
 * The life of one named connection, from start to stop, through any number of drops: see `docs/architecture.md` for the
 * picture. It owns every timer and every retry; the link below it only opens, closes and carries. Messages do not pass
 * through it: they go from the link to the listeners, and from the senders to the outbox.
 *
 * @example
 * const actor = createActor(connectionMachine, { input: connectionInput({ name: 'demo', url: 'http://127.0.0.1:3000' }) });
 * actor.start();
 * actor.send({ type: 'start' });
 * await waitFor(actor, (snapshot) => snapshot.matches('connected'));
 */
export const connectionMachine = connectionSetup.createMachine({
  id: 'connection',
  context: ({ input, self }) => {
    const runtime = new ConnectionRuntime(input.ports, (event) => self.send(event), input.parent);
    const { name, policy } = input.ports;
    return {
      name,
      autostart: input.autostart ?? false,
      protocol: policy.protocol === 'auto' ? undefined : policy.protocol,
      failures: 0,
      refusals: 0,
      downSince: undefined,
      isSuspended: false,
      retryDelay: 0,
      retryAt: undefined,
      isStarted: false,
      isEngineOpen: false,
      wasConnected: false,
      reconnects: 0,
      recovered: false,
      isStartDue: false,
      reason: 'created',
      error: undefined,
      namespaces: {},
      runtime: () => runtime,
    };
  },
  invoke: { src: 'link', id: 'link', input: ({ context }) => ({ runtime: context.runtime }) },
  initial: 'idle',
  on: {
    send: {
      actions: [ensureNamespace, useNamespace, { type: 'sendMessage', params: ({ event }) => event }],
    },
    use: { actions: [ensureNamespace, useNamespace] },
    subscribe: {
      actions: [ensureNamespace, { type: 'tellListening', params: ({ event }) => event }],
    },
    unsubscribe: {
      actions: [ensureNamespace, { type: 'tellListening', params: ({ event }) => event }],
    },
    join: {
      actions: [
        ensureNamespace,
        {
          type: 'tellNamespace',
          params: ({ event }) => ({ namespace: event.namespace, event: { type: 'join' } }),
        },
      ],
    },
    leave: {
      actions: {
        type: 'tellNamespace',
        params: ({ event }) => ({ namespace: event.namespace ?? '/', event: { type: 'leave' } }),
      },
    },
    'namespace.changed': {
      actions: [tellNamespaceState, noteNamespace],
    },
    'namespace.failed': {
      actions: [
        { type: 'noteError', params: ({ event }) => ({ error: event.error }) },
        {
          type: 'notify',
          params: ({ event }) => ({ notice: { type: 'connection.error', error: event.error } }),
        },
      ],
    },
    'namespace.subscribed': {
      actions: {
        type: 'notify',
        params: ({ event: { namespace, eventName } }) => ({
          notice: { type: 'connection.subscribed', namespace, eventName },
        }),
      },
    },
    'namespace.unsubscribed': {
      actions: {
        type: 'notify',
        params: ({ event: { namespace, eventName } }) => ({
          notice: { type: 'connection.unsubscribed', namespace, eventName },
        }),
      },
    },
    'message.dropped': {
      actions: {
        type: 'notify',
        params: ({ event: { namespace, eventName, reason } }) => ({
          notice: { type: 'connection.dropped', namespace, eventName, reason },
        }),
      },
    },
    'message.received': {
      actions: {
        type: 'notify',
        params: ({ event: { namespace, eventName, args } }) => ({
          notice: { type: 'connection.message', namespace, eventName, args },
        }),
      },
    },
    'message.refused': {
      actions: {
        type: 'notify',
        params: ({ event }) => ({ notice: { type: 'connection.error', error: event.error } }),
      },
    },
    'listener.failed': {
      actions: {
        type: 'notify',
        params: ({ event }) => ({ notice: { type: 'connection.error', error: event.error } }),
      },
    },
  },
  states: {
    idle: {
      always: attempt.map((way) => ({
        target: way.target,
        guard: 'guard' in way ? and(['isAutostart', way.guard]) : 'isAutostart',
        actions: startingItself,
      })),
      on: { start: attempt.map((way) => ({ ...way, actions: starting })) },
    },
    connecting: {
      initial: 'opening',
      on: { stop: { target: '#connection.stopped.closing' } },
      states: {
        probing: {
          invoke: {
            src: 'probe',
            id: 'probe',
            input: ({ context }) => ({ runtime: context.runtime }),
            onDone: {
              target: 'opening',
              actions: { type: 'noteProtocol', params: ({ event }) => ({ protocol: event.output }) },
            },
            onError: afterFailure(({ context, event }) =>
              toErrorData(context, event.error, 'transport-failed'),
            ),
          },
          after: {
            timeout: afterSlowProbe(({ context }) =>
              failure(
                context,
                'timeout',
                `${context.name}: no answer to the probe within ${policyOf(context).timeout} ms.`,
              ),
            ),
          },
        },
        opening: {
          entry: 'openLink',
          always: [{ guard: 'isEstablished', target: '#connection.connected' }, deniedEverywhere],
          on: {
            'link.opened': {
              actions: ['noteEngineOpen', { type: 'tellNamespaces', params: { event: { type: 'link.up' } } }],
            },
            'link.failed': afterFailure(({ event }) => event.error),
            'link.closed': afterClose(
              ({ context, event }) =>
                event.error ??
                failure(
                  context,
                  'transport-failed',
                  `${context.name}: closed while opening (${event.reason}).`,
                ),
            ),
          },
          after: {
            timeout: afterSlowOpening(({ context }) =>
              failure(
                context,
                'timeout',
                `${context.name}: not established within ${policyOf(context).timeout} ms.`,
              ),
            ),
          },
        },
        waiting: {
          exit: 'clearRetry',
          on: {
            start: attempt.map((way) => ({ ...way, actions: ['beginAnew'] as const })),
            online: attempt.map((way) => ({ ...way, actions: [because('online')] as const })),
          },
          after: { retryDelay: attempt.map((way) => ({ ...way, actions: [because('retry')] as const })) },
        },
        suspended: {
          entry: [
            { type: 'notify', params: suspension },
            'noteSuspended',
            { type: 'refuseMessages', params: { code: 'suspended' } },
          ],
          exit: 'clearRetry',
          on: {
            start: attempt.map((way) => ({ ...way, actions: ['beginAnew', 'admitMessages'] as const })),
            online: attempt.map((way) => ({ ...way, actions: [because('online')] as const })),
          },
          after: { retryDelay: attempt.map((way) => ({ ...way, actions: [because('retry')] as const })) },
        },
      },
    },
    connected: {
      // Told first: what is noted then is that it was connected.
      entry: [{ type: 'notify', params: started }, 'noteConnected', 'admitMessages'],
      initial: 'settling',
      always: deniedEverywhere,
      on: {
        stop: { target: '#connection.stopped.closing' },
        'link.closed': afterDrop(({ event }) => event.reason),
        'namespace.changed': {
          guard: 'isLastNamespaceLost',
          actions: [tellNamespaceState, noteNamespace, 'dropLink'],
        },
        // No goodbye can get through now, and the server may keep the session for a recovery.
        offline: afterDrop(() => 'offline', 'abandonLink'),
      },
      states: {
        settling: { after: { stableAfter: 'stable' } },
        stable: { entry: 'noteStable' },
      },
    },
    stopped: {
      initial: 'closed',
      on: { start: attempt.map((way) => ({ ...way, actions: startingAgain })) },
      states: {
        closing: {
          entry: [
            { type: 'end', params: { reason: 'stop' } },
            'closeLink',
            { type: 'tellNamespaces', params: { event: { type: 'stop' } } },
          ],
          always: { guard: 'isEngineClosed', target: 'closed' },
          on: {
            start: { actions: 'noteStartDue' },
            stop: { actions: 'forgetStartDue' },
            'link.closed': { target: 'closed' },
          },
          after: { closeTimeout: { target: 'closed', actions: because('close-timeout') } },
        },
        closed: {
          entry: [
            'noteEngineClosed',
            'disposeLink',
            { type: 'refuseMessages', params: { code: 'connection-stopped' } },
            { type: 'notify', params: stopped },
            'startAgain',
          ],
        },
        failed: {
          entry: [
            { type: 'end', params: {} },
            'closeLink',
            { type: 'tellNamespaces', params: { event: { type: 'stop' } } },
            {
              type: 'refuseMessages',
              params: ({ context }) => ({ code: context.error?.code ?? 'attempts-exhausted' }),
            },
            { type: 'notify', params: stopped },
          ],
          on: { 'link.closed': { actions: ['noteEngineClosed', 'disposeLink'] } },
          after: { closeTimeout: { actions: ['noteEngineClosed', 'disposeLink'] } },
        },
      },
    },
  },
});

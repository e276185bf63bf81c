import { assign, enqueueActions, raise, setup } from 'xstate';
import { backoff, jitter } from './backoff.ts';
import { withinTimers } from './Clock.ts';
import type { ConnectionContext, ConnectionInput } from './ConnectionContext.ts';
import { errorDataOf, isConnectionError, type ConnectionErrorData } from './ConnectionError.ts';
import type { ConnectionEvent, ListenCommand, SendCommand } from './ConnectionEvent.ts';
import type { ConnectionNotice, NamespaceState } from './ConnectionNotice.ts';
import type { ErrorCode } from './errorCodes.ts';
import { linkLifetimeLogic } from './linkLifetime.ts';
import { namespaceMachine } from './namespace.ts';
import { isNamespaceName, noNamespace } from './namespaceName.ts';
import type { NamespaceEvent } from './NamespaceEvent.ts';
import type { Policy } from './Policy.ts';
import { probeLogic } from './probe.ts';

type WithoutConnection<Notice> = Notice extends unknown ? Omit<Notice, 'connection'> : never;
type Notice = WithoutConnection<ConnectionNotice>;
/** What to tell, and what else; nothing where there is nothing to tell. */
export type Notification = { readonly notice: Notice | undefined; readonly also?: Notice | undefined };

export const policyOf = (context: ConnectionContext): Policy => context.runtime().ports.policy;
const now = (context: ConnectionContext): number => context.runtime().clock.now();
const states = (context: ConnectionContext): NamespaceState[] =>
  Object.values(context.namespaces).filter((state) => state !== 'left');

export function toErrorData(
  context: ConnectionContext,
  error: unknown,
  code: ErrorCode,
): ConnectionErrorData {
  if (isConnectionError(error)) return { ...error.toJSON(), connection: context.name };
  const message = error instanceof Error ? error.message : String(error);
  return failure(context, code, message);
}

export const failure = (context: ConnectionContext, code: ErrorCode, message: string): ConnectionErrorData =>
  errorDataOf(code, message, { connection: context.name });

/** The namespaces that a connection joins by itself. */
export const namedNamespaces = (context: ConnectionContext): readonly string[] => {
  const { namespaces } = context.runtime().ports;
  return namespaces === undefined || namespaces.length === 0 ? ['/'] : namespaces;
};

/** The connection machine's parts: every guard, delay and action under the name that an inspector shows. */
export const connectionSetup = setup({
  // XState's own way to give types: the value is never read.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  types: {} as {
    context: ConnectionContext;
    events: ConnectionEvent;
    emitted: ConnectionNotice;
    input: ConnectionInput;
  },
  actors: { namespace: namespaceMachine, link: linkLifetimeLogic, probe: probeLogic },
  delays: {
    timeout: ({ context }) => withinTimers(policyOf(context).timeout),
    retryDelay: ({ context }) => withinTimers(context.retryDelay),
    stableAfter: ({ context }) => withinTimers(policyOf(context).stableAfter),
    closeTimeout: ({ context }) => withinTimers(policyOf(context).closeTimeout),
  },
  guards: {
    isAutostart: ({ context }) => context.autostart,
    isProtocolKnown: ({ context }) => context.protocol !== undefined,
    isEngineClosed: ({ context }) => !context.isEngineOpen,
    isStartDue: ({ context }) => context.isStartDue,
    /** The engine is open, and the default namespace joined if it is wanted; or denied, while another one is joined. */
    isEstablished: ({ context }) => {
      const main = context.namespaces['/'];
      if (!context.isEngineOpen) return false;
      if (main === 'denied') return states(context).includes('joined');
      return main === undefined || main === 'left' || main === 'joined';
    },
    /** Nothing is left that the connection could be for. */
    isDeniedEverywhere: ({ context }) => {
      const wanted = states(context);
      return context.isEngineOpen && wanted.length > 0 && wanted.every((state) => state === 'denied');
    },
    /** The server disconnected the last namespace that was joined: the connection is lost, open engine or not. */
    isLastNamespaceLost: ({ context, event }) =>
      event.type === 'namespace.changed' &&
      event.state === 'joining' &&
      context.namespaces[event.namespace] === 'joined' &&
      Object.entries(context.namespaces).every(
        ([name, state]) => name === event.namespace || state !== 'joined',
      ),
    /** No further try can help. */
    isFinal: ({ context }, { error }: { error: ConnectionErrorData | undefined }) => {
      if (error?.code === 'handshake-refused') return context.refusals > 0;
      if (error?.code === 'protocol-mismatch') return policyOf(context).protocol !== 'auto';
      return error !== undefined && !error.retryable;
    },
    isRetryOff: ({ context }) => !policyOf(context).reconnection,
    isExhausted: ({ context }) => context.failures >= policyOf(context).reconnectionAttempts,
    isSuspensionDue: ({ context }) =>
      context.isSuspended ||
      (context.downSince !== undefined && now(context) - context.downSince >= policyOf(context).suspendAfter),
  },
  actions: {
    because: assign((_, { reason }: { reason: string }) => ({ reason })),
    begin: assign(({ context }) => ({
      failures: 0,
      refusals: 0,
      downSince: now(context),
      isSuspended: false,
      wasConnected: false,
      recovered: false,
      isStartDue: false,
      error: undefined,
      isStarted: true,
      reason: 'start',
    })),
    end: assign(({ context }, { reason }: { reason?: string }) => ({
      isStarted: false,
      retryAt: undefined,
      reason: reason ?? context.reason,
    })),
    /** A wish to connect now: what was held against the server is forgotten. */
    beginAnew: assign(({ context }) => ({ downSince: now(context), isSuspended: false, reason: 'start' })),
    noteProtocol: assign((_, { protocol }: { protocol: 'v2' | 'v4' }) => ({ protocol })),
    noteEngineOpen: assign({ isEngineOpen: true }),
    noteEngineClosed: assign({ isEngineOpen: false }),
    noteFailure: assign(
      ({ context }, { error, isFinal }: { error: ConnectionErrorData; isFinal: boolean }) => ({
        error: {
          ...error,
          retryable: !isFinal,
          ...(!isFinal && context.retryAt !== undefined && { retryAt: context.retryAt }),
        },
        reason: error.code,
        refusals: error.code === 'handshake-refused' ? context.refusals + 1 : 0,
        // In `auto` the server may have been replaced by one of the other version: ask again.
        protocol:
          error.code === 'protocol-mismatch' && policyOf(context).protocol === 'auto'
            ? undefined
            : context.protocol,
      }),
    ),
    noteDrop: assign(
      ({ context }, { reason, error }: { reason: string; error?: ConnectionErrorData | undefined }) => ({
        isEngineOpen: false,
        downSince: context.downSince ?? now(context),
        reason,
        error: error ?? context.error,
      }),
    ),
    scheduleRetry: assign(({ context }) => {
      const retryDelay = backoff(policyOf(context), context.failures, context.runtime().random());
      return { failures: context.failures + 1, retryDelay, retryAt: now(context) + retryDelay };
    }),
    scheduleSlowRetry: assign(({ context }) => {
      const { suspendedDelay, randomizationFactor } = policyOf(context);
      const retryDelay = jitter(suspendedDelay, randomizationFactor, context.runtime().random());
      return { failures: context.failures + 1, retryDelay, retryAt: now(context) + retryDelay };
    }),
    clearRetry: assign({ retryAt: undefined }),
    noteConnected: assign(({ context }) => ({
      reason: 'connected',
      isSuspended: false,
      reconnects: context.reconnects + (context.wasConnected ? 1 : 0),
      wasConnected: true,
    })),
    noteStable: assign({
      failures: 0,
      refusals: 0,
      downSince: undefined,
      error: undefined,
      reason: 'stable',
    }),
    noteStartDue: assign({ isStartDue: true }),
    forgetStartDue: assign({ isStartDue: false }),
    noteNamespace: assign(
      ({ context }, report: { namespace: string; state: NamespaceState; recovered: boolean }) => ({
        namespaces: { ...context.namespaces, [report.namespace]: report.state },
        recovered:
          report.state === 'joined' && report.namespace === '/' ? report.recovered : context.recovered,
      }),
    ),
    openLink: ({ context }) => context.runtime().openLink(context.protocol ?? 'v4'),
    closeLink: ({ context }) => context.runtime().closeLink(),
    abandonLink: ({ context }) => context.runtime().abandonLink(),
    disposeLink: ({ context }) => context.runtime().disposeLink(),
    admitMessages: ({ context }) => context.runtime().outbox.admit(),
    refuseMessages: ({ context }, { code }: { code: ErrorCode }) => context.runtime().outbox.refuse(code),
    /** Makes a namespace's actor at its first use. */
    ensureNamespaces: enqueueActions(
      ({ context, enqueue }, { namespaces }: { namespaces: readonly string[] }) => {
        for (const namespace of namespaces) {
          if (Object.hasOwn(context.namespaces, namespace)) continue;
          if (!isNamespaceName(namespace)) {
            enqueue(({ self }) =>
              self.send({ type: 'message.refused', error: noNamespace(namespace, context.name).toJSON() }),
            );
            continue;
          }
          enqueue.assign(({ context: { namespaces: known } }) => ({
            namespaces: { ...known, [namespace]: 'left' },
          }));
          enqueue.spawnChild('namespace', {
            id: `namespace:${namespace}`,
            input: {
              namespace,
              isNamed: namedNamespaces(context).includes(namespace),
              isStarted: context.isStarted,
              isEngineOpen: context.isEngineOpen,
              runtime: context.runtime,
            },
          });
        }
      },
    ),
    tellNamespace: enqueueActions(
      ({ context, enqueue }, { namespace, event }: { namespace: string; event: NamespaceEvent }) => {
        if (Object.hasOwn(context.namespaces, namespace)) enqueue.sendTo(`namespace:${namespace}`, event);
      },
    ),
    tellNamespaces: enqueueActions(({ context, enqueue }, { event }: { event: NamespaceEvent }) => {
      for (const namespace of Object.keys(context.namespaces))
        enqueue.sendTo(`namespace:${namespace}`, event);
    }),
    notify: enqueueActions(({ context, enqueue, self }, { notice, also }: Notification) => {
      const parent = context.runtime().parent ?? self._parent;
      for (const each of [notice, also]) {
        if (each === undefined) continue;
        const complete: ConnectionNotice = { ...each, connection: context.name };
        enqueue.emit(complete);
        if (parent !== undefined) enqueue.sendTo(parent, complete);
      }
    }),
    sendMessage: ({ context, self }, command: SendCommand) => {
      const { runtime } = context;
      const { namespace = '/', eventName, args = [], options } = command;
      // That it is none has been told of.
      if (!isNamespaceName(namespace)) return;
      try {
        runtime().outbox.send(namespace, eventName, args, options);
      } catch (error) {
        self.send({ type: 'message.refused', error: toErrorData(context, error, 'unencodable') });
      }
    },
    startAgain: ({ context, self }) => {
      if (context.isStartDue) self.send({ type: 'start' });
    },
    noteError: assign((_, { error }: { error: ConnectionErrorData }) => ({ error })),
    /** The loss of the last namespace counts as the loss of the link. */
    dropLink: raise(({ event }) => ({
      type: 'link.closed' as const,
      reason: event.type === 'namespace.changed' ? event.reason : event.type,
    })),
    noteSuspended: assign({ isSuspended: true }),
    tellListening: enqueueActions(
      ({ context, enqueue }, { type, namespace = '/', eventName, listener }: ListenCommand) => {
        if (!Object.hasOwn(context.namespaces, namespace)) return;
        enqueue.sendTo(`namespace:${namespace}`, {
          type,
          eventName,
          listener: listener ?? context.runtime().forwarder(namespace, eventName),
        });
      },
    ),
  },
});

import type { EventObject } from 'xstate';
import type { ConnectionContext } from '../../../machines/ConnectionContext.ts';
import type { SendCommand } from '../../../machines/ConnectionEvent.ts';
import type { ErrorCode } from '../../../machines/errorCodes.ts';
import type { MessageListener } from '../../../machines/Link.ts';
import type { NamespaceContext } from '../../../machines/NamespaceContext.ts';
import type { WhileOffline } from '../../../machines/Policy.ts';
import { ModelError } from './Model.ts';
import type { CustomAction } from './PureSystem.ts';
import { without, type WorldState } from './WorldState.ts';

/** What an action does to the world, and what the connection hears of it. */
export interface Effect {
  readonly world: WorldState;
  /** Sent to the connection. */
  readonly events: readonly EventObject[];
}

const nothing = (world: WorldState): Effect => ({ world, events: [] });

/** The namespaces say goodbye, the engine closes: an attempt ends at once, an open engine in its own time. */
function close(world: WorldState): WorldState {
  const engine = {
    none: 'none',
    closed: 'closed',
    opening: 'closed',
    open: 'closing',
    closing: 'closing',
  } as const;
  return { ...world, joins: {}, engine: engine[world.engine] };
}

/** What waits for a namespace falls out, and is reported. */
function release(world: WorldState, namespaces: readonly string[], reason: ErrorCode): Effect {
  const events: EventObject[] = namespaces.flatMap((namespace) =>
    Array.from({ length: world.waiting[namespace] ?? 0 }, () => dropped(namespace, reason)),
  );
  let { waiting } = world;
  for (const namespace of namespaces) waiting = without(waiting, namespace);
  return { world: { ...world, waiting }, events };
}

const dropped = (namespace: string, reason: ErrorCode): EventObject & Record<string, unknown> => ({
  type: 'message.dropped',
  namespace,
  eventName: 'message',
  reason,
});

/** A message is sent: it leaves, waits, or falls out. */
export function sendMessage(world: WorldState, namespace: string, whileOffline: WhileOffline): Effect {
  if (world.outlets.includes(namespace)) return nothing(world);
  const refusal = world.refusal ?? world.refusals[namespace];
  if (refusal === undefined && whileOffline === 'queue') {
    const waiting = { ...world.waiting, [namespace]: (world.waiting[namespace] ?? 0) + 1 };
    return nothing({ ...world, waiting });
  }
  const isDown = refusal === undefined || refusal === 'connection-stopped';
  return { world, events: [dropped(namespace, isDown ? 'not-connected' : refusal)] };
}

interface Given<Context> {
  readonly world: WorldState;
  readonly context: Context;
  readonly params: unknown;
}

const connectionActions: Readonly<Record<string, (given: Given<ConnectionContext>) => Effect>> = {
  openLink: ({ world, context }) =>
    nothing({ ...world, engine: 'opening', linkProtocol: context.protocol ?? 'v4', joins: {} }),
  closeLink: ({ world }) => nothing(close(world)),
  abandonLink: ({ world }) =>
    nothing({ ...world, joins: {}, engine: world.engine === 'none' ? 'none' : 'closed' }),
  disposeLink: ({ world }) => nothing({ ...world, engine: 'none', linkProtocol: undefined, joins: {} }),
  admitMessages: ({ world }) => nothing({ ...world, refusal: undefined }),
  refuseMessages: ({ world, params }) => {
    const { code } = params as { readonly code: ErrorCode };
    return release({ ...world, refusal: code }, Object.keys(world.waiting), code);
  },
  sendMessage: ({ world, context, params }) => {
    const { namespace = '/', args = [] } = params as SendCommand;
    // The one thing that cannot be sent which steps send.
    if (args.some((value) => typeof value === 'bigint')) {
      const error = { code: 'unencodable', phase: 'send', message: '', retryable: false, namespace };
      const refused = { type: 'message.refused', error };
      return { world, events: [refused] };
    }
    return sendMessage(world, namespace, context.runtime().ports.policy.whileOffline);
  },
  startAgain: ({ world, context }) => ({ world, events: context.isStartDue ? [{ type: 'start' }] : [] }),
};

interface ListeningParams {
  readonly eventName: string;
  readonly listener: MessageListener;
}

const namespaceActions: Readonly<Record<string, (given: Given<NamespaceContext>) => Effect>> = {
  listenToLink: ({ world }) => nothing(world),
  requestJoin: ({ world, context }) =>
    world.engine === 'open'
      ? nothing({ ...world, joins: { ...world.joins, [context.namespace]: 'asked' } })
      : nothing(world),
  leaveLink: ({ world, context }) => nothing({ ...world, joins: without(world.joins, context.namespace) }),
  openOutbox: ({ world, context: { namespace } }) =>
    nothing({
      ...world,
      outlets: [...world.outlets, namespace],
      waiting: without(world.waiting, namespace),
    }),
  shutOutbox: ({ world, context: { namespace } }) =>
    nothing({ ...world, outlets: world.outlets.filter((outlet) => outlet !== namespace) }),
  refuseMessages: ({ world, context: { namespace } }) =>
    release(
      { ...world, refusals: { ...world.refusals, [namespace]: 'namespace-denied' } },
      [namespace],
      'namespace-denied',
    ),
  admitMessages: ({ world, context: { namespace } }) =>
    nothing({ ...world, refusals: without(world.refusals, namespace) }),
  addListener: ({ world, context: { namespace }, params }) => {
    const { eventName, listener } = params as ListeningParams;
    return nothing({ ...world, listenings: [...world.listenings, { namespace, eventName, listener }] });
  },
  removeListener: ({ world, context: { namespace }, params }) => {
    const { eventName, listener } = params as ListeningParams;
    const index = world.listenings.findIndex(
      (other) =>
        other.namespace === namespace && other.eventName === eventName && other.listener === listener,
    );
    return nothing(index < 0 ? world : { ...world, listenings: world.listenings.toSpliced(index, 1) });
  },
};

/**
 * What an action of the connection's statecharts does to the world.
 *
 * @throws {ModelError} for an action that it does not know: a model that passes over it would be wrong in silence
 */
export function actOnWorld(world: WorldState, { actor, type, params, context }: CustomAction): Effect {
  // Which context and parameters an action gets is settled by the machine that it belongs to.
  if (actor.machine.id === 'connection') {
    const effect = connectionActions[type];
    if (effect !== undefined) return effect({ world, context: context as ConnectionContext, params });
  }
  if (actor.machine.id === 'namespace') {
    const effect = namespaceActions[type];
    if (effect !== undefined) return effect({ world, context: context as NamespaceContext, params });
  }
  throw new ModelError(
    `What the action ${type} of the machine ${actor.machine.id} does is not known to the model: add it to actOnWorld.`,
  );
}

import type { Collector } from '../model/createCollector.ts';
import type { TrafficObserver } from '../model/createTrafficObserver.ts';
import type { Xstate5Observer } from '../model/createXstate5Observer.ts';
import type {
  ControlAnswer,
  ControlErrorCode,
  ControlRequest,
  DriveRequest,
} from '../model/ControlRequest.ts';
import { isRecord } from '../model/isRecord.ts';
import { isSecretKey } from '../model/isSecretKey.ts';
import { currentSnapshot, field } from '../model/readActor.ts';
import { expandedLimits, messageOf, serialise } from '../model/serialise.ts';
import type { WatchedConnection } from '../model/TrafficSource.ts';
import { controlRequestSchema } from './controlRequestSchema.ts';

/** Answers what viewers ask for. */
export interface Control {
  /**
   * @param viewer - what a viewer's subscriptions belong to: forgotten with {@link Control.forget}
   * @param request - whatever came
   */
  answer(viewer: object, request: unknown, resync: () => void): Promise<ControlAnswer>;
  /** Ends what a viewer has subscribed to. */
  forget(viewer: object): void;
  /** Sends an event to an actor, if driving is on. */
  send(actor: string, event: { readonly type: string }): ControlAnswer;
}

/** Makes {@link Control} over an inspector's parts. */
export function createControl({
  isOn,
  collector,
  actors,
  traffic,
  record,
}: {
  isOn: boolean;
  collector: Collector;
  actors: Xstate5Observer;
  traffic: TrafficObserver;
  /** Starts or stops a recording; resolves with its file. */
  record: (action: 'start' | 'stop') => Promise<string>;
}): Control {
  const subscriptions = new Map<object, Map<string, () => void>>();

  function expand(request: Extract<ControlRequest, { type: 'expand' }>): ControlAnswer {
    const actor = actors.find(request.actor);
    if (actor === undefined) return unreachable(request.actor);
    let value = field(currentSnapshot(actor), request.from);
    let isSecret = false;
    for (const step of request.path) {
      const entry = stepInto(value, step);
      isSecret ||= isSecretKey(step) || isSecretKey(entry.key);
      ({ value } = entry);
    }
    return { ok: true, value: serialise(value, expandedLimits, isSecret).value };
  }

  function unreachable(id: string): ControlAnswer {
    const actor = collector.getActor(id);
    return actor === undefined
      ? refuse('unknown-actor', `There is no actor ${id}.`)
      : refuse(
          'not-reachable',
          actor.endedAt === null
            ? `${actor.name} belongs to another program, which cannot be reached from here.`
            : `${actor.name} has ended.`,
        );
  }

  function send(id: string, event: { readonly type: string }): ControlAnswer {
    if (!isOn) return controlOff;
    const actor = actors.find(id);
    if (actor === undefined) return unreachable(id);
    const isTaken = canTake(currentSnapshot(actor), event);
    actor.send(event);
    const value = isTaken === undefined ? 'sent' : isTaken ? 'taken' : 'ignored';
    return { ok: true, value };
  }

  async function drive(viewer: object, request: DriveRequest): Promise<ControlAnswer> {
    if (request.type === 'send') return send(request.actor, request.event);
    if (!isOn) return controlOff;
    const connection = traffic.get(request.connection);
    if (connection === undefined) {
      return refuse('unknown-connection', `There is no connection named ${request.connection}.`);
    }
    if (!('event' in request)) connection[request.action]();
    else if (request.action === 'send') return sendMessage(connection, request);
    else changeSubscription(viewer, connection, request);
    return done;
  }

  async function sendMessage(
    connection: WatchedConnection,
    request: Extract<DriveRequest, { action: 'send' }>,
  ): Promise<ControlAnswer> {
    const namespace = connection.namespace(request.namespace);
    if (!request.acknowledge) {
      namespace.send(request.event, ...request.arguments);
      return done;
    }
    const answer = await namespace.request(request.event, ...request.arguments);
    return { ok: true, value: serialise(answer, expandedLimits).value };
  }

  function changeSubscription(
    viewer: object,
    connection: WatchedConnection,
    request: Extract<DriveRequest, { action: 'subscribe' | 'unsubscribe' }>,
  ): void {
    const key = JSON.stringify([request.connection, request.namespace, request.event]);
    const own = subscriptions.get(viewer) ?? new Map<string, () => void>();
    subscriptions.set(viewer, own);
    own.get(key)?.();
    own.delete(key);
    if (request.action === 'unsubscribe') return;
    // What it hears shows in the traffic.
    own.set(
      key,
      connection.namespace(request.namespace).subscribe(request.event, () => {}),
    );
  }

  async function look(
    request: Exclude<ControlRequest, DriveRequest>,
    resync: () => void,
  ): Promise<ControlAnswer> {
    switch (request.type) {
      case 'expand':
        return expand(request);
      case 'entries':
        return { ok: true, entries: collector.entriesBefore(request.before, request.limit) };
      case 'recording':
        return { ok: true, value: await record(request.action) };
      case 'resync':
        resync();
        break;
      case 'clearStopped':
        collector.clearEnded();
        break;
    }
    return done;
  }

  return {
    async answer(viewer, request, resync) {
      const parsed = controlRequestSchema.safeParse(request);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        return refuse('invalid-request', `This request cannot be understood: ${issue?.message ?? ''}.`);
      }
      try {
        const { data } = parsed;
        return data.type === 'send' || data.type === 'connection'
          ? await drive(viewer, data)
          : await look(data, resync);
      } catch (error) {
        return refuse('failed', messageOf(error));
      }
    },
    forget(viewer) {
      for (const unsubscribe of subscriptions.get(viewer)?.values() ?? []) unsubscribe();
      subscriptions.delete(viewer);
    },
    send(actor, event) {
      try {
        return send(actor, event);
      } catch (error) {
        return refuse('failed', messageOf(error));
      }
    },
  };
}

const done: ControlAnswer = { ok: true, value: null };

const controlOff: ControlAnswer = {
  ok: false,
  code: 'control-off',
  message: 'This inspector only watches. Start it with --control (or `control: true`) to send events.',
};

function refuse(code: ControlErrorCode, message: string): ControlAnswer {
  return { ok: false, code, message };
}

/** Whether a machine has an enabled transition for it; `undefined` where that cannot be known. */
function canTake(snapshot: unknown, event: { readonly type: string }): boolean | undefined {
  const can = field(snapshot, 'can');
  if (typeof can !== 'function') return undefined;
  try {
    const answer: unknown = can.call(snapshot, event);
    return typeof answer === 'boolean' ? answer : undefined;
  } catch {
    // A guard threw; sending it will tell.
    return undefined;
  }
}

/** An own field (never a getter), an item, the n-th entry of a map or set, with the key that it really has. */
function stepInto(value: unknown, step: string): { readonly key: string; readonly value: unknown } {
  if (value instanceof Map || value instanceof Set) {
    let index = Number(step);
    for (const [key, item] of value.entries()) {
      if (index === 0) return { key: typeof key === 'string' ? key : step, value: item };
      index -= 1;
    }
    return { key: step, value: undefined };
  }
  const isOpen = isRecord(value) || Array.isArray(value);
  return {
    key: step,
    value: isOpen ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined,
  };
}

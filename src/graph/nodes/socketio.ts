import { defineNode } from '../defineNode.ts';
import { NodeError } from '../NodeError.ts';
import type { ProjectServices } from '../ProjectServices.ts';
import type { GraphSender } from './socketio/GraphConnections.ts';
import { hubsKey, type ConnectionHub } from './socketio/ConnectionHub.ts';
import { repliesKey } from './socketio/Replies.ts';

const configuration = {
  type: 'String',
  required: true,
  names: 'connection',
  help: 'The name of the connection.',
} as const;
const attributes = { configuration };
const eventName = { type: 'String', required: true, help: 'The name of the event.' } as const;
const namespace = { type: 'String', default: '/', names: 'namespace', help: 'The namespace.' } as const;
const out = { help: 'Goes on at once.' } as const;
const plugin = 'socketio';

interface HubSetup {
  readonly attributes: { readonly configuration: string };
  readonly project: ProjectServices;
}

function hubOf({ attributes: { configuration: name }, project }: HubSetup): ConnectionHub {
  return project.shared(hubsKey)(name);
}

export const start = defineNode({
  kind: 'action',
  type: 'socketio/start',
  label: 'Socket.IO Start',
  help: 'Starts a connection, which then keeps itself connected. `out` comes at once: `socketio/onStart` tells when it is connected.',
  plugin,
  attributes,
  pulses: { out: { out } },
  state: hubOf,
  run({ state }) {
    state.connection.start();
  },
});

export const stop = defineNode({
  kind: 'action',
  type: 'socketio/stop',
  label: 'Socket.IO Stop',
  help: 'Stops a connection. `out` comes at once: `socketio/onStop` tells when it is stopped.',
  plugin,
  attributes,
  pulses: { out: { out } },
  state: hubOf,
  run({ state }) {
    state.connection.stop();
  },
});

export const send = defineNode({
  kind: 'action',
  type: 'socketio/send',
  label: 'Socket.IO Send',
  help: 'Sends a message. While there is no connection, its `whileOffline` and `queue` count.',
  plugin,
  attributes: {
    configuration,
    acknowledge: {
      type: 'Bool',
      default: false,
      help: 'Whether to ask the server for an acknowledgement, which `onAcknowledge` tells of.',
    },
    delivery: {
      type: 'String',
      choices: ['atMostOnce', 'atLeastOnce'],
      help: 'Whether it is sent again until the server acknowledges; left out: as the connection is set.',
    },
  },
  inputs: {
    eventName,
    namespace,
    message: {
      type: 'Any',
      optional: true,
      help: 'The argument of the event; neither wired nor given: the event has none.',
    },
    arguments: {
      type: 'Array',
      optional: true,
      help: 'All arguments, in place of `message`.',
    },
  },
  outputs: {
    response: { type: 'Any', help: 'The first argument of the acknowledgement.' },
    error: { type: 'String', help: 'Why it could not be sent, or was not acknowledged.' },
  },
  pulses: {
    out: {
      out,
      onAcknowledge: { help: 'Goes on here when the server has acknowledged.' },
      onError: { help: 'Goes on here if it cannot be sent, or is not acknowledged in time.', error: true },
    },
  },
  state: (setup) => ({ hub: hubOf(setup), namespace: '', sender: undefined as GraphSender | undefined }),
  run({ inputs, state, attributes: { acknowledge, delivery }, pulses, wait }) {
    const message = inputs.message.value;
    const args = inputs.arguments.value ?? (message === undefined ? [] : [message]);
    const name = inputs.namespace.value;
    if (state.sender === undefined || name !== state.namespace) {
      const face = state.hub.connection.namespace(name);
      state.namespace = name;
      state.sender = delivery === undefined ? face : face.with({ delivery });
    }
    if (!acknowledge) {
      state.sender.send(inputs.eventName.value, ...args);
      return pulses.out;
    }
    const branch = wait();
    try {
      state.sender
        .request(inputs.eventName.value, ...args)
        .then(
          (response) => branch.pulse(pulses.onAcknowledge, { response: response ?? null, error: '' }),
          (error: unknown) => branch.fail(error),
        )
        .finally(() => branch.end());
    } catch (error) {
      branch.end();
      throw error;
    }
    return pulses.out;
  },
});

export const subscribe = defineNode({
  kind: 'action',
  type: 'socketio/subscribe',
  label: 'Socket.IO Subscribe',
  help: 'Subscribes to an event, which `socketio/onReceive` then tells of, through any number of drops. `*` is every event. Ends with its graph.',
  plugin,
  attributes,
  inputs: { eventName, namespace },
  pulses: { out: { out } },
  state(setup) {
    const hub = hubOf(setup);
    const owner = {};
    setup.onEnd(() => hub.release(owner));
    return { hub, owner };
  },
  run({ inputs, state: { hub, owner } }) {
    hub.subscribe(owner, inputs.namespace.value, checkedName(inputs.eventName.value));
  },
});

export const unsubscribe = defineNode({
  kind: 'action',
  type: 'socketio/unsubscribe',
  label: 'Socket.IO Unsubscribe',
  help: 'Ends a subscription of the connection, whichever node began it. Nothing, where there is none.',
  plugin,
  attributes,
  inputs: { eventName, namespace },
  pulses: { out: { out } },
  state: hubOf,
  run({ inputs, state }) {
    state.unsubscribe(inputs.namespace.value, inputs.eventName.value);
  },
});

export const reply = defineNode({
  kind: 'action',
  type: 'socketio/reply',
  label: 'Socket.IO Reply',
  help: 'Gives the acknowledgement that the server awaits for a message. Nothing, if the `replyId` is empty: then it awaits none.',
  plugin,
  attributes,
  inputs: {
    replyId: { type: 'String', required: true, help: 'The `replyId` of the message.' },
    message: {
      type: 'Any',
      optional: true,
      help: 'What to answer; neither wired nor given: an acknowledgement without arguments.',
    },
  },
  pulses: { out: { out } },
  state: (setup) => ({ hub: hubOf(setup), replies: setup.project.shared(repliesKey) }),
  run({ inputs, state, attributes: { configuration: name } }) {
    const replyId = inputs.replyId.value;
    const message = inputs.message.value;
    if (replyId === '') return;
    state.replies.give(name, replyId, message === undefined ? [] : [message]);
  },
});

export const onStart = defineNode({
  kind: 'event',
  type: 'socketio/onStart',
  label: 'On Socket.IO Start',
  help: 'Happens each time the connection is established, also again after a drop.',
  plugin,
  attributes,
  outputs: {
    reconnected: { type: 'Bool', help: 'Whether it was established before.' },
    recovered: { type: 'Bool', help: 'Whether the server restored the session, with what was missed.' },
  },
  state: hubOf,
  listen: ({ state, begin }) => state.told.started.listen(begin),
});

export const onStop = defineNode({
  kind: 'event',
  type: 'socketio/onStop',
  label: 'On Socket.IO Stop',
  help: 'Happens when the connection is really stopped, whoever stopped it.',
  plugin,
  attributes,
  outputs: { reason: { type: 'String', help: 'Why it stopped.' } },
  state: hubOf,
  listen: ({ state, begin }) => state.told.stopped.listen(begin),
});

export const onReceive = defineNode({
  kind: 'event',
  type: 'socketio/onReceive',
  label: 'On Socket.IO Receive',
  help: 'Happens for each message of an event that `socketio/subscribe` has subscribed to.',
  plugin,
  attributes: {
    configuration,
    events: {
      type: 'Array',
      items: 'String',
      help: 'Only events of these names; left out: all that are subscribed to.',
    },
  },
  outputs: {
    namespace: { type: 'String', help: 'The namespace.' },
    triggerName: { type: 'String', help: 'The name of the event.' },
    message: { type: 'Any', help: 'The first argument.' },
    arguments: { type: 'Array', help: 'All arguments.' },
    replyId: {
      type: 'String',
      help: 'For `socketio/reply`; empty unless the server awaits an acknowledgement.',
    },
  },
  state: hubOf,
  listen({ state, attributes: { events }, begin }) {
    const wanted = events === undefined ? undefined : new Set(events);
    return state.received.listen((message) => {
      if (wanted !== undefined && !wanted.has(message.eventName)) return;
      begin({
        namespace: message.namespace,
        triggerName: message.eventName,
        message: message.args[0] ?? null,
        arguments: message.args,
        replyId: message.replyId,
      });
    });
  },
});

export const onError = defineNode({
  kind: 'event',
  type: 'socketio/onError',
  label: 'On Socket.IO Error',
  help: 'Happens for each error of the connection.',
  plugin,
  attributes,
  outputs: {
    namespace: { type: 'String', help: 'The namespace; empty for an error of the connection itself.' },
    message: { type: 'String', help: 'What is wrong, for people.' },
    code: { type: 'String', help: 'What is wrong, for nodes: one of the codes in `docs/errors.md`.' },
    retryable: { type: 'Bool', help: 'Whether the connection goes on trying by itself.' },
  },
  state: hubOf,
  listen: ({ state, begin }) =>
    state.told.error.listen(({ namespace: where, message, code, retryable }) =>
      begin({ namespace: where ?? '', message, code, retryable }),
    ),
});

const subscriptionOutputs = {
  namespace: { type: 'String', help: 'The namespace.' },
  eventName: { type: 'String', help: 'The name of the event.' },
} as const;

export const onSubscribe = defineNode({
  kind: 'event',
  type: 'socketio/onSubscribe',
  label: 'On Socket.IO Subscribe',
  help: 'Happens when an event is subscribed to that was not before.',
  plugin,
  attributes,
  outputs: subscriptionOutputs,
  state: hubOf,
  listen: ({ state, begin }) => state.told.subscribed.listen(begin),
});

export const onUnsubscribe = defineNode({
  kind: 'event',
  type: 'socketio/onUnsubscribe',
  label: 'On Socket.IO Unsubscribe',
  help: 'Happens when the last subscription of an event has ended.',
  plugin,
  attributes,
  outputs: subscriptionOutputs,
  state: hubOf,
  listen: ({ state, begin }) => state.told.unsubscribed.listen(begin),
});

export const onStateChange = defineNode({
  kind: 'event',
  type: 'socketio/onStateChange',
  label: 'On Socket.IO State Change',
  help: 'Happens each time the connection moves to another state.',
  plugin,
  attributes,
  outputs: {
    state: { type: 'String', help: 'The state, as a path: `connected.stable`.' },
    previous: { type: 'String', help: 'The state before.' },
    reason: { type: 'String', help: 'Why it moved.' },
    retryIn: { type: 'Float', help: 'Seconds until the next try; 0 if none is awaited.' },
  },
  state: hubOf,
  listen: ({ state: hub, begin }) =>
    hub.told.state.listen(({ state: now, previous, reason, retryIn }) =>
      begin({ state: now, previous, reason, retryIn: (retryIn ?? 0) / 1000 }),
    ),
});

export const state = defineNode({
  kind: 'data',
  type: 'socketio/state',
  label: 'Socket.IO State',
  help: 'How the connection is doing, at the moment it is read.',
  plugin,
  unpulsed: true,
  attributes,
  outputs: {
    state: { type: 'String', help: 'The state, as a path: `connecting.waiting`.' },
    isConnected: { type: 'Bool', help: 'Whether it is connected.' },
    queued: { type: 'Int', help: 'How many messages wait to be sent.' },
  },
  state: hubOf,
  run({ state: { connection }, outputs }) {
    outputs.state.value = connection.state;
    outputs.isConnected.value = connection.isConnected;
    outputs.queued.value = connection.queued;
  },
});

/** What a server of no version can send: Socket.IO keeps the names for itself. */
const neverReceived: ReadonlySet<string> = new Set([
  'connect',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

function checkedName(name: string): string {
  if (name === '') throw new NodeError('missing-value', 'The input "eventName" is empty.');
  if (neverReceived.has(name))
    throw new NodeError(
      'reserved-event',
      `"${name}" is no message that a server could send. Of the connection itself tell socketio/onStart, socketio/onStop, socketio/onError and socketio/onStateChange.`,
    );
  return name;
}

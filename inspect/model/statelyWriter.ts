import type { FedActor, ForeignMessage, ForeignWriter } from './createForeignFeed.ts';
import { stateValue, tagsAt } from './statePaths.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import { toMachineConfig } from './toMachineConfig.ts';
import { toPlain, type PlainValue } from './toPlain.ts';

/** The version of `@statelyai/inspect` whose messages these are. Its readers know them by having one. */
const protocolVersion = '0.7.2';

/** Writes the messages of `@statelyai/inspect` (XState 5). */
export const statelyWriter: ForeignWriter = {
  register(fed) {
    const { actor, definition } = fed;
    const machine = definition === undefined ? { id: actor.name } : toMachineConfig(definition, 'xstate5');
    return [
      {
        ...base(fed, actor.startedAt),
        type: '@xstate.actor',
        name: actor.name,
        parentId: fed.parentId,
        definition: JSON.stringify(machine),
        snapshot: snapshot(fed, actor.states, actor.status, actor.errorMessage),
      },
    ];
  },
  step(fed, entry, senderId) {
    const event = eventOf(entry);
    return [
      { ...base(fed, entry.at), type: '@xstate.event', event, sourceId: senderId },
      {
        ...base(fed, entry.at),
        type: '@xstate.snapshot',
        event,
        snapshot: snapshot(fed, entry.after, entry.status, entry.errorMessage),
      },
    ];
  },
};

function base({ sessionId, rootId }: FedActor, at: number): ForeignMessage {
  return {
    sessionId,
    rootId,
    id: null,
    createdAt: String(Math.round(at)),
    _version: protocolVersion,
  };
}

/** An entry's event as XState had it. */
export function eventOf({ event }: TimelineEntry): Readonly<Record<string, PlainValue>> {
  const payload = event.payload === null ? null : toPlain(event.payload);
  return { ...(isRecord(payload) && payload), type: event.type };
}

function isRecord(value: PlainValue): value is Readonly<Record<string, PlainValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function snapshot(
  { actor, definition, context }: FedActor,
  states: readonly string[],
  status: string,
  errorMessage: string | null,
): ForeignMessage {
  return {
    status,
    ...(actor.kind === 'machine' && {
      value: stateValue(states, definition?.root),
      children: {},
      historyValue: {},
      tags: definition === undefined ? actor.tags : tagsAt(definition.root, states),
    }),
    ...(context !== null && { context: toPlain(context) }),
    ...(actor.input !== null && { input: toPlain(actor.input) }),
    ...(actor.output !== null && { output: toPlain(actor.output) }),
    ...(errorMessage !== null && { error: { message: errorMessage } }),
  };
}

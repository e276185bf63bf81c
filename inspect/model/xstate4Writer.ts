import type { FedActor, ForeignMessage, ForeignWriter } from './createForeignFeed.ts';
import { statesOf, stateValue, tagsAt } from './statePaths.ts';
import { eventOf } from './statelyWriter.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import { toMachineConfig } from './toMachineConfig.ts';
import { toPlain, type PlainValue } from './toPlain.ts';

/**
 * Writes the messages of `@xstate/inspect` (XState 4). That version inspects machines alone, so other kinds of actors are
 * left out, and a child's parent may be one that is.
 */
export const xstate4Writer: ForeignWriter = {
  register(fed) {
    const { actor, definition } = fed;
    if (definition === undefined) return [];
    return [
      {
        type: 'service.register',
        machine: JSON.stringify(toMachineConfig(definition, 'xstate4')),
        state: JSON.stringify(state(fed, actor.states, { type: 'xstate.init' }, [], false)),
        sessionId: fed.sessionId,
        id: actor.name,
        parent: fed.parentId,
      },
    ];
  },
  step(fed, entry) {
    if (fed.definition === undefined) return [];
    const { sessionId } = fed;
    if (entry.kind === 'stopped') return [{ type: 'service.stop', sessionId }];
    const event = eventOf(entry);
    return [
      { type: 'service.event', event: JSON.stringify(scxml(event)), sessionId },
      {
        type: 'service.state',
        state: JSON.stringify(
          state(fed, entry.after, event, transitionsOf(fed, entry), entry.edges.length > 0),
        ),
        sessionId,
      },
      ...(entry.status === 'active' ? [] : [{ type: 'service.stop', sessionId }]),
    ];
  },
};

type Event = Readonly<Record<string, PlainValue>>;

function scxml(event: Event): ForeignMessage {
  return { name: event['type'], data: event, $$type: 'scxml', type: 'external' };
}

/** All that `State.create` of XState 4 reads. */
function state(
  { actor, definition, context, sessionId }: FedActor,
  states: readonly string[],
  event: Event,
  transitions: readonly ForeignMessage[],
  changed: boolean,
): ForeignMessage {
  return {
    value: stateValue(states, definition?.root),
    context: context === null ? null : toPlain(context),
    event,
    _event: scxml(event),
    _sessionid: sessionId,
    historyValue: null,
    actions: [],
    activities: {},
    meta: {},
    events: [],
    configuration: [],
    transitions,
    children: {},
    done: actor.status === 'done',
    tags: definition === undefined ? actor.tags : tagsAt(definition.root, states),
    changed,
  };
}

function transitionsOf({ definition }: FedActor, { edges }: TimelineEntry): readonly ForeignMessage[] {
  if (definition === undefined || edges.length === 0) return [];
  const states = [...statesOf(definition.root)];
  const idOf = (path: string): string => `#${states.find((other) => other.path === path)?.id ?? path}`;
  return states
    .flatMap((of) => of.edges)
    .filter(({ id }) => edges.includes(id))
    .map((edge) => ({
      source: idOf(edge.source),
      target: edge.targets.map(idOf),
      eventType: edge.event,
      event: edge.event,
      actions: [],
      internal: !edge.reenter,
      ...(edge.guard !== null && { cond: { type: 'xstate.guard', name: edge.guard } }),
    }));
}

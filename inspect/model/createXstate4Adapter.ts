import type { Collector } from './createCollector.ts';
import { createForeignActors } from './createForeignActors.ts';
import type { ForeignAdapter } from './ForeignAdapter.ts';
import { guessEdges } from './guessEdges.ts';
import { isRecord, toList } from './isRecord.ts';
import { actionName } from './logicNames.ts';
import type { EdgeDefinition, MachineDefinition, StateDefinition } from './MachineDefinition.ts';
import { parseBounded } from './parseBounded.ts';
import { statesOf } from './statePaths.ts';

/**
 * Reads the messages of `@xstate/inspect` 0.8 (XState 4), whether they come by `postMessage` or as JSON text over a
 * WebSocket. To begin (and for a full refresh) its receiver sends {@link xstate4Hello}.
 */
export function createXstate4Adapter({
  collector,
  source,
  now,
}: {
  collector: Collector;
  source: string;
  now: () => number;
}): ForeignAdapter {
  const actors = createForeignActors({ collector, source });

  function receive(message: Readonly<Record<string, unknown>>): boolean {
    const { type, sessionId } = message;
    if (type === 'xstate.disconnect') {
      collector.endSource(source, now());
      return true;
    }
    if (typeof type !== 'string' || !type.startsWith('service.') || typeof sessionId !== 'string') {
      return false;
    }
    switch (type) {
      case 'service.register':
        register(sessionId, message);
        break;
      case 'service.event':
        noteEvent(sessionId, parseBounded(message['event']));
        break;
      case 'service.state':
        step(sessionId, parseBounded(message['state']), undefined);
        break;
      case 'service.stop':
        actors.stop(sessionId, now());
        break;
      default:
    }
    return true;
  }

  function register(sessionId: string, message: Readonly<Record<string, unknown>>): void {
    const machine = parseBounded(message['machine']);
    actors.register({
      sessionId,
      parent: textOf(message['parent']),
      name: textOf(message['id']) ?? (isRecord(machine) ? textOf(machine['id']) : undefined),
      machine,
    });
    // Registered services run, and a refresh comes without any `service.state`.
    const known = collector.getActor(`${source}/${sessionId}`);
    if (known === undefined) step(sessionId, parseBounded(message['state']), 'xstate.init');
  }

  function noteEvent(sessionId: string, scxml: unknown): void {
    if (!isRecord(scxml)) return;
    // The first event is told of after its state.
    if (scxml['name'] === 'xstate.init') return;
    actors.noteEvent(sessionId, scxml['data'] ?? { type: scxml['name'] }, textOf(scxml['origin']), now());
  }

  function step(sessionId: string, state: unknown, type: string | undefined): void {
    if (!isRecord(state)) return;
    const event = type === undefined ? state['event'] : { type };
    // A subscriber hears of the state there is at once; the registration has told of it.
    const known = collector.getActor(`${source}/${sessionId}`);
    if (known !== undefined && isRecord(event) && event['type'] === 'xstate.init') return;
    // The browser's messages have them, those of Node do not; a start has none.
    const tellsTransitions = Array.isArray(state['transitions']) || type !== undefined;
    actors.step({
      sessionId,
      at: now(),
      event,
      status: state['done'] === true ? 'done' : 'active',
      value: state['value'],
      context: state['context'],
      output: undefined,
      error: undefined,
      // A set: JSON makes `{}` of it.
      tags: toList(state['tags']).filter((tag) => typeof tag === 'string'),
      actions: toList(state['actions']).map(actionName),
      edgesOf: (definition, before, after) =>
        tellsTransitions
          ? toList(state['transitions']).flatMap((transition) => findEdge(definition, transition) ?? [])
          : guessEdges(definition, before, after, typeOf(event)),
      guessed: !tellsTransitions,
    });
  }

  return {
    receive: (message) => {
      try {
        return isRecord(message) && receive(message);
      } catch {
        // Of a shape that nobody thought of.
        return false;
      }
    },
    encodeEvent: (sessionId, event) => ({
      type: 'xstate.event',
      // The receiver reads `origin` as the target, and nothing else.
      event: JSON.stringify({
        name: event.type,
        type: 'external',
        $$type: 'scxml',
        data: event,
        origin: sessionId,
      }),
      service: sessionId,
    }),
    close: () => collector.endSource(source, now()),
  };
}

/** What a receiver says to be told everything. */
export const xstate4Hello = { type: 'xstate.inspecting' } as const;

function typeOf(event: unknown): string {
  return isRecord(event) && typeof event['type'] === 'string' ? event['type'] : '';
}

/** The edge of a transition as XState 4 writes it: by source, event and targets, and among equals by guard. */
function findEdge({ root }: MachineDefinition, transition: unknown): string | undefined {
  if (!isRecord(transition)) return undefined;
  const states = [...statesOf(root)];
  const source = stateOf(states, transition['source']);
  const event = transition['eventType'];
  const targets = toList(transition['target']).map((target) => stateOf(states, target)?.path);
  const guard = isRecord(transition['cond']) ? transition['cond']['name'] : undefined;
  const candidates = (source?.edges ?? []).filter(
    (edge) => edge.event === event && edge.targets.join('\n') === targets.join('\n'),
  );
  const withGuard = (edge: EdgeDefinition): boolean => edge.guard === (guard ?? null);
  return (candidates.find(withGuard) ?? candidates[0])?.id;
}

function stateOf(states: readonly StateDefinition[], reference: unknown): StateDefinition | undefined {
  const id = typeof reference === 'string' ? reference.replace(/^#/, '') : undefined;
  return states.find((state) => state.id === id);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;
}

import type { Collector } from './createCollector.ts';
import { createForeignActors } from './createForeignActors.ts';
import type { ForeignAdapter } from './ForeignAdapter.ts';
import { guessEdges } from './guessEdges.ts';
import { isRecord, toList } from './isRecord.ts';
import type { ActorStatus } from './InspectedActor.ts';
import { parseBounded } from './parseBounded.ts';

/**
 * Reads the messages of `@statelyai/inspect` 0.5 to 0.7 (XState 5), whether they come by `postMessage` or as JSON text over
 * a WebSocket. That wire tells neither kinds nor transitions nor stops; see `guessed` in the entries.
 */
export function createStatelyAdapter({
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
    if (type === '@statelyai.disconnected') {
      collector.endSource(source, now());
      return true;
    }
    if (typeof sessionId !== 'string' || typeof message['_version'] !== 'string') return false;
    const at = timeOf(message['createdAt']) ?? now();
    switch (type) {
      case '@xstate.actor':
        actors.register({
          sessionId,
          parent: textOf(message['parentId']),
          name: textOf(message['name']),
          machine: parseBounded(message['definition']),
          value: isRecord(message['snapshot']) ? message['snapshot']['value'] : undefined,
        });
        return true;
      case '@xstate.event':
        actors.noteEvent(sessionId, message['event'], textOf(message['sourceId']), at);
        return true;
      case '@xstate.snapshot':
        receiveSnapshot(sessionId, at, message['event'], message['snapshot']);
        return true;
      default:
        // What later versions add.
        return typeof type === 'string' && type.startsWith('@xstate.');
    }
  }

  function receiveSnapshot(sessionId: string, at: number, event: unknown, snapshot: unknown): void {
    const said = isRecord(snapshot) ? snapshot : {};
    const type = isRecord(event) && typeof event['type'] === 'string' ? event['type'] : '';
    actors.step({
      sessionId,
      at,
      event,
      status: statusOf(said['status']),
      value: said['value'],
      context: said['context'],
      output: said['output'],
      error: said['error'],
      tags: toList(said['tags']).filter((tag) => typeof tag === 'string'),
      actions: [],
      edgesOf: (definition, before, after) => guessEdges(definition, before, after, type),
      guessed: true,
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
    // Its wire has no way back.
    encodeEvent: () => undefined,
    close: () => collector.endSource(source, now()),
  };
}

function statusOf(status: unknown): ActorStatus {
  return status === 'done' || status === 'error' || status === 'stopped' ? status : 'active';
}

/** Times come as milliseconds in a string. */
function timeOf(createdAt: unknown): number | undefined {
  const time = Number(createdAt);
  return time > 1e12 && time < 1e14 ? time : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : undefined;
}

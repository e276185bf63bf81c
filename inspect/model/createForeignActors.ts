import type { Collector } from './createCollector.ts';
import { describeEvent } from './describeEvent.ts';
import { describeMachine } from './describeMachine.ts';
import type { ActorKind, ActorStatus } from './InspectedActor.ts';
import type { MachineDefinition } from './MachineDefinition.ts';
import { actorId, newActor } from './newActor.ts';
import { scrubCredentials } from './scrubCredentials.ts';
import { liveLimits, messageOf, serialise } from './serialise.ts';
import { statePaths } from './statePaths.ts';

/** What a foreign program says of an actor when it is registered. */
export interface ForeignRegistration {
  readonly sessionId: string;
  readonly parent: string | undefined;
  readonly name: string | undefined;
  /** A definition or config, as it came. */
  readonly machine: unknown;
  /** The state value it had about then: what its first step is compared with, if that is not its start. */
  readonly value?: unknown;
}

/** What a foreign program says of a step of an actor. */
export interface ForeignStep {
  readonly sessionId: string;
  readonly at: number;
  readonly event: unknown;
  readonly status: ActorStatus;
  /** The state value; `undefined` for other logic than machines. */
  readonly value: unknown;
  readonly context: unknown;
  readonly output: unknown;
  readonly error: unknown;
  readonly tags: readonly string[];
  readonly actions: readonly string[];
  /** The edges, if the wire tells of them; else they are guessed. */
  readonly edgesOf:
    | ((
        definition: MachineDefinition,
        before: readonly string[],
        after: readonly string[],
      ) => readonly string[])
    | undefined;
  readonly guessed: boolean;
}

/**
 * The actors of a program that speaks another inspector's protocol: keeps what that protocol leaves to its receiver to
 * remember, and tells a collector. Everything in it comes from outside and may be of any shape and number.
 */
export interface ForeignActors {
  /** It is shown from its first step on: registered actors need not have been started. */
  register(registration: ForeignRegistration): void;
  /** An event was sent to it; its step comes later. */
  noteEvent(sessionId: string, event: unknown, sender: string | undefined, at: number): void;
  step(step: ForeignStep): void;
  /** An actor has ended without a step. */
  stop(sessionId: string, at: number): void;
}

interface ForeignActor {
  registration: ForeignRegistration;
  definition: MachineDefinition | undefined;
  isAnnounced: boolean;
  paths: readonly string[];
  /** JSON of the context as it was shown: on the wire every one is a new object. */
  contextText: string | undefined;
  readonly sent: { readonly type: string; readonly sender: string | undefined; readonly at: number }[];
}

const mostActors = 20_000;
const mostSent = 200;

/** Makes {@link ForeignActors} of one source. */
export function createForeignActors({
  collector,
  source,
}: {
  collector: Collector;
  source: string;
}): ForeignActors {
  const actors = new Map<string, ForeignActor>();

  function get(sessionId: string): ForeignActor | undefined {
    const known = actors.get(sessionId);
    if (known !== undefined) return known;
    if (actors.size >= mostActors) return undefined;
    // Never registered, or in a message that was lost: better a nameless actor than none.
    const actor: ForeignActor = {
      registration: { sessionId, parent: undefined, name: undefined, machine: undefined },
      definition: undefined,
      isAnnounced: false,
      paths: [],
      contextText: undefined,
      sent: [],
    };
    actors.set(sessionId, actor);
    return actor;
  }

  function announce(actor: ForeignActor, kind: ActorKind, at: number): void {
    const { registration, definition } = actor;
    const { sessionId, parent, name } = registration;
    if (definition !== undefined) collector.addDefinition(definition);
    actor.isAnnounced = true;
    const isMadeUp = name === undefined || name === sessionId || /^\d+\./.test(name);
    collector.addActor(
      newActor({
        source,
        sessionId,
        parent: parent === undefined ? null : actorId(source, parent),
        kind,
        name: (isMadeUp ? definition?.id : name) ?? name ?? sessionId,
        definition: definition?.hash ?? null,
        startedAt: at,
        firstSequence: collector.sequence + 1,
      }),
    );
  }

  /** Who sent it and when: the oldest that was sent and is of its type. Older ones were lost on the way. */
  function takeSent(actor: ForeignActor, type: string): ForeignActor['sent'][number] | undefined {
    const index = actor.sent.findIndex((sent) => sent.type === type);
    return index < 0 ? undefined : actor.sent.splice(0, index + 1).at(-1);
  }

  return {
    register(registration) {
      const actor = get(registration.sessionId);
      if (actor === undefined) return;
      actor.registration = registration;
      actor.definition = describeMachine(registration.machine) ?? actor.definition;
      if (!actor.isAnnounced) actor.paths = statePaths(registration.value);
      const known = collector.getActor(actorId(source, registration.sessionId));
      if (known === undefined || actor.definition === undefined) return;
      // It was known before it was registered, by an event or by an earlier connection.
      collector.addDefinition(actor.definition);
      collector.changeActor({
        id: known.id,
        definition: actor.definition.hash,
        kind: 'machine',
        ...(registration.parent !== undefined && { parent: actorId(source, registration.parent) }),
        ...(registration.name !== undefined && { name: scrubCredentials(registration.name) }),
      });
    },
    noteEvent(sessionId, event, sender, at) {
      const actor = get(sessionId);
      if (actor === undefined) return;
      if (actor.sent.length >= mostSent) actor.sent.shift();
      actor.sent.push({ type: describeEvent(event).event.type, sender, at });
    },
    step(step) {
      const actor = get(step.sessionId);
      if (actor === undefined) return;
      const described = describeEvent(step.event);
      const { type } = described.event;
      const isMachine = step.value !== undefined;
      if (!actor.isAnnounced) announce(actor, isMachine ? 'machine' : 'unknown', step.at);
      const sent = takeSent(actor, type);
      const before = type === 'xstate.init' ? [] : actor.paths;
      const after = isMachine ? statePaths(step.value) : [];
      actor.paths = after;
      const context = step.context === undefined ? undefined : serialise(step.context, liveLimits);
      const contextText = context === undefined ? undefined : JSON.stringify(context.value);
      const hasNewContext = contextText !== actor.contextText;
      actor.contextText = contextText;
      const id = actorId(source, step.sessionId);
      const isStop = type === 'xstate.stop' || step.status === 'stopped';
      const errorMessage = step.status === 'error' ? messageOf(step.error) : null;
      collector.addEntry(
        {
          at: sent?.at ?? step.at,
          kind: isStop ? 'stopped' : type === 'xstate.init' ? 'started' : 'event',
          actor: id,
          sender: sent?.sender === undefined ? null : actorId(source, sent.sender),
          event: described.event,
          before,
          after,
          edges:
            actor.definition === undefined ? [] : (step.edgesOf?.(actor.definition, before, after) ?? []),
          guessed: step.guessed,
          actions: step.actions,
          status: isStop ? 'stopped' : step.status,
          context: hasNewContext ? (context?.value ?? null) : null,
          errorMessage,
        },
        described.bytes + (hasNewContext ? (context?.bytes ?? 0) : 0),
      );
      collector.changeActor({
        id,
        tags: step.tags,
        ...(step.output !== undefined && { output: serialise(step.output).value }),
        ...(errorMessage !== null && { error: serialise(step.error).value }),
      });
      if (isStop || step.status !== 'active') actors.delete(step.sessionId);
    },
    stop(sessionId, at) {
      const actor = actors.get(sessionId);
      actors.delete(sessionId);
      if (actor === undefined || !actor.isAnnounced) return;
      collector.addEntry(
        {
          at,
          kind: 'stopped',
          actor: actorId(source, sessionId),
          sender: null,
          event: { type: 'xstate.stop', payload: null },
          before: actor.paths,
          after: actor.paths,
          edges: [],
          guessed: false,
          actions: [],
          status: 'stopped',
          context: null,
          errorMessage: null,
        },
        0,
      );
    },
  };
}

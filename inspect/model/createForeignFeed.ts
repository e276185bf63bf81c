import type { Batch, BulkSnapshot } from './Channel.ts';
import { createMirror } from './createMirror.ts';
import type { ActorId, InspectedActor } from './InspectedActor.ts';
import type { MachineDefinition } from './MachineDefinition.ts';
import type { TimelineEntry } from './TimelineEntry.ts';
import type { WireValue } from './WireValue.ts';

/** An object that becomes one message as JSON text. */
export type ForeignMessage = Readonly<Record<string, unknown>>;

/** What a protocol's writer is given of an actor: as it is at the moment that is told. */
export interface FedActor {
  readonly actor: InspectedActor;
  readonly definition: MachineDefinition | undefined;
  /** The context after the last step that was told. */
  readonly context: WireValue | null;
  /** Its id, and its parent's and root's, as this protocol's reader knows them. */
  readonly sessionId: string;
  readonly parentId: string | undefined;
  readonly rootId: string;
}

/** Writes one other inspector's protocol. */
export interface ForeignWriter {
  /** An actor as it is now: when it is first told of. */
  register(fed: FedActor): readonly ForeignMessage[];
  step(fed: FedActor, entry: TimelineEntry, senderId: string | undefined): readonly ForeignMessage[];
}

/** Tells what a collector knows in another inspector's protocol: first everything, then each batch. */
export interface ForeignFeed {
  start(snapshot: BulkSnapshot): readonly ForeignMessage[];
  next(batch: Batch): readonly ForeignMessage[];
}

/** Makes a {@link ForeignFeed} for one reader. */
export function createForeignFeed(writer: ForeignWriter): ForeignFeed {
  // The timeline is passed on, not kept.
  const mirror = createMirror({ entries: { count: 1, bytes: 1 }, rows: { count: 1, bytes: 1 } });
  const contexts = new Map<ActorId, WireValue | null>();

  function feed(actor: InspectedActor): FedActor {
    let root = actor;
    for (let depth = 0; depth < 100 && root.parent !== null; depth += 1) {
      const parent = mirror.actors.get(root.parent);
      if (parent === undefined) break;
      root = parent;
    }
    const parent = actor.parent === null ? undefined : mirror.actors.get(actor.parent);
    return {
      actor,
      definition: actor.definition === null ? undefined : mirror.definitions.get(actor.definition),
      context: contexts.get(actor.id) ?? null,
      sessionId: publicId(actor),
      parentId: parent === undefined ? undefined : publicId(parent),
      rootId: publicId(root),
    };
  }

  function register(actors: readonly InspectedActor[]): readonly ForeignMessage[] {
    return actors.flatMap((actor) => {
      contexts.set(actor.id, actor.context);
      return writer.register(feed(actor));
    });
  }

  return {
    start(snapshot) {
      mirror.reset(snapshot);
      contexts.clear();
      return register(snapshot.actors.filter(({ endedAt }) => endedAt === null));
    },
    next(batch) {
      mirror.apply(batch);
      const registrations = register(batch.actors);
      const steps = batch.entries.flatMap((entry) => {
        const actor = mirror.actors.get(entry.actor);
        if (actor === undefined) return [];
        if (entry.context !== null) contexts.set(actor.id, entry.context);
        const sender = entry.sender === null ? undefined : mirror.actors.get(entry.sender);
        return writer.step(feed(actor), entry, sender === undefined ? undefined : publicId(sender));
      });
      for (const id of batch.removed) contexts.delete(id);
      return [...registrations, ...steps];
    },
  };
}

/** Our own actors keep their session ids; those of other programs could collide with them. */
function publicId({ id, sessionId, source }: InspectedActor): string {
  return source === ownSource && !id.includes('~') ? sessionId : id;
}

/** The id of the source that is the inspector's own process. */
export const ownSource = 'process';

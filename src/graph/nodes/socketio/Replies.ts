import { NodeError } from '../../NodeError.ts';
import type { ProjectServices, SharedKey } from '../../ProjectServices.ts';

/** A server that still waits after so long has given up long ago. */
const longestWait = 300_000;
const mostPending = 1000;

/** The acknowledgements that servers await from the graphs of a project. */
export interface Replies {
  /** @returns the id under which it can be given */
  add(connection: string, acknowledge: (...args: unknown[]) => void): string;
  /** @throws {NodeError} `unknown-reply` */
  give(id: string, args: readonly unknown[]): void;
  /** A connection has dropped: nobody awaits them any more. */
  forget(connection: string): void;
}

interface Pending {
  readonly connection: string;
  readonly acknowledge: (...args: unknown[]) => void;
  readonly expires: number;
}

function createReplies({ clock }: ProjectServices): { readonly thing: Replies; dispose(): void } {
  const pending = new Map<string, Pending>();
  let last = 0;
  const makeRoom = (): void => {
    // The oldest stand first.
    for (const [id, { expires }] of pending) {
      if (pending.size < mostPending && expires > clock.now()) break;
      pending.delete(id);
    }
  };
  return {
    thing: {
      add(connection, acknowledge) {
        makeRoom();
        last += 1;
        const id = `${connection}#${last}`;
        pending.set(id, { connection, acknowledge, expires: clock.now() + longestWait });
        return id;
      },
      give(id, args) {
        const reply = pending.get(id);
        pending.delete(id);
        if (reply !== undefined && reply.expires > clock.now()) {
          reply.acknowledge(...args);
          return;
        }
        throw new NodeError(
          'unknown-reply',
          `No message awaits the reply "${id.slice(0, 80)}": it was given before, too late, or the connection dropped.`,
        );
      },
      forget(connection) {
        for (const [id, reply] of pending) if (reply.connection === connection) pending.delete(id);
      },
    },
    dispose: () => pending.clear(),
  };
}

/** The replies of a project. */
export const repliesKey: SharedKey<Replies> = { create: createReplies };

import { NodeError } from '../../NodeError.ts';
import type { ProjectServices, SharedKey } from '../../ProjectServices.ts';

/** A server that still waits after so long has given up long ago. */
const longestWait = 300_000;
const mostPending = 1000;

/** The acknowledgements that servers await from the graphs of a project. */
export interface Replies {
  /** @returns the id under which it can be given */
  add(connection: string, acknowledge: (...args: unknown[]) => void): string;
  /** @throws {NodeError} `unknown-reply`, also for one that awaits its reply on another connection */
  give(connection: string, id: string, args: readonly unknown[]): void;
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
      give(connection, id, args) {
        const reply = pending.get(id);
        const isAwaited = reply !== undefined && reply.expires > clock.now();
        const name = id.slice(0, 80);
        if (isAwaited && reply.connection !== connection) {
          // It goes on waiting: the node of its own connection can still give it.
          throw new NodeError(
            'unknown-reply',
            `No message of "${connection}" awaits the reply "${name}": it is one of "${reply.connection}".`,
          );
        }
        pending.delete(id);
        if (!isAwaited) {
          throw new NodeError(
            'unknown-reply',
            `No message awaits the reply "${name}": it was given before, too late, or the connection dropped.`,
          );
        }
        reply.acknowledge(...args);
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

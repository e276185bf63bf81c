import type { GraphErrorCode } from './graphErrorCodes.ts';

/** What may be said of a node's error beyond its code and message. */
export interface NodeErrorOptions {
  readonly connection?: string;
  readonly namespace?: string;
  readonly cause?: unknown;
}

/**
 * What a node throws when it cannot do what it is for. It goes to the node's error pulse where that is wired, else to
 * the log; either way the branch ends there and everything else goes on.
 *
 * @example
 * throw new NodeError('sensor-offline', `Sensor ${id} does not answer.`);
 */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  /** One of {@link GraphErrorCode}, a connection's error code, or one of a node of yours. */
  readonly code: string;
  readonly connection: string | undefined;
  readonly namespace: string | undefined;

  // The type keeps completion for our own codes and takes every other.
  constructor(code: GraphErrorCode | (string & {}), message: string, options: NodeErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.connection = options.connection;
    this.namespace = options.namespace;
  }
}

/** The same error as a {@link NodeError}, whatever was thrown. A connection's error keeps its code and places. */
export function toNodeError(thrown: unknown): NodeError {
  if (thrown instanceof NodeError) return thrown;
  if (!(thrown instanceof Error))
    return new NodeError('node-failed', `It threw ${typeof thrown === 'string' ? thrown : typeof thrown}.`);
  // By name: a module with nodes may come with a copy of this package of its own.
  const isOurs = thrown.name === 'NodeError' || thrown.name === 'ConnectionError';
  const code = 'code' in thrown ? thrown.code : undefined;
  const connection = 'connection' in thrown ? thrown.connection : undefined;
  const namespace = 'namespace' in thrown ? thrown.namespace : undefined;
  return new NodeError(isOurs && typeof code === 'string' ? code : 'node-failed', thrown.message, {
    ...(isOurs && typeof connection === 'string' && { connection }),
    ...(isOurs && typeof namespace === 'string' && { namespace }),
    cause: thrown,
  });
}

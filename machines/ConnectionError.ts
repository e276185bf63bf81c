import { errorCodes, type ErrorCode, type ErrorPhase } from './errorCodes.ts';

/** What an error says, as plain data: what contexts, snapshots, logs and the inspector carry. */
export interface ConnectionErrorData {
  readonly code: ErrorCode;
  readonly phase: ErrorPhase;
  readonly message: string;
  /** Whether the connection goes on trying by itself. */
  readonly retryable: boolean;
  readonly connection?: string;
  readonly namespace?: string;
  readonly eventName?: string;
  /** The HTTP status of a refused handshake. */
  readonly status?: number;
  /** What the server sent along: the `data` of a middleware's error, the body of an HTTP answer. */
  readonly data?: unknown;
  /** When the next try is due, in ms since the epoch. */
  readonly retryAt?: number;
}

/** What may be said of an error beyond its code and message. */
export interface ConnectionErrorOptions extends Partial<
  Pick<
    ConnectionErrorData,
    'connection' | 'namespace' | 'eventName' | 'status' | 'data' | 'retryAt' | 'retryable'
  >
> {
  readonly cause?: unknown;
}

/**
 * The one error class of connections: everything that goes wrong is reported, rejected or thrown as this, with a
 * stable `code`.
 *
 * @example
 * connection.on('error', (error) => {
 *   if (error.code === 'namespace-denied') showLogin(error.message, error.data);
 * });
 */
export class ConnectionError extends Error implements ConnectionErrorData {
  override readonly name = 'ConnectionError';
  readonly code: ErrorCode;
  readonly phase: ErrorPhase;
  readonly retryable: boolean;
  declare readonly connection?: string;
  declare readonly namespace?: string;
  declare readonly eventName?: string;
  declare readonly status?: number;
  declare readonly data?: unknown;
  declare readonly retryAt?: number;

  constructor(code: ErrorCode, message: string, options: ConnectionErrorOptions = {}) {
    const { cause, ...facts } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.phase = errorCodes[code].phase;
    this.retryable = errorCodes[code].retryable;
    for (const [key, value] of Object.entries(facts)) {
      if (value !== undefined)
        Object.defineProperty(this, key, { value, enumerable: true, configurable: true });
    }
  }

  /** The error as plain data, without its cause and stack. */
  toJSON(): ConnectionErrorData {
    return errorDataOf(this.code, this.message, this);
  }
}

/** What an error says that nobody throws: it costs no look at the stack, as an error would. */
export function errorDataOf(
  code: ErrorCode,
  message: string,
  facts: ConnectionErrorOptions = {},
): ConnectionErrorData {
  const { phase, retryable } = errorCodes[code];
  return {
    code,
    phase,
    message,
    retryable: facts.retryable ?? retryable,
    ...(facts.connection !== undefined && { connection: facts.connection }),
    ...(facts.namespace !== undefined && { namespace: facts.namespace }),
    ...(facts.eventName !== undefined && { eventName: facts.eventName }),
    ...(facts.status !== undefined && { status: facts.status }),
    ...(facts.data !== undefined && { data: facts.data }),
    ...(facts.retryAt !== undefined && { retryAt: facts.retryAt }),
  };
}

/** Tells a {@link ConnectionError}, also one that came from another copy of this package. */
export function isConnectionError(value: unknown): value is ConnectionError {
  return value instanceof Error && value.name === 'ConnectionError' && 'code' in value;
}

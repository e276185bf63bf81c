/** What Engine.IO servers say when they refuse a request, by their codes. */
const refusals = [
  'Transport unknown',
  'Session ID unknown',
  'Bad handshake method',
  'Bad request',
  'Forbidden',
  'Unsupported protocol version',
] as const;

/** Why an Engine.IO server refuses a request. */
export type EngineRefusal = (typeof refusals)[number];

/**
 * Reads an Engine.IO server's refusal in the body of its answer, if it is one: over polling it is JSON with a code, over
 * websocket the text alone.
 *
 * @see https://socket.io/docs/v4/server-instance/#connection_error
 */
export function engineRefusal(body: unknown): EngineRefusal | undefined {
  const code: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : undefined;
  return refusals.find((text, index) => text === body || index === code);
}

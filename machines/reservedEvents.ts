/** Names that no server of any version can send: Socket.IO keeps them for itself. */
export const neverReceived: ReadonlySet<string> = new Set([
  'connect',
  'disconnect',
  'disconnecting',
  'newListener',
  'removeListener',
]);

/** Names that nobody can send: the library throws on them, or the server would take them for its own. */
export const neverSent: ReadonlySet<string> = new Set([...neverReceived, 'connect_error']);

/** A name in words where it can be no event's, as there are names that are kept; `undefined` for one that can. */
export function unusableName(eventName: unknown, kept: ReadonlySet<string>): string | undefined {
  if (typeof eventName !== 'string') return typeof eventName;
  return eventName === '' || kept.has(eventName) ? JSON.stringify(eventName) : undefined;
}

/** One end of a wire or pulse: a node's id and one of its sockets. */
export interface WireEnd {
  readonly node: string;
  readonly socket: string;
}

/**
 * Reads `nodeId.socket`. The socket is what follows the last dot, so that ids may hold dots.
 *
 * @returns `undefined` where there is no dot, or nothing on one side of it
 * @example
 * parseWireEnd('heard.message'); // { node: 'heard', socket: 'message' }
 */
export function parseWireEnd(text: string): WireEnd | undefined {
  const dot = text.lastIndexOf('.');
  if (dot <= 0 || dot === text.length - 1) return undefined;
  return { node: text.slice(0, dot), socket: text.slice(dot + 1) };
}

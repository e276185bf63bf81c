import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { LinkConfig } from './LinkConfig.ts';
import type { ServerAddress } from './serverAddress.ts';

/** A server that cannot read the first packet closes within this time, in ms. */
const mismatchTime = 2000;

/** How an engine connection ended on which the server never said a word of Socket.IO. */
export interface SilentEnd {
  readonly reason: string;
  readonly description: unknown;
  /** When the first CONNECT went out. */
  readonly connectedAt: number | undefined;
  readonly now: number;
  readonly address: ServerAddress;
  readonly config: LinkConfig;
}

/** A network that breaks is told apart from a server that closes by the websocket's code. */
function wasCutOff(description: unknown): boolean {
  if (typeof description !== 'object' || description === null) return false;
  const context: unknown = Reflect.get(description, 'context');
  return typeof context === 'object' && context !== null && Reflect.get(context, 'code') === 1006;
}

/** Recognises two ends that encode packets differently: the server closes at the first CONNECT, each time, without a word. */
export function parserMismatch(end: SilentEnd): ConnectionError | undefined {
  const { reason, description, connectedAt, now, address, config } = end;
  if (connectedAt === undefined || now - connectedAt > mismatchTime) return undefined;
  if (reason !== 'parse error' && (reason !== 'transport close' || wasCutOff(description))) return undefined;
  return new ConnectionError(
    'parser-mismatch',
    `${address.display} hung up on the first packet, as a server does that encodes packets differently. Set \`parser\` to what the server uses; here it is "${config.parser ?? 'default'}".`,
  );
}

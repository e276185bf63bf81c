import type { Manager, Socket } from 'socket.io-client';
import type { Acknowledge, PayloadLimit } from '../../machines/Link.ts';

// The library keeps these to itself. They are named here, and nowhere else, so that an update that moves them is found
// by the conformance suite and mended in one place.

interface SocketInternals {
  /** Makes the function that acknowledges a message. */
  ack(id: number): Acknowledge;
  packet(packet: { type: number; id: number; data: unknown[] }): void;
  emitEvent(args: readonly unknown[]): void;
  readonly acks: Record<number, unknown>;
  ids: number;
  flags: object;
  _pid?: string | undefined;
  _lastOffset?: string | undefined;
}

interface EngineInternals {
  _onClose(reason: string): void;
  readonly upgrading: boolean;
  /** -1 before the handshake. Not told by servers before 4.5. */
  readonly _maxPayload?: number;
}

/** The library's Socket with its private members. */
export function internalsOf(socket: Socket): SocketInternals {
  // Checked by the conformance suite, not by the compiler: the library declares them private.
  return socket as unknown as SocketInternals;
}

/**
 * Ends an engine at once. Its own `close` waits for what is being written, and for an upgrade, which on a dead network is
 * for ever; its timers would keep the process alive for as long.
 */
export function endEngine(engine: Manager['engine']): void {
  (engine as unknown as EngineInternals)._onClose('forced close');
}

/**
 * Ends an engine whose upgrade failed at a point where there is no way back: the old transport rests already, and the
 * library would do nothing until the ping is overdue.
 */
export function endIfStuck(engine: Manager['engine']): void {
  const internals = engine as unknown as EngineInternals;
  if (internals.upgrading) internals._onClose('transport error');
}

/** What the server takes in one packet, if it tells. */
export function maxPayloadOf(engine: Manager['engine']): PayloadLimit | undefined {
  const { _maxPayload: told } = engine as unknown as EngineInternals;
  if (told === undefined || told <= 0) return undefined;
  return { bytes: told, isTextOnly: engine.transport.name === 'polling' };
}

/** Packet types of Socket.IO's protocol 5. */
export const packetType = {
  connect: 0,
  disconnect: 1,
  event: 2,
  acknowledgement: 3,
  connectError: 4,
} as const;

import { Socket } from 'node:net';
import { sharedNow } from './meter.ts';

/**
 * Notes when this process reads from its sockets.
 *
 * @returns the moment at which the bytes were read that are worked on, for whoever asks in the same turn
 */
export function watchReceipts(): () => number {
  let readAt = 0;
  const { emit } = Socket.prototype;
  const watched = function (this: Socket, ...args: unknown[]): unknown {
    if (args[0] === 'data') readAt = sharedNow();
    return Reflect.apply(emit, this, args);
  };
  Object.assign(Socket.prototype, { emit: watched });
  return () => readAt;
}

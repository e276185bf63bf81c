import type { Clock } from '../../machines/Clock.ts';

/** Keeps what is written before and after apart on the network, in ms. */
const gap = 20;

interface FlushingEngine {
  readonly writeBuffer: readonly unknown[];
  once(event: 'drain', listener: () => void): unknown;
}

/**
 * Calls back when all that was written has left, and a moment later; not at all once `isCurrent` says no.
 *
 * Servers read at one go what arrives together, and act on a DISCONNECT later than on a CONNECT that comes with it: they
 * take it for a violation of the protocol (Socket.IO 3 and 4) or join twice (2).
 */
export function afterFlush(
  engine: FlushingEngine,
  clock: Clock,
  isCurrent: () => boolean,
  callback: () => void,
): void {
  const check = (): void => {
    if (!isCurrent()) return;
    if (engine.writeBuffer.length > 0) engine.once('drain', check);
    else
      clock.setTimeout(() => {
        if (isCurrent()) callback();
      }, gap);
  };
  check();
}

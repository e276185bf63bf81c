import type { Clock } from '../../machines/Clock.ts';

/** How long a server may wait with the handshake once it has been reached, in ms. Socket.IO servers send it at once. */
const handshakeTimeout = 5000;

interface WatchedEngine {
  readonly transport: { once(event: 'open', listener: () => void): unknown } | undefined;
  once(event: 'open' | 'close', listener: () => void): unknown;
}

/** Calls back when a transport has opened and the handshake does not follow: some other websocket server is there. */
export function watchHandshake(engine: WatchedEngine, clock: Clock, onSilence: () => void): void {
  engine.transport?.once('open', () => {
    const timer = clock.setTimeout(onSilence, handshakeTimeout);
    const stop = (): void => clock.clearTimeout(timer);
    engine.once('open', stop);
    engine.once('close', stop);
  });
}

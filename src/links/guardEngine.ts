/** What two of can be added up to and still be waited for. */
const isDelay = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < 2 ** 30;

function isHandshake(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  try {
    const { sid, upgrades, pingInterval, pingTimeout } = JSON.parse(text) as Record<string, unknown>;
    return (
      typeof sid === 'string' &&
      Array.isArray(upgrades) &&
      upgrades.every((upgrade) => typeof upgrade === 'string') &&
      isDelay(pingInterval) &&
      isDelay(pingTimeout)
    );
  } catch {
    return false;
  }
}

/** An Engine.IO packet, as both libraries hand it to the listeners of `packet` before they look at it themselves. */
interface EnginePacket {
  type: string;
  data?: unknown;
}

/**
 * Turns handshakes that the library would throw at, out of everybody's reach, into the packet that it takes for an error;
 * and any handshake but the first.
 */
export function guardEngine(engine: {
  on(event: 'packet', listener: (packet: EnginePacket) => void): unknown;
}): void {
  let isShaken = false;
  engine.on('packet', (packet) => {
    if (packet.type !== 'open') return;
    if (isShaken || !isHandshake(packet.data)) {
      packet.type = 'error';
      packet.data = 'parser error';
    }
    isShaken = true;
  });
}

import type { Manager } from 'socket.io-client';
import { packetType } from './libraryV4.ts';
import type { SeenPacket } from './LinkSettings.ts';

/** No namespace has this name: nobody takes the packet. */
const nobody = '';

/**
 * Looks at every packet before the library's Sockets do, and hides from them those that they would throw at. `onForeign`
 * hears of the CONNECT as servers of Socket.IO 2 send it, `onPacket` of any packet.
 */
export function guardManager(
  manager: Manager,
  onPacket: (packet: SeenPacket) => void,
  onForeign: () => void,
): void {
  manager.on('packet', (packet) => {
    onPacket(packet);
    const { data } = packet as { data?: unknown };
    const type: number = packet.type;
    switch (type) {
      case packetType.connect:
        if (typeof data === 'object' && data !== null && typeof Reflect.get(data, 'sid') === 'string') return;
        packet.nsp = nobody;
        onForeign();
        return;
      case packetType.connectError:
        if (typeof data === 'string') packet.data = { message: data };
        else if (typeof data !== 'object' || data === null) packet.data = { message: '' };
        return;
      case packetType.event:
        // The msgpack parser lets everything pass that is an array.
        if (!Array.isArray(data) || typeof data[0] !== 'string') packet.nsp = nobody;
        return;
      case packetType.acknowledgement:
        if (!Array.isArray(data)) packet.data = [];
        return;
    }
  });
}

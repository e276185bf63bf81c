import { packetSuite } from './packetSuite.ts';

packetSuite({ protocol: 'v2', transport: 'websocket' });
// What is above the transport is the same; a server of Socket.IO 2 takes its time to be joined.
packetSuite({ protocol: 'v2', transport: 'polling' }, [
  'packets that are cut short',
  'packet types that do not exist',
  'engine packets out of turn',
]);

import { packetSuite } from './packetSuite.ts';

packetSuite({ protocol: 'v4', transport: 'websocket' });
packetSuite({ protocol: 'v4', transport: 'polling' });

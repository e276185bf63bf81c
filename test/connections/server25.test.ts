import { connectionSuite } from './connectionSuite.ts';

connectionSuite('2.5', 'polling');
connectionSuite('2.5', 'websocket');

import { connectionSuite } from './connectionSuite.ts';

connectionSuite('4.8', 'polling');
connectionSuite('4.8', 'websocket');

import { connectionSuite } from './connectionSuite.ts';

connectionSuite('3.1', 'polling');
connectionSuite('3.1', 'websocket');

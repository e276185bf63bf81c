// A page without a framework: one connection, which the test watches and drives.
import { createConnections, type Connection } from 'statewire';

declare global {
  interface Window {
    connection: Connection;
    heard: unknown[];
    states: string[];
  }
}

const options: { url: string; reconnectionDelay?: number } = JSON.parse(
  decodeURIComponent(location.hash.slice(1)),
) as { url: string; reconnectionDelay?: number };
const connection = createConnections([{ name: 'live', ...options }]).get('live');
window.connection = connection;
window.heard = [];
window.states = [];
connection.on('state', ({ state, reason }) => window.states.push(`${state} (${reason})`));
connection.subscribe('*', (...args) => window.heard.push(args));
connection.start();

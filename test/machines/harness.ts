import { SimulatedClock } from 'xstate';
import type { Connection, ConnectionEvents } from '../../src/connections/Connection.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { createConnection } from '../../src/connections/createConnection.ts';
import { simulatedWorld, type SimulatedWorld } from '../../src/testing/simulatedLink.ts';
import type { TestContext } from '../suite.ts';

/** A connection in a simulated world, with what it said. */
export interface Harness {
  readonly connection: Connection;
  readonly world: SimulatedWorld;
  readonly clock: SimulatedClock;
  /** States entered, as paths, in order. */
  readonly states: string[];
  /** Everything that was told, as `type detail`, in order. */
  readonly told: string[];
  readonly errors: ConnectionEvents['error'][];
  /** Lets promises settle: credentials are asked for asynchronously. */
  settle(): Promise<void>;
  /** Moves time on by ms, and lets promises settle. */
  pass(ms: number): Promise<void>;
  /** From idle to connected, everything answering at once. */
  connect(): Promise<void>;
}

/** Jitter is off and the protocol known, unless the configuration says otherwise. */
export function harness({ after }: TestContext, config: Partial<ConnectionConfig> = {}): Harness {
  const world = simulatedWorld();
  const clock = new SimulatedClock();
  const connection = createConnection(
    { name: 'demo', url: 'http://simulated', protocol: 'v4', randomizationFactor: 0, ...config },
    { clock, random: () => 0.5, createLinks: world.createLinks },
  );
  after(() => connection.dispose());
  const states: string[] = [];
  const told: string[] = [];
  const errors: ConnectionEvents['error'][] = [];
  connection.on('state', ({ state }) => states.push(state));
  connection.on('started', ({ reconnected }) => told.push(`started ${reconnected ? 'again' : 'first'}`));
  connection.on('stopped', ({ reason }) => told.push(`stopped ${reason}`));
  connection.on('dropped', ({ eventName, reason }) => told.push(`dropped ${eventName} ${reason}`));
  connection.on('namespace', ({ namespace, state }) => told.push(`namespace ${namespace} ${state}`));
  connection.on('gap', ({ namespace }) => told.push(`gap ${namespace}`));
  connection.on('subscribed', ({ eventName }) => told.push(`subscribed ${eventName}`));
  connection.on('unsubscribed', ({ eventName }) => told.push(`unsubscribed ${eventName}`));
  connection.on('error', (error) => {
    errors.push(error);
    told.push(`error ${error.code}`);
  });
  // A macrotask ends every chain of microtasks before it.
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    connection,
    world,
    clock,
    states,
    told,
    errors,
    settle,
    async pass(ms) {
      // In small steps: a simulated clock that jumps sets the timers of what it starts at the end of the jump.
      const step = Math.max(1, Math.min(100, ms / 50));
      for (let done = 0; done < ms; done += step) {
        clock.increment(Math.min(step, ms - done));
        if (done % 1000 < step) await settle();
      }
      await settle();
    },
    async connect() {
      connection.start();
      world.open();
      await settle();
      world.accept();
    },
  };
}

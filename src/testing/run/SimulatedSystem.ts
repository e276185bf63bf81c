import { createActor, type InspectionEvent } from 'xstate';
import { connectionMachine } from '../../../machines/connection.ts';
import { ConnectionError } from '../../../machines/ConnectionError.ts';
import type { ConnectionNotice } from '../../../machines/ConnectionNotice.ts';
import type { ErrorCode } from '../../../machines/errorCodes.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { ConnectionFace } from '../../connections/ConnectionFace.ts';
import { connectionInput } from '../../connections/connectionInput.ts';
import type { TimeStep, WorldStep } from '../model/Step.ts';
import { simulatedWorld } from '../simulatedLink.ts';
import { createDesk } from './createDesk.ts';
import { keepRules } from './createRules.ts';
import { createUser, isUserStep } from './createUser.ts';
import { createLedger } from './Ledger.ts';
import { observe } from './Observation.ts';
import type { System } from './System.ts';
import { testClock } from './TestClock.ts';
import { watchLinks, type LinkWatch } from './watchLinks.ts';

/** How a simulated connection is made. */
export interface SimulatedSystemOptions {
  readonly config: ConnectionConfig;
  /** @default 0.5 */
  readonly random?: number;
  /** Whether the `auth` function answers by itself, or as steps say; or there is none. @default 'steps' */
  readonly credentials?: 'steps' | 'immediate' | 'none';
  /** The statechart to test. Default: the production one. */
  readonly machine?: typeof connectionMachine;
  /** Hears everything that XState tells of its actors. */
  readonly inspect?: (event: InspectionEvent) => void;
}

const errors = new Map<ErrorCode, ConnectionError>();
/** One for each code, whose stack is of no interest: an error costs a look at the stack. */
function errorOf(code: ErrorCode): ConnectionError {
  const error = errors.get(code) ?? new ConnectionError(code, code);
  errors.set(code, error);
  return error;
}

/** A connection over a simulated link, on a simulated clock: everything happens when a step says so. */
export function simulatedSystem(options: SimulatedSystemOptions): System {
  const { config, random = 0.5, machine = connectionMachine, inspect } = options;
  const clock = testClock();
  const world = simulatedWorld();
  const desk = createDesk({ credentials: options.credentials });
  const ledger = createLedger();
  let watched: LinkWatch | undefined;
  const { ports, ...input } = connectionInput(config, {
    clock,
    random: () => random,
    createLinks() {
      watched = watchLinks(world.createLinks(), clock.now);
      return watched.factory;
    },
  });
  if (watched === undefined) throw new Error('The connection has asked for no links.');
  const watch: LinkWatch = watched;
  const actor = createActor(machine, {
    id: config.name,
    clock,
    ...(inspect && { inspect }),
    input: { ...input, ports: desk.serve(ports) },
  });
  const connection = new ConnectionFace(actor);
  const notices: ConnectionNotice[] = [];
  actor.on('*', (notice) => notices.push(notice));
  const rules = keepRules({
    connection,
    watch,
    ledger,
    policy: ports.policy,
    now: clock.now,
    pendingTimers: () => clock.pending,
    lastToken: desk.lastToken,
  });
  const takeUserStep = createUser({ connection, ledger, delivery: ports.policy.delivery });
  actor.start();

  const acknowledged = new Set<unknown>();
  const acknowledge = (again: boolean): void => {
    const waiting = world.emitted.filter(
      (message) => message.acknowledge !== undefined && acknowledged.has(message) === again,
    );
    const message = again ? waiting.at(-1) : waiting[0];
    acknowledged.add(message);
    message?.acknowledge?.('acknowledged');
  };
  const takeWorldStep = (step: WorldStep | Exclude<TimeStep, { type: 'elapse' }>): void => {
    switch (step.type) {
      case 'open':
        return world.open();
      case 'fail':
        return world.fail(errorOf(step.code));
      case 'drop':
        return world.drop('transport close', step.code === undefined ? undefined : errorOf(step.code));
      case 'accept':
        return world.accept(step.namespace, step.recovered);
      case 'deny':
        return world.deny(step.namespace);
      case 'kick':
        return world.kick(step.namespace);
      case 'receive':
        return world.receive(step.namespace, step.eventName);
      case 'acknowledge':
        return acknowledge(step.again === true);
      case 'probe':
        return world.answerProbe(
          step.answer === 'v2' || step.answer === 'v4' ? step.answer : errorOf(step.answer),
        );
      case 'credentials':
        return desk.answer(step.namespace, step.outcome);
      case 'pass':
        return clock.pass(step.ms);
    }
  };

  return {
    connection,
    watch,
    ledger,
    rules,
    async perform(steps) {
      for (const step of steps) {
        if (isUserStep(step)) takeUserStep(step);
        else takeWorldStep(step);
      }
      // A macrotask ends every chain of microtasks before it.
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    observe: () => observe(connection, watch),
    takeNotices: () => notices.splice(0),
    dispose() {
      connection.dispose();
      clock.dispose();
      return Promise.resolve();
    },
  };
}

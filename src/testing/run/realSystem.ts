import { createActor, type InspectionEvent } from 'xstate';
import { connectionMachine } from '../../../machines/connection.ts';
import type { ConnectionNotice } from '../../../machines/ConnectionNotice.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { ConnectionFace } from '../../connections/ConnectionFace.ts';
import { connectionInput } from '../../connections/connectionInput.ts';
import { createLinkFactory } from '../../links/createLinkFactory.ts';
import type { ServerVersion } from '../loadServer.ts';
import type { TimeStep, WorldStep } from '../model/Step.ts';
import { createDesk } from './createDesk.ts';
import { createGate, type Gate } from './createGate.ts';
import { keepRules } from './createRules.ts';
import { createUser, isUserStep } from './createUser.ts';
import { eventually } from './eventually.ts';
import { createLedger } from './Ledger.ts';
import { observe } from './Observation.ts';
import type { SimpleStep, System } from './System.ts';
import { testClock } from './TestClock.ts';
import { watchLinks, type LinkWatch } from './watchLinks.ts';

/** How a connection to a real server is made. */
export interface RealSystemOptions {
  readonly config: ConnectionConfig;
  /** @default '4.8' */
  readonly version?: ServerVersion;
  /** Namespaces that the server has beside those of the configuration. */
  readonly namespaces?: readonly string[];
  /** @default 0.5 */
  readonly random?: number;
  /** Whether the `auth` function answers by itself, or as steps say; or there is none. @default 'steps' */
  readonly credentials?: 'steps' | 'immediate' | 'none';
  /** Hears everything that XState tells of its actors. */
  readonly inspect?: (event: InspectionEvent) => void;
}

/**
 * A connection over a real link, through a real proxy, to a real server. The network's time is real, the statechart's is
 * the test's: no timer of it fires unless a step says so, however slow the machine is.
 */
export async function realSystem(options: RealSystemOptions): Promise<System> {
  const { version = '4.8', namespaces = [], random = 0.5, inspect } = options;
  const gate: Gate = await createGate(version, [
    ...namespaces,
    ...Object.keys(options.config.namespaces ?? {}),
  ]);
  const clock = testClock();
  const desk = createDesk({
    credentials: options.credentials,
    // With protocol v2 they go into the handshake: with them it takes two.
    hasTokens: version !== '2.5',
  });
  const ledger = createLedger();
  let watched: LinkWatch | undefined;
  const { ports, ...input } = connectionInput(
    { transports: ['websocket'], ...options.config, url: gate.proxy.url },
    {
      clock,
      random: () => random,
      createLinks(config) {
        watched = watchLinks(createLinkFactory(config), clock.now);
        return watched.factory;
      },
    },
  );
  if (watched === undefined) throw new Error('The connection has asked for no links.');
  const watch: LinkWatch = watched;
  const actor = createActor(connectionMachine, {
    id: options.config.name,
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

  /** How often a namespace's join was sent over the engine connection that is open. */
  const asked = (namespace: string): number => {
    const opened = watch.events.findLastIndex(({ type }) => type === 'opened');
    return watch.events
      .slice(opened)
      .filter((event) => event.type === 'join' && event.namespace === namespace).length;
  };
  /** The server refuses the handshake that waits. */
  const refuse = async (isRefused: () => boolean): Promise<void> => {
    gate.server.refuseHandshakes({ status: 403, body: 'no' });
    await gate.pass();
    await eventually('the end of the attempt', isRefused);
    gate.server.refuseHandshakes();
  };
  const takeWorldStep = async (step: WorldStep | Exclude<TimeStep, { type: 'elapse' }>): Promise<void> => {
    switch (step.type) {
      case 'open':
        await gate.arrival('websocket', attemptedAt);
        return gate.pass();
      case 'fail':
        await gate.arrival('websocket', attemptedAt);
        return step.code === 'handshake-refused' ? refuse(() => watch.engine === 'closed') : gate.cut();
      case 'drop':
        return gate.cut();
      case 'accept':
        return gate.admit(step.namespace, asked(step.namespace));
      case 'deny':
        return gate.deny(step.namespace, asked(step.namespace));
      case 'kick':
        return gate.server.kick(step.namespace);
      case 'receive':
        return gate.server.push(step.namespace, step.eventName);
      case 'acknowledge':
        return gate.acknowledge(step.again === true);
      case 'probe':
        await gate.arrival(undefined, attemptedAt);
        // A server of Socket.IO 2 is known by its answering before it is asked.
        gate.holdsJoins = false;
        if (step.answer === 'handshake-refused')
          return refuse(() => connection.state !== 'connecting.probing');
        return step.answer === 'v2' || step.answer === 'v4' ? gate.pass() : gate.cut();
      case 'credentials':
        return desk.answer(step.namespace, step.outcome);
      case 'pass':
        return clock.pass(step.ms);
    }
  };

  /** When the last attempt began, in real time: only what comes after belongs to it. */
  let attemptedAt = Date.now();
  let seenEvents = 0;
  const noteAttempts = (begun: number): void => {
    const isAttempt = watch.events.slice(seenEvents).some(({ type }) => type === 'open' || type === 'probe');
    if (isAttempt) attemptedAt = begun;
    seenEvents = watch.events.length;
  };

  const take = async (step: SimpleStep): Promise<void> => {
    // What ends an engine must wait for its own step: the way is closed before.
    if (step.type === 'stop') await gate.stall();
    if (isUserStep(step)) takeUserStep(step);
    else await takeWorldStep(step);
    // New connections wait.
    await gate.proxy.setFault({ type: 'blackHole' }, 'new');
  };

  return {
    connection,
    watch,
    ledger,
    rules,
    async perform(steps, isAsExpected) {
      const begun = Date.now();
      for (const step of steps) await take(step);
      // Whether it is as expected is for the caller to say: here it is only waited for.
      await eventually('what is expected', isAsExpected, 3000).catch(() => {});
      noteAttempts(begun);
      gate.holdsJoins = true;
    },
    observe: () => observe(connection, watch),
    takeNotices: () => notices.splice(0),
    async dispose() {
      connection.dispose();
      clock.dispose();
      await gate.close();
    },
  };
}

import type { ConnectionError } from '../../../machines/ConnectionError.ts';
import { errorCodes } from '../../../machines/errorCodes.ts';
import { defaultPolicy, type Policy } from '../../../machines/Policy.ts';
import type { Connection } from '../../connections/Connection.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { createConnections } from '../../connections/createConnections.ts';
import { createLinkFactory } from '../../links/createLinkFactory.ts';
import { engineRefusal } from '../../links/engineRefusal.ts';
import type { Coverage } from '../coverage/createCoverage.ts';
import type { UserStep } from '../model/Step.ts';
import { keepRules, type RuleKeeper } from '../run/createRules.ts';
import { createUser } from '../run/createUser.ts';
import { createLedger, type Ledger } from '../run/Ledger.ts';
import { testClock, type TestClock } from '../run/TestClock.ts';
import { watchLinks, type LinkWatch } from '../run/watchLinks.ts';
import { adviceForStatus } from './adviceForStatus.ts';
import type { Experience } from './Experience.ts';
import { durationText } from './durationText.ts';
import { ownFault, unansweredFinding, type Finding } from './Finding.ts';
import type { Network } from './Network.ts';
import { tapLinks, type LinkTap } from './tapLinks.ts';

/** A connection that is tried: the production one, on the network that is laid to its server. */
export interface Subject {
  readonly connection: Connection;
  readonly policy: Policy;
  /** Goes as the real one does, and can be put forward. */
  readonly clock: TestClock;
  readonly watch: LinkWatch;
  readonly tap: LinkTap;
  readonly ledger: Ledger;
  readonly rules: RuleKeeper;
  /** What was found, in order. */
  readonly findings: readonly Finding[];
  /** Under the name of the event that really goes out. */
  use(step: UserStep, eventName?: string): void;
  find(finding: Finding): void;
  dispose(): Promise<void>;
}

/** What a subject is made from. */
export interface SubjectOptions {
  readonly config: ConnectionConfig;
  readonly network: Network;
  readonly experience: Experience;
  /** Of the jitter: from 0 to below 1. */
  readonly random: number;
  readonly coverage: Coverage;
  /** How long a server may take for one answer, in ms of real time. */
  readonly patience: number;
}

/** How late timers may be on a busy machine, in ms. A `timeout` that is shorter may expire once before it counts. */
const tolerance = 1000;

/** Makes a connection to be tried. */
export function createSubject(options: SubjectOptions): Subject {
  const { network, experience, random, coverage, patience } = options;
  const config: ConnectionConfig = { ...options.config, autostart: false };
  const policy: Policy = {
    ...defaultPolicy,
    ...definedOf(config),
    queue: { ...defaultPolicy.queue, ...config.queue },
  };
  const clock = testClock({ running: true });
  const ledger = createLedger();
  const findings: Finding[] = [];
  const find = (finding: Finding): void => {
    const isKnown = findings.some(
      ({ rule, message }) => rule === finding.rule && message === finding.message,
    );
    if (!isKnown) findings.push(finding);
  };
  const eventNames = new Map<string, string>();
  let tap: LinkTap | undefined;
  let watch: LinkWatch | undefined;
  const connections = createConnections([config], {
    clock,
    random: () => random,
    createLinks(given) {
      tap = tapLinks(
        () =>
          createLinkFactory(given, clock, {
            detour: { host: network.proxy.host, port: network.proxy.port },
            onPacket: (packet) => tap?.onPacket(packet),
          }),
        {
          network,
          experience,
          now: clock.now,
          find,
          toEventName: (eventName) => eventNames.get(eventName) ?? eventName,
        },
      );
      watch = watchLinks(tap.factory, clock.now);
      return watch.factory;
    },
  });
  if (tap === undefined || watch === undefined) throw new Error('The connection has asked for no links.');
  const own = { tap, watch };
  const connection = connections.get(config.name);
  connection.actor.system.inspect(coverage.inspect);
  const rules = keepRules({ connection, watch, ledger, policy, now: clock.now, tolerance });
  const user = createUser({ connection, ledger, delivery: policy.delivery });
  let timeouts = 0;
  connection.on('started', () => {
    experience.connects += 1;
    timeouts = 0;
  });
  connection.on('namespace', ({ state }) => {
    if (state === 'joined') timeouts = 0;
  });
  connection.on('error', (error) => {
    if (error.eventName !== undefined || !own.tap.isUndisturbed) return;
    const isShort = policy.timeout < tolerance && ['timeout', 'namespace-timeout'].includes(error.code);
    if (isShort && (timeouts += 1) === 1) return;
    const finding = judge(error, { tap: own.tap, known: findings, patience, timeout: policy.timeout });
    if (finding !== undefined) find(finding);
  });

  return {
    connection,
    policy,
    clock,
    ...own,
    ledger,
    findings,
    find,
    rules: {
      check: () => noted(rules.check()),
      checkEnd: () => noted(rules.checkEnd()),
    },
    use(step, eventName) {
      // The ledger knows messages by names of its own.
      if (eventName !== undefined) eventNames.set(`m${ledger.entries.length + 1}`, eventName);
      user(step);
    },
    async dispose() {
      const closed = connections.close();
      clock.pass(policy.closeTimeout);
      await closed;
      clock.dispose();
    },
  };

  function noted(violations: ReturnType<RuleKeeper['check']>): typeof violations {
    for (const { rule, message } of violations) find({ rule, message: `${message}.`, advice: ownFault });
    return violations;
  }
}

interface JudgeOptions {
  readonly tap: LinkTap;
  readonly known: readonly Finding[];
  readonly patience: number;
  /** The connection's own. */
  readonly timeout: number;
}

/** What an error says of the server, when nobody has disturbed the network. */
function judge(error: ConnectionError, { tap, known, patience, timeout }: JudgeOptions): Finding | undefined {
  const ofStatus = error.code === 'unexpected-status' ? adviceForStatus(error.status ?? 0) : undefined;
  const advice = ofStatus ?? errorCodes[error.code].advice;
  // The connection's own time was put forward: what was waited in truth is what counts.
  const waited = durationText(patience);
  const ifSlow =
    timeout > patience
      ? 'If it is only slow: with --remote it has 10 s.'
      : 'If it is only slow: this is the `timeout` of the connection, which can be longer.';
  if (error.code === 'timeout' && tap.hasOpened && tap.unanswered.length > 0)
    return unansweredFinding(tap.unanswered, waited, ifSlow);
  if (error.code === 'namespace-timeout' && error.namespace !== undefined)
    return unansweredFinding([error.namespace], waited, ifSlow);
  // Said already, and better.
  if (known.length > 0) return undefined;
  if (error.code === 'timeout' && !tap.hasOpened)
    return {
      rule: 'reachable-connects',
      message: `Something accepts TCP connections there, and does not answer a try to connect within ${waited}.`,
      advice: `Check that a Socket.IO server answers there. ${ifSlow}`,
    };
  if (error.code === 'namespace-denied') return undefined;
  const isOtherTransport = error.status === 400 && engineRefusal(error.data) === 'Transport unknown';
  return {
    rule: 'reachable-connects',
    message: `The network is well, and a try to connect fails: ${error.message}`,
    advice: isOtherTransport
      ? 'Name one that it offers: in the project as the `transports` of the connection, or with --url as --transports websocket.'
      : advice,
  };
}

/** Those options of a configuration that are a policy's, as far as they are given. */
function definedOf(config: ConnectionConfig): Partial<Policy> {
  const names = Object.keys(defaultPolicy).filter((name) => name !== 'queue');
  return Object.fromEntries(
    Object.entries(config).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

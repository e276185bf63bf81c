import type { Policy } from '../../../machines/Policy.ts';
import type { Connection } from '../../connections/Connection.ts';
import type { Ledger } from './Ledger.ts';
import type { LinkWatch } from './watchLinks.ts';

/** A rule of a connection's life that does not hold. */
export interface Violation {
  readonly rule: RuleName;
  readonly message: string;
}

/** What always holds, whatever happens. The text is what reports say. */
export const rules = {
  'one-engine': 'there are never two engine connections',
  'connected-is-open': 'it is connected only while the engine is open, and knows when it is',
  'requests-settle-once': 'every request settles exactly once',
  delivery:
    'messages are delivered at most once or at least once, as promised, in order, and none is lost in silence',
  'refused-with-reason': 'messages are refused as suspended or stopped only while it is that',
  'queue-bounds': 'the queue keeps within its bounds',
  'nothing-left': 'nothing is left after stop: no link, no listener, no timer',
  'started-stopped': 'started and stopped alternate as documented',
  'state-told-once': 'a state is not told twice in a row',
  'no-attempt-unasked': 'nothing is attempted while it is not started',
  'opening-in-time': 'an attempt ends within `timeout`',
  'retry-in-time': 'the next try comes when it is due, within the bound of the backoff',
  'stop-in-time': 'stop leads to closed within `closeTimeout`',
  'fresh-credentials': 'credentials are asked for anew at every join',
  alive: 'its actor does not fail',
} as const;

export type RuleName = keyof typeof rules;

/** What the rules look at. */
export interface RuledConnection {
  readonly connection: Connection;
  readonly watch: LinkWatch;
  readonly ledger: Ledger;
  readonly policy: Policy;
  readonly now: () => number;
  /** Timers that are set, where that can be known. */
  readonly pendingTimers?: () => number;
  /** The token that was handed out last, by namespace, where the test hands them out. */
  readonly lastToken?: (namespace: string) => number | undefined;
  /** How late things may be, in ms. @default 0 */
  readonly tolerance?: number;
}

/** Watches over a connection. */
export interface RuleKeeper {
  /** Everything that does not hold now, or has not held since the last call. */
  check(): Violation[];
  /** What must hold once it is stopped for good. */
  checkEnd(): Violation[];
}

/** Watches to the very end. */
export interface LastRuleKeeper extends RuleKeeper {
  /** What must hold once its actor has ended, wherever it was in its life. */
  checkGone(): Violation[];
}

/** Begins to watch over a connection, before it is started. */
export function keepRules(subject: RuledConnection): LastRuleKeeper {
  const { connection, watch, ledger, policy, now, tolerance = 0 } = subject;
  const found: Violation[] = [];
  const violate = (rule: RuleName, message: string): void => void found.push({ rule, message });

  // --- what the connection says of itself ---
  let isUp = false;
  let hasStarted = false;
  let isStopTold = connection.state === 'idle';
  let stateSince = now();
  let stoppingSince: number | undefined;
  let told = connection.state;
  const isStarted = (state: string): boolean => state.startsWith('connect');
  /** Whether it was, at any time since the last check. */
  let wasStarted = isStarted(connection.state);
  connection.on('state', ({ state, previous }) => {
    wasStarted ||= isStarted(state);
    if (state === previous || state === told) violate('state-told-once', `${state} was told twice`);
    told = state;
    stateSince = now();
    if (state === 'stopped.closing') stoppingSince ??= now();
    if (state === 'stopped.closed' || state === 'stopped.failed') stoppingSince = undefined;
    if (previous === 'idle' || previous.startsWith('stopped')) {
      if (state.startsWith('connecting')) {
        hasStarted = false;
        isStopTold = false;
      }
    }
    if (previous.startsWith('connected') && !state.startsWith('connected')) isUp = false;
  });
  connection.on('started', ({ reconnected }) => {
    if (isUp) violate('started-stopped', 'started was told twice without a drop between');
    if (isStopTold) violate('started-stopped', 'started was told after stopped, without a start');
    if (reconnected !== hasStarted)
      violate(
        'started-stopped',
        `started said reconnected=${reconnected}, and was ${hasStarted ? 'not ' : ''}the first of this life`,
      );
    isUp = true;
    hasStarted = true;
  });
  connection.on('stopped', () => {
    if (isStopTold) violate('started-stopped', 'stopped was told twice, or without a start');
    isStopTold = true;
    isUp = false;
  });
  connection.on('dropped', ({ eventName, reason }) => {
    const { isSuspended } = connection.actor.getSnapshot().context;
    const isStopped = connection.state === 'idle' || connection.state.startsWith('stopped');
    const mayBe = reason === 'suspended' ? isSuspended : isStopped || policy.whileOffline !== 'queue';
    if (!mayBe && (reason === 'suspended' || reason === 'not-connected' || reason === 'connection-stopped'))
      violate('refused-with-reason', `${eventName} was dropped as ${reason} while ${connection.state}`);
    const isAcknowledged = watch.emitted.some(
      (record) => record.eventName === eventName && record.acknowledged > 0,
    );
    ledger.noteDropped(eventName, isAcknowledged);
  });
  connection.on('error', ({ code, eventName }) => {
    // What is sent by an event has nowhere to throw to.
    if (code !== 'listener-failed' && eventName !== undefined) ledger.noteRefused(eventName);
  });

  // --- what the links were asked for ---
  let seenEvents = 0;
  let seenJoins = 0;
  const checkLinks = (): void => {
    for (const event of watch.events.slice(seenEvents)) {
      if ((event.type === 'open' || event.type === 'probe') && !wasStarted)
        violate('no-attempt-unasked', `a ${event.type} while ${connection.state}`);
    }
    wasStarted = isStarted(connection.state);
    seenEvents = watch.events.length;
    for (const { namespace, credentials } of watch.credentials.slice(seenJoins)) {
      const expected = subject.lastToken?.(namespace);
      const token: unknown = credentials && Reflect.get(credentials, 'token');
      if (expected !== undefined && token !== expected)
        violate(
          'fresh-credentials',
          `${namespace} was joined with the token ${String(token)}, the last one given is ${expected}`,
        );
    }
    seenJoins = watch.credentials.length;
  };

  const checkState = (): void => {
    const { state, isConnected, retryAt, queued } = connection;
    const {
      status,
      context: { isEngineOpen: believes },
    } = connection.actor.getSnapshot();
    if (status !== 'active') violate('alive', `its actor is in status ${status}`);
    if (watch.engines > 1) violate('one-engine', `there are ${watch.engines}`);
    if (isConnected && watch.engine !== 'open')
      violate('connected-is-open', `it is ${state}, and the engine is ${watch.engine}`);
    if (believes && watch.engine !== 'open' && watch.engine !== 'closing')
      violate('connected-is-open', `it holds the engine for open, and that is ${watch.engine}`);
    if (queued > policy.queue.maxMessages)
      violate('queue-bounds', `${queued} messages wait, ${policy.queue.maxMessages} may`);
    const inState = now() - stateSince;
    if (
      (state === 'connecting.opening' || state === 'connecting.probing') &&
      inState > policy.timeout + tolerance
    )
      violate('opening-in-time', `it has been ${state} for ${inState} ms`);
    const isWaiting = state === 'connecting.waiting' || state === 'connecting.suspended';
    if (isWaiting !== (retryAt !== undefined))
      violate('retry-in-time', `it is ${state}, and the next try is due at ${retryAt}`);
    if (retryAt !== undefined) {
      const bound = boundOf(policy, state);
      if (retryAt < now() - tolerance)
        violate('retry-in-time', `the next try was due ${now() - retryAt} ms ago`);
      if (retryAt - stateSince > bound + tolerance)
        violate(
          'retry-in-time',
          `the next try comes after ${retryAt - stateSince} ms; the bound is ${bound} ms`,
        );
    }
    if (stoppingSince !== undefined && now() - stoppingSince > policy.closeTimeout + tolerance)
      violate('stop-in-time', `it has been closing for ${now() - stoppingSince} ms`);
    if (state === 'stopped.closed' || state === 'idle') {
      if (watch.live > 0) violate('nothing-left', `${state}, and ${watch.live} links live`);
      if (watch.listeners.length > 0)
        violate('nothing-left', `${state}, and links have listeners: ${watch.listeners.join(', ')}`);
    }
    for (const message of ledger.check(watch.emitted)) violate(ruleOf(message), message);
  };

  const checkTimers = (): void => {
    const timers = subject.pendingTimers?.() ?? 0;
    if (timers > 0) violate('nothing-left', `${timers} timers are still set`);
  };

  const take = (): Violation[] => {
    const taken = found.splice(0);
    return taken.filter(
      ({ rule, message }, index) =>
        taken.findIndex((other) => other.rule === rule && other.message === message) === index,
    );
  };

  return {
    check() {
      checkLinks();
      checkState();
      return take();
    },
    checkEnd() {
      checkLinks();
      checkState();
      if (!isStopTold) violate('started-stopped', 'stopped was never told');
      if (connection.queued > 0) violate('nothing-left', `${connection.queued} messages still wait`);
      checkTimers();
      for (const message of ledger.checkEnd(watch.emitted)) violate(ruleOf(message), message);
      return take();
    },
    checkGone() {
      take();
      if (watch.live > 0) violate('nothing-left', `its actor has ended, and ${watch.live} links live`);
      if (watch.listeners.length > 0)
        violate(
          'nothing-left',
          `its actor has ended, and links have listeners: ${watch.listeners.join(', ')}`,
        );
      checkTimers();
      return take();
    },
  };
}

const ruleOf = (message: string): RuleName => (/settled/.test(message) ? 'requests-settle-once' : 'delivery');

function boundOf(policy: Policy, state: string): number {
  return state === 'connecting.suspended'
    ? Math.ceil(policy.suspendedDelay * (1 + policy.randomizationFactor))
    : policy.reconnectionDelayMax;
}

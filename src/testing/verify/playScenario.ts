import { faults, type FaultName } from './faults.ts';
import { durationText } from './durationText.ts';
import { ownFault, unansweredFinding, type Finding } from './Finding.ts';
import { createSubject, type Subject, type SubjectOptions } from './createSubject.ts';
import { describeVerifyStep, type VerifyStep } from './VerifyStep.ts';

/** A step of a story. */
export interface Told {
  readonly step: string;
  readonly expected: string;
  readonly happened: string;
  /** Whether it was as expected. */
  readonly isGood: boolean;
}

/** What became of a sequence of steps. */
export interface Played {
  readonly story: readonly Told[];
  /** Empty where all is well. */
  readonly findings: readonly Finding[];
  readonly ms: number;
}

/** How scenarios are played. */
export interface PlayOptions extends SubjectOptions {
  readonly namespaces: readonly string[];
  /** Whether waits between tries are skipped. */
  readonly skipsWaits: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The event that is subscribed to; nobody sends it. */
const subscribed = 'statewire-verify';
/** How long a fault is borne before the next step, in ms. */
const endurance = 200;
/** How long a try may hang on a network where it must, before time is put forward, in ms. */
const hangTime = 90;
const tick = 3;
/** What a tick counts for at most, in ms: while the machine is too busy for us it is so for the server, which is not to blame. */
const longestTick = 10;

interface Expectation {
  readonly goal: 'there' | 'closed' | 'any';
  readonly text: string;
}

/** Whoever has not let go of TCP connections. */
function leftOpen(own: number, abandoned: number): Finding {
  const rule = 'stop-closes';
  if (own > 0)
    return { rule, message: `It is stopped, and TCP connections are still open: ${own}.`, advice: ownFault };
  return {
    rule,
    message: `It is stopped and has let go, and the server keeps its end of TCP connections open: ${abandoned}.`,
    advice:
      'Look at the `upgrade` listener of the server, and at a proxy before it: what takes a socket has to answer it, or to end it, also when the client has gone.',
  };
}

/** Ends a scenario: something was found. */
class Broken extends Error {}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Plays a sequence of steps on a connection of its own, from its start to its end: what the steps leave undone is done in
 * the end. Stops at the first thing that does not hold.
 */
export async function playScenario(steps: readonly VerifyStep[], options: PlayOptions): Promise<Played> {
  const begun = performance.now();
  await options.network.reset();
  const subject = createSubject(options);
  const player = createPlayer(subject, options);
  try {
    for (const namespace of options.namespaces)
      subject.use({ type: 'subscribe', namespace, eventName: subscribed, listener: 'plain' });
    for (const step of [{ type: 'start' } as const, ...steps]) await player.take(step);
    await player.finish();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
  } finally {
    await subject.dispose();
  }
  return { story: player.story, findings: subject.findings, ms: performance.now() - begun };
}

interface Player {
  readonly story: readonly Told[];
  take(step: VerifyStep): Promise<void>;
  finish(): Promise<void>;
}

function createPlayer(subject: Subject, options: PlayOptions): Player {
  const { connection, policy, clock, watch, tap, rules } = subject;
  const { network, experience, namespaces, patience, skipsWaits, signal } = options;
  const story: Told[] = [];
  const left = new Set<string>();
  const subscriptions = new Map<string, number>(namespaces.map((namespace) => [namespace, 1]));
  let isWanted = false;
  let hurried = false;
  let isLossDue = false;
  let isLossNoticed = (): boolean => true;
  /** The time that was waited in all, in ms, without that in which this process stood still. */
  let waited = 0;
  let stateSince = waited;
  let losses = 0;
  let upSince = 0;
  connection.on('started', () => (upSince = performance.now()));
  connection.on('state', ({ state, previous }) => {
    stateSince = waited;
    if (previous.startsWith('connected') && !state.startsWith('connected')) losses += 1;
  });

  const isGivenUp = (): boolean => connection.state === 'stopped.failed';
  const mayGiveUp = !policy.reconnection || Number.isFinite(policy.reconnectionAttempts);
  const isPassable = (): boolean => network.fault === undefined || faults[network.fault].isPassable;
  const isTrying = (): boolean =>
    connection.state === 'connecting.opening' || connection.state === 'connecting.probing';
  const wanted = (): readonly string[] => namespaces.filter((namespace) => !left.has(namespace));
  const missing = (): readonly string[] =>
    wanted().filter((namespace) => connection.namespace(namespace).state !== 'joined');
  const isThere = (): boolean => connection.isConnected && missing().length === 0;
  const isClosed = (): boolean => connection.state === 'stopped.closed' || connection.state === 'idle';

  /** When each namespace is joined again whose join has failed. */
  const joinAt = new Map<string, number>();
  connection.on('error', ({ namespace, retryAt }) => {
    if (namespace !== undefined && retryAt !== undefined) joinAt.set(namespace, retryAt);
  });
  /** When the next join is due, where all that is missing waits for that. */
  const nextJoin = (): number | undefined => {
    if (!connection.isConnected || tap.unanswered.length > 0) return undefined;
    const due = missing().flatMap((namespace) => joinAt.get(namespace) ?? []);
    const ahead = due.filter((time) => time > clock.now());
    return ahead.length === 0 ? undefined : Math.min(...ahead);
  };

  /** Goes on until something is so: puts time forward where nothing can happen in the meantime. */
  const until = async (isSo: () => boolean, ms: number, hang = patience): Promise<boolean> => {
    const end = waited + ms;
    for (let last = performance.now(); ;) {
      rules.check();
      if (connection.isConnected && tap.isUndisturbed)
        experience.longest = Math.max(experience.longest, performance.now() - upSince);
      if (subject.findings.length > 0 || signal?.aborted === true) throw new Broken();
      if (isSo()) return true;
      if (waited > end) return false;
      const retryAt = connection.retryAt ?? nextJoin();
      if (retryAt !== undefined && skipsWaits) clock.pass(Math.max(0, retryAt - clock.now()));
      else if (isTrying() && waited - stateSince > hang) clock.pass(policy.timeout);
      await pause(tick);
      const now = performance.now();
      waited += Math.min(now - last, longestTick);
      last = now;
    }
  };

  const tell = (step: string, expected: string, happened: string, isGood = true): void =>
    void story.push({ step, expected, happened, isGood });
  const fail = (step: string, expected: string, finding: Finding): never => {
    subject.find(finding);
    tell(step, expected, describeNow(), false);
    throw new Broken();
  };
  const describeNow = (): string => {
    const { state, lastError } = connection;
    const others = connection.isConnected ? missing() : [];
    const unjoined = others.length > 0 ? `, ${others.join(' and ')} not joined` : '';
    return `${state}${unjoined}${connection.isConnected || lastError === undefined ? '' : ` (${lastError.code})`}`;
  };

  /** Has what is expected come about, and tells of it. */
  const settle = async (step: VerifyStep, text = describeVerifyStep(step)): Promise<void> => {
    let expected = expectation(step);
    try {
      if (isLossDue && !(await until(isLossNoticed, patience)))
        fail(text, 'the loss is noticed', {
          rule: 'drops-noticed',
          message: `Every TCP connection has ended, and it is still ${connection.state} after ${patience} ms.`,
          advice: ownFault,
        });
      isLossDue = false;
      expected = expectation(step);
      await reach(text, expected);
    } catch (error) {
      if (error instanceof Broken && subject.findings.length > 0 && story.at(-1)?.isGood !== false)
        tell(text, expected.text, subject.findings[0]?.message ?? '', false);
      throw error;
    }
  };

  const expectation = ({ type }: VerifyStep): Expectation => {
    if (!isWanted && type !== 'stop') return { goal: 'closed', text: 'still stopped' };
    if (!isWanted) return { goal: 'closed', text: `stopped.closed within ${policy.closeTimeout} ms` };
    if (isPassable()) {
      const what = wanted().length === 0 ? 'connected' : `connected, ${wanted().join(' and ')} joined`;
      return { goal: 'there', text: what };
    }
    const isKept = network.fault !== 'cut' && connection.isConnected;
    return {
      goal: 'any',
      text: isKept ? 'it holds, or is lost and noticed' : 'not connected, and trying again',
    };
  };

  const reach = async (step: string, { goal, text }: Expectation): Promise<void> => {
    const begun = performance.now();
    const took = (): string => `${Math.round(performance.now() - begun)} ms`;
    if (goal === 'any') {
      const tries = experience.attempts;
      await until(() => experience.attempts > tries + 2, endurance, hangTime);
      return tell(step, text, describeNow());
    }
    if (goal === 'closed') {
      const isQuick = network.fault === undefined;
      const isDone = (): boolean => isClosed() || isGivenUp();
      if (!(await until(isDone, isQuick ? policy.closeTimeout + 1000 : hangTime))) {
        clock.pass(policy.closeTimeout);
        if (!(await until(isDone, 1000)))
          fail(step, text, {
            rule: 'stop-closes',
            message: `It was stopped, and is ${connection.state} after ${policy.closeTimeout} ms.`,
            advice: ownFault,
          });
      }
      return tell(step, text, `${connection.state} after ${took()}`);
    }
    const before = experience.attempts;
    // A try may have begun before the network was well: it may take its time, and the next one counts.
    const bound =
      3 * Math.max(patience, 1000) + (skipsWaits ? 0 : 2 * Math.max(policy.reconnectionDelayMax, 1000));
    const isDone = (): boolean => {
      if (isGivenUp() && mayGiveUp) connection.start();
      return isThere();
    };
    if (!(await until(isDone, bound, isSlow() ? 3 * patience : patience))) {
      // Whatever is to come is behind all that: the server has done its part.
      if (isSlow() && (await isUnderWay()))
        return tell(step, text, `${describeNow()}, and more is under way`);
      fail(
        step,
        text,
        connection.isConnected
          ? unansweredFinding(
              missing(),
              durationText(bound),
              'If it is only slow: with --remote it has more time.',
            )
          : {
              rule: 'reachable-connects',
              message: `The server can be reached, and it is not connected after ${took()} and ${experience.attempts - before} tries: it is ${describeNow()}.`,
              advice: 'Look at the error in brackets, and at the log of the server for the same moment.',
            },
      );
    }
    checkListeners(step, text);
    tell(step, text, `${describeNow()} after ${took()}`);
  };
  const isSlow = (): boolean => network.fault === 'late' || network.fault === 'slow';
  /** Whether anything still comes from the server. */
  const isUnderWay = (): Promise<boolean> => {
    const bytes = (): number => network.proxy.log.reduce((sum, { bytesDown }) => sum + bytesDown, 0);
    const before = bytes();
    return until(() => bytes() > before, patience);
  };

  const checkListeners = (step: string, text: string): void => {
    const expected = wanted()
      .filter((namespace) => (subscriptions.get(namespace) ?? 0) > 0)
      .map((namespace) => `${namespace} ${subscribed}`);
    const actual = watch.listeners.filter((name) => !left.has(name.split(' ')[0] ?? ''));
    if (expected.toSorted().join() !== actual.join())
      fail(step, text, {
        rule: 'subscriptions-kept',
        message: `The link has listeners for [${actual.join(', ')}]; subscribed is [${expected.join(', ')}].`,
        advice: ownFault,
      });
  };

  const inflict = async (name: FaultName): Promise<void> => {
    const before = losses;
    isLossDue = connection.isConnected && faults[name].lasting === undefined;
    await network.inflict(name);
    if (name === 'offline') subject.use({ type: 'offline' });
    // A session over polling, or on its way to websocket, lives through it when it asks again.
    let isRenewed = false;
    void network.proxy.nextConnection().then(() => (isRenewed = true));
    isLossNoticed = () => losses > before || isRenewed;
  };

  const act = async (step: VerifyStep): Promise<void> => {
    switch (step.type) {
      case 'start':
      case 'stop':
        if (step.type === 'stop' || !connection.isConnected) network.disturb();
        isWanted = step.type === 'start';
        return subject.use({ type: step.type });
      case 'online':
        return subject.use({ type: 'online' });
      case 'heal':
        return network.heal();
      case 'fault':
        return inflict(step.name);
      case 'wait':
        return;
      case 'join':
        left.delete(step.namespace);
        network.disturb();
        return subject.use({ type: 'join', namespace: step.namespace });
      case 'leave':
        left.add(step.namespace);
        // Servers take a join that comes together with a leave for a violation of the protocol, and end the connection:
        // on a machine that is busy enough, the two come together.
        network.disturb();
        return subject.use({ type: 'leave', namespace: step.namespace });
      case 'subscribe':
      case 'unsubscribe': {
        const count = subscriptions.get(step.namespace) ?? 0;
        subscriptions.set(step.namespace, Math.max(0, count + (step.type === 'subscribe' ? 1 : -1)));
        const { type, namespace } = step;
        return subject.use({ type, namespace, eventName: subscribed, listener: 'plain' });
      }
      case 'send':
        return subject.use({ type: 'send', namespace: step.namespace, by: 'method' }, step.eventName);
      case 'request':
        return subject.use({ type: 'request', namespace: step.namespace }, step.eventName);
    }
  };

  /** Whether there is any point in it. */
  const isPossible = (step: VerifyStep): boolean => {
    switch (step.type) {
      case 'heal':
        return network.fault !== undefined;
      case 'unsubscribe':
        return (subscriptions.get(step.namespace) ?? 0) > 0;
      case 'leave':
        return !left.has(step.namespace);
      case 'join':
        return left.has(step.namespace);
      default:
        return true;
    }
  };

  const answered = async (step: string): Promise<void> => {
    const entry = subject.ledger.entries.at(-1);
    const before = losses;
    const isFair = connection.isConnected && subject.tap.isUndisturbed;
    const text =
      experience.acknowledges === undefined ? 'one acknowledgement, or none' : 'one acknowledgement';
    if (entry === undefined) return;
    await settleOwn(step, text, async () => {
      const begun = performance.now();
      const isSettled = (): boolean => entry.settled > 0;
      const isIn = await until(isSettled, isFair ? patience : endurance);
      if (!isIn && isFair) clock.pass(policy.ackTimeout);
      // A second acknowledgement would come right after the first.
      await until(() => false, 10);
      const isAcknowledged = entry.outcome === 'resolved';
      if (isFair && experience.acknowledges === true && !isAcknowledged && losses === before)
        fail(step, text, {
          rule: 'acknowledged',
          message: `The server has not acknowledged ${step.split(' ')[1] ?? ''} within ${Math.min(patience, policy.ackTimeout)} ms.`,
          advice: 'Look at the handler of the event: every way through it has to call the acknowledgement.',
        });
      if (isFair) experience.acknowledges ??= isAcknowledged;
      const after = `after ${Math.round(performance.now() - begun)} ms`;
      if (isAcknowledged) return `acknowledged ${after}`;
      return isIn || isFair ? `not acknowledged ${after}` : 'not acknowledged yet';
    });
  };

  const settleOwn = async (step: string, expected: string, body: () => Promise<string>): Promise<void> => {
    try {
      const happened = await body();
      tell(step, expected, happened);
    } catch (error) {
      if (error instanceof Broken && subject.findings.length > 0 && story.at(-1)?.isGood !== false)
        tell(step, expected, subject.findings[0]?.message ?? '', false);
      throw error;
    }
  };

  const take = async (step: VerifyStep): Promise<void> => {
    if (!isPossible(step)) return;
    const text = describeVerifyStep(step);
    isLossDue = false;
    await act(step);
    hurried = step.soon === true;
    if (hurried) return tell(text, 'the next step follows at once', connection.state);
    if (step.type === 'wait')
      return settleOwn(text, isWanted && isPassable() ? 'it holds' : 'nothing is broken', async () => {
        await until(() => false, step.ms);
        return describeNow();
      });
    if (step.type === 'request') return answered(text);
    return settle(step);
  };

  return {
    story,
    take,
    async finish() {
      if (network.fault !== undefined) await take({ type: 'heal' });
      else if (hurried) await settle({ type: 'wait', ms: 0 }, 'nothing more is done');
      if (!isWanted) await take({ type: 'start' });
      await take({ type: 'stop' });
      await settleOwn('', '', async () => {
        await pause(0);
        rules.checkEnd();
        const { proxy } = network;
        if (!(await until(() => proxy.connections + proxy.abandoned === 0, 2500)))
          fail('stop', 'no TCP connection is left', leftOpen(proxy.connections, proxy.abandoned));
        return '';
      });
      // All was well, and needs no line of its own.
      story.pop();
    },
  };
}

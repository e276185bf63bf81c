import net from 'node:net';
import fc from 'fast-check';
import { checkMessage } from '../../../machines/checkMessage.ts';
import { connectionMachine } from '../../../machines/connection.ts';
import { ConnectionError } from '../../../machines/ConnectionError.ts';
import { namespaceMachine } from '../../../machines/namespace.ts';
import { defaultPolicy } from '../../../machines/Policy.ts';
import type { ConnectionConfig } from '../../connections/ConnectionConfig.ts';
import { serverAddress } from '../../links/serverAddress.ts';
import { reportCoverage } from '../coverage/CoverageReport.ts';
import { createCoverage } from '../coverage/createCoverage.ts';
import { checkProperty } from '../run/checkProperty.ts';
import { checkPath, isRandomPath } from './checkPath.ts';
import { noExperience } from './Experience.ts';
import { faultNames, type FaultName } from './faults.ts';
import { allRules, ruleNames, type VerifyRule } from './Finding.ts';
import { isExercised } from './isExercised.ts';
import { layNetwork, type Target } from './Network.ts';
import { playScenario, type Played, type PlayOptions } from './playScenario.ts';
import {
  arbitrarySteps,
  calmScenario,
  faultScenario,
  messageScenario,
  type Plan,
  type Scenario,
} from './scenarios.ts';
import type { ScenarioReport, VerifyFailure, VerifyReport } from './VerifyReport.ts';
import type { VerifyStep } from './VerifyStep.ts';

/** How a server is verified. */
export interface VerifyOptions {
  /** Makes the same random sequences again. Default: others each time; the report has it. */
  readonly seed?: number;
  /** Plays one failure again, and nothing else: the `path` of its report. */
  readonly path?: string;
  /** Random sequences, at most. @default 100 */
  readonly runs?: number;
  /** When to begin nothing more, in ms. @default 45000 */
  readonly time?: number;
  /** How long a connection is left alone once, to see whether it is left alone, in ms. @default 4000 */
  readonly calm?: number;
  /** Default: all. */
  readonly faults?: readonly FaultName[];
  /** An event to send. Default: none; no application event is sent. */
  readonly send?: string;
  /** Whether to wait between tries in real time, and be patient, as servers of others deserve. @default false */
  readonly isGentle?: boolean;
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/** How far it is. */
export interface VerifyProgress {
  /** What is being tried. */
  readonly title: string;
  /** From 0 to 1. */
  readonly share: number;
  /** Scenarios and random sequences that are done. */
  readonly done: number;
  readonly total: number;
  readonly steps: number;
  readonly ms: number;
}

/**
 * Verifies that connections to a server live through what networks and servers do: puts a fault proxy before it, runs the
 * production connection through that, one fault after the other and then in random sequences, and checks at every step
 * what must hold. Sends no application event unless told which.
 *
 * @throws {ConnectionError} (a rejection) `invalid-configuration`, or `reserved-event` for an event that nobody can send
 * @example
 * const { verdict, scenarios } = await verify({ name: 'mine', url: 'http://127.0.0.1:3000' });
 */
export async function verify(config: ConnectionConfig, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { runs = 100, time = 45_000, calm = 4000, isGentle = false, path, signal, onProgress } = options;
  const begun = performance.now();
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const address = serverAddress(config);
  const namespaces = Object.keys(config.namespaces ?? {});
  const plan: Plan = {
    namespaces: namespaces.length === 0 ? ['/'] : namespaces,
    faults: options.faults ?? faultNames,
    send: options.send,
    // What is played again after it does not need all of that.
    calm: path === undefined || path === 'calm' ? calm : Math.min(calm, 400),
  };
  // What cannot be is said before anything is tried.
  checkPath(options);
  if (!(time > 0))
    throw new ConnectionError(
      'invalid-configuration',
      `In no time nothing can be tried: the time is ${time}, and takes more than 0 (--time).`,
    );
  if (options.send !== undefined) checkMessage('/', options.send, []);
  const experience = noExperience();
  const coverage = createCoverage([connectionMachine, namespaceMachine]);
  const target = targetOf(config);
  const network = await layNetwork(target);
  const patience = Math.min(config.timeout ?? defaultPolicy.timeout, isGentle ? 10_000 : 4000);
  const play: PlayOptions = {
    config,
    network,
    experience,
    coverage,
    random: (seed % 1000) / 1000,
    namespaces: plan.namespaces,
    patience,
    skipsWaits: !isGentle,
    signal,
  };

  let isUpgradeTried = false;
  const notes: string[] = [];
  const reports: ScenarioReport[] = [];
  const broken = new Map<VerifyRule, number>();
  let steps = 0;
  let played = 0;
  const elapsed = (): number => performance.now() - begun;
  const isOver = (): boolean => signal?.aborted === true || elapsed() > time;

  const messages = messageScenario(plan);
  // In this order they tell what the server is like, also before a replay.
  const first = [calmScenario(plan), ...(messages === undefined ? [] : [messages])];
  const others = plan.faults.map((name) => faultScenario(name, plan));
  const total = path === undefined ? first.length + others.length + runs : first.length + 1;
  let done = 0;
  const progress = (title: string): void => {
    const share = Math.max(done / total, Math.min(1, elapsed() / time));
    onProgress?.({ title, share: Math.min(1, share), done, total, steps, ms: elapsed() });
  };
  const count = (result: Played): Played => {
    done += 1;
    steps += result.story.length;
    for (const rule of new Set(result.findings.map((finding) => finding.rule)))
      broken.set(rule, (broken.get(rule) ?? 0) + 1);
    return result;
  };

  const failureOf = (result: Played, path: string): VerifyFailure | undefined =>
    result.findings.length === 0 ? undefined : { findings: result.findings, story: result.story, path };
  const report = (scenario: Pick<Scenario, 'name' | 'title'>, ms: number, failure?: VerifyFailure): void => {
    const { name, title } = scenario;
    const verdict = failure === undefined ? 'passed' : 'failed';
    reports.push({ name, title, verdict, ms, ...(failure && { failure }) });
  };
  const skip = ({ name, title }: Pick<Scenario, 'name' | 'title'>): void =>
    void reports.push({ name, title, verdict: 'skipped', ms: 0 });

  const perform = async (scenario: Scenario): Promise<boolean> => {
    progress(scenario.title);
    const result = count(await playScenario(scenario.steps, play));
    const failure = failureOf(result, scenario.name);
    if (failure === undefined && signal?.aborted === true) {
      skip(scenario);
      return true;
    }
    if (failure === undefined || path !== undefined || isOver()) {
      report(scenario, result.ms, failure);
      return failure === undefined;
    }
    progress('the same once more');
    const again = await playScenario(scenario.steps, play);
    report(scenario, result.ms, { ...failure, isConfirmed: again.findings.length > 0 });
    return false;
  };

  const random = { name: 'random', title: 'random sequences of all that' };
  /** Looks for a sequence that fails, and for the shortest like it. */
  const search = async (): Promise<void> => {
    const started = performance.now();
    let best: Played | undefined;
    let foundAt = 0;
    const shrinkTime = 15_000;
    const body = async (sequence: readonly VerifyStep[]): Promise<void> => {
      // Where one failure is played again, fast-check goes on with what it would have tried next.
      const isSearched = path === undefined ? isOver() : played > 0;
      const isEnough = best === undefined ? isSearched : performance.now() - foundAt > shrinkTime;
      if (isEnough || signal?.aborted === true) return;
      progress(best === undefined ? random.title : 'a shorter sequence that fails');
      if (best === undefined) played += 1;
      const result = count(await playScenario(sequence, play));
      if (result.findings.length === 0) return;
      if (best === undefined) foundAt = performance.now();
      best = result;
      throw new Error(result.findings[0]?.message);
    };
    const acknowledges = experience.acknowledges === true;
    const property = fc.asyncProperty(arbitrarySteps({ ...plan, acknowledges }), body);
    const extent = path === undefined ? { runs } : { runs: 1, path, endOnFailure: true };
    const details = await checkProperty(property, { seed, ...extent }).catch((error: unknown) => {
      if (!(error instanceof RangeError)) throw error;
      throw new ConnectionError(
        'invalid-configuration',
        `There is no way along ${path}: this path belongs to another seed, to other --faults, or to another --send.`,
        { cause: error },
      );
    });
    const ms = performance.now() - started;
    const { counterexample, counterexamplePath } = details;
    if (best === undefined && (played === 0 || signal?.aborted === true)) return skip(random);
    if (best === undefined || counterexample === null) return report(random, ms);
    const failure = failureOf(best, counterexamplePath ?? '');
    if (failure === undefined || path !== undefined) return report(random, ms, failure);
    progress('the same once more');
    const again = count(await playScenario(counterexample[0], play));
    return report(random, performance.now() - started, {
      ...failure,
      isConfirmed: again.findings.length > 0,
    });
  };

  const replay = async (wanted: string): Promise<void> => {
    for (const scenario of first) if (!(await perform(scenario)) || scenario.name === wanted) return;
    const named = others.find(({ name }) => name === wanted);
    if (named !== undefined) await perform(named);
    else if (isRandomPath(wanted)) await search();
  };

  const tour = async (): Promise<void> => {
    let isUsable = true;
    for (const scenario of [...first, ...others]) {
      if (!isUsable || isOver()) skip(scenario);
      else if (!(await perform(scenario)) && first.includes(scenario)) isUsable = false;
    }
    const isGood = reports.every(({ verdict }) => verdict === 'passed');
    if (isGood && !isOver() && runs > 0) await search();
    else skip(random);
  };

  try {
    progress('the server');
    const problem = await reach(target);
    if (problem === undefined) await (path === undefined ? tour() : replay(path));
    else {
      broken.set('server-reachable', 1);
      report(calmScenario(plan), 0, unreachable(target, problem));
    }
    isUpgradeTried = network.proxy.log.some(({ kind }) => kind === 'websocket');
  } finally {
    await network.close();
  }

  if (options.send === undefined && experience.connects > 0)
    notes.push('No application event was sent: with --send EVENT messages are checked too.');
  else if (experience.acknowledges === false)
    notes.push(
      `The server does not acknowledge ${options.send}: it was sent without asking for an acknowledgement.`,
    );
  // One that ended at once may have ended before it had moved.
  const isLasting = experience.longest > plan.calm / 2;
  if (isUpgradeTried && isLasting && experience.transports.has('polling') && experience.transports.size === 1)
    notes.push(
      'The server stays with polling: it offers websocket, and each move to it was refused or not answered.',
    );
  const { attempts, connects, drops, longest, joins, sent, protocol, transports } = experience;
  return {
    // Nothing was found where nothing was tried: that is no pass.
    verdict:
      reports.some(({ verdict }) => verdict === 'passed') &&
      reports.every(({ verdict }) => verdict !== 'failed')
        ? 'passed'
        : 'failed',
    isInterrupted: signal?.aborted === true,
    connection: config.name,
    server: address.display,
    protocol,
    transports: [...transports],
    namespaces: plan.namespaces,
    seed,
    path,
    ms: elapsed(),
    scenarios: reports,
    counts: { runs: played, steps, attempts, connects, drops, longest, joins, sent },
    rules: ruleNames.map((rule) => ({
      rule,
      text: allRules[rule],
      isChecked: broken.has(rule) || isExercised(rule, experience),
      broken: broken.get(rule) ?? 0,
    })),
    notes,
    coverage: reportCoverage(coverage.machines),
  };
}

/** Where the TCP connections go: to the server, or to the HTTP proxy before it. */
function targetOf(config: ConnectionConfig): Target {
  if (config.proxy === undefined) {
    const { hostname, port } = serverAddress(config);
    return { host: hostname, port };
  }
  const { hostname, port, protocol } = new URL(config.proxy);
  return {
    host: hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
  };
}

/**
 * The hosts that a verification of this connection reaches: the server's, and that of the HTTP proxy before it.
 *
 * @throws {ConnectionError} `invalid-configuration`
 */
export function hostsOf(config: ConnectionConfig): readonly string[] {
  return [...new Set([serverAddress(config).hostname, targetOf(config).host])];
}

/** Why there is no TCP connection to be had, if there is none. */
function reach({ host, port }: Target): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: 5000 });
    const end = (problem?: string): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => end());
    socket.once('timeout', () => end('no answer within 5 s'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

function unreachable({ host, port }: Target, problem: string): VerifyFailure {
  return {
    findings: [
      {
        rule: 'server-reachable',
        message: `Nothing answers at ${host}:${port} (${problem}).`,
        advice: 'Start the server first, and check host and port.',
      },
    ],
    story: [
      { step: `a TCP connection to ${host}:${port}`, expected: 'accepted', happened: problem, isGood: false },
    ],
    path: 'calm',
  };
}

import type { MachineCounts } from './createCoverage.ts';
import type { AnyNode } from '../model/causes.ts';
import { indexTransitions, type TransitionFacts } from './indexTransitions.ts';

/** A part of a machine that was not reached, and why. */
export interface Missing {
  readonly id: string;
  readonly reason: string;
}

/** How much of one kind of thing was reached. */
export interface Share {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly Missing[];
}

/** How much of one kind of thing was reached; how many there are is not always known. */
export type OpenShare = Omit<Share, 'total'> & { readonly total: number | undefined };

/** What was reached of one machine. */
export interface MachineCoverage {
  readonly machine: string;
  readonly states: Share;
  readonly transitions: Share;
  /** Transitions, one right after another. How many there can be is known where `feasiblePairs` were given. */
  readonly pairs: OpenShare;
  /** Each guard counts twice: once for passing, once for failing. */
  readonly guards: Share;
  /** The machine's parts, each with how often it was reached: what a drawing needs. */
  readonly chart: {
    readonly states: readonly ChartState[];
    readonly transitions: readonly ChartTransition[];
  };
}

/** A state, as it is drawn. */
export interface ChartState {
  readonly id: string;
  readonly key: string;
  /** `undefined` for the machine itself. */
  readonly parent: string | undefined;
  readonly isInitial: boolean;
  /** How often it was entered. */
  readonly count: number;
}

/** A transition, as it is drawn. */
export interface ChartTransition {
  readonly id: string;
  readonly source: string;
  /** None where it stays where it is. */
  readonly targets: readonly string[];
  /** In a few words. */
  readonly text: string;
  /** How often it was taken. */
  readonly count: number;
}

/** What was reached, and what was not and why: plain data, fit for JSON. */
export interface CoverageReport {
  readonly machines: readonly MachineCoverage[];
}

/** What a report can know beyond the counts. */
export interface ReportOptions {
  /** Pairs that can be had at all; without it only those that were had are known. */
  readonly feasiblePairs?: ReadonlySet<string>;
  /** What can be reached, with the way to it. */
  readonly ways?: ReadonlyMap<string, string>;
  /** Why things cannot be reached: by the id of a transition or a state, or by its beginning and a `*`. */
  readonly reasons?: Readonly<Record<string, string>>;
}

/** Makes a report of counts. */
export function reportCoverage(
  machines: readonly MachineCounts[],
  options: ReportOptions = {},
): CoverageReport {
  return { machines: machines.map((counts) => reportMachine(counts, options)) };
}

function reportMachine(counts: MachineCounts, options: ReportOptions): MachineCoverage {
  const { machine } = counts;
  const transitions = [...indexTransitions(machine).values()];
  const nodes = statesOf(machine.root);
  const why = (id: string): string => {
    const known = Object.entries(options.reasons ?? {}).find(([key]) =>
      key.endsWith('*') ? id.startsWith(key.slice(0, -1)) : id === key,
    );
    if (known !== undefined) return known[1];
    const way = options.ways?.get(id);
    if (way !== undefined) return `can be reached: ${way}`;
    return options.ways === undefined ? 'not reached' : 'nothing in these models leads there';
  };

  const guarded = transitions.filter(({ guard }) => guard !== undefined);
  const outcomes = guarded.flatMap((facts) => {
    const { passed = 0, failed = 0 } = counts.guards.get(facts.id) ?? {};
    return [
      { id: `${facts.id} [${facts.guard}] passes`, count: passed, transition: facts.id },
      { id: `${facts.id} [${facts.guard}] fails`, count: failed, transition: facts.id },
    ];
  });
  const mine = (pair: string): boolean =>
    pair.includes(` → ${machine.id} `) || pair.includes(` → ${machine.id}.`);
  const pairs = new Set([...(options.feasiblePairs ?? []), ...counts.pairs.keys()]);
  const reachedPairs = share(
    [...pairs].filter(mine),
    (id) => counts.pairs.get(id) ?? 0,
    () => 'not reached by these paths',
  );
  // Nobody is ever in a history state: what leads to it goes on at once.
  const timesThrough = (history: string): number =>
    transitions
      .filter(({ targets }) => targets.includes(history))
      .reduce((sum, { id }) => sum + (counts.transitions.get(id) ?? 0), 0);
  const timesIn = new Map(
    nodes.map(({ id, type }) => [id, type === 'history' ? timesThrough(id) : (counts.states.get(id) ?? 0)]),
  );
  return {
    machine: machine.id,
    states: share([...timesIn.keys()], (id) => timesIn.get(id) ?? 0, why),
    transitions: share(
      transitions.map(({ id }) => id),
      (id) => counts.transitions.get(id) ?? 0,
      why,
    ),
    pairs: options.feasiblePairs === undefined ? { ...reachedPairs, total: undefined } : reachedPairs,
    guards: {
      covered: outcomes.filter(({ count }) => count > 0).length,
      total: outcomes.length,
      missing: outcomes
        .filter(({ count }) => count === 0)
        .map(({ id, transition }) => ({ id, reason: options.reasons?.[id] ?? why(transition) })),
    },
    chart: {
      states: nodes.map((node) => ({
        id: node.id,
        key: node.key,
        parent: node.parent?.id,
        isInitial: node.parent?.config.initial === node.key,
        count: timesIn.get(node.id) ?? 0,
      })),
      transitions: transitions.map((facts) => ({
        id: facts.id,
        source: facts.source,
        targets: facts.targets,
        text: describeTransition(facts),
        count: counts.transitions.get(facts.id) ?? 0,
      })),
    },
  };
}

function share(ids: readonly string[], count: (id: string) => number, why: (id: string) => string): Share {
  const missing = ids.filter((id) => count(id) === 0);
  return {
    covered: ids.length - missing.length,
    total: ids.length,
    missing: missing.map((id) => ({ id, reason: why(id) })),
  };
}

function statesOf(node: AnyNode): AnyNode[] {
  return [node, ...Object.values(node.states).flatMap((child: AnyNode) => statesOf(child))];
}

/** A transition as people read it: `event [guard] → target`. */
export function describeTransition({ event, guard, targets }: TransitionFacts): string {
  const name = event === '' ? 'always' : event.replace(/^xstate\.(after\.[^.]+|done|error)\..*/, '$1');
  const to =
    targets.length === 0
      ? ''
      : ` → ${targets.map((target) => target.split('.').slice(1).join('.')).join(', ')}`;
  return `${name}${guard === undefined ? '' : ` [${guard}]`}${to}`;
}

import type { Model } from '../model/Model.ts';
import { exploreModel, takenIn, type GraphEdge, type ModelGraph } from './exploreModel.ts';

/** What paths are to cover: every transition, or every two that can follow each other in one statechart. */
export type CoverGoal = 'transitions' | 'pairs';

/** One way through a model, from its initial state. */
export interface Path<Step> {
  readonly steps: readonly Step[];
}

/** Paths, and what they cover. */
export interface PathCover<Step> {
  readonly paths: readonly Path<Step>[];
  /** What can be covered, as far as the graph tells. */
  readonly feasible: ReadonlySet<string>;
  readonly covered: ReadonlySet<string>;
}

/** How paths are made. */
export interface CoverOptions {
  /** @default 'pairs' */
  readonly goal?: CoverGoal;
  /** Steps of one path, at most. @default 400 */
  readonly maxLength?: number;
}

/** What an edge covers for one statechart, in one place. */
interface Gain {
  readonly items: readonly string[];
  /** All of it is covered: it is not looked at any more. */
  isHad: boolean;
}

type GainOf = (last: string, taken: readonly string[] | undefined) => Gain;

const noGain: Gain = { items: [], isHad: true };

/** What edges cover, each put into words once: a search looks at the same ones over and over. */
function rememberGains(goal: CoverGoal): GainOf {
  const known = new WeakMap<readonly string[], Map<string, Gain>>();
  return (last, taken) => {
    if (taken === undefined || taken.length === 0) return noGain;
    const byLast = known.get(taken) ?? new Map<string, Gain>();
    const gain = byLast.get(last) ?? { items: itemsOf(goal, last, taken), isHad: false };
    byLast.set(last, gain);
    known.set(taken, byLast);
    return gain;
  };
}

/** What a statechart did last: a pair begins with it. */
const nothingYet = '(start)';

/** The items that a sequence of transitions covers, given the one before it. */
export function itemsOf(goal: CoverGoal, last: string, taken: readonly string[]): string[] {
  if (goal === 'transitions') return [...taken];
  return taken.map((transition, index) => `${taken[index - 1] ?? last} → ${transition}`);
}

interface Place {
  readonly key: string;
  readonly last: string;
}

interface Route<Step> {
  readonly edges: readonly GraphEdge<Step>[];
  readonly items: readonly string[];
}

/**
 * Finds paths that cover a model's transitions, or its pairs of transitions: from where it stands it goes to the nearest
 * that is not covered, until none can be reached, and only then begins a new path. So the paths are few and long.
 *
 * @example
 * const { paths } = coverModel(connectionModel());
 */
export function coverModel<State, Step>(
  model: Model<State, Step>,
  options: CoverOptions & { readonly graph?: ModelGraph<State, Step> } = {},
): PathCover<Step> {
  const { goal = 'pairs', maxLength = 400, graph = exploreModel(model) } = options;
  const actors = [
    ...new Set(
      [...graph.nodes.values()].flatMap(({ edges }) => edges.flatMap(({ taken }) => [...taken.keys()])),
    ),
  ];
  const gainOf = rememberGains(goal);
  const covered = new Set<string>();
  const feasible = new Set<string>();
  const begun = takenIn(model, model.beginning);
  for (const actor of actors)
    for (const item of itemsAhead(graph, gainOf, actor, begun.get(actor)?.at(-1))) feasible.add(item);

  // Keys may take states for the same that are not quite: an item that a route did not lead to is not tried for ever.
  const vain = new Map<string, number>();
  const isWanted = (item: string): boolean => !covered.has(item) && (vain.get(item) ?? 0) < 3;
  const paths: Path<Step>[] = [];
  for (;;) {
    const steps: Step[] = [];
    let state = model.initial;
    let key = graph.start;
    const last = new Map<string, string>();
    const missed = new Set<string>();
    let gained = 0;
    const note = (taken: ReadonlyMap<string, readonly string[]>): void => {
      for (const [actor, own] of taken) {
        for (const item of gainOf(last.get(actor) ?? nothingYet, own).items) {
          if (!covered.has(item)) gained += 1;
          covered.add(item);
        }
        last.set(actor, own.at(-1) ?? nothingYet);
      }
    };
    note(begun);
    while (steps.length < maxLength) {
      const route = nearest(
        graph,
        gainOf,
        actors,
        key,
        last,
        covered,
        (item) => isWanted(item) && !missed.has(item),
      );
      if (route === undefined) break;
      for (const edge of route.edges) {
        const { state: next, trace } = model.apply(state, edge.step);
        state = next;
        key = graph.keyOf(state);
        steps.push(edge.step);
        note(takenIn(model, trace));
        if (key !== edge.to) break;
      }
      for (const item of route.items.filter((wanted) => !covered.has(wanted))) {
        missed.add(item);
        vain.set(item, (vain.get(item) ?? 0) + 1);
      }
      if (!graph.nodes.has(key)) break;
    }
    if (gained > 0) paths.push({ steps });
    if (![...feasible].some(isWanted) || steps.length === 0) break;
  }
  return { paths, feasible, covered };
}

/** All that one statechart can still cover, from the start on. */
function itemsAhead<State, Step>(
  graph: ModelGraph<State, Step>,
  gainOf: GainOf,
  actor: string,
  last = nothingYet,
): Set<string> {
  const items = new Set<string>();
  search(graph, actor, { key: graph.start, last }, (place, edge) => {
    for (const item of gainOf(place.last, edge.taken.get(actor)).items) items.add(item);
    return false;
  });
  return items;
}

/** The shortest way to something that is wanted, whichever statechart it belongs to. */
function nearest<State, Step>(
  graph: ModelGraph<State, Step>,
  gainOf: GainOf,
  actors: readonly string[],
  key: string,
  last: ReadonlyMap<string, string>,
  covered: ReadonlySet<string>,
  isWanted: (item: string) => boolean,
): Route<Step> | undefined {
  let best: Route<Step> | undefined;
  for (const actor of actors) {
    let items: readonly string[] = [];
    const edges = search(
      graph,
      actor,
      { key, last: last.get(actor) ?? nothingYet },
      (place, edge) => {
        const gain = gainOf(place.last, edge.taken.get(actor));
        if (gain.isHad) return false;
        gain.isHad = gain.items.every((item) => covered.has(item));
        items = gain.items.filter(isWanted);
        return items.length > 0;
      },
      best?.edges.length,
    );
    if (edges !== undefined) best = { edges, items };
    if (best?.edges.length === 1) break;
  }
  return best;
}

/** Breadth first over places: states of the graph, each with what the statechart did last. */
function search<State, Step>(
  graph: ModelGraph<State, Step>,
  actor: string,
  from: Place,
  isGoal: (place: Place, edge: GraphEdge<Step>) => boolean,
  below = Infinity,
): GraphEdge<Step>[] | undefined {
  interface Visit {
    readonly place: Place;
    readonly via: GraphEdge<Step> | undefined;
    readonly parent: Visit | undefined;
    readonly depth: number;
  }
  // By what the statechart did last, then by state.
  const seen = new Map<string, Set<string>>([[from.last, new Set([from.key])]]);
  let ring: Visit[] = [{ place: from, via: undefined, parent: undefined, depth: 0 }];
  while (ring.length > 0) {
    const next: Visit[] = [];
    for (const visit of ring) {
      if (visit.depth + 1 >= below) return undefined;
      for (const edge of graph.nodes.get(visit.place.key)?.edges ?? []) {
        if (isGoal(visit.place, edge)) {
          const edges = [edge];
          for (let at: Visit | undefined = visit; at?.via !== undefined; at = at.parent)
            edges.unshift(at.via);
          return edges;
        }
        const last = edge.taken.get(actor)?.at(-1) ?? visit.place.last;
        const known = seen.get(last);
        if (known?.has(edge.to) === true) continue;
        if (known === undefined) seen.set(last, new Set([edge.to]));
        else known.add(edge.to);
        next.push({ place: { key: edge.to, last }, via: edge, parent: visit, depth: visit.depth + 1 });
      }
    }
    ring = next;
  }
  return undefined;
}

import { descriptionOf } from './descriptionOf.ts';
import { isRecord, toList } from './isRecord.ts';
import { classifyEvent } from './classifyEvent.ts';
import { actionName, guardName, sourceName } from './logicNames.ts';
import type { EdgeDefinition } from './MachineDefinition.ts';
import type { RawState } from './RawState.ts';
import { createTargetResolver } from './createTargetResolver.ts';

/** An invocation with the id that its events bear. */
export interface RawInvoke {
  readonly id: string;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** Reads the edges of states, in the order in which XState itself lists them, so that indices agree. */
export interface EdgeReader {
  edgesOf(node: RawState): readonly EdgeDefinition[];
  invokesOf(node: RawState): readonly RawInvoke[];
  /** The path of the initial state; `null` if there is none. */
  initialOf(node: RawState): string | null;
}

const mostEdgesOfState = 2000;

/** Makes an {@link EdgeReader} for all states of one machine. */
export function createEdgeReader(nodes: readonly RawState[]): EdgeReader {
  const resolve = createTargetResolver(nodes);

  function edgesOf(node: RawState): readonly EdgeDefinition[] {
    const edges: EdgeDefinition[] = [];
    const counts = new Map<string, number>();
    const invokes = invokesOf(node);
    for (const [event, raw] of transitionsOf(node, nodes)) {
      if (edges.length >= mostEdgesOfState) break;
      const index = counts.get(event) ?? 0;
      counts.set(event, index + 1);
      edges.push(readEdge(node, event, index, raw, invokes));
    }
    return edges;
  }

  function readEdge(
    node: RawState,
    event: string,
    index: number,
    transition: unknown,
    invokes: readonly RawInvoke[],
  ): EdgeDefinition {
    const raw: Readonly<Record<string, unknown>> = isRecord(transition) ? transition : { target: transition };
    const targets = toList(raw['target']).flatMap((target) => resolve(node, target) ?? []);
    const guard = raw['guard'] ?? raw['cond'];
    const facts = classifyEvent(event, node.id, raw['delay']);
    const invoked = invokes.find(({ id }) => id === facts.invoke);
    // What XState makes up as an id of a nameless invocation says less than what is invoked.
    const label =
      invoked !== undefined && typeof invoked.raw['id'] !== 'string'
        ? facts.label.replace(invoked.id, sourceName(invoked.raw['src']))
        : facts.label;
    const isInside = targets.some((target) => isWithin(target, node.path));
    return {
      id: edgeId(node.path, event, index),
      ...facts,
      source: node.path,
      event,
      label,
      guard: guard === undefined || guard === null ? null : guardName(guard),
      actions: toList(raw['actions']).map(actionName),
      targets,
      reenter: isInside && (raw['reenter'] === true || raw['internal'] === false),
      description: descriptionOf(raw['description']),
    };
  }

  return {
    edgesOf,
    invokesOf,
    initialOf(node) {
      const { initial } = node.raw;
      const target = isRecord(initial) ? initial['target'] : initial;
      for (const candidate of toList(target)) {
        const child = node.children.find(({ key }) => key === candidate);
        const path = child?.path ?? resolve(node, candidate);
        if (path !== undefined) return path;
      }
      return null;
    },
  };
}

/** The id of an edge: the n-th of its state's transitions for this event. */
export function edgeId(path: string, event: string, index: number): string {
  return `${path}|${event}|${index}`;
}

/** Whether a path is another, or lies in it. */
export function isWithin(path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}.`);
}

function invokesOf(node: RawState): readonly RawInvoke[] {
  return toList(node.raw['invoke']).map((invoke, index) => {
    const raw = isRecord(invoke) ? invoke : { src: invoke };
    return { id: typeof raw['id'] === 'string' ? raw['id'] : `${index}.${node.id}`, raw };
  });
}

/** All transitions of a state as pairs of event type and config. */
function* transitionsOf(
  node: RawState,
  nodes: readonly RawState[],
): Generator<readonly [event: string, transition: unknown]> {
  const { raw } = node;
  yield* eventTransitions(raw['on']);
  if (!node.normalised) {
    yield* each(`xstate.done.state.${node.id}`, raw['onDone']);
    for (const { id, raw: invoke } of invokesOf(node)) {
      yield* each(`xstate.done.actor.${id}`, invoke['onDone']);
      yield* each(`xstate.error.actor.${id}`, invoke['onError']);
      yield* each(`xstate.snapshot.${id}`, invoke['onSnapshot']);
    }
    yield* delayedTransitions(node);
    if (node.parent === undefined) yield* routes(nodes);
  }
  yield* each('', raw['always']);
  if (raw['type'] === 'history') yield* each('xstate.history', raw['target']);
}

function* each(event: string, transitions: unknown): Generator<readonly [string, unknown]> {
  for (const transition of toList(transitions)) yield [event, transition];
}

/** An object by event; XState 4 also takes a list of transitions that name theirs. A forbidden one (`undefined`) counts. */
function* eventTransitions(on: unknown): Generator<readonly [string, unknown]> {
  if (Array.isArray(on)) {
    for (const transition of on) {
      if (isRecord(transition) && typeof transition['event'] === 'string') {
        yield [transition['event'], transition];
      }
    }
  } else if (isRecord(on)) {
    for (const [event, transitions] of Object.entries(on)) {
      if (transitions === undefined || transitions === null) yield [event, undefined];
      else yield* each(event, transitions);
    }
  }
}

function* delayedTransitions(node: RawState): Generator<readonly [string, unknown]> {
  const { after } = node.raw;
  if (Array.isArray(after)) {
    for (const transition of after) {
      if (isRecord(transition)) yield [`xstate.after.${String(transition['delay'])}.${node.id}`, transition];
    }
  } else if (isRecord(after)) {
    for (const [delay, transitions] of Object.entries(after)) {
      yield* each(`xstate.after.${delay}.${node.id}`, transitions);
    }
  }
}

/** States that can be routed to are edges of the root. */
function* routes(nodes: readonly RawState[]): Generator<readonly [string, unknown]> {
  for (const { raw } of nodes) {
    if (isRecord(raw['route']) && typeof raw['id'] === 'string') {
      yield ['xstate.route', { ...raw['route'], target: `#${raw['id']}` }];
    }
  }
}

import { createEdgeReader, type EdgeReader } from './createEdgeReader.ts';
import { hashText } from './hashText.ts';
import { isRecord, toList } from './isRecord.ts';
import { actionName, sourceName } from './logicNames.ts';
import type { InvokeDefinition, MachineDefinition, StateDefinition } from './MachineDefinition.ts';
import { liveLimits, serialise } from './serialise.ts';
import type { RawState } from './RawState.ts';
import { descriptionOf } from './descriptionOf.ts';
import { escapeKey } from './statePaths.ts';

// A statechart beyond these is not one that anybody could look at.
const mostStates = 10_000;
const deepest = 64;

/**
 * Reads a statechart in any of its forms: XState 5's `machine.config` (as it is in the process, functions included, or as
 * JSON), XState 5's `machine.definition`, XState 4's `machine.config` and `machine.definition`. Names only: no context, no
 * input, no parameters, so no secrets. Never throws.
 *
 * @returns `undefined` if there is no statechart in it: `{ id: 'name' }` is what other kinds of actors send
 */
export function describeMachine(raw: unknown): MachineDefinition | undefined {
  try {
    if (!isRecord(raw) || !looksLikeState(raw)) return undefined;
    const id = textOr(raw['id'], textOr(raw['key'], '(machine)'));
    const nodes: RawState[] = [];
    const root = collect(raw, id, id, undefined, nodes);
    const reader = createEdgeReader(nodes);
    const content = { id, version: textOrNull(raw['version']), root: describeState(root, reader) };
    return { hash: hashText(JSON.stringify(content)), ...content };
  } catch {
    // A getter of a foreign object threw, or it is no statechart after all.
    return undefined;
  }
}

function looksLikeState(raw: Readonly<Record<string, unknown>>): boolean {
  return ['states', 'on', 'initial', 'type', 'invoke', 'always', 'after', 'entry'].some(
    (key) => raw[key] !== undefined && raw[key] !== null,
  );
}

/** The tree of raw states, each with its path and id, before any target can be resolved. */
function collect(
  raw: Readonly<Record<string, unknown>>,
  key: string,
  machineId: string,
  parent: RawState | undefined,
  nodes: RawState[],
): RawState {
  const keys = parent === undefined ? [] : [...parent.keys, key];
  const node: RawState = {
    raw,
    key,
    keys,
    path: keys.map(escapeKey).join('.'),
    id: textOr(raw['id'], [machineId, ...keys].join('.')),
    parent,
    children: [],
    // Only a definition has its transitions in a list of their own; it repeats in `on` what its `invoke` says.
    normalised: Array.isArray(raw['transitions']),
  };
  nodes.push(node);
  const states = raw['states'];
  if (isRecord(states) && keys.length < deepest) {
    for (const [childKey, child] of Object.entries(states)) {
      if (nodes.length >= mostStates) break;
      if (isRecord(child)) node.children.push(collect(child, childKey, machineId, node, nodes));
    }
  }
  return node;
}

function describeState(node: RawState, reader: EdgeReader): StateDefinition {
  const { raw } = node;
  const type = typeOf(node);
  const history = raw['history'];
  const edges = reader.edgesOf(node);
  const hasTimers = edges.some(({ kind }) => kind === 'after');
  return {
    path: node.path,
    key: node.key,
    id: node.id,
    type,
    history: type === 'history' ? (history === 'deep' ? 'deep' : 'shallow') : null,
    initial: type === 'compound' ? reader.initialOf(node) : null,
    description: descriptionOf(raw['description']),
    tags: tagsOf(raw['tags']),
    meta: raw['meta'] === undefined || raw['meta'] === null ? null : serialise(raw['meta'], liveLimits).value,
    entry: actionsOf(raw['entry'] ?? raw['onEntry'], node, hasTimers),
    exit: actionsOf(raw['exit'] ?? raw['onExit'], node, hasTimers),
    invoke: reader.invokesOf(node).map(describeInvoke),
    edges,
    states: node.children.map((child) => describeState(child, reader)),
  };
}

function typeOf({ raw, children }: RawState): StateDefinition['type'] {
  switch (raw['type']) {
    case 'atomic':
    case 'compound':
    case 'parallel':
    case 'final':
    case 'history':
      return raw['type'];
    default:
  }
  if (raw['parallel'] === true) return 'parallel';
  if (children.length > 0) return 'compound';
  return raw['history'] !== undefined && raw['history'] !== false ? 'history' : 'atomic';
}

function describeInvoke({
  id,
  raw,
}: {
  id: string;
  raw: Readonly<Record<string, unknown>>;
}): InvokeDefinition {
  return { id, src: sourceName(raw['src']), systemId: textOrNull(raw['systemId']) };
}

/** A definition also lists the actions by which XState itself starts and cancels the state's timers. */
function actionsOf(raw: unknown, node: RawState, hasTimers: boolean): readonly string[] {
  return toList(raw)
    .filter((action) => !(node.normalised && hasTimers && isTimerAction(action)))
    .map(actionName);
}

function isTimerAction(action: unknown): boolean {
  const type = isRecord(action) ? action['type'] : undefined;
  return type === 'xstate.raise' || type === 'xstate.send' || type === 'xstate.cancel';
}

/** A set in the process is `{}` once it has been JSON. */
function tagsOf(raw: unknown): readonly string[] {
  const tags = raw instanceof Set ? [...raw] : isRecord(raw) ? [] : toList(raw);
  return tags.filter((tag) => typeof tag === 'string').slice(0, 100);
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' && value !== '' ? value : fallback;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 2000) : null;
}

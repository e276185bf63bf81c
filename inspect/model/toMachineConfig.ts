import type { EdgeDefinition, MachineDefinition, StateDefinition } from './MachineDefinition.ts';

/** The dialects of XState's configs. */
export type ConfigVersion = 'xstate4' | 'xstate5';

type Config = Record<string, unknown>;

/**
 * A statechart as XState's own JSON config, for other inspectors: states, edges and names, but no context and no
 * implementations. `createMachine` of that XState version takes it.
 */
export function toMachineConfig(definition: MachineDefinition, version: ConfigVersion): Config {
  const ids = new Map<string, string>();
  const note = (state: StateDefinition): void => {
    ids.set(state.path, state.id);
    state.states.forEach(note);
  };
  note(definition.root);
  return {
    ...stateConfig(definition.root, ids, version),
    ...(definition.version !== null && { version: definition.version }),
  };
}

function stateConfig(
  state: StateDefinition,
  ids: ReadonlyMap<string, string>,
  version: ConfigVersion,
): Config {
  const initial = state.states.find(({ path }) => path === state.initial)?.key ?? state.states[0]?.key;
  return {
    id: state.id,
    ...(state.type !== 'atomic' && state.type !== 'compound' && { type: state.type }),
    ...(state.type === 'compound' && initial !== undefined && { initial }),
    ...(state.history !== null && { history: state.history }),
    ...(state.description !== null && { description: state.description }),
    ...(state.tags.length > 0 && { tags: state.tags }),
    ...(state.entry.length > 0 && { entry: state.entry.map(toAction) }),
    ...(state.exit.length > 0 && { exit: state.exit.map(toAction) }),
    ...(state.invoke.length > 0 && { invoke: invokes(state, ids, version) }),
    ...edges(state, ids, version),
    ...(state.states.length > 0 && {
      states: Object.fromEntries(state.states.map((child) => [child.key, stateConfig(child, ids, version)])),
    }),
  };
}

function invokes(
  state: StateDefinition,
  ids: ReadonlyMap<string, string>,
  version: ConfigVersion,
): readonly Config[] {
  return state.invoke.map(({ id, src }) => {
    const of = (kind: EdgeDefinition['kind']): readonly Config[] =>
      state.edges
        .filter((edge) => edge.kind === kind && edge.invoke === id)
        .map((edge) => transition(edge, ids, version));
    const onDone = of('invokeDone');
    const onError = of('invokeError');
    const onSnapshot = version === 'xstate5' ? of('invokeSnapshot') : [];
    return {
      id,
      src,
      ...(onDone.length > 0 && { onDone }),
      ...(onError.length > 0 && { onError }),
      ...(onSnapshot.length > 0 && { onSnapshot }),
    };
  });
}

function edges(state: StateDefinition, ids: ReadonlyMap<string, string>, version: ConfigVersion): Config {
  const on: Record<string, Config[]> = {};
  const after: Record<string, Config[]> = {};
  const always: Config[] = [];
  const onDone: Config[] = [];
  let target: string | undefined;
  for (const edge of state.edges) {
    switch (edge.kind) {
      case 'event':
      case 'wildcard':
        (on[edge.event] ??= []).push(transition(edge, ids, version));
        break;
      case 'after':
        (after[String(edge.delay)] ??= []).push(transition(edge, ids, version));
        break;
      case 'always':
        always.push(transition(edge, ids, version));
        break;
      case 'done':
        onDone.push(transition(edge, ids, version));
        break;
      case 'history':
        target = targetsOf(edge, ids)[0];
        break;
      case 'invokeDone':
      case 'invokeError':
      case 'invokeSnapshot':
      case 'route':
        break;
    }
  }
  return {
    ...(Object.keys(on).length > 0 && { on }),
    ...(Object.keys(after).length > 0 && { after }),
    ...(always.length > 0 && { always }),
    ...(onDone.length > 0 && { onDone }),
    ...(target !== undefined && { target }),
  };
}

function transition(edge: EdgeDefinition, ids: ReadonlyMap<string, string>, version: ConfigVersion): Config {
  const targets = targetsOf(edge, ids);
  return {
    ...(targets.length > 0 && { target: targets }),
    ...(edge.guard !== null && { [version === 'xstate5' ? 'guard' : 'cond']: edge.guard }),
    ...(edge.actions.length > 0 && { actions: edge.actions.map(toAction) }),
    ...(edge.reenter && (version === 'xstate5' ? { reenter: true } : { internal: false })),
    ...(edge.description !== null && { description: edge.description }),
  };
}

function targetsOf(edge: EdgeDefinition, ids: ReadonlyMap<string, string>): readonly string[] {
  return edge.targets.flatMap((path) => {
    const id = ids.get(path);
    return id === undefined ? [] : [`#${id}`];
  });
}

function toAction(name: string): Config {
  return { type: name };
}

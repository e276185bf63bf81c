/** A random statechart as a config: nested, parallel, with history and final states and edges from anywhere to anywhere. */
export function randomMachine(seed: number): Readonly<Record<string, unknown>> {
  let state = seed * 7919;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const ids: string[] = [];

  function makeStates(depth: number, path: string): Record<string, Config> {
    const states: Record<string, Config> = {};
    const count = 1 + Math.floor(random() * 4);
    for (let index = 0; index < count; index += 1) {
      const key = `s${index}`;
      const id = `${path}.${key}`;
      ids.push(id);
      states[key] = { id, ...makeKind(depth, id, count) };
    }
    return states;
  }

  function makeKind(depth: number, id: string, siblings: number): Config {
    const chance = random();
    if (depth > 0 && chance < 0.4) {
      const inner = makeStates(depth - 1, id);
      return random() < 0.25 ? { type: 'parallel', states: inner } : { initial: 's0', states: inner };
    }
    if (chance < 0.5) return { type: 'final' };
    if (chance < 0.6 && siblings > 1) return { type: 'history', history: chance < 0.55 ? 'deep' : 'shallow' };
    return {};
  }

  function addEdges(config: Config): void {
    if (config.type === 'final' || config.type === 'history') return;
    const pick = (): string => `#${ids[Math.floor(random() * ids.length)] ?? ''}`;
    const on: Record<string, unknown> = {};
    const count = Math.floor(random() * 3);
    for (let index = 0; index < count; index += 1) {
      const chance = random();
      on[`EVENT${index}`] =
        chance < 0.2
          ? { actions: 'act' }
          : chance < 0.3
            ? { target: [pick(), pick()] }
            : {
                target: pick(),
                ...(chance < 0.6 && { guard: 'isSo' }),
                actions: chance < 0.5 ? ['a', 'b', 'c'] : [],
              };
    }
    config.on = on;
    for (const child of Object.values(config.states ?? {})) addEdges(child);
  }

  const root: Config = { id: 'random', initial: 's0', states: makeStates(2, 'random') };
  addEdges(root);
  return { ...root };
}

interface Config {
  id?: string;
  type?: 'parallel' | 'final' | 'history';
  history?: 'deep' | 'shallow';
  initial?: string;
  states?: Record<string, Config>;
  on?: Record<string, unknown>;
}

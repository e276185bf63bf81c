import { not, StateMachine, type AnyStateMachine } from 'xstate';

/** One small fault, planted into one machine. */
export interface Mutant {
  /** Names it, for ever the same as long as the machine is: `connection.idle on start #1: removed`. */
  readonly id: string;
  readonly machine: AnyStateMachine;
}

type Json = Record<string, unknown>;

/** A machine's configuration with every shorthand written out: what there is to change is then always in one place. */
interface Node extends Json {
  states: Record<string, Node>;
  on: Record<string, Candidate[]>;
  after: Record<string, Candidate[]>;
  always: Candidate[];
  invoke: (Json & { onDone: Candidate[]; onError: Candidate[] })[];
  entry: unknown[];
  exit: unknown[];
}

interface Candidate extends Json {
  actions: unknown[];
}

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? [...(value as unknown[])] : [value];

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const candidatesOf = (value: unknown): Candidate[] =>
  listOf(value).map((given) => {
    const candidate = isRecord(given) ? given : { target: given };
    return { ...candidate, actions: listOf(candidate['actions']) };
  });

const mapOf = <Value>(value: unknown, convert: (inner: unknown) => Value): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).map(([key, inner]) => [key, convert(inner)]),
  );

function written(given: unknown): Node {
  const node = isRecord(given) ? given : {};
  return {
    ...node,
    states: mapOf(node['states'], written),
    on: mapOf(node['on'], candidatesOf),
    after: mapOf(node['after'], candidatesOf),
    always: candidatesOf(node['always']),
    invoke: listOf(node['invoke']).map((inner) => {
      const invoke = isRecord(inner) ? inner : {};
      return { ...invoke, onDone: candidatesOf(invoke['onDone']), onError: candidatesOf(invoke['onError']) };
    }),
    entry: listOf(node['entry']),
    exit: listOf(node['exit']),
  };
}

/** XState takes an empty list of states for a compound state without an initial one. */
function trimmed(node: Node): Json {
  const { states, ...rest } = node;
  const inner = Object.entries(states).map(([key, child]) => [key, trimmed(child)] as const);
  return { ...rest, ...(inner.length > 0 && { states: Object.fromEntries(inner) }) };
}

interface Site {
  readonly id: string;
  change(node: Node): void;
}

/** Every mutant of a machine: each transition, guard, delay, action, invocation and initial state removed or changed. */
export function mutantsOf(machine: AnyStateMachine): Mutant[] {
  const leaves = leavesOf(written(machine.config), machine.id);
  const sites = sitesOf(written(machine.config), machine.id, [], leaves);
  return sites.map(({ id, change }) => {
    const config = written(machine.config);
    change(config);
    return {
      id,
      machine: new StateMachine(
        { ...trimmed(config), id: machine.id },
        {
          ...machine.implementations,
          delays: { ...machine.implementations.delays, ...changedDelays(machine) },
        },
      ),
    };
  });
}

const factors = { double: 2, half: 0.5 } as const;

function changedDelays(machine: AnyStateMachine): Record<string, number | ((...given: unknown[]) => number)> {
  const delays: Readonly<Record<string, unknown>> = machine.implementations.delays;
  return Object.fromEntries(
    Object.entries(delays).flatMap(([name, delay]) =>
      Object.entries(factors).map(([word, factor]) => [
        `${name} ${word}`,
        typeof delay === 'function'
          ? (...given: unknown[]) => factor * Number(Reflect.apply(delay, undefined, given))
          : factor * Number(delay),
      ]),
    ),
  );
}

function leavesOf(node: Node, id: string): string[] {
  const inner = Object.entries(node.states);
  return inner.length === 0 ? [id] : inner.flatMap(([key, child]) => leavesOf(child, `${id}.${key}`));
}

function sitesOf(node: Node, id: string, path: readonly string[], leaves: readonly string[]): Site[] {
  const at = (root: Node): Node => path.reduce((inner, key) => inner.states[key] ?? inner, root);
  const sites: Site[] = [];
  const transitions = (name: string, own: readonly Candidate[], find: (inner: Node) => Candidate[]): void => {
    own.forEach((candidate, index) => {
      const label = `${id} ${name}${own.length > 1 ? ` #${index + 1}` : ''}`;
      const change = (act: (list: Candidate[], inner: Candidate) => void) => (root: Node) => {
        const list = find(at(root));
        const inner = list[index];
        if (inner !== undefined) act(list, inner);
      };
      sites.push({ id: `${label}: removed`, change: change((list) => void list.splice(index, 1)) });
      if (typeof candidate['target'] === 'string') {
        const other = otherTarget(candidate['target'], id, leaves);
        sites.push({
          id: `${label}: to ${other}`,
          change: change((_list, inner) => Object.assign(inner, { target: `#${other}` })),
        });
      }
      if (candidate['guard'] !== undefined) {
        sites.push(
          {
            id: `${label}: guard always passes`,
            change: change((_list, inner) => void delete inner['guard']),
          },
          {
            id: `${label}: guard turned round`,
            change: change((_list, inner) => Object.assign(inner, { guard: not(inner['guard'] as string) })),
          },
        );
      }
      actions(label, candidate.actions, (root) => find(at(root))[index]?.actions ?? []);
    });
  };
  const actions = (label: string, own: readonly unknown[], find: (root: Node) => unknown[]): void => {
    own.forEach((action, index) => {
      const name = isRecord(action) ? String(action['type']) : String(action);
      sites.push({
        id: `${label}: without ${name} (${index + 1})`,
        change: (root) => void find(root).splice(index, 1),
      });
    });
  };

  for (const [event, own] of Object.entries(node.on))
    transitions(`on ${event}`, own, (inner) => inner.on[event] ?? []);
  for (const [delay, own] of Object.entries(node.after)) {
    transitions(`after ${delay}`, own, (inner) => inner.after[delay] ?? []);
    for (const word of Object.keys(factors))
      sites.push({
        id: `${id} after ${delay}: ${word} the delay`,
        change(root) {
          const inner = at(root);
          inner.after[`${delay} ${word}`] = inner.after[delay] ?? [];
          delete inner.after[delay];
        },
      });
  }
  transitions('always', node.always, (inner) => inner.always);
  node.invoke.forEach((invoke, index) => {
    const name = String(invoke['src']);
    sites.push({ id: `${id} without its ${name}`, change: (root) => void at(root).invoke.splice(index, 1) });
    transitions(`done ${name}`, invoke.onDone, (inner) => inner.invoke[index]?.onDone ?? []);
    transitions(`error ${name}`, invoke.onError, (inner) => inner.invoke[index]?.onError ?? []);
  });
  actions(`${id} entry`, node.entry, (root) => at(root).entry);
  actions(`${id} exit`, node.exit, (root) => at(root).exit);
  const others = Object.keys(node.states).filter((key) => key !== node['initial']);
  const [first] = others;
  if (first !== undefined)
    sites.push({
      id: `${id} begins in ${first}`,
      change: (root) => void Object.assign(at(root), { initial: first }),
    });
  for (const [key, child] of Object.entries(node.states))
    sites.push(...sitesOf(child, `${id}.${key}`, [...path, key], leaves));
  return sites;
}

/** The leaf after the one that a target names. */
function otherTarget(target: string, from: string, leaves: readonly string[]): string {
  const name = target.replace(/^[#.]/, '');
  const index = leaves.findIndex(
    (leaf) => leaf === name || leaf.startsWith(`${name}.`) || leaf.endsWith(`.${name}`),
  );
  return leaves[(index + 1) % leaves.length] ?? from;
}

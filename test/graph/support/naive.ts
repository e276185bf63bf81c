import { parseWireEnd } from '../../../src/project/wireEnd.ts';
import type { FileNode } from './startGraph.ts';

/** What a graph did: consoles with their values, errors with their node. */
export type Trace = readonly (readonly [node: string, value: unknown])[];

/** What is known within a run: by `node.output`. */
type Own = ReadonlyMap<string, unknown>;

class Failure extends Error {
  readonly node: string;
  constructor(node: string) {
    super(node);
    this.node = node;
  }
}

/**
 * The rules of graphs once more, as plain as can be: recursive, with maps of names, everything copied. For the nodes that
 * `randomGraph` makes.
 *
 * @param script - what happens from outside: an event with its parameter, or time that passes (seconds)
 */
export function runNaively(
  nodes: readonly FileNode[],
  script: readonly (readonly [event: string, parameter: number] | number)[],
  mostSteps: number,
): Trace | undefined {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const pulsed = new Set(
    nodes.flatMap(({ pulses = {} }) => Object.values(pulses).map((end) => parseWireEnd(end)?.node ?? '')),
  );
  const isData = ({ type }: FileNode): boolean => /^(math|compare)\/|selectData|variable\/get/.test(type);
  const isPulled = (node: FileNode): boolean => isData(node) && !pulsed.has(node.id);
  const variables = new Map<string, unknown>();
  const held = new Map<string, unknown>();
  const toggles = new Map<string, boolean>();
  const trace: [string, unknown][] = [];
  const queue: (() => void)[] = [];
  const timers: { readonly due: number; readonly go: () => void }[] = [];
  const computed = new Map<string, unknown>();
  let now = 0;
  let steps = 0;

  /** `null`: the data of an event that is not the run's own. */
  const readOrNull = (own: Own, node: FileNode, name: string): unknown => {
    const input = node.inputs?.[name];
    if (input === undefined) return 0;
    if ('value' in input) return input.value;
    const end = parseWireEnd(input.from);
    const source = byId.get(end?.node ?? '');
    if (source === undefined) throw new Error('no such node');
    if (source.type === 'variable/get') return variables.get(String(source.attributes?.['variable'])) ?? 0;
    // A joining node that nothing pulses reads its first input.
    if (isPulled(source)) {
      // At most once a step; without that, this would also take for ever.
      if (!computed.has(source.id)) computed.set(source.id, compute(own, source, 0));
      return computed.get(source.id);
    }
    if (source.type === 'event/listener') return own.get(input.from) ?? null;
    const found =
      own.get(input.from) ?? (source.type === 'variable/onSet' ? undefined : held.get(input.from));
    return found ?? (input.from.endsWith('.c') || input.from.endsWith('.isOn') ? false : 0);
  };

  const read = (own: Own, node: FileNode, name: string): unknown => {
    const value = readOrNull(own, node, name);
    if (value !== null || node.type === 'event/trigger') return value;
    if (node.type === 'variable/set') throw new Failure(node.id);
    return node.type === 'math/divide' ? 1 : 0;
  };

  const int = (node: FileNode, value: number): number => {
    if ((value | 0) !== value) throw new Failure(node.id);
    return value;
  };

  const compute = (own: Own, node: FileNode, pulse: number): unknown => {
    const number = (name: string): number => Number(read(own, node, name));
    switch (node.type) {
      case 'math/add':
        return int(node, number('input0') + number('input1'));
      case 'math/increment':
        return int(node, number('input') + 1);
      case 'math/divide': {
        const [left, right] = [number('input0'), number('input1')];
        if (right === 0) throw new Failure(node.id);
        return int(node, Math.trunc(left / right) + 0);
      }
      case 'compare/isLess':
        return number('a') < number('b');
      default:
        return read(own, node, `input${pulse}`);
    }
  };

  const go = (own: Map<string, unknown>, node: FileNode, pulse: string): void => {
    const end = parseWireEnd(node.pulses?.[pulse] ?? '');
    const target = byId.get(end?.node ?? '');
    if (target === undefined || end === undefined) return;
    try {
      execute(own, target, end.socket);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      trace.push([error.node, 'error']);
    }
  };

  const write = (own: Map<string, unknown>, node: FileNode, output: string, value: unknown): void => {
    own.set(`${node.id}.${output}`, value);
    held.set(`${node.id}.${output}`, value);
  };

  const happen = (type: string, key: string, name: string, output: string, value: unknown): void => {
    for (const node of nodes)
      if (node.type === type && node.attributes?.[key] === name)
        queue.push(() => go(new Map([[`${node.id}.${output}`, value]]), node, 'out'));
  };

  const execute = (own: Map<string, unknown>, node: FileNode, socket: string): void => {
    computed.clear();
    steps += 1;
    if (steps > mostSteps) throw new RangeError('too long');
    switch (node.type) {
      case 'flow/branch':
        return go(own, node, read(own, node, 'input') === true ? 'onTrue' : 'onFalse');
      case 'flow/sequential':
        for (const pulse of ['pulse0', 'pulse1', 'pulse2']) go(own, node, pulse);
        return undefined;
      case 'flow/forLoop': {
        const last = Number(read(own, node, 'lastIndex'));
        for (let index = Number(read(own, node, 'firstIndex')); index <= last; index += 1) {
          write(own, node, 'index', index);
          go(own, node, 'out');
        }
        return go(own, node, 'onEnd');
      }
      case 'flow/toggle':
        toggles.set(node.id, !(toggles.get(node.id) ?? false));
        write(own, node, 'isOn', toggles.get(node.id));
        return go(own, node, 'out');
      case 'variable/set': {
        const value = read(own, node, 'value');
        const name = String(node.attributes?.['variable']);
        variables.set(name, value);
        write(own, node, 'value', value);
        happen('variable/onSet', 'variable', name, 'value', value);
        return go(own, node, 'out');
      }
      case 'event/trigger':
        happen(
          'event/listener',
          'event',
          String(node.attributes?.['event']),
          'parameter0',
          read(own, node, 'parameter0'),
        );
        return undefined;
      case 'timer/startTimeout': {
        const kept = new Map(own);
        timers.push({ due: now + Number(read(own, node, 'seconds')), go: () => go(kept, node, 'out') });
        return go(own, node, 'onStart');
      }
      case 'development/console':
        trace.push([node.id, read(own, node, 'input')]);
        return go(own, node, 'out');
      default: {
        const value = compute(own, node, socket === 'pulse1' ? 1 : 0);
        write(own, node, node.type === 'compare/isLess' ? 'c' : 'output', value);
        return go(own, node, 'out');
      }
    }
  };

  const drain = (): void => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) next();
  };

  try {
    for (const entry of script) {
      if (typeof entry !== 'number') {
        happen('event/listener', 'event', entry[0], 'parameter0', entry[1]);
        drain();
        continue;
      }
      const until = now + entry;
      for (;;) {
        const next = timers.filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        timers.splice(timers.indexOf(next), 1);
        now = Math.max(now, next.due);
        queue.push(next.go);
        drain();
      }
      now = until;
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return trace;
}

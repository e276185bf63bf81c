import type { ResolvedNode } from '../check/ResolvedGraph.ts';
import type { PlannedNode } from './planGraph.ts';

/** So many entries are kept in lists: past it, a list is made each time it is needed, which costs but twice as much. */
const mostKept = 4_000_000;

/** Which nodes compute before another one executes, and which values a branch that waits takes along. */
export interface PullLists {
  /** The nodes to compute before this one executes: those it reads, each after those that it reads itself. */
  before(node: ResolvedNode, pulse: number): Int32Array;
  /** There is room to keep a list elsewhere, too: all that were given out are few enough. */
  readonly hasRoom: boolean;
  /** The nodes whose outputs may be read by what follows the pulses of this one. Itself among them. */
  after(node: ResolvedNode): Int32Array;
}

/** The lists of a graph. Made when they are first needed, without recursion. */
export function planPulls(nodes: readonly PlannedNode[]): PullLists {
  const visited = new Int32Array(nodes.length);
  let visit = 0;
  let kept = 0;
  const keep = (cache: Map<number, Int32Array>, key: number, list: Int32Array): Int32Array => {
    kept = Math.min(mostKept, kept + list.length);
    if (kept < mostKept) cache.set(key, list);
    return list;
  };

  /** Those of the sources that compute when they are read. */
  const pulledSources = (node: ResolvedNode, keys: readonly string[] | undefined): ResolvedNode[] =>
    node.inputs.flatMap(({ key, number, source }) => {
      if (source.kind !== 'wire' || !source.node.enabled) return [];
      if (keys !== undefined && !keys.includes(key) && !keys.includes(`${key}${number}`)) return [];
      return nodes[source.node.index]?.isPulled === true ? [source.node] : [];
    });

  const collectBefore = (node: ResolvedNode, keys: readonly string[] | undefined): Int32Array => {
    visit += 1;
    const list: number[] = [];
    const stack = [{ node, sources: pulledSources(node, keys), next: 0 }];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const source = frame.sources[frame.next];
      frame.next += 1;
      if (source === undefined) {
        stack.pop();
        const isLive = nodes[frame.node.index]?.isLive === true;
        if (frame.node !== node && !isLive) list.push(frame.node.index);
      } else if (visited[source.index] !== visit) {
        visited[source.index] = visit;
        // What joins branches and is read computes as if its first pulse had come.
        stack.push({ node: source, sources: pulledSources(source, readBy(source, 0)), next: 0 });
      }
    }
    return Int32Array.from(list);
  };

  const collectAfter = (start: ResolvedNode): Int32Array => {
    visit += 1;
    const executed = new Set<ResolvedNode>();
    const queue: ResolvedNode[] = [];
    const read = new Set<number>([start.index]);
    const visitNode = (node: ResolvedNode): void => {
      if (executed.has(node)) return;
      executed.add(node);
      queue.push(node);
    };
    for (const { target } of start.pulses) if (target.enabled) visitNode(target);
    for (const node of queue) {
      const isPulled = nodes[node.index]?.isPulled === true;
      if (!isPulled) for (const { target } of node.pulses) if (target.enabled) visitNode(target);
      for (const { source } of node.inputs) {
        if (source.kind !== 'wire' || !source.node.enabled) continue;
        if (nodes[source.node.index]?.isPulled === true) visitNode(source.node);
        else read.add(source.node.index);
      }
    }
    return Int32Array.from(read);
  };

  const before = new Map<number, Int32Array>();
  const after = new Map<number, Int32Array>();
  return {
    get hasRoom() {
      return kept < mostKept;
    },
    before(node, pulse) {
      const reads = readBy(node, pulse);
      const key = node.index * 1001 + (reads === undefined ? 1000 : pulse);
      return before.get(key) ?? keep(before, key, collectBefore(node, reads));
    },
    after(node) {
      return after.get(node.index) ?? keep(after, node.index, collectAfter(node));
    },
  };
}

/** The inputs that a node reads when it is pulsed there; `undefined`: all. */
function readBy({ facts: { definition } }: ResolvedNode, pulse: number): readonly string[] | undefined {
  return 'reads' in definition ? definition.reads?.(pulse) : undefined;
}

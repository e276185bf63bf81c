import { childPointer } from '../../project/pointer.ts';
import { shorten } from '../../project/shorten.ts';
import type { Findings } from './Findings.ts';
import type { ResolvedInput, ResolvedNode } from './ResolvedGraph.ts';

const mostNamed = 10;

/**
 * Reports cycles of data wires: one finding for each knot of nodes that depend on each other, naming the shortest way
 * around from its first node. Tarjan's algorithm, without recursion.
 */
export function findDataCycles(nodes: readonly ResolvedNode[], findings: Findings): void {
  for (const knot of findKnots(nodes)) {
    const way = wayAround(knot);
    const [wire] = way;
    if (wire === undefined) continue;
    const ids = way.map(({ source }) => shorten(source.id));
    const named = ids.length > mostNamed ? [...ids.slice(0, mostNamed), '…'] : ids;
    const [first] = ids;
    const message = `Data wires go in a circle: ${[...named, first].join(' → ')}. No node of it could compute first: take out a wire, or lead the value through a variable.`;
    findings.add('data-cycle', childPointer(wire.target.pointer, 'inputs', wire.input.name, 'from'), message);
  }
}

interface Wire {
  readonly source: ResolvedNode;
  readonly target: ResolvedNode;
  readonly input: ResolvedInput;
}

function sourcesOf(node: ResolvedNode): ResolvedNode[] {
  return node.inputs.flatMap(({ source }) => (source.kind === 'wire' ? [source.node] : []));
}

/** The strongly connected parts that hold a cycle, each in the file's order. */
function findKnots(nodes: readonly ResolvedNode[]): ResolvedNode[][] {
  const order = new Int32Array(nodes.length).fill(-1);
  const low = new Int32Array(nodes.length);
  const isOpen = new Uint8Array(nodes.length);
  const open: ResolvedNode[] = [];
  const knots: ResolvedNode[][] = [];
  const frames: { readonly node: ResolvedNode; readonly sources: ResolvedNode[]; next: number }[] = [];
  let visited = 0;
  const enter = (node: ResolvedNode): void => {
    order[node.index] = low[node.index] = visited;
    visited += 1;
    open.push(node);
    isOpen[node.index] = 1;
    frames.push({ node, sources: sourcesOf(node), next: 0 });
  };
  const lower = (index: number, value: number): void => {
    low[index] = Math.min(low[index] ?? value, value);
  };
  for (const root of nodes) {
    if (order[root.index] === -1) enter(root);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const { node } = frame;
      const source = frame.sources[frame.next];
      frame.next += 1;
      if (source !== undefined) {
        if (order[source.index] === -1) enter(source);
        else if (isOpen[source.index] === 1) lower(node.index, order[source.index] ?? 0);
        continue;
      }
      frames.pop();
      const parent = frames.at(-1);
      if (parent !== undefined) lower(parent.node.index, low[node.index] ?? 0);
      if (low[node.index] !== order[node.index]) continue;
      const knot = open.splice(open.lastIndexOf(node));
      for (const { index } of knot) isOpen[index] = 0;
      if (knot.length > 1 || frame.sources.includes(node))
        knots.push(knot.toSorted((a, b) => a.index - b.index));
    }
  }
  return knots.toSorted((a, b) => (a[0]?.index ?? 0) - (b[0]?.index ?? 0));
}

/** The shortest cycle through the first node of a knot, as wires in the direction in which the values flow. */
function wayAround(knot: readonly ResolvedNode[]): Wire[] {
  const [start] = knot;
  if (start === undefined) return [];
  const members = new Set(knot);
  const readers = new Map<ResolvedNode, Wire[]>();
  for (const target of knot) {
    for (const input of target.inputs) {
      if (input.source.kind !== 'wire' || !members.has(input.source.node)) continue;
      const source = input.source.node;
      const wires = readers.get(source);
      if (wires === undefined) readers.set(source, [{ source, target, input }]);
      else wires.push({ source, target, input });
    }
  }
  const cameBy = new Map<ResolvedNode, Wire>();
  const queue: ResolvedNode[] = [start];
  for (const node of queue) {
    for (const wire of readers.get(node) ?? []) {
      if (cameBy.has(wire.target)) continue;
      cameBy.set(wire.target, wire);
      if (wire.target === start) return traceBack(start, cameBy);
      queue.push(wire.target);
    }
  }
  return [];
}

function traceBack(start: ResolvedNode, cameBy: ReadonlyMap<ResolvedNode, Wire>): Wire[] {
  const way: Wire[] = [];
  let wire = cameBy.get(start);
  while (wire !== undefined) {
    way.push(wire);
    if (wire.source === start) break;
    wire = cameBy.get(wire.source);
  }
  return way.toReversed();
}

import { shorten } from '../../project/shorten.ts';
import type { Findings } from './Findings.ts';
import { isPulled, type ResolvedNode } from './ResolvedGraph.ts';

/**
 * Warns of nodes that can never do anything: no event leads to them, and nothing that an event leads to reads them.
 * Nodes that are switched off, and what follows them, are meant to do nothing.
 */
export function findUnreachable(nodes: readonly ResolvedNode[], findings: Findings): void {
  const reached = new Uint8Array(nodes.length);
  const queue: ResolvedNode[] = [];
  const reach = (node: ResolvedNode): void => {
    if (reached[node.index] === 1) return;
    reached[node.index] = 1;
    queue.push(node);
  };
  for (const node of nodes) if (node.facts.definition.kind === 'event' || !node.enabled) reach(node);
  for (const node of queue) {
    for (const { target } of node.pulses) reach(target);
    for (const { source } of node.inputs)
      if (source.kind === 'wire' && isPulled(source.node)) reach(source.node);
  }
  for (const node of nodes) {
    if (reached[node.index] === 1) continue;
    const what = isPulled(node)
      ? 'No pulse is wired to it, and nothing that runs reads it'
      : 'No pulse that begins at an event leads to it';
    findings.add(
      'unreachable-node',
      node.pointer,
      `The node "${shorten(node.id)}" never does anything. ${what}.`,
    );
  }
}

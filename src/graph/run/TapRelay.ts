import type { GraphTap, TappedNode } from '../GraphTap.ts';
import type { NodeError } from '../NodeError.ts';
import type { GraphPlan } from './planGraph.ts';
import type { RunValues } from './RunValues.ts';

/** Tells a tap of what one graph does. What the tap throws stays here. */
export class TapRelay {
  readonly #plan: GraphPlan;
  readonly #values: RunValues;
  readonly #tap: () => GraphTap | null;
  #nodes: readonly TappedNode[] | undefined;

  constructor(plan: GraphPlan, values: RunValues, tap: () => GraphTap | null) {
    this.#plan = plan;
    this.#values = values;
    this.#tap = tap;
  }

  begun(run: number, node: number): void {
    this.#tell((tap) => tap.runBegun(run, this.#node(node)));
  }

  ended(run: number): void {
    this.#tell((tap) => tap.runEnded(run));
  }

  entered(run: number, node: number): void {
    this.#tell((tap) => tap.nodeEntered(run, this.#node(node)));
  }

  values(run: number, node: number): void {
    this.#tell((tap) => {
      this.#values.forEachOutput(node, (name, value) => tap.valueSet(run, this.#node(node), name, value));
    });
  }

  /** Nothing where it is no wire but a frame that is executed again. */
  pulsed(run: number, wire: number): void {
    const way = this.#plan.wires[wire];
    if (way === undefined) return;
    const output = way.number < 0 ? way.key : `${way.key}${way.number}`;
    this.#tell((tap) =>
      tap.pulsed(run, this.#node(way.source.index), output, this.#node(way.target.index), way.input),
    );
  }

  failed(run: number, node: number, error: NodeError): void {
    this.#tell((tap) => tap.failed(run, this.#node(node), error));
  }

  #tell(tell: (tap: GraphTap) => void): void {
    const tap = this.#tap();
    if (tap === null) return;
    try {
      tell(tap);
    } catch {
      // A tap only watches: what goes wrong in it is no affair of the graph.
    }
  }

  #node(index: number): TappedNode {
    const { scene, nodes } = this.#plan.graph;
    this.#nodes ??= nodes.map((node) => ({
      id: node.id,
      type: node.facts.definition.type,
      index: node.index,
      scene,
    }));
    return this.#nodes[index] ?? { id: '', type: '', index, scene };
  }
}

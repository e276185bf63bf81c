import type { SavedValues } from './Branch.ts';
import type { GraphPlan, Slots } from './planGraph.ts';

/** Marks values that were put back for a branch and have not been computed anew. */
const restored = 0.5;

/**
 * The values of a graph's nodes over its runs.
 *
 * They stand in one list for the whole project, and a run works on them in place: while it is under way no other run of
 * the same graph is, so that nothing need be copied for it. Only a branch that waits takes along what its run had
 * computed (`save`), and finds it put back when it goes on (`putBack`).
 */
export class RunValues {
  /** By node: the number of the run that executed it last. */
  readonly stamps: Float64Array;
  readonly #plan: GraphPlan;
  readonly #values: unknown[];
  readonly #outputKeys: readonly (readonly string[])[];
  #replaced: SavedValues | undefined;

  constructor(plan: GraphPlan, values: unknown[]) {
    this.#plan = plan;
    this.#values = values;
    this.stamps = new Float64Array(plan.nodes.length);
    this.#outputKeys = plan.nodes.map(({ node }) => node.facts.outputs.entries.map(([key]) => key));
    for (const [offset, value] of plan.initial.entries()) values[plan.firstSlot + offset] = value;
  }

  /** What a run has computed so far, of what the branch after this node may read. */
  save(index: number, run: number): SavedValues {
    const nodes: number[] = [];
    const values: unknown[][] = [];
    const planned = this.#plan.nodes[index];
    if (planned === undefined) return { nodes, values };
    for (const node of this.#plan.pulls.after(planned.node)) {
      const stamp = this.stamps[node];
      if (stamp !== run && stamp !== run + restored) continue;
      nodes.push(node);
      values.push(this.#read(node));
    }
    return { nodes, values };
  }

  /**
   * Puts the values of a branch in place of those that are held. They are marked until the node computes again: what
   * bears the mark at the end was not computed by this run, and what was held before is held again.
   */
  putBack(saved: SavedValues, run: number): void {
    const values: unknown[][] = [];
    for (const [position, node] of saved.nodes.entries()) {
      values.push(this.#read(node));
      this.#write(node, saved.values[position]);
      this.stamps[node] = run + restored;
    }
    this.#replaced = { nodes: saved.nodes, values };
  }

  /** Undoes `putBack`, at the end of the run. */
  takeAway(run: number): void {
    const replaced = this.#replaced;
    if (replaced === undefined) return;
    this.#replaced = undefined;
    for (const [position, node] of replaced.nodes.entries())
      if (this.stamps[node] === run + restored) this.#write(node, replaced.values[position]);
  }

  /** Gives the outputs of a node what came with an event or an answer. */
  assign(node: number, data: Readonly<Record<string, unknown>>, run: number): void {
    const slots = this.#plan.nodes[node]?.outputs ?? [];
    const keys = this.#outputKeys[node] ?? [];
    for (let position = 0; position < keys.length; position += 1) {
      const value = data[keys[position] ?? ''];
      if (value !== undefined) this.#assignTo(slots[position], value);
    }
    this.stamps[node] = run;
  }

  /** Gives the outputs of a node what they held when the graph started. */
  reset(node: number): void {
    const { initial, firstSlot, nodes } = this.#plan;
    for (const slots of nodes[node]?.outputs ?? [])
      if (typeof slots === 'number') this.#values[slots] = initial[slots - firstSlot];
      else for (const slot of slots) this.#values[slot] = initial[slot - firstSlot];
  }

  /** Calls for each output of a node, numbered ones by their full names. */
  forEachOutput(node: number, call: (name: string, value: unknown) => void): void {
    const slots = this.#plan.nodes[node]?.outputs ?? [];
    for (const [position, key] of (this.#outputKeys[node] ?? []).entries()) {
      const slot = slots[position];
      if (typeof slot === 'number') call(key, this.#values[slot]);
      else for (const [number, each] of (slot ?? []).entries()) call(`${key}${number}`, this.#values[each]);
    }
  }

  #assignTo(slots: Slots | undefined, value: unknown): void {
    if (typeof slots === 'number') this.#values[slots] = value;
    else if (slots !== undefined && Array.isArray(value))
      for (let index = 0; index < slots.length && index < value.length; index += 1)
        if (value[index] !== undefined) this.#values[slots[index] ?? 0] = value[index];
  }

  #read(node: number): unknown[] {
    const values: unknown[] = [];
    for (const slots of this.#plan.nodes[node]?.outputs ?? [])
      if (typeof slots === 'number') values.push(this.#values[slots]);
      else for (const slot of slots) values.push(this.#values[slot]);
    return values;
  }

  #write(node: number, values: readonly unknown[] = []): void {
    let position = 0;
    for (const slots of this.#plan.nodes[node]?.outputs ?? [])
      for (const slot of typeof slots === 'number' ? [slots] : slots) {
        this.#values[slot] = values[position];
        position += 1;
      }
  }
}

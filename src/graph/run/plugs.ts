import type { Slots } from './planGraph.ts';

/** A socket of a running node: the slot of its value. */
class Plug {
  readonly #values: unknown[];
  readonly #slot: number;

  constructor(values: unknown[], slot: number) {
    this.#values = values;
    this.#slot = slot;
  }

  get value(): unknown {
    return this.#values[this.#slot];
  }

  set value(value) {
    this.#values[this.#slot] = value;
  }
}

/** Numbered sockets of one name. */
class NumberedPlugs {
  readonly #values: unknown[];
  readonly #slots: readonly number[];
  readonly length: number;

  constructor(values: unknown[], slots: readonly number[]) {
    this.#values = values;
    this.#slots = slots;
    this.length = slots.length;
  }

  at(index: number): unknown {
    return this.#values[this.#slots[index] ?? -1];
  }

  set(index: number, value: unknown): void {
    const slot = this.#slots[index];
    if (slot !== undefined) this.#values[slot] = value;
  }
}

/** The inputs or the outputs of a running node, by name. */
export type Plugs = Readonly<Record<string, Plug | NumberedPlugs>>;

/**
 * Makes the inputs or outputs of a node, in the order of its definition: so those of all nodes of one definition have
 * the same shape, and `inputs.a.value` in its `run` is two loads rather than a look-up.
 */
export function createPlugs(
  sockets: Readonly<Record<string, unknown>> | undefined,
  values: unknown[],
  slots: readonly Slots[],
): Plugs {
  return Object.fromEntries(
    Object.keys(sockets ?? {}).map((name, position) => {
      const slot = slots[position] ?? -1;
      return [name, typeof slot === 'number' ? new Plug(values, slot) : new NumberedPlugs(values, slot)];
    }),
  );
}

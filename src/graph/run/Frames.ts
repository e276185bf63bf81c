import { NodeError } from '../NodeError.ts';

/** What is to be executed once the branch that runs has ended: the last one in is the first one out. */
export class Frames {
  readonly #limit: number;
  // Two lists rather than one of pairs: the hot path allocates nothing.
  readonly #wires: number[] = [];
  readonly #states: unknown[] = [];
  size = 0;
  /** The state of the frame that was taken last. */
  state: unknown;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(wire: number, state: unknown): void {
    if (this.size >= this.#limit)
      throw new NodeError('nesting-limit', `More than ${this.#limit} branches wait for others to end.`);
    this.#wires[this.size] = wire;
    this.#states[this.size] = state;
    this.size += 1;
  }

  /** The wire of the last frame, which is taken off. */
  pop(): number {
    this.size -= 1;
    this.state = this.#states[this.size];
    this.#states[this.size] = undefined;
    return this.#wires[this.size] ?? -1;
  }

  clear(): void {
    this.size = 0;
    this.#wires.length = 0;
    this.#states.length = 0;
  }
}

/**
 * The nodes that failed when they were read, as long as what their error pulse set off is under way. They are not computed
 * again there, but hold what they have, the error among it: else the very branch that deals with an error would cause it
 * anew, without end.
 */
export class HeldFailures {
  readonly #nodes: number[] = [];
  /** By place in `#nodes`: how many frames there were when it failed. */
  readonly #depths: number[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  has(node: number): boolean {
    return this.#nodes.includes(node);
  }

  hold(node: number, frames: number): void {
    this.#nodes.push(node);
    this.#depths.push(frames);
  }

  /** A frame is about to be taken: what failed when there were as many is over. */
  release(frames: number): void {
    while ((this.#depths.at(-1) ?? -1) >= frames) {
      this.#depths.pop();
      this.#nodes.pop();
    }
  }

  /** For a branch that waits. */
  save(): readonly number[] {
    return [...this.#nodes];
  }

  /** In place of all that are held: those of a branch that goes on, for as long as it does. */
  putBack(nodes: readonly number[]): void {
    this.#nodes.splice(0, Infinity, ...nodes);
    this.#depths.splice(0, Infinity, ...nodes.map(() => 0));
  }
}

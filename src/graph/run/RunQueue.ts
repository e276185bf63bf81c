import type { Branch } from './Branch.ts';

/** How many more steps may be taken of what one event from outside set off, however many runs that became. */
export interface Account {
  left: number;
  isExhausted: boolean;
}

/** A run that has not begun. */
export interface QueuedRun {
  readonly account: Account;
  /** Its place among the runs of all graphs. */
  readonly sequence: number;
  /** The index of the node that it comes from. */
  readonly node: number;
  /** For the outputs of that node. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  /** The branch that goes on; none for an event. */
  readonly branch: Branch | undefined;
  /** Where it begins. */
  readonly wire: number;
}

/** Runs in order: first in, first out, at the same cost whatever their number. */
export class RunQueue {
  #runs: (QueuedRun | undefined)[] = [];
  #head = 0;

  get size(): number {
    return this.#runs.length - this.#head;
  }

  get first(): QueuedRun | undefined {
    return this.#runs[this.#head];
  }

  push(run: QueuedRun): void {
    this.#runs.push(run);
  }

  shift(): QueuedRun | undefined {
    const run = this.#runs[this.#head];
    if (run === undefined) return undefined;
    this.#runs[this.#head] = undefined;
    this.#head += 1;
    // Moved up only when at least the half is empty, so that each run is moved once at most on average.
    if (this.#head === this.#runs.length) {
      this.#runs = [];
      this.#head = 0;
    } else if (this.#head >= 1024 && this.#head * 2 >= this.#runs.length) {
      this.#runs = this.#runs.slice(this.#head);
      this.#head = 0;
    }
    return run;
  }

  clear(): void {
    this.#runs = [];
    this.#head = 0;
  }
}

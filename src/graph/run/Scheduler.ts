import type { GraphErrorEntry } from '../GraphLogger.ts';
import type { GraphTap } from '../GraphTap.ts';
import type { ProjectServices } from '../ProjectServices.ts';
import type { GraphRun } from './GraphRun.ts';
import type { GraphLimits } from './limits.ts';
import type { Account } from './RunQueue.ts';

/** What a project has done so far. Plain numbers. */
export interface RunCounters {
  /** Runs that events have begun. */
  runs: number;
  /** Nodes that have executed. */
  steps: number;
  /** Runs that were dropped, as a queue was full or an event had gone over its limit of steps. */
  dropped: number;
}

/**
 * Gives the graphs of a project their turns: runs in the order in which they were queued, over all graphs; a graph
 * whose run goes over its budget goes behind the others, and everything goes behind what else the process has to do.
 */
export class Scheduler {
  readonly limits: GraphLimits;
  readonly services: ProjectServices;
  readonly counters: RunCounters = { runs: 0, steps: 0, dropped: 0 };
  /** Null while nobody watches. */
  tap: GraphTap | null = null;
  /** What the run under way is charged to. */
  account: Account | undefined;
  isDraining = false;
  readonly #write: (entry: GraphErrorEntry) => void;
  readonly #onQuiet: () => void;
  readonly #graphs = new Set<GraphRun>();
  /** The graph whose run used up the last budget. */
  #tired: GraphRun | undefined;
  #sequence = 0;
  #run = 0;
  /** Above 0: nothing begins yet. */
  #holds = 0;
  #isScheduled = false;
  #isEnded = false;

  constructor(
    services: ProjectServices,
    limits: GraphLimits,
    write: (entry: GraphErrorEntry) => void,
    onQuiet: () => void,
  ) {
    this.services = services;
    this.limits = limits;
    this.#write = write;
    this.#onQuiet = onQuiet;
  }

  add(graph: GraphRun): void {
    this.#graphs.add(graph);
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  nextRun(): number {
    this.#run += 1;
    return this.#run;
  }

  /** Nothing is queued, under way or waited for, in no graph. */
  get isQuiet(): boolean {
    for (const graph of this.#graphs) if (!graph.isQuiet) return false;
    return true;
  }

  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    this.wake();
  }

  /** Something was queued: begins it, unless that is about to happen anyway. */
  wake(): void {
    if (this.isDraining || this.#isScheduled || this.#holds > 0 || this.#isEnded) return;
    this.#drain();
  }

  /** Something has ended that was waited for. */
  settle(): void {
    if (!this.isDraining && !this.#isScheduled && this.#holds === 0) this.#tellIfQuiet();
  }

  report(entry: GraphErrorEntry): void {
    try {
      this.#write(entry);
    } catch {
      // Where the log itself fails there is nobody left to tell.
    }
  }

  /** Nothing begins any more, in no graph. */
  end(): void {
    this.#isEnded = true;
    for (const graph of this.#graphs) graph.dispose();
    if (!this.isDraining) this.#graphs.clear();
  }

  #drain(): void {
    this.isDraining = true;
    let fuel = this.limits.budget;
    for (let graph = this.#next(); graph !== undefined && fuel > 0; graph = this.#next()) {
      const used = graph.advance(fuel);
      this.counters.steps += used;
      fuel -= used;
      this.#tired = fuel <= 0 ? graph : undefined;
    }
    this.isDraining = false;
    if (this.#isEnded) return;
    if (this.#next() === undefined) this.#tellIfQuiet();
    else {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.wake();
      });
    }
  }

  /** The graph whose next run was queued first. */
  #next(): GraphRun | undefined {
    if (this.#isEnded) return undefined;
    let first: GraphRun | undefined;
    for (const graph of this.#graphs) {
      if (!graph.hasWork) {
        if (graph.isDone) this.#graphs.delete(graph);
        continue;
      }
      if (first === undefined || first === this.#tired) first = graph;
      else if (graph !== this.#tired && graph.nextSequence < first.nextSequence) first = graph;
    }
    return first;
  }

  #tellIfQuiet(): void {
    if (!this.#isEnded && this.isQuiet) this.#onQuiet();
  }
}

import type { EventContext, WaitingBranch } from '../NodeContext.ts';
import { NodeError, toNodeError } from '../NodeError.ts';
import type { AttributeSpecs, OutputSockets } from '../sockets.ts';
import type { Branch } from './Branch.ts';
import { compileGraph, type CompiledGraph } from './compileGraph.ts';
import { Frames } from './Frames.ts';
import { HeldFailures } from './HeldFailures.ts';
import type { GraphPlan } from './planGraph.ts';
import { RunQueue, type Account, type QueuedRun } from './RunQueue.ts';
import { RunValues } from './RunValues.ts';
import type { Scheduler } from './Scheduler.ts';
import { TapRelay } from './TapRelay.ts';

type Data = Readonly<Record<string, unknown>>;

/** A graph that runs: the queue of its runs, the run that is under way, the branches that wait. */
export class GraphRun {
  readonly scene: string | undefined;
  readonly frames: Frames;
  // For all nodes of the graph: see `NodeContext`.
  readonly afterwards: (pulse: number) => void;
  readonly onEnd: (callback: () => void) => void;
  readonly #plan: GraphPlan;
  readonly #scheduler: Scheduler;
  readonly #values: RunValues;
  readonly #compiled: CompiledGraph;
  readonly #relay: TapRelay;
  readonly #queue = new RunQueue();
  readonly #branches = new Set<Branch>();
  readonly #held = new HeldFailures();
  readonly #endings: (() => void)[] = [];
  #current: QueuedRun | undefined;
  /** The number of the run under way. */
  #run = 0;
  /** Where it goes on; -1: with the last frame. */
  #wire = -1;
  /** Events dropped since the queue was last half empty. */
  #overflow = 0;
  #isClosing = false;

  constructor(plan: GraphPlan, scheduler: Scheduler, values: unknown[]) {
    this.#plan = plan;
    this.scene = plan.graph.scene;
    this.frames = new Frames(scheduler.limits.nesting);
    this.#scheduler = scheduler;
    this.#values = new RunValues(plan, values);
    this.#relay = new TapRelay(plan, this.#values, () => scheduler.tap);
    const { frames } = this;
    this.afterwards = (pulse) => {
      if (pulse >= 0) frames.push(pulse, undefined);
    };
    this.onEnd = (callback) => this.#endings.push(callback);
    this.#compiled = compileGraph(plan, this, scheduler.services, values);
  }

  /** Starts listening, in the file's order. */
  listen(): void {
    for (const { node } of this.#plan.nodes) {
      const { definition } = node.facts;
      const instance = this.#compiled.instances[node.index];
      const wire = this.#compiled.eventWires[node.index] ?? -1;
      if (definition.kind !== 'event' || !node.enabled || instance === undefined) continue;
      // An event whose pulse leads nowhere can do nothing: its data are seen in its own runs only.
      if (wire < 0) continue;
      const { id, scene, attributes, chosenType, project, onEnd, state } = instance;
      const context: EventContext<OutputSockets, AttributeSpecs, unknown> = {
        id,
        scene,
        attributes,
        chosenType,
        project,
        onEnd,
        state,
        begin: (data) => this.#post(node.index, data, undefined, wire),
        fail: (error) => this.report(toNodeError(error), node.index),
      };
      try {
        this.#endings.push(definition.listen(context));
      } catch (error) {
        this.report(toNodeError(error), node.index);
      }
    }
  }

  get hasWork(): boolean {
    return this.#current !== undefined || this.#queue.size > 0;
  }

  /** Nothing is queued, under way or waited for. */
  get isQuiet(): boolean {
    return !this.hasWork && this.#branches.size === 0;
  }

  /** It has been closed and its last run has ended. */
  get isDone(): boolean {
    return this.#isClosing && !this.hasWork;
  }

  /** The place of its next run among those of all graphs. */
  get nextSequence(): number {
    return this.#current?.sequence ?? this.#queue.first?.sequence ?? Infinity;
  }

  /** Lets the branch of a node wait. */
  wait(index: number, cancel: (() => void) | undefined): WaitingBranch<OutputSockets> {
    const { waits } = this.#scheduler.limits;
    if (this.#branches.size >= waits)
      throw new NodeError('wait-limit', `${waits} branches of the graph wait already.`);
    const saved = this.#values.save(index, this.#run);
    const held = this.#held.save();
    const branch: Branch = { saved, held, isEnded: this.#isClosing, queued: 0, cancel };
    if (!branch.isEnded) this.#branches.add(branch);
    const pulse = (wire: number, data?: Data): void => {
      // Also where the pulse leads nowhere: the node holds what came.
      if (!branch.isEnded && (wire >= 0 || data !== undefined)) this.#post(index, data, branch, wire);
    };
    return {
      pulse,
      fail: (thrown) => {
        if (branch.isEnded) return;
        const error = toNodeError(thrown);
        const wire = this.#compiled.errorWires[index] ?? -1;
        this.#relay.failed(this.#run, index, error);
        if (wire < 0) this.report(error, index);
        else pulse(wire, { error: error.message });
      },
      end: () => {
        if (branch.isEnded) return;
        branch.isEnded = true;
        this.#branches.delete(branch);
        this.#scheduler.settle();
      },
      get isEnded() {
        return branch.isEnded;
      },
      get isQueued() {
        return branch.queued > 0;
      },
    };
  }

  /**
   * Goes on with the run under way, or begins the next one, until that run ends or the fuel is used up.
   *
   * @param fuel - how many steps it may take
   * @returns how many it has taken
   */
  advance(fuel: number): number {
    let used = 0;
    if (this.#current === undefined) {
      used = 1;
      this.#begin();
    }
    const run = this.#current;
    if (run === undefined) return used;
    const { account } = run;
    this.#scheduler.account = account;
    used += this.#execute(Math.min(fuel, account.left));
    account.left -= used;
    if (this.#wire >= 0 && account.left <= 0) this.#exhaust(account);
    if (this.#wire < 0 && this.frames.size === 0) this.#end();
    this.#scheduler.account = undefined;
    return used;
  }

  /** Lets nothing wait any more and takes no more events, but those that `lastEvents` brings. */
  close(lastEvents: () => void): void {
    for (let run = this.#queue.shift(); run !== undefined; run = this.#queue.shift())
      if (run.branch !== undefined) run.branch.queued -= 1;
    lastEvents();
    this.#detach();
  }

  /** Ends everything at once, also in the middle of a run. */
  dispose(): void {
    this.#detach();
    this.#queue.clear();
    this.frames.clear();
    // A run that is under way ends with the node that executes now, whose wires lead nowhere any more.
    this.#compiled.code.fill(() => -1);
    this.#wire = -1;
    if (!this.#scheduler.isDraining) this.#current = undefined;
  }

  /** Sends an error of a node to the log. */
  report(error: NodeError, index: number): void {
    const node = this.#plan.nodes[index]?.node;
    if (node === undefined) return;
    const configured = node.attributes[node.facts.connectionAttribute ?? ''];
    const connection = error.connection ?? (typeof configured === 'string' ? configured : undefined);
    this.#scheduler.report({
      code: error.code,
      message: error.message,
      ...(connection !== undefined && { connection }),
      ...(error.namespace !== undefined && { namespace: error.namespace }),
      node: node.id,
      ...(this.scene !== undefined && { scene: this.scene }),
    });
  }

  #detach(): void {
    this.#isClosing = true;
    const endings = this.#endings.splice(0);
    for (const branch of this.#branches) {
      branch.isEnded = true;
      if (branch.cancel !== undefined) endings.push(branch.cancel);
    }
    this.#branches.clear();
    for (const end of endings) {
      try {
        end();
      } catch {
        // A node that fails to end must not keep the others from ending.
      }
    }
  }

  #post(node: number, data: Data | undefined, branch: Branch | undefined, wire: number): void {
    if (this.#isClosing) return;
    const scheduler = this.#scheduler;
    const { steps, queue } = scheduler.limits;
    if (this.#queue.size >= queue) {
      scheduler.counters.dropped += 1;
      this.#overflow += 1;
      if (this.#overflow > 1) return;
      const message = `The queue of the graph is full with ${queue} runs: events are dropped until there is room.`;
      this.report(new NodeError('queue-overflow', message), node);
      return;
    }
    if (branch !== undefined) branch.queued += 1;
    // A branch that waited goes on in its own time: what it does is not charged to what set it off.
    const inherited = branch === undefined ? scheduler.account : undefined;
    const account = inherited ?? { left: steps, isExhausted: false };
    this.#queue.push({ account, sequence: scheduler.nextSequence(), node, data, branch, wire });
    scheduler.wake();
  }

  #begin(): void {
    const run = this.#queue.shift();
    if (run === undefined) return;
    const { branch, node, data, wire } = run;
    const scheduler = this.#scheduler;
    if (branch !== undefined) branch.queued -= 1;
    if (this.#overflow > 0 && this.#queue.size * 2 <= scheduler.limits.queue) {
      const message = `${this.#overflow} events were dropped while the queue of the graph was full.`;
      this.#overflow = 0;
      this.report(new NodeError('queue-overflow', message), node);
    }
    // What went over its limit does nothing any more, in none of its runs.
    if (run.account.isExhausted) {
      scheduler.counters.dropped += 1;
      return;
    }
    this.#run = scheduler.nextRun();
    this.#current = run;
    this.#wire = wire;
    this.#held.putBack(branch?.held ?? []);
    if (branch === undefined) scheduler.counters.runs += 1;
    else this.#values.putBack(branch.saved, this.#run);
    if (branch === undefined || data !== undefined) this.#values.assign(node, data ?? {}, this.#run);
    if (scheduler.tap === null) return;
    this.#relay.begun(this.#run, node);
    if (branch === undefined) this.#relay.entered(this.#run, node);
    this.#relay.values(this.#run, node);
    this.#relay.pulsed(this.#run, wire);
  }

  #end(): void {
    const run = this.#current;
    if (run === undefined) return;
    this.#current = undefined;
    if (this.#scheduler.tap !== null) this.#relay.ended(this.#run);
    // An event's data belong to its run; what else was computed is held.
    if (run.branch === undefined) this.#values.reset(run.node);
    else this.#values.takeAway(this.#run);
  }

  #exhaust(account: Account): void {
    const index = this.#compiled.targets[this.#wire] ?? 0;
    const id = this.#plan.nodes[index]?.node.id ?? '';
    account.isExhausted = true;
    this.#wire = -1;
    this.frames.clear();
    const message = `Stopped at the node "${id}" after ${this.#scheduler.limits.steps} steps: what one event sets off must come to an end. Look for pulses, or events and variables, that lead in a circle.`;
    const error = new NodeError('step-limit', message);
    this.#relay.failed(this.#run, index, error);
    this.report(error, index);
  }

  /**
   * The hot path: executes nodes until the run ends or the fuel is used up. Only numbers are looked up, and nothing is
   * allocated. `wire` is the way that the pulse takes, `code` what the node at its end does, returning the next wire.
   */
  #execute(fuel: number): number {
    const { code, targets, pulls, ops } = this.#compiled;
    const { frames } = this;
    const held = this.#held;
    const { stamps } = this.#values;
    const run = this.#run;
    // Null while nobody watches: all that a step pays for the tap is to see that.
    const relay = this.#scheduler.tap === null ? null : this.#relay;
    let wire = this.#wire;
    let used = 0;
    let at = 0;
    for (;;) {
      try {
        for (;;) {
          if (wire < 0) {
            if (frames.size === 0) break;
            if (held.size > 0) held.release(frames.size);
            wire = frames.pop();
            relay?.pulsed(run, wire);
            continue;
          }
          if (used >= fuel) break;
          let list = pulls[wire];
          if (list === null) list = this.#findPulls(wire);
          if (list !== undefined) {
            for (let index = 0; index < list.length; index += 1) {
              at = list[index] ?? 0;
              if (held.size > 0 && held.has(at)) continue;
              used += 1;
              relay?.entered(run, at);
              ops[at]?.();
              relay?.values(run, at);
            }
          }
          at = targets[wire] ?? 0;
          used += 1;
          stamps[at] = run;
          relay?.entered(run, at);
          wire = code[wire]?.() ?? -1;
          if (relay !== null) {
            relay.values(run, at);
            relay.pulsed(run, wire);
          }
        }
        break;
      } catch (error) {
        wire = this.#fail(error, at);
      }
    }
    this.#wire = wire;
    return used;
  }

  #findPulls(wire: number): Int32Array | undefined {
    const way = this.#plan.wires[wire];
    const found = way === undefined ? undefined : this.#plan.pulls.before(way.target, way.pulse);
    const list = found?.length === 0 ? undefined : found;
    if (this.#plan.pulls.hasRoom) this.#compiled.pulls[wire] = list;
    return list;
  }

  /** @returns where the run goes on */
  #fail(thrown: unknown, index: number): number {
    const error = toNodeError(thrown);
    this.#relay.failed(this.#run, index, error);
    const wire = this.#compiled.errorWires[index] ?? -1;
    if (wire < 0) {
      this.report(error, index);
      return -1;
    }
    this.#values.assign(index, { error: error.message }, this.#run);
    if (this.#plan.nodes[index]?.isPulled === true) this.#held.hold(index, this.frames.size);
    if (this.#scheduler.tap !== null) {
      this.#relay.values(this.#run, index);
      this.#relay.pulsed(this.#run, wire);
    }
    return wire;
  }
}

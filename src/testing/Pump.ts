import type net from 'node:net';
import type { Direction, Fault } from './Fault.ts';

/** A throttled connection passes its share this often, in ms. */
const throttleInterval = 20;
/** More than this is not held back in memory, in bytes: then the sender notices that nobody reads. */
const heldLimit = 1024 * 1024;

/** One direction of a connection: reads here, writes there, by the rules of the fault in force. */
export class Pump {
  passed = 0;
  readonly #from: net.Socket;
  readonly #to: net.Socket;
  readonly #direction: Direction;
  readonly #cut: (how: 'reset' | 'end') => void;
  #fault: Fault = { type: 'pass' };
  #allowance = Infinity;
  #lastDue = 0;
  /** What waits for its delay to pass, in order. */
  readonly #late: (() => void)[] = [];
  #held: Buffer[] = [];
  #heldBytes = 0;
  #hasEnded = false;
  #isTrickling = false;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(direction: Direction, from: net.Socket, to: net.Socket, cut: (how: 'reset' | 'end') => void) {
    this.#direction = direction;
    this.#from = from;
    this.#to = to;
    this.#cut = cut;
    from.on('data', (chunk) => this.#take(chunk));
    from.on('end', () => {
      this.#hasEnded = true;
      // The end comes though reading is paused, and must not overtake what is still to be written.
      if (!this.#isHeld() && !this.#isTrickling) this.#later(() => to.end());
    });
    to.on('drain', () => this.#flow());
    from.pause();
  }

  setFault(fault: Fault): void {
    this.#fault = fault;
    this.#allowance = fault.type === 'cut' ? fault.afterBytes : Infinity;
    if (!this.#isHeld()) {
      const held = this.#held;
      this.#held = [];
      this.#heldBytes = 0;
      for (const chunk of held) this.#take(chunk);
      if (this.#hasEnded) this.#later(() => this.#to.end());
    }
    this.#flow();
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#late.length = 0;
    this.#from.pause();
  }

  #isHeld(): boolean {
    const fault = this.#fault;
    return fault.type === 'blackHole' || (fault.type === 'halfOpen' && fault.holds === this.#direction);
  }

  #flow(): void {
    if (this.#isHeld() ? this.#heldBytes > heldLimit : this.#to.writableNeedDrain) this.#from.pause();
    else this.#from.resume();
  }

  #take(chunk: Buffer): void {
    if (this.#isHeld()) {
      this.#held.push(chunk);
      this.#heldBytes += chunk.length;
      this.#flow();
      return;
    }
    const fault = this.#fault;
    if (fault.type === 'throttle') return this.#trickle(chunk, fault.bytesPerSecond);
    if (fault.type === 'cut' && (fault.direction ?? 'down') === this.#direction) {
      const part = chunk.subarray(0, this.#allowance);
      this.#allowance -= part.length;
      this.#write(part);
      if (this.#allowance <= 0) this.#cut(fault.how ?? 'reset');
      return;
    }
    this.#later(() => this.#write(chunk));
  }

  /** Now, or when the delay in force has passed; never before what was delayed earlier. */
  #later(action: () => void): void {
    const { ms = 0, jitter = 0 } = this.#fault.type === 'delay' ? this.#fault : {};
    const now = Date.now();
    this.#lastDue = Math.max(this.#lastDue, now + ms + Math.random() * jitter);
    if (this.#lastDue <= now && this.#late.length === 0) return action();
    // Timers of one moment may fire in any order: each lets go of what has waited longest, not of its own.
    this.#late.push(action);
    this.#after(this.#lastDue - now, () => this.#late.shift()?.());
  }

  #trickle(chunk: Buffer, bytesPerSecond: number): void {
    const share = Math.max(1, Math.floor((bytesPerSecond * throttleInterval) / 1000));
    this.#write(chunk.subarray(0, share));
    const rest = chunk.subarray(share);
    this.#from.pause();
    this.#isTrickling = true;
    this.#after(throttleInterval, () => {
      this.#isTrickling = false;
      if (rest.length > 0) return this.#take(rest);
      if (this.#hasEnded) this.#to.end();
      else this.#flow();
    });
  }

  #write(chunk: Buffer): void {
    this.passed += chunk.length;
    if (chunk.length > 0 && !this.#to.write(chunk)) this.#from.pause();
  }

  #after(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

import type { Clock } from './Clock.ts';
import type { Deque } from './Deque.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { OutboxLane } from './OutboxLane.ts';
import type { OutgoingMessage } from './OutgoingMessage.ts';
import type { Policy } from './Policy.ts';

/** What {@link QueueBounds} needs. */
export interface QueueBoundsSetup {
  readonly policy: Policy;
  readonly clock: Clock;
  readonly lanes: () => Iterable<OutboxLane>;
  /** Told of a message that was taken out of its queue, unsent; it calls {@link QueueBounds.forget}. */
  readonly release: (message: OutgoingMessage, code: ErrorCode) => void;
}

/** Keeps what waits, over all lanes, within the bounds of the policy: so many messages, so many bytes, so old at most. */
export class QueueBounds {
  /** Messages that wait. */
  queued = 0;
  readonly #setup: QueueBoundsSetup;
  #bytes = 0;
  #timer: unknown;

  constructor(setup: QueueBoundsSetup) {
    this.#setup = setup;
  }

  /** Whether there is room for a message, if need be after others were dropped for it. */
  makeRoom({ bytes }: OutgoingMessage): boolean {
    const { maxMessages, maxBytes, overflow } = this.#setup.policy.queue;
    const fits = (): boolean => this.queued < maxMessages && this.#bytes + bytes <= maxBytes;
    if (!fits() && overflow === 'dropOldest' && bytes <= maxBytes && maxMessages > 0) {
      while (!fits() && this.#dropOldest());
    }
    return fits();
  }

  /** Puts a message into a queue, where there is room. */
  add(queue: Deque<OutgoingMessage>, message: OutgoingMessage): void {
    queue.push(message);
    this.queued += 1;
    this.#bytes += message.bytes;
    this.#awaitExpiry();
  }

  /** A message has left its queue. */
  forget({ bytes }: OutgoingMessage): void {
    this.queued -= 1;
    this.#bytes -= bytes;
  }

  /** Releases what has waited for too long. */
  expire(): void {
    const limit = this.#setup.clock.now() - this.#setup.policy.queue.maxAge;
    for (const lane of this.#setup.lanes()) {
      for (const queue of [lane.waiting, lane.assured]) {
        for (let message = queue.first; message !== undefined; message = queue.first) {
          if (message === lane.inFlight || message.since > limit) break;
          queue.shift();
          this.#setup.release(message, 'expired');
        }
      }
    }
  }

  /** Nothing waits any more. */
  stop(): void {
    this.#setup.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Drops the message that waits the longest, over all lanes. What is in flight stays: it may have arrived. */
  #dropOldest(): boolean {
    let oldest: { queue: Deque<OutgoingMessage>; message: OutgoingMessage } | undefined;
    for (const lane of this.#setup.lanes()) {
      for (const queue of [lane.waiting, lane.assured]) {
        const message = queue.first;
        if (message === undefined || message === lane.inFlight) continue;
        if (oldest === undefined || message.place < oldest.message.place) oldest = { queue, message };
      }
    }
    if (oldest === undefined) return false;
    oldest.queue.shift();
    this.#setup.release(oldest.message, 'queue-overflow');
    return true;
  }

  /** One timer, for the message that expires first. */
  #awaitExpiry(): void {
    const { maxAge } = this.#setup.policy.queue;
    if (this.#timer !== undefined || !Number.isFinite(maxAge)) return;
    const firsts = [...this.#setup.lanes()].flatMap((lane) =>
      [lane.waiting.first, lane.assured.first].filter(
        (message) => message !== undefined && message !== lane.inFlight,
      ),
    );
    const since = Math.min(...firsts.map((message) => message?.since ?? Infinity));
    if (!Number.isFinite(since)) return;
    const delay = Math.max(0, since + maxAge - this.#setup.clock.now());
    this.#timer = this.#setup.clock.setTimeout(() => {
      this.#timer = undefined;
      this.expire();
      this.#awaitExpiry();
    }, delay);
  }
}

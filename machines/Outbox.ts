import { checkMessage } from './checkMessage.ts';
import type { Clock } from './Clock.ts';
import { ConnectionError } from './ConnectionError.ts';
import { Deque } from './Deque.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { EmitOptions, Forget, LinkNamespace } from './Link.ts';
import type { Delivery, Policy } from './Policy.ts';
import { countedAs, type Traffic, type TrafficCounter } from './Traffic.ts';

/** How one message is sent. */
export interface OutgoingOptions extends EmitOptions {
  /** How long to wait for the acknowledgement, in ms. Default: the policy's `ackTimeout`. */
  readonly timeout?: number;
  readonly delivery?: Delivery;
  /** The id of an at-least-once message. Default: a fresh one. */
  readonly messageId?: string;
}

/** Where a request's outcome goes: exactly one of the two is called, once. */
export interface Settle {
  resolve(answer: unknown): void;
  reject(error: ConnectionError): void;
}

interface Entry {
  readonly namespace: string;
  readonly eventName: string;
  readonly args: readonly unknown[];
  readonly options: OutgoingOptions;
  readonly bytes: number;
  /** Order over all lanes. */
  readonly place: number;
  readonly since: number;
  readonly settle: Settle | undefined;
  tries: number;
  /** Given while a tap listens and an acknowledgement is awaited. */
  acknowledgement: number | undefined;
  done: boolean;
  timer: unknown;
  /** Of every try: the acknowledgement that the link awaits for it. */
  awaited: readonly Forget[];
}

interface Counter {
  messages: number;
  bytes: number;
}

/** Sets and maps are made when first needed: thousands of idle connections have as many lanes. */
interface Lane {
  readonly namespace: string;
  /** There while the namespace is joined. */
  target: LinkNamespace | undefined;
  /** At most once: sent in order as soon as the namespace is joined. */
  readonly waiting: Deque<Entry>;
  /** At least once: the first is sent until it is acknowledged, then the next. */
  readonly assured: Deque<Entry>;
  inFlight: Entry | undefined;
  /** Requests that were sent and not yet answered. */
  unanswered: Set<Entry> | undefined;
  /** Why nothing may wait for this namespace: the server denied it. */
  refusal: ErrorCode | undefined;
  flushTimer: unknown;
  counts: Map<string, Counter> | undefined;
}

/** What an outbox needs. */
export interface OutboxSetup {
  readonly connection: string;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly random: () => number;
  /** Where the id of an at-least-once message goes. */
  readonly messageId: 'none' | 'lastArgument';
  /** Where the traffic is watched. */
  readonly traffic: Traffic;
  /** Told of every message that will not be sent and whose sender awaits no answer. */
  readonly onDropped: (message: { namespace: string; eventName: string; reason: ErrorCode }) => void;
}

/**
 * Everything that is on its way out of one connection, whatever its namespace: what waits for a connection, what waits
 * for its turn, and what waits for its acknowledgement. The library's own buffer is never used: it has no bounds.
 */
export class Outbox {
  /** Messages handed to the transport; a repeated one counts once. */
  sent = 0;
  dropped = 0;
  readonly #setup: OutboxSetup;
  readonly #lanes = new Map<string, Lane>();
  /** Why nothing may wait at the moment: suspended or stopped. */
  #refusal: ErrorCode | undefined;
  #queued = 0;
  #bytes = 0;
  #places = 0;
  #expiryTimer: unknown;
  readonly #idPrefix: string;

  constructor(setup: OutboxSetup) {
    this.#setup = setup;
    const part = (): string => Math.floor(setup.random() * 2 ** 48).toString(36);
    this.#idPrefix = `${part()}${part()}`;
  }

  /** Messages that wait to be sent or, at least once, to be acknowledged. */
  get queued(): number {
    return this.#queued;
  }

  /** What was handed to the transport, by namespace and event. */
  counters(): TrafficCounter[] {
    return [...this.#lanes.values()].flatMap((lane) =>
      [...(lane.counts ?? [])].map(([event, { messages, bytes }]) => ({
        namespace: lane.namespace,
        event,
        direction: 'out' as const,
        messages,
        bytes,
      })),
    );
  }

  /** Whether what is sent to this namespace now leaves at once. */
  isOpen(namespace: string): boolean {
    return this.#lanes.get(namespace)?.target !== undefined;
  }

  /** Whether something of this namespace waits to be sent or answered. */
  isBusy(namespace: string): boolean {
    const lane = this.#lanes.get(namespace);
    return (
      lane !== undefined &&
      (lane.waiting.size > 0 || lane.assured.size > 0 || (lane.unanswered?.size ?? 0) > 0)
    );
  }

  /**
   * Sends at once where it can, else holds by `whileOffline`.
   *
   * @throws {ConnectionError} what {@link checkMessage} throws; `not-connected` or `queue-overflow` where the policy is to fail
   */
  send(
    namespace: string,
    eventName: string,
    args: readonly unknown[],
    options: OutgoingOptions = {},
    settle?: Settle,
  ): void {
    const bytes = checkMessage(namespace, eventName, args);
    const lane = this.#lane(namespace);
    const assured =
      (options.delivery ?? this.#setup.policy.delivery) === 'atLeastOnce' && options.volatile !== true;
    // The way of most messages: nothing is allocated and nothing is remembered.
    if (!assured && lane.target !== undefined && lane.waiting.size === 0 && settle === undefined) {
      lane.target.emit(eventName, args, options);
      this.#count(lane, eventName, args, bytes, undefined);
      return;
    }
    const entry: Entry = {
      namespace,
      eventName,
      args: assured ? this.#withId(args, options) : args,
      options,
      bytes,
      place: (this.#places += 1),
      since: this.#setup.clock.now(),
      settle,
      tries: 0,
      acknowledgement: undefined,
      done: false,
      timer: undefined,
      awaited: [],
    };
    if (lane.target === undefined && !this.#mayWait(lane, entry)) return;
    if (assured) {
      if (!this.#hold(lane.assured, entry)) return;
      this.#pump(lane);
      return;
    }
    if (settle !== undefined) this.#expectAnswer(lane, entry);
    if (lane.target !== undefined && lane.waiting.size === 0) this.#emit(lane, lane.target, entry);
    else this.#hold(lane.waiting, entry);
  }

  /** The namespace is joined: what waited for it leaves, in order, at `flushRate`. */
  open(target: LinkNamespace): void {
    const lane = this.#lane(target.name);
    lane.target = target;
    this.#flush(lane);
    this.#pump(lane);
  }

  /** The namespace is not joined any more: requests that were sent fail with `code`; at-least-once messages stay. */
  shut(namespace: string, code: ErrorCode): void {
    const lane = this.#lanes.get(namespace);
    if (lane === undefined) return;
    lane.target = undefined;
    this.#setup.clock.clearTimeout(lane.flushTimer);
    lane.flushTimer = undefined;
    const interrupted = lane.inFlight;
    if (interrupted !== undefined) {
      // A try that the drop cut short is none: the message is tried as often as promised.
      interrupted.tries -= 1;
      this.#setup.clock.clearTimeout(interrupted.timer);
      interrupted.timer = undefined;
      lane.inFlight = undefined;
    }
    for (const entry of lane.unanswered ?? []) if (entry.tries > 0) this.#fail(entry, code);
  }

  /** From here on nothing may wait, and what waits fails: for one namespace, or for all of them. */
  refuse(code: ErrorCode, namespace?: string): void {
    if (namespace === undefined) this.#refusal = code;
    else this.#lane(namespace).refusal = code;
    for (const lane of this.#lanes.values()) {
      if (namespace !== undefined && lane.namespace !== namespace) continue;
      for (let entry = lane.waiting.shift(); entry; entry = lane.waiting.shift()) this.#release(entry, code);
      // What is under way fails too: no connection is left on which its acknowledgement could come.
      lane.inFlight = undefined;
      for (let entry = lane.assured.shift(); entry; entry = lane.assured.shift()) this.#release(entry, code);
    }
    if (namespace !== undefined) return;
    this.#setup.clock.clearTimeout(this.#expiryTimer);
    this.#expiryTimer = undefined;
  }

  /** Messages may wait again. */
  admit(namespace?: string): void {
    if (namespace === undefined) this.#refusal = undefined;
    else this.#lane(namespace).refusal = undefined;
  }

  #lane(namespace: string): Lane {
    let lane = this.#lanes.get(namespace);
    if (lane === undefined) {
      lane = {
        namespace,
        target: undefined,
        waiting: new Deque(),
        assured: new Deque(),
        inFlight: undefined,
        unanswered: undefined,
        refusal: undefined,
        flushTimer: undefined,
        counts: undefined,
      };
      this.#lanes.set(namespace, lane);
    }
    return lane;
  }

  #withId(args: readonly unknown[], options: OutgoingOptions): readonly unknown[] {
    if (this.#setup.messageId === 'none') return args;
    return [...args, options.messageId ?? `${this.#idPrefix}-${this.#places + 1}`];
  }

  /** Whether the message may be held at all, the namespace not being joined. */
  #mayWait(lane: Lane, entry: Entry): boolean {
    const { policy, connection } = this.#setup;
    const refusal = this.#refusal ?? lane.refusal;
    const offline = entry.options.volatile === true ? 'drop' : policy.whileOffline;
    if (refusal === undefined && offline === 'queue') return true;
    const code = refusal === undefined || refusal === 'connection-stopped' ? 'not-connected' : refusal;
    const error = this.#error(entry, code, `${connection} is not connected to ${entry.namespace}`);
    if (entry.settle !== undefined) this.#reject(entry, error);
    else if (offline === 'fail') throw error;
    else this.#drop(entry, code);
    return false;
  }

  /** Puts a message into a lane's queue, within the bounds. Whether it is in. */
  #hold(queue: Deque<Entry>, entry: Entry): boolean {
    const { maxMessages, maxBytes, overflow } = this.#setup.policy.queue;
    const fits = (): boolean => this.#queued < maxMessages && this.#bytes + entry.bytes <= maxBytes;
    if (!fits() && overflow === 'dropOldest' && entry.bytes <= maxBytes && maxMessages > 0) {
      while (!fits() && this.#dropOldest());
    }
    if (!fits()) {
      const error = this.#error(entry, 'queue-overflow', `the queue of ${this.#setup.connection} is full`);
      if (entry.settle !== undefined) this.#reject(entry, error);
      else if (overflow === 'fail') throw error;
      else this.#drop(entry, 'queue-overflow');
      return false;
    }
    queue.push(entry);
    this.#queued += 1;
    this.#bytes += entry.bytes;
    this.#awaitExpiry();
    return true;
  }

  /** Drops the message that waits the longest, over all lanes. What is in flight stays: it may have arrived. */
  #dropOldest(): boolean {
    let oldest: { queue: Deque<Entry>; entry: Entry } | undefined;
    for (const lane of this.#lanes.values()) {
      for (const queue of [lane.waiting, lane.assured]) {
        const entry = queue.first;
        if (entry === undefined || entry === lane.inFlight) continue;
        if (oldest === undefined || entry.place < oldest.entry.place) oldest = { queue, entry };
      }
    }
    if (oldest === undefined) return false;
    oldest.queue.shift();
    this.#release(oldest.entry, 'queue-overflow');
    return true;
  }

  /** One timer, for the message that expires first. */
  #awaitExpiry(): void {
    const { maxAge } = this.#setup.policy.queue;
    if (this.#expiryTimer !== undefined || !Number.isFinite(maxAge)) return;
    const firsts = [...this.#lanes.values()].flatMap((lane) =>
      [lane.waiting.first, lane.assured.first].filter(
        (entry) => entry !== undefined && entry !== lane.inFlight,
      ),
    );
    const since = Math.min(...firsts.map((entry) => entry?.since ?? Infinity));
    if (!Number.isFinite(since)) return;
    const delay = Math.max(0, since + maxAge - this.#setup.clock.now());
    this.#expiryTimer = this.#setup.clock.setTimeout(() => {
      this.#expiryTimer = undefined;
      this.#expire();
      this.#awaitExpiry();
    }, delay);
  }

  #expire(): void {
    const limit = this.#setup.clock.now() - this.#setup.policy.queue.maxAge;
    for (const lane of this.#lanes.values()) {
      for (const queue of [lane.waiting, lane.assured]) {
        for (let entry = queue.first; entry !== undefined; entry = queue.first) {
          if (entry === lane.inFlight || entry.since > limit) break;
          queue.shift();
          this.#release(entry, 'expired');
        }
      }
    }
  }

  #flush(lane: Lane): void {
    const { flushRate } = this.#setup.policy.queue;
    this.#expire();
    while (lane.target !== undefined && lane.waiting.size > 0) {
      const entry = lane.waiting.shift();
      if (entry === undefined) return;
      this.#forget(entry);
      this.#emit(lane, lane.target, entry);
      if (Number.isFinite(flushRate) && lane.waiting.size > 0) {
        lane.flushTimer = this.#setup.clock.setTimeout(() => this.#flush(lane), 1000 / flushRate);
        return;
      }
    }
  }

  #emit(lane: Lane, target: LinkNamespace, entry: Entry): void {
    entry.tries += 1;
    const { traffic } = this.#setup;
    if (traffic.tap !== undefined && entry.settle !== undefined)
      entry.acknowledgement = traffic.nextAcknowledgement();
    const acknowledge =
      entry.settle === undefined ? undefined : (...answer: unknown[]) => this.#answer(lane, entry, answer);
    try {
      noteTry(entry, target.emit(entry.eventName, entry.args, entry.options, acknowledge));
      this.#count(lane, entry.eventName, entry.args, entry.bytes, entry.acknowledgement);
    } catch {
      // A payload that was changed after it was checked must not take the rest of the queue with it.
      this.#fail(entry, 'unencodable');
    }
  }

  #expectAnswer(lane: Lane, entry: Entry): void {
    lane.unanswered ??= new Set();
    lane.unanswered.add(entry);
    const timeout = entry.options.timeout ?? this.#setup.policy.ackTimeout;
    entry.timer = this.#setup.clock.setTimeout(() => {
      if (entry.tries === 0) {
        lane.waiting.remove(entry);
        this.#forget(entry);
      }
      this.#fail(entry, 'ack-timeout');
    }, timeout);
  }

  #answer(lane: Lane, entry: Entry, answer: readonly unknown[]): void {
    if (entry.done) return;
    entry.done = true;
    this.#setup.clock.clearTimeout(entry.timer);
    lane.unanswered?.delete(entry);
    forgetTries(entry);
    if (entry.acknowledgement !== undefined) {
      this.#setup.traffic.tap?.acknowledged(entry.acknowledgement, answer, undefined);
    }
    entry.settle?.resolve(answer[0]);
  }

  /** Sends the first at-least-once message of a lane, if none is under way. */
  #pump(lane: Lane): void {
    const entry = lane.assured.first;
    if (lane.target === undefined || lane.inFlight !== undefined || entry === undefined) return;
    lane.inFlight = entry;
    this.#try(lane, lane.target, entry);
  }

  #try(lane: Lane, target: LinkNamespace, entry: Entry): void {
    entry.tries += 1;
    const { traffic } = this.#setup;
    if (traffic.tap !== undefined) entry.acknowledgement ??= traffic.nextAcknowledgement();
    const timeout = entry.options.timeout ?? this.#setup.policy.ackTimeout;
    entry.timer = this.#setup.clock.setTimeout(() => {
      if (lane.target === undefined) return;
      if (entry.tries > this.#setup.policy.retries) this.#conclude(lane, entry, 'ack-timeout');
      else this.#try(lane, lane.target, entry);
    }, timeout);
    // An acknowledgement of an earlier try counts as well: the message has arrived.
    try {
      const forget = target.emit(entry.eventName, entry.args, entry.options, (...answer) => {
        if (entry.done) return;
        this.#answer(lane, entry, answer);
        this.#conclude(lane, entry);
      });
      noteTry(entry, forget);
      if (entry.tries === 1)
        this.#count(lane, entry.eventName, entry.args, entry.bytes, entry.acknowledgement);
    } catch {
      this.#conclude(lane, entry, 'unencodable');
    }
  }

  /** The first at-least-once message is through with, delivered or not: on to the next. */
  #conclude(lane: Lane, entry: Entry, code?: ErrorCode): void {
    if (lane.assured.first === entry) lane.assured.shift();
    else lane.assured.remove(entry);
    if (lane.inFlight === entry) lane.inFlight = undefined;
    if (code === undefined) this.#forget(entry);
    else this.#release(entry, code);
    this.#pump(lane);
  }

  /** A message left a queue unsent. */
  #release(entry: Entry, code: ErrorCode): void {
    this.#forget(entry);
    this.#fail(entry, code);
  }

  #forget(entry: Entry): void {
    this.#queued -= 1;
    this.#bytes -= entry.bytes;
  }

  #fail(entry: Entry, code: ErrorCode): void {
    if (entry.settle === undefined) this.#drop(entry, code);
    else this.#reject(entry, this.#error(entry, code, explanations[code] ?? code));
  }

  #reject(entry: Entry, error: ConnectionError): void {
    if (entry.done) return;
    this.#end(entry, error.code);
    this.#lanes.get(entry.namespace)?.unanswered?.delete(entry);
    entry.settle?.reject(error);
  }

  #end(entry: Entry, code: ErrorCode): void {
    entry.done = true;
    this.#setup.clock.clearTimeout(entry.timer);
    forgetTries(entry);
    if (entry.acknowledgement !== undefined)
      this.#setup.traffic.tap?.acknowledged(entry.acknowledgement, [], code);
  }

  #count(
    lane: Lane,
    eventName: string,
    args: readonly unknown[],
    bytes: number,
    acknowledgement: number | undefined,
  ): void {
    this.sent += 1;
    const counter = lane.counts?.get(eventName) ?? newCounter(lane, eventName);
    counter.messages += 1;
    counter.bytes += bytes;
    this.#setup.traffic.tap?.sent(lane.namespace, eventName, args, acknowledgement);
  }

  #drop(entry: Entry, reason: ErrorCode): void {
    if (entry.done) return;
    this.#end(entry, reason);
    this.dropped += 1;
    this.#setup.onDropped({ namespace: entry.namespace, eventName: entry.eventName, reason });
  }

  #error(entry: Entry, code: ErrorCode, what: string): ConnectionError {
    return new ConnectionError(code, `${entry.eventName}: ${what}.`, {
      connection: this.#setup.connection,
      namespace: entry.namespace,
      eventName: entry.eventName,
    });
  }
}

function newCounter(lane: Lane, eventName: string): Counter {
  const counts = (lane.counts ??= new Map<string, Counter>());
  const name = countedAs(eventName, counts);
  const counter = counts.get(name) ?? { messages: 0, bytes: 0 };
  counts.set(name, counter);
  return counter;
}

function noteTry(entry: Entry, forget: Forget | undefined): void {
  if (forget !== undefined) entry.awaited = [...entry.awaited, forget];
}

/** A server that never acknowledges must not fill the memory. */
function forgetTries(entry: Entry): void {
  for (const forget of entry.awaited) forget();
  entry.awaited = [];
}

const explanations: Partial<Record<ErrorCode, string>> = {
  'ack-timeout': 'the server did not acknowledge in time',
  'connection-lost': 'the connection dropped before the acknowledgement came',
  'connection-stopped': 'the connection was stopped first',
  'queue-overflow': 'it was the oldest when the queue was full',
  expired: 'it waited in the queue for longer than maxAge',
  suspended: 'the connection is suspended',
  'namespace-denied': 'the server denied the namespace',
  'attempts-exhausted': 'the connection gave up',
  'handshake-refused': 'the server refused the connection',
  'protocol-mismatch': 'the server speaks another protocol',
  unencodable: 'it holds a value that cannot be sent',
};

import { checkMessage } from './checkMessage.ts';
import type { Clock } from './Clock.ts';
import { ConnectionError } from './ConnectionError.ts';
import { Deque } from './Deque.ts';
import type { ErrorCode } from './errorCodes.ts';
import { isTooLarge } from './isTooLarge.ts';
import type { LinkNamespace } from './Link.ts';
import { sentCounter, type OutboxLane } from './OutboxLane.ts';
import {
  forgetTries,
  noteTry,
  type OutgoingMessage,
  type OutgoingOptions,
  type Settle,
} from './OutgoingMessage.ts';
import type { Policy } from './Policy.ts';
import { QueueBounds } from './QueueBounds.ts';
import type { Traffic, TrafficCounter } from './Traffic.ts';

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
  readonly #lanes = new Map<string, OutboxLane>();
  /** Why nothing may wait at the moment: suspended or stopped. */
  #refusal: ErrorCode | undefined;
  readonly #bounds: QueueBounds;
  #places = 0;
  readonly #idPrefix: string;

  constructor(setup: OutboxSetup) {
    this.#setup = setup;
    this.#bounds = new QueueBounds({
      policy: setup.policy,
      clock: setup.clock,
      lanes: () => this.#lanes.values(),
      release: (message, code) => this.#release(message, code),
    });
    const part = (): string => Math.floor(setup.random() * 2 ** 48).toString(36);
    this.#idPrefix = `${part()}${part()}`;
  }

  /** Messages that wait to be sent or, at least once, to be acknowledged. */
  get queued(): number {
    return this.#bounds.queued;
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
    if (lane.target !== undefined && isTooLarge(lane.target, eventName, args, bytes))
      throw this.#error({ namespace, eventName }, 'message-too-large', explain('message-too-large'));
    // The way of most messages: nothing is allocated and nothing is remembered.
    if (!assured && lane.target !== undefined && lane.waiting.size === 0 && settle === undefined) {
      try {
        lane.target.emit(eventName, args, options);
      } catch {
        // A payload that is another one whenever it is looked at.
        throw this.#error({ namespace, eventName }, 'unencodable', explain('unencodable'));
      }
      this.#count(lane, eventName, args, bytes, undefined);
      return;
    }
    const message: OutgoingMessage = {
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
    if (lane.target === undefined && !this.#mayWait(lane, message)) return;
    if (assured) {
      if (!this.#hold(lane.assured, message)) return;
      this.#pump(lane);
      return;
    }
    if (settle !== undefined) this.#expectAnswer(lane, message);
    if (lane.target !== undefined && lane.waiting.size === 0) this.#emit(lane, lane.target, message);
    else this.#hold(lane.waiting, message);
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
    for (const message of lane.unanswered ?? []) if (message.tries > 0) this.#fail(message, code);
  }

  /** From here on nothing may wait, and what waits fails: for one namespace, or for all of them. */
  refuse(code: ErrorCode, namespace?: string): void {
    if (namespace === undefined) this.#refusal = code;
    else this.#lane(namespace).refusal = code;
    for (const lane of this.#lanes.values()) {
      if (namespace !== undefined && lane.namespace !== namespace) continue;
      for (let message = lane.waiting.shift(); message; message = lane.waiting.shift())
        this.#release(message, code);
      // What is under way fails too: no connection is left on which its acknowledgement could come.
      lane.inFlight = undefined;
      for (let message = lane.assured.shift(); message; message = lane.assured.shift())
        this.#release(message, code);
    }
    if (namespace !== undefined) return;
    this.#bounds.stop();
  }

  /** Messages may wait again. */
  admit(namespace?: string): void {
    if (namespace === undefined) this.#refusal = undefined;
    else this.#lane(namespace).refusal = undefined;
  }

  #lane(namespace: string): OutboxLane {
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
  #mayWait(lane: OutboxLane, message: OutgoingMessage): boolean {
    const { policy, connection } = this.#setup;
    const refusal = this.#refusal ?? lane.refusal;
    const offline = message.options.volatile === true ? 'drop' : policy.whileOffline;
    if (refusal === undefined && offline === 'queue') return true;
    const code = refusal === undefined || refusal === 'connection-stopped' ? 'not-connected' : refusal;
    const error = this.#error(message, code, `${connection} is not connected to ${message.namespace}`);
    if (message.settle !== undefined) this.#reject(message, error);
    else if (offline === 'fail') throw error;
    else this.#drop(message, code);
    return false;
  }

  /** Puts a message into a lane's queue, within the bounds. Whether it is in. */
  #hold(queue: Deque<OutgoingMessage>, message: OutgoingMessage): boolean {
    if (!this.#bounds.makeRoom(message)) {
      const error = this.#error(message, 'queue-overflow', `the queue of ${this.#setup.connection} is full`);
      if (message.settle !== undefined) this.#reject(message, error);
      else if (this.#setup.policy.queue.overflow === 'fail') throw error;
      else this.#drop(message, 'queue-overflow');
      return false;
    }
    this.#bounds.add(queue, message);
    return true;
  }

  #flush(lane: OutboxLane): void {
    const { flushRate } = this.#setup.policy.queue;
    this.#bounds.expire();
    while (lane.target !== undefined && lane.waiting.size > 0) {
      const message = lane.waiting.shift();
      if (message === undefined) return;
      this.#bounds.forget(message);
      // Only now is it known what the server takes; what is sent while the namespace is joined has been measured.
      if (isTooLarge(lane.target, message.eventName, message.args, message.bytes))
        this.#fail(message, 'message-too-large');
      else this.#emit(lane, lane.target, message);
      if (Number.isFinite(flushRate) && lane.waiting.size > 0) {
        lane.flushTimer = this.#setup.clock.setTimeout(() => this.#flush(lane), 1000 / flushRate);
        return;
      }
    }
  }

  #emit(lane: OutboxLane, target: LinkNamespace, message: OutgoingMessage): void {
    message.tries += 1;
    const { traffic } = this.#setup;
    if (traffic.tap !== undefined && message.settle !== undefined)
      message.acknowledgement = traffic.nextAcknowledgement();
    const acknowledge =
      message.settle === undefined
        ? undefined
        : (...answer: unknown[]) => this.#answer(lane, message, answer);
    try {
      noteTry(message, target.emit(message.eventName, message.args, message.options, acknowledge));
      this.#count(lane, message.eventName, message.args, message.bytes, message.acknowledgement);
    } catch {
      // A payload that was changed after it was checked must not take the rest of the queue with it.
      this.#fail(message, 'unencodable');
    }
  }

  #expectAnswer(lane: OutboxLane, message: OutgoingMessage): void {
    lane.unanswered ??= new Set();
    lane.unanswered.add(message);
    const timeout = message.options.timeout ?? this.#setup.policy.ackTimeout;
    message.timer = this.#setup.clock.setTimeout(() => {
      if (message.tries === 0) {
        lane.waiting.remove(message);
        this.#bounds.forget(message);
      }
      this.#fail(message, 'ack-timeout');
    }, timeout);
  }

  #answer(lane: OutboxLane, message: OutgoingMessage, answer: readonly unknown[]): void {
    if (message.done) return;
    message.done = true;
    this.#setup.clock.clearTimeout(message.timer);
    lane.unanswered?.delete(message);
    forgetTries(message);
    if (message.acknowledgement !== undefined) {
      this.#setup.traffic.tap?.acknowledged(message.acknowledgement, answer, undefined);
    }
    message.settle?.resolve(answer[0]);
  }

  /** Sends the first at-least-once message of a lane, if none is under way. */
  #pump(lane: OutboxLane): void {
    const message = lane.assured.first;
    if (lane.target === undefined || lane.inFlight !== undefined || message === undefined) return;
    lane.inFlight = message;
    if (isTooLarge(lane.target, message.eventName, message.args, message.bytes))
      this.#conclude(lane, message, 'message-too-large');
    else this.#try(lane, lane.target, message);
  }

  #try(lane: OutboxLane, target: LinkNamespace, message: OutgoingMessage): void {
    message.tries += 1;
    const { traffic } = this.#setup;
    if (traffic.tap !== undefined) message.acknowledgement ??= traffic.nextAcknowledgement();
    const timeout = message.options.timeout ?? this.#setup.policy.ackTimeout;
    message.timer = this.#setup.clock.setTimeout(() => {
      if (lane.target === undefined) return;
      if (message.tries > this.#setup.policy.retries) this.#conclude(lane, message, 'ack-timeout');
      else this.#try(lane, lane.target, message);
    }, timeout);
    // An acknowledgement of an earlier try counts as well: the message has arrived.
    try {
      const forget = target.emit(message.eventName, message.args, message.options, (...answer) => {
        if (message.done) return;
        this.#answer(lane, message, answer);
        this.#conclude(lane, message);
      });
      noteTry(message, forget);
      if (message.tries === 1)
        this.#count(lane, message.eventName, message.args, message.bytes, message.acknowledgement);
    } catch {
      this.#conclude(lane, message, 'unencodable');
    }
  }

  /** The first at-least-once message is through with, delivered or not: on to the next. */
  #conclude(lane: OutboxLane, message: OutgoingMessage, code?: ErrorCode): void {
    if (lane.assured.first === message) lane.assured.shift();
    else lane.assured.remove(message);
    if (lane.inFlight === message) lane.inFlight = undefined;
    if (code === undefined) this.#bounds.forget(message);
    else this.#release(message, code);
    this.#pump(lane);
  }

  /** A message left a queue unsent. */
  #release(message: OutgoingMessage, code: ErrorCode): void {
    this.#bounds.forget(message);
    this.#fail(message, code);
  }

  #fail(message: OutgoingMessage, code: ErrorCode): void {
    if (message.settle === undefined) this.#drop(message, code);
    else this.#reject(message, this.#error(message, code, explain(code)));
  }

  #reject(message: OutgoingMessage, error: ConnectionError): void {
    if (message.done) return;
    this.#end(message, error.code);
    this.#lanes.get(message.namespace)?.unanswered?.delete(message);
    message.settle?.reject(error);
  }

  #end(message: OutgoingMessage, code: ErrorCode): void {
    message.done = true;
    this.#setup.clock.clearTimeout(message.timer);
    forgetTries(message);
    if (message.acknowledgement !== undefined)
      this.#setup.traffic.tap?.acknowledged(message.acknowledgement, [], code);
  }

  #count(
    lane: OutboxLane,
    eventName: string,
    args: readonly unknown[],
    bytes: number,
    acknowledgement: number | undefined,
  ): void {
    this.sent += 1;
    const counter = lane.counts?.get(eventName) ?? sentCounter(lane, eventName);
    counter.messages += 1;
    counter.bytes += bytes;
    this.#setup.traffic.tap?.sent(lane.namespace, eventName, args, acknowledgement);
  }

  #drop(message: OutgoingMessage, reason: ErrorCode): void {
    if (message.done) return;
    this.#end(message, reason);
    this.dropped += 1;
    this.#setup.onDropped({ namespace: message.namespace, eventName: message.eventName, reason });
  }

  #error(
    message: Pick<OutgoingMessage, 'namespace' | 'eventName'>,
    code: ErrorCode,
    what: string,
  ): ConnectionError {
    return new ConnectionError(code, `${message.eventName}: ${what}.`, {
      connection: this.#setup.connection,
      namespace: message.namespace,
      eventName: message.eventName,
    });
  }
}

/** Why a message was not delivered, as its error says it. */
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
  'message-too-large': 'it is larger than the server takes',
  unencodable: 'it holds a value that cannot be sent',
};

const explain = (code: ErrorCode): string => explanations[code] ?? code;

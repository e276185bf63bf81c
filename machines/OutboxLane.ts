import type { Deque } from './Deque.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { LinkNamespace } from './Link.ts';
import type { OutgoingMessage } from './OutgoingMessage.ts';
import { countedAs } from './Traffic.ts';

/** What was handed to the transport, of one event. */
export interface SentCounter {
  messages: number;
  bytes: number;
}

/** What goes out to one namespace. Sets and maps are made when first needed: thousands of idle connections have as many lanes. */
export interface OutboxLane {
  readonly namespace: string;
  /** There while the namespace is joined. */
  target: LinkNamespace | undefined;
  /** At most once: sent in order as soon as the namespace is joined. */
  readonly waiting: Deque<OutgoingMessage>;
  /** At least once: the first is sent until it is acknowledged, then the next. */
  readonly assured: Deque<OutgoingMessage>;
  inFlight: OutgoingMessage | undefined;
  /** Requests that were sent and not yet answered. */
  unanswered: Set<OutgoingMessage> | undefined;
  /** Why nothing may wait for this namespace: the server denied it. */
  refusal: ErrorCode | undefined;
  flushTimer: unknown;
  counts: Map<string, SentCounter> | undefined;
}

/** The counter of an event in its lane; a new one where there is none. */
export function sentCounter(lane: OutboxLane, eventName: string): SentCounter {
  const counts = (lane.counts ??= new Map<string, SentCounter>());
  const name = countedAs(eventName, counts);
  const counter = counts.get(name) ?? { messages: 0, bytes: 0 };
  counts.set(name, counter);
  return counter;
}

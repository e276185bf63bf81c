import { countedAs, type Traffic, type TrafficCounter, type TrafficTap } from './Traffic.ts';
import type { Link, LinkNamespace, LinkNamespaceHandlers, MessageListener } from './Link.ts';
import { whenRejected } from './whenRejected.ts';

/** The name under which every event is subscribed to. */
export const everyEvent = '*';

interface Topic {
  /** How often each listener is subscribed, in order: asked for twice, it hears a message once, until both have ended. */
  readonly subscribed: Map<MessageListener, number>;
  /**
   * The same as a list, made at the first message after a change: thousands who come and go cost nothing each. Never
   * changed itself: a listener may end a subscription while its message is being handed out.
   */
  listeners: readonly MessageListener[] | undefined;
  /** What the link calls: one function an event, however many listeners there are. */
  readonly dispatch: MessageListener;
  isOpen: boolean;
  /** Messages of this event that came by. */
  received: number;
}

/** Told when a listener throws, or what it returned is rejected. */
export type OnListenerError = (namespace: string, eventName: string, error: unknown) => void;

/**
 * The data path of one namespace: from the link straight to the listeners, past all state machines. It outlives links;
 * each new link gets the dispatchers of the topics that are open.
 */
export class Channel {
  readonly namespace: string;
  /** Where the namespace's lifecycle is told to; set by its actor. */
  handlers: LinkNamespaceHandlers | undefined;
  readonly #onListenerError: OnListenerError;
  readonly #traffic: Traffic;
  readonly #topics = new Map<string, Topic>();
  /** Subscriptions, over all topics. */
  #subscriptions = 0;
  /** Messages of topics that are closed, and of events that only `*` hears. */
  #counts: Map<string, number> | undefined;
  #link: LinkNamespace | undefined;

  constructor(namespace: string, traffic: Traffic, onListenerError: OnListenerError) {
    this.namespace = namespace;
    this.#traffic = traffic;
    this.#onListenerError = onListenerError;
  }

  /** Messages handed out. */
  get received(): number {
    return this.counters().reduce((sum, { messages }) => sum + messages, 0);
  }

  /** Messages handed out, by event. */
  counters(): TrafficCounter[] {
    const sums = new Map(this.#counts);
    for (const [event, topic] of this.#topics) {
      if (event !== everyEvent && topic.received > 0)
        sums.set(event, (sums.get(event) ?? 0) + topic.received);
    }
    return [...sums].map(([event, messages]) => ({
      namespace: this.namespace,
      event,
      direction: 'in',
      messages,
      bytes: 0,
    }));
  }

  /** The link's side of the namespace, while there is a link. */
  get link(): LinkNamespace | undefined {
    return this.#link;
  }

  /** Attaches to a link: from here on its messages arrive, also those that come before the join is confirmed. */
  attach(link: Link): LinkNamespace {
    this.#link = link.namespace(this.namespace, {
      joined: (info) => this.handlers?.joined(info),
      denied: (refusal) => this.handlers?.denied(refusal),
      disconnected: (reason) => this.handlers?.disconnected(reason),
    });
    for (const [eventName, topic] of this.#topics) if (topic.isOpen) listen(this.#link, eventName, topic);
    return this.#link;
  }

  /** The link is gone. */
  detach(): void {
    this.#link = undefined;
  }

  /** Has the link deliver the event to the topic's listeners. */
  open(eventName: string): void {
    const topic = this.#topic(eventName);
    if (topic.isOpen) return;
    topic.isOpen = true;
    if (this.#link !== undefined) listen(this.#link, eventName, topic);
  }

  /** Ends the delivery of an event. */
  close(eventName: string): void {
    const topic = this.#topics.get(eventName);
    if (topic === undefined) return;
    this.#topics.delete(eventName);
    if (eventName !== everyEvent && topic.received > 0) this.#count(eventName, topic.received);
    if (this.#link === undefined || !topic.isOpen) return;
    if (eventName === everyEvent) this.#link.offAny(topic.dispatch);
    else this.#link.off(eventName, topic.dispatch);
  }

  /** Whether anybody listens to an event. */
  isHeard(eventName: string): boolean {
    return (this.#topics.get(eventName)?.subscribed.size ?? 0) > 0;
  }

  add(eventName: string, listener: MessageListener): void {
    const topic = this.#topic(eventName);
    topic.subscribed.set(listener, (topic.subscribed.get(listener) ?? 0) + 1);
    topic.listeners = undefined;
    this.#subscriptions += 1;
  }

  remove(eventName: string, listener: MessageListener): void {
    const topic = this.#topics.get(eventName);
    const times = topic?.subscribed.get(listener);
    if (topic === undefined || times === undefined) return;
    if (times > 1) topic.subscribed.set(listener, times - 1);
    else topic.subscribed.delete(listener);
    topic.listeners = undefined;
    this.#subscriptions -= 1;
  }

  /** Whether an event is listened to by this listener and no other. */
  isOnlyListener(eventName: string, listener: MessageListener): boolean {
    const subscribed = this.#topics.get(eventName)?.subscribed;
    return subscribed?.size === 1 && subscribed.get(listener) === 1;
  }

  /** Whether anything is listened to. */
  get hasListeners(): boolean {
    return this.#subscriptions > 0;
  }

  /** How many events are listened to. */
  get eventCount(): number {
    return this.#topics.size;
  }

  #topic(eventName: string): Topic {
    let topic = this.#topics.get(eventName);
    if (topic === undefined) {
      topic = eventName === everyEvent ? this.#anyTopic() : this.#eventTopic(eventName);
      this.#topics.set(eventName, topic);
    }
    return topic;
  }

  // The hot path, for every message: a count, a look for a tap, and the calls, all in one function, because each further
  // call with spread arguments costs a tenth of what the whole library does for a small message.
  #eventTopic(eventName: string): Topic {
    const traffic = this.#traffic;
    const topic: Topic = {
      subscribed: new Map(),
      listeners: undefined,
      isOpen: false,
      received: 0,
      dispatch: (...args) => {
        topic.received += 1;
        const heard = traffic.tap === undefined ? args : this.#tapped(traffic.tap, eventName, args);
        for (const listener of (topic.listeners ??= [...topic.subscribed.keys()])) {
          try {
            const outcome = listener(...heard);
            if (outcome !== undefined) this.#await(eventName, outcome);
          } catch (error) {
            this.#onListenerError(this.namespace, eventName, error);
          }
        }
      },
    };
    return topic;
  }

  #anyTopic(): Topic {
    const topic: Topic = {
      subscribed: new Map(),
      listeners: undefined,
      isOpen: false,
      received: 0,
      dispatch: (...args) => this.#dispatchAny(topic, args),
    };
    return topic;
  }

  #dispatchAny(topic: Topic, args: unknown[]): void {
    const eventName = String(args[0]);
    // A message that has a topic of its own is counted and tapped there.
    if (this.#topics.has(eventName)) return this.#handOut(topic, args);
    this.#count(eventName, 1);
    const { tap } = this.#traffic;
    const heard = tap === undefined ? args : [eventName, ...this.#tapped(tap, eventName, args.slice(1))];
    return this.#handOut(topic, heard);
  }

  #handOut(topic: Topic, args: unknown[]): void {
    for (const listener of (topic.listeners ??= [...topic.subscribed.keys()])) {
      try {
        const outcome = listener(...args);
        if (outcome !== undefined) this.#await(everyEvent, outcome);
      } catch (error) {
        this.#onListenerError(this.namespace, everyEvent, error);
      }
    }
  }

  #await(eventName: string, outcome: unknown): void {
    whenRejected(outcome, (error) => this.#onListenerError(this.namespace, eventName, error));
  }

  #count(eventName: string, messages: number): void {
    const counts = (this.#counts ??= new Map<string, number>());
    const name = counts.has(eventName) ? eventName : countedAs(eventName, counts);
    counts.set(name, (counts.get(name) ?? 0) + messages);
  }

  /** Tells the tap, and has it told of the acknowledgement if one is given. */
  #tapped(tap: TrafficTap, eventName: string, args: unknown[]): unknown[] {
    const reply = args.at(-1);
    if (typeof reply !== 'function') {
      tap.received(this.namespace, eventName, args, undefined);
      return args;
    }
    const acknowledgement = this.#traffic.nextAcknowledgement();
    const payload = args.slice(0, -1);
    tap.received(this.namespace, eventName, payload, acknowledgement);
    return [
      ...payload,
      (...answer: unknown[]): void => {
        Reflect.apply(reply, undefined, answer);
        this.#traffic.tap?.acknowledged(acknowledgement, answer, undefined);
      },
    ];
  }
}

function listen(link: LinkNamespace, eventName: string, topic: Topic): void {
  if (eventName === everyEvent) link.onAny(topic.dispatch);
  else link.on(eventName, topic.dispatch);
}

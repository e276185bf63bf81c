import { Channel } from './Channel.ts';
import { systemClock, type Clock } from './Clock.ts';
import { errorDataOf, type ConnectionErrorData } from './ConnectionError.ts';
import type { ConnectionInput } from './ConnectionContext.ts';
import type { ErrorCode } from './errorCodes.ts';
import type { CreateLink, Credentials, Link, MessageListener, Probe } from './Link.ts';
import { Outbox } from './Outbox.ts';
import type { Policy } from './Policy.ts';
import { Traffic, type TrafficCounter } from './Traffic.ts';

/** What a connection lives on: its policy, and its ways to the world. */
export interface ConnectionPorts {
  readonly name: string;
  readonly policy: Policy;
  readonly createLink: CreateLink;
  /** Asked for the protocol where the policy says `auto`. */
  readonly probe: Probe;
  /** Asked at every join. May throw, reject, or never answer. Default: there are none, and nothing is waited for. */
  readonly credentials?: (
    namespace: string,
    given: Credentials | undefined,
  ) => Credentials | undefined | Promise<Credentials | undefined>;
  /** Namespaces to join from the start. Default: the default namespace alone. */
  readonly namespaces?: readonly string[];
  /** Where the id of an at-least-once message goes. @default 'none' */
  readonly messageId?: 'none' | 'lastArgument';
  /** The clock of queues, acknowledgements and `retryAt`; the machine's own is the actor system's. */
  readonly clock?: Clock;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** What happens outside of any transition and that the machine must hear of. */
export type RuntimeEvent =
  | { readonly type: 'link.opened' }
  | { readonly type: 'link.failed'; readonly error: ConnectionErrorData }
  | { readonly type: 'link.closed'; readonly reason: string; readonly error?: ConnectionErrorData }
  | {
      readonly type: 'message.dropped';
      readonly namespace: string;
      readonly eventName: string;
      readonly reason: ErrorCode;
    }
  | {
      readonly type: 'message.received';
      readonly namespace: string;
      readonly eventName: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'listener.failed'; readonly error: ConnectionErrorData };

/**
 * The part of a connection that is no state: its link, its data paths, its outbox. One for each actor, reached through a
 * function in the actor's context, so that no snapshot, persisted or inspected, can hold it.
 */
export class ConnectionRuntime {
  readonly ports: ConnectionPorts;
  /** Hears every notice as an event. */
  readonly parent: ConnectionInput['parent'];
  readonly clock: Clock;
  readonly random: () => number;
  readonly outbox: Outbox;
  readonly traffic = new Traffic();
  readonly #channels = new Map<string, Channel>();
  /** Credentials that were given to an explicit join, in place of the configured ones. */
  #credentials: Map<string, Credentials> | undefined;
  #forwarders: Map<string, MessageListener> | undefined;
  readonly #tell: (event: RuntimeEvent) => void;
  #link: Link | undefined;
  #protocol: 'v2' | 'v4' | undefined;

  constructor(
    ports: ConnectionPorts,
    tell: (event: RuntimeEvent) => void,
    parent: ConnectionInput['parent'],
  ) {
    this.ports = ports;
    this.parent = parent;
    this.clock = ports.clock ?? systemClock;
    this.random = ports.random ?? Math.random;
    this.#tell = tell;
    this.outbox = new Outbox({
      connection: ports.name,
      policy: ports.policy,
      clock: this.clock,
      random: this.random,
      messageId: ports.messageId ?? 'none',
      traffic: this.traffic,
      onDropped: (message) => tell({ type: 'message.dropped', ...message }),
    });
  }

  /** Messages handed to listeners, over all namespaces. */
  get received(): number {
    let sum = 0;
    for (const channel of this.#channels.values()) sum += channel.received;
    return sum;
  }

  /** What went each way, by namespace and event. */
  trafficCounts(): TrafficCounter[] {
    return [
      ...[...this.#channels.values()].flatMap((channel) => channel.counters()),
      ...this.outbox.counters(),
    ];
  }

  /** The data path of a namespace, made when first asked for. */
  channel(namespace: string): Channel {
    let channel = this.#channels.get(namespace);
    if (channel === undefined) {
      channel = new Channel(namespace, this.traffic, (place, eventName, cause) =>
        this.#reportListener(place, eventName, cause),
      );
      this.#channels.set(namespace, channel);
      if (this.#link !== undefined) channel.attach(this.#link);
    }
    return channel;
  }

  /** Gives a namespace credentials of its own, from its next join on. */
  setCredentials(namespace: string, credentials: Credentials): void {
    this.#credentials ??= new Map();
    this.#credentials.set(namespace, credentials);
  }

  /** Whether there is anybody to ask for the credentials of a join. */
  hasCredentials(namespace: string): boolean {
    return this.ports.credentials !== undefined || this.#credentials?.has(namespace) === true;
  }

  /** Asks for the credentials of a join. */
  async credentials(namespace: string): Promise<Credentials | undefined> {
    const given = this.#credentials?.get(namespace);
    const { credentials } = this.ports;
    return credentials === undefined ? given : credentials(namespace, given);
  }

  /** The listener that turns an event's messages into events of the machine; one for each, so that it can be taken away. */
  forwarder(namespace: string, eventName: string): MessageListener {
    const key = JSON.stringify([namespace, eventName]);
    this.#forwarders ??= new Map();
    let forward = this.#forwarders.get(key);
    if (forward === undefined) {
      forward = (...args) => this.#tell({ type: 'message.received', namespace, eventName, args });
      this.#forwarders.set(key, forward);
    }
    return forward;
  }

  /** Starts one attempt, on the link of this life; makes the link if there is none of this protocol. */
  openLink(protocol: 'v2' | 'v4'): void {
    if (this.#link === undefined || this.#protocol !== protocol) {
      this.disposeLink();
      this.#protocol = protocol;
      const { name } = this.ports;
      this.#link = this.ports.createLink(protocol, {
        opened: () => this.#tell({ type: 'link.opened' }),
        failed: (error) =>
          this.#tell({ type: 'link.failed', error: { ...error.toJSON(), connection: name } }),
        closed: (reason, error) =>
          this.#tell({
            type: 'link.closed',
            reason,
            ...(error && { error: { ...error.toJSON(), connection: name } }),
          }),
      });
      for (const channel of this.#channels.values()) channel.attach(this.#link);
    }
    this.#link.open();
  }

  /** Ends the attempt or the engine connection, politely. */
  closeLink(): void {
    this.#link?.close();
  }

  /** Ends the attempt or the engine connection, without a word to the server. */
  abandonLink(): void {
    this.#link?.abandon();
  }

  /** Ends everything that the link holds. */
  disposeLink(): void {
    this.#link?.dispose();
    this.#link = undefined;
    for (const channel of this.#channels.values()) channel.detach();
  }

  /** The connection's actor has ended: nothing of it may stay behind. */
  dispose(): void {
    for (const namespace of this.#channels.keys()) this.outbox.shut(namespace, 'connection-stopped');
    this.outbox.refuse('connection-stopped');
    this.disposeLink();
  }

  #reportListener(namespace: string, eventName: string, cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    const error = errorDataOf('listener-failed', `A listener of ${eventName} threw: ${message}`, {
      connection: this.ports.name,
      namespace,
      eventName,
    });
    this.#tell({ type: 'listener.failed', error });
  }
}

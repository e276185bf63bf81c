import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { ConnectionRuntime } from '../../machines/ConnectionRuntime.ts';
import type { Credentials, MessageListener } from '../../machines/Link.ts';
import { neverReceived, unusableName } from '../../machines/reservedEvents.ts';
import type { ConnectionActor, ConnectionNamespace, Sender, SendOptions } from './Connection.ts';

/** Sending to one namespace, with options. */
class NamespaceSender implements Sender {
  readonly #actor: ConnectionActor;
  readonly #runtime: ConnectionRuntime;
  readonly #namespace: string;
  readonly #options: SendOptions | undefined;

  constructor(actor: ConnectionActor, runtime: ConnectionRuntime, namespace: string, options?: SendOptions) {
    this.#actor = actor;
    this.#runtime = runtime;
    this.#namespace = namespace;
    this.#options = options;
  }

  // Straight to the outbox: a message is no event of the statechart's. Only the first use of a namespace is.
  send(eventName: string, ...args: unknown[]): void {
    this.#use();
    this.#runtime.outbox.send(this.#namespace, eventName, args, this.#options);
  }

  request(eventName: string, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#use();
      this.#runtime.outbox.send(this.#namespace, eventName, args, this.#options, { resolve, reject });
    });
  }

  #use(): void {
    if (!this.#runtime.outbox.isOpen(this.#namespace)) {
      this.#actor.send({ type: 'use', namespace: this.#namespace });
    }
  }
}

/** One namespace of a connection, as its user sees it. */
export class NamespaceFace extends NamespaceSender implements ConnectionNamespace {
  readonly name: string;
  readonly #actor: ConnectionActor;
  readonly #runtime: ConnectionRuntime;

  constructor(actor: ConnectionActor, runtime: ConnectionRuntime, name: string) {
    super(actor, runtime, name);
    this.name = name;
    this.#actor = actor;
    this.#runtime = runtime;
  }

  get state(): ConnectionNamespace['state'] {
    return this.#actor.getSnapshot().context.namespaces[this.name];
  }

  join(auth?: Credentials): void {
    if (auth !== undefined) this.#runtime.setCredentials(this.name, auth);
    this.#actor.send({ type: 'join', namespace: this.name });
  }

  leave(): void {
    this.#actor.send({ type: 'leave', namespace: this.name });
  }

  with(options: SendOptions): Sender {
    return new NamespaceSender(this.#actor, this.#runtime, this.name, options);
  }

  subscribe(eventName: string, given: (...args: never[]) => void): () => void {
    checkSubscription(this.name, eventName, given);
    // What the event's arguments are is the subscriber's knowledge. The function itself is handed on, unwrapped: it is
    // called for every message.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const listener = given as MessageListener;
    const subscription = { namespace: this.name, eventName, listener };
    let isOver = false;
    this.#actor.send({ type: 'subscribe', ...subscription });
    return () => {
      if (isOver) return;
      isOver = true;
      this.#actor.send({ type: 'unsubscribe', ...subscription });
    };
  }
}

/** Who writes no types can give anything: what would never be heard is said at once. */
function checkSubscription(namespace: string, eventName: string, listener: unknown): void {
  const unusable = unusableName(eventName, neverReceived);
  if (unusable !== undefined) {
    throw new ConnectionError(
      'reserved-event',
      `${unusable} is no event that a server could send. Of the connection itself \`connection.on\` tells: started, stopped, error, state.`,
      { namespace },
    );
  }
  if (typeof listener !== 'function')
    throw new TypeError(`subscribe(${JSON.stringify(eventName)}, …) takes a function that listens.`);
}

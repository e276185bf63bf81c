import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { ConnectionNotice } from '../../machines/ConnectionNotice.ts';
import type { ConnectionRuntime } from '../../machines/ConnectionRuntime.ts';
import type { Credentials } from '../../machines/Link.ts';
import { namespaceName } from '../../machines/namespaceName.ts';
import { statePath } from '../../machines/statePath.ts';
import type { TrafficCounter, TrafficTap } from '../../machines/Traffic.ts';
import type {
  AnyEvents,
  Connection,
  ConnectionActor,
  ConnectionCounters,
  ConnectionEvents,
  ConnectionNamespace,
  Sender,
  SendOptions,
} from './Connection.ts';
import { EventHub } from './EventHub.ts';
import { NamespaceFace } from './NamespaceFace.ts';
import { passOn, toError } from './passOn.ts';

/** The face of one actor: what `Connection` promises, and no more state than a listener needs. */
export class ConnectionFace implements Connection {
  readonly name: string;
  readonly actor: ConnectionActor;
  readonly #runtime: ConnectionRuntime;
  readonly #hub: EventHub<ConnectionEvents>;
  readonly #main: NamespaceFace;
  #others: Map<string, NamespaceFace> | undefined;
  /** The state that listeners were told of last. */
  #told: string;
  /**
   * Notices come in the middle of a transition. They are passed on after it, so that a listener finds the connection in
   * the state that it is told of.
   */
  #notices: ConnectionNotice[] = [];
  #isRetired = false;

  constructor(actor: ConnectionActor) {
    const { name, runtime } = actor.getSnapshot().context;
    this.name = name;
    this.actor = actor;
    this.#runtime = runtime();
    this.#hub = new EventHub((type, cause) => this.#reportListener(type, cause));
    this.#main = new NamespaceFace(actor, this.#runtime, '/');
    this.#told = this.state;
    actor.on('*', (notice) => this.#notices.push(notice));
    actor.subscribe({
      next: () => this.#tell(),
      error: (cause) => {
        // An actor that failed does not stop its children: nothing of it may go on.
        this.#runtime.dispose();
        const message = `${name} has failed: ${String(cause)}`;
        this.#hub.emit(
          'error',
          new ConnectionError('transport-failed', message, { connection: name, cause }),
        );
      },
    });
  }

  get state(): string {
    return statePath(this.actor.getSnapshot().value);
  }

  get isConnected(): boolean {
    return this.actor.getSnapshot().matches('connected');
  }

  get queued(): number {
    return this.#runtime.outbox.queued;
  }

  get counters(): ConnectionCounters {
    const { sent, dropped } = this.#runtime.outbox;
    const { reconnects } = this.actor.getSnapshot().context;
    return { received: this.#runtime.received, sent, dropped, reconnects };
  }

  get lastError(): ConnectionError | undefined {
    const { error } = this.actor.getSnapshot().context;
    return error === undefined ? undefined : toError(error);
  }

  get retryAt(): number | undefined {
    return this.actor.getSnapshot().context.retryAt;
  }

  trafficCounts(): readonly TrafficCounter[] {
    return this.#runtime.trafficCounts();
  }

  tapTraffic(tap: TrafficTap): () => void {
    return this.#runtime.traffic.watch(tap);
  }

  start(): void {
    // Who starts again whenever it stops would otherwise open a connection that nobody closes.
    if (this.#isRetired) return;
    this.actor.send({ type: 'start' });
  }

  stop(): void {
    this.actor.send({ type: 'stop' });
  }

  connected(): Promise<void> {
    return this.#until(
      () => this.isConnected,
      () => !this.actor.getSnapshot().context.isStartDue && (this.#isOver() || this.#isClosing()),
    );
  }

  stopped(): Promise<void> {
    return this.#until(
      () => this.#isOver(),
      () => false,
    );
  }

  send(eventName: string, ...args: unknown[]): void {
    this.#main.send(eventName, ...args);
  }

  request(eventName: string, ...args: unknown[]): Promise<unknown> {
    return this.#main.request(eventName, ...args);
  }

  subscribe(eventName: string, listener: (...args: never[]) => void): () => void {
    return this.#main.subscribe(eventName, listener);
  }

  with(options: SendOptions): Sender {
    return this.#main.with(options);
  }

  join(auth?: Credentials): void {
    this.#main.join(auth);
  }

  leave(): void {
    this.#main.leave();
  }

  // What the events are is the caller's knowledge of the server: at run time all maps are one.
  namespace<In = AnyEvents, Out = AnyEvents>(name: string): ConnectionNamespace<In, Out>;
  namespace(given: string): ConnectionNamespace {
    const name = namespaceName(given, this.name);
    if (name === '/') return this.#main;
    this.#others ??= new Map();
    let face = this.#others.get(name);
    if (face === undefined) {
      face = new NamespaceFace(this.actor, this.#runtime, name);
      this.#others.set(name, face);
    }
    return face;
  }

  on<Type extends keyof ConnectionEvents>(
    type: Type,
    listener: (event: ConnectionEvents[Type]) => void,
  ): () => void {
    return this.#hub.on(type, listener);
  }

  /** Stops for good: from here on it does not start again. Resolves once it is closed; takes `closeTimeout` at most. */
  async close(): Promise<void> {
    this.#isRetired = true;
    this.stop();
    // Who calls this in a listener is in the midst of another event: the stop comes after it.
    await Promise.resolve();
    await this.#until(
      () => !this.#isClosing() || this.actor.getSnapshot().status !== 'active',
      () => false,
    );
    // Of one that was never started as well, what waits is told of.
    this.#runtime.outbox.refuse('connection-stopped');
    this.dispose();
  }

  /** Ends the actor and everything it holds, at once. */
  dispose(): void {
    this.actor.stop();
    this.#hub.clear();
  }

  /** Passes on what the last transition did. */
  #tell(): void {
    const { state } = this;
    const previous = this.#told;
    this.#told = state;
    const notices = this.#notices;
    if (notices.length > 0) this.#notices = [];
    if (state !== previous) {
      const { reason, retryAt } = this.actor.getSnapshot().context;
      const retryIn = retryAt === undefined ? undefined : Math.max(0, retryAt - this.#runtime.clock.now());
      this.#hub.emit('state', { state, previous, reason, ...(retryIn !== undefined && { retryIn }) });
    }
    for (const notice of notices) passOn(this.#hub, notice);
  }

  #isClosing(): boolean {
    return this.actor.getSnapshot().matches({ stopped: 'closing' });
  }

  #isOver(): boolean {
    const snapshot = this.actor.getSnapshot();
    return (
      snapshot.matches('idle') || (snapshot.matches('stopped') && !snapshot.matches({ stopped: 'closing' }))
    );
  }

  #until(isDone: () => boolean, isVain: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): boolean => {
        if (isDone()) resolve();
        else if (isVain() || this.actor.getSnapshot().status !== 'active') reject(this.#whyStopped());
        else return false;
        return true;
      };
      if (check()) return;
      const subscription = this.actor.subscribe({
        next: () => {
          if (check()) subscription.unsubscribe();
        },
        complete: check,
        error: check,
      });
    });
  }

  #whyStopped(): ConnectionError {
    return (
      this.lastError ??
      new ConnectionError('connection-stopped', `${this.name} is stopped.`, { connection: this.name })
    );
  }

  #reportListener(type: keyof ConnectionEvents, cause: unknown): void {
    const message = `A listener of ${type} threw: ${cause instanceof Error ? cause.message : String(cause)}`;
    const error = new ConnectionError('listener-failed', message, { connection: this.name, cause });
    if (type !== 'error') return this.actor.send({ type: 'listener.failed', error: error.toJSON() });
    // Nobody is left to tell: as unhandled as any error that a program throws.
    return queueMicrotask(() => {
      throw error;
    });
  }
}

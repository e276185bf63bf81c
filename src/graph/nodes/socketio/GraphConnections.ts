/** What connections tell the graph of: the part of their events that nodes use. */
export interface ConnectionNews {
  readonly started: { readonly reconnected: boolean; readonly recovered: boolean };
  readonly stopped: { readonly reason: string };
  readonly error: {
    readonly message: string;
    readonly code: string;
    readonly retryable: boolean;
    readonly namespace?: string | undefined;
  };
  readonly state: {
    readonly state: string;
    readonly previous: string;
    readonly reason: string;
    /** In ms. */
    readonly retryIn?: number | undefined;
  };
  readonly subscribed: { readonly namespace: string; readonly eventName: string };
  readonly unsubscribed: { readonly namespace: string; readonly eventName: string };
}

/** What sends for the graph. */
export interface GraphSender {
  send(eventName: string, ...args: unknown[]): void;
  request(eventName: string, ...args: unknown[]): Promise<unknown>;
}

/** A namespace, as the graph uses it. */
export interface GraphNamespace extends GraphSender {
  with(options: { readonly delivery: 'atMostOnce' | 'atLeastOnce' }): GraphSender;
  subscribe(eventName: string, listener: (...args: unknown[]) => void): () => void;
}

/** A connection, as the graph uses it. */
export interface GraphConnection {
  readonly state: string;
  readonly isConnected: boolean;
  readonly queued: number;
  start(): void;
  stop(): void;
  namespace(name: string): GraphNamespace;
  on<Type extends keyof ConnectionNews>(
    type: Type,
    listener: (news: ConnectionNews[Type]) => void,
  ): () => void;
}

/**
 * The connections that a project's nodes name. A port: what `createConnections` gives fits it, and so does a stand-in of
 * a few lines.
 */
export interface GraphConnections {
  readonly names: readonly string[];
  has(name: string): boolean;
  get(name: string): GraphConnection;
}

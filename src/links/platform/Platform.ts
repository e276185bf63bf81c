import type { LinkConfig } from '../LinkConfig.ts';
import type { ServerAddress } from '../serverAddress.ts';

/** Options of the client libraries that only a platform can fill: agents, TLS, classes of transports. */
export type TransportOptions = Readonly<Record<string, unknown>>;

/** An HTTP answer, as far as it is of interest. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** Of a redirection. */
  readonly location?: string;
}

/** One request of the probe. */
export interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly body: string | undefined;
  readonly signal: AbortSignal;
}

/** Makes the network connections of one link, and ends them. */
export interface Dialer {
  /** Reads what must be read before dialling. @throws {ConnectionError} (a rejection) `invalid-configuration` */
  prepare(): Promise<void> | undefined;
  /** What socket.io-client 4 gets beyond the usual; `transports` included. Asked for after `prepare`. */
  optionsV4(): TransportOptions;
  /** What socket.io-client 2 gets beyond the usual. Asked for after `prepare`. */
  optionsV2(): TransportOptions;
  /** Asks over HTTP, the way the transports would: same TLS, proxy and headers. Rejects with the platform's error. */
  ask(question: HttpQuestion): Promise<HttpAnswer>;
  /** Tells of the answer of a server that refuses to upgrade a WebSocket of socket.io-client 2, which hides it. */
  watchUpgrade(webSocket: unknown, onRefused: (answer: HttpAnswer) => void): void;
  /** Calls back, never at once, as soon as no connection is left. */
  whenIdle(callback: () => void): void;
  /** Ends every connection there is, without a goodbye. The dialer may go on dialling. */
  hangUp(): void;
  /**
   * Leaves the connections that there are to end by themselves, apart from those that come after.
   *
   * @param whenGone - called when none of them is left
   * @returns ends them, without a goodbye; `undefined` where there is none
   */
  letGo(whenGone: () => void): (() => void) | undefined;
}

/**
 * A TCP proxy that every connection is led through, although it goes by the server's own name: TLS, certificates and
 * the header `Host` stay as they are. In Node.js only.
 */
export interface Detour {
  readonly host: string;
  readonly port: number;
}

/** What differs between Node.js and browsers. */
export interface Platform {
  readonly name: 'node' | 'browser';
  /** @throws {ConnectionError} `invalid-configuration` for an option that cannot be had here */
  check(config: LinkConfig): void;
  createDialer(config: LinkConfig, address: ServerAddress, detour?: Detour): Dialer;
}

/** From the client to the server, or from the server to the client. */
export type Direction = 'up' | 'down';

/** What a {@link faultProxy} does to a connection. Bytes held back are not lost: they arrive if the fault is lifted. */
export type Fault =
  /** Nothing: bytes pass. */
  | { readonly type: 'pass' }
  /** New connections end at once: refused by the system (`closed`, the default), or accepted and reset (`reset`). */
  | { readonly type: 'refuse'; readonly how?: 'closed' | 'reset' }
  /** Connections are accepted, and stay open, and nothing passes either way. */
  | { readonly type: 'blackHole' }
  /** Nothing passes in one direction. */
  | { readonly type: 'halfOpen'; readonly holds: Direction }
  /** Every piece is late by so many ms, and at random by up to `jitter` ms more. Order is kept. */
  | { readonly type: 'delay'; readonly ms: number; readonly jitter?: number }
  /** The connection is cut when so many more bytes have passed in one direction (default: down). */
  | {
      readonly type: 'cut';
      readonly afterBytes: number;
      readonly direction?: Direction;
      /** As a crash does (`reset`, the default), or as an orderly end. */
      readonly how?: 'reset' | 'end';
    }
  /** So many bytes a second, each way, at most. */
  | { readonly type: 'throttle'; readonly bytesPerSecond: number };

const faultTypes: Readonly<Record<Fault['type'], true>> = {
  pass: true,
  refuse: true,
  blackHole: true,
  halfOpen: true,
  delay: true,
  cut: true,
  throttle: true,
};

/** @throws {TypeError} for what no proxy can do, which would pass for a network that is well */
export function checkFault({ type }: Fault): void {
  if (!Object.hasOwn(faultTypes, type))
    throw new TypeError(`There is no fault ${type}. There are: ${Object.keys(faultTypes).join(', ')}.`);
}

/** What a connection carries, by its first request: polling is plain HTTP. */
export type ConnectionKind = 'websocket' | 'http' | 'other';

/** Picks connections, by their first request. */
export interface ConnectionMatch {
  readonly kind?: ConnectionKind;
  /** A part of the request's path or query, such as `transport=polling`. */
  readonly pathIncludes?: string;
}

/** A fault for the connections that match, as long as it lasts. */
export interface FaultRule {
  readonly match: ConnectionMatch;
  readonly fault: Exclude<Fault, { readonly type: 'refuse' }>;
  /** For how many connections. @default Infinity */
  readonly times?: number;
}

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

const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const isOneOf =
  (...names: readonly unknown[]) =>
  (value: unknown): boolean =>
    names.includes(value);

/** What the parts of faults take. */
const parts: readonly (readonly [Fault['type'], string, (value: unknown) => boolean, string])[] = [
  ['refuse', 'how', isOneOf('closed', 'reset', undefined), 'closed or reset'],
  ['halfOpen', 'holds', isOneOf('up', 'down'), 'up or down'],
  ['delay', 'ms', isAmount, 'a number from 0'],
  ['delay', 'jitter', (value) => value === undefined || isAmount(value), 'a number from 0'],
  ['cut', 'afterBytes', isAmount, 'a number from 0'],
  ['cut', 'direction', isOneOf('up', 'down', undefined), 'up or down'],
  ['cut', 'how', isOneOf('reset', 'end', undefined), 'reset or end'],
  ['throttle', 'bytesPerSecond', (value) => isAmount(value) && value !== 0, 'a number above 0'],
];

/** @throws {TypeError} for what no proxy can do, which would pass for a network that is well */
export function checkFault(fault: Fault): void {
  const { type } = fault;
  if (!Object.hasOwn(faultTypes, type))
    throw new TypeError(`There is no fault ${type}. There are: ${Object.keys(faultTypes).join(', ')}.`);
  for (const [owner, part, isGood, takes] of parts) {
    const value: unknown = Reflect.get(fault, part);
    if (owner === type && !isGood(value))
      throw new TypeError(`The fault ${type} takes as \`${part}\` ${takes}, and was given ${String(value)}.`);
  }
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

const kinds: readonly (ConnectionKind | undefined)[] = ['websocket', 'http', 'other', undefined];

/** @throws {TypeError} for a rule that could never do anything */
export function checkRule({ fault, match }: FaultRule): void {
  checkFault(fault);
  // Who writes no types can give any.
  const type: unknown = fault.type;
  if (type === 'refuse')
    throw new TypeError(
      'A rule cannot refuse: it is about connections that are there. `cut` with `afterBytes: 0` ends them at once.',
    );
  if (!kinds.includes(match.kind))
    throw new TypeError(
      `There is no kind ${String(match.kind)} of connections. There are: websocket, http, other.`,
    );
}

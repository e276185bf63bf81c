/** What is learnt of a server while it is tried. */
export interface Experience {
  protocol: 'v2' | 'v4' | undefined;
  /** The first one, and the one that it moved to. */
  readonly transports: Set<string>;
  /** Namespaces that have admitted. */
  readonly admitted: Set<string>;
  /** Whether messages are acknowledged; `undefined` until one was sent. */
  acknowledges: boolean | undefined;
  /** Tries to connect, also those that were to fail. */
  attempts: number;
  /** Times that it was connected. */
  connects: number;
  /** Connections that ended by a fault. */
  drops: number;
  /** How long a connection has lasted that nobody disturbed, at most, in ms. */
  longest: number;
  joins: number;
  sent: number;
}

/** Nothing is known yet. */
export const noExperience = (): Experience => ({
  protocol: undefined,
  transports: new Set(),
  admitted: new Set(),
  acknowledges: undefined,
  attempts: 0,
  connects: 0,
  drops: 0,
  longest: 0,
  joins: 0,
  sent: 0,
});

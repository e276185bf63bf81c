import type { ErrorCode } from '../../../machines/errorCodes.ts';
import type { MessageListener } from '../../../machines/Link.ts';

/** The engine connection, as the link's port has it: `none` where there is no link. */
export type EngineState = 'none' | 'closed' | 'opening' | 'open' | 'closing';

/** A listener that was subscribed. */
export interface Listening {
  readonly namespace: string;
  readonly eventName: string;
  readonly listener: MessageListener;
}

/** What lies beyond the statecharts: the link, who listens, and what waits to be sent. */
export interface WorldState {
  readonly engine: EngineState;
  readonly linkProtocol: 'v2' | 'v4' | undefined;
  /** Namespaces whose join was asked for, and those that are joined, at the port of the link. */
  readonly joins: Readonly<Record<string, 'asked' | 'joined'>>;
  readonly listenings: readonly Listening[];
  /** Why nothing may wait to be sent, if it may not. */
  readonly refusal: ErrorCode | undefined;
  readonly refusals: Readonly<Record<string, ErrorCode>>;
  /** Namespaces that messages leave to at once. */
  readonly outlets: readonly string[];
  /** How many messages wait, by namespace. */
  readonly waiting: Readonly<Record<string, number>>;
}

/** A world in which nothing has happened yet. */
export const emptyWorld: WorldState = {
  engine: 'none',
  linkProtocol: undefined,
  joins: {},
  listenings: [],
  refusal: undefined,
  refusals: {},
  outlets: [],
  waiting: {},
};

/** A record without one of its keys. */
export function without<Value>(record: Readonly<Record<string, Value>>, key: string): Record<string, Value> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

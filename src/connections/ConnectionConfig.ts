import type { Credentials } from '../../machines/Link.ts';
import type { Policy, QueuePolicy } from '../../machines/Policy.ts';
import type { LinkConfig } from '../links/LinkConfig.ts';

/** For which join credentials are asked. */
export interface AuthRequest {
  readonly connection: string;
  readonly namespace: string;
}

/** Credentials, or a function that gets them: asked anew at every join. `undefined` where there are none for a namespace. */
export type Auth =
  | Credentials
  | ((request: AuthRequest) => Credentials | undefined | Promise<Credentials | undefined>);

/** What can be said of one namespace beforehand. */
export interface NamespaceConfig {
  readonly auth?: Auth;
}

/**
 * One named connection: where it goes (`LinkConfig`), how it behaves (`Policy`), and as whom.
 *
 * @example
 * const config: ConnectionConfig = {
 *   name: 'demo',
 *   url: 'https://example.com',
 *   auth: async () => ({ token: await freshToken() }),
 *   namespaces: { '/admin': { auth: { token: 'secret' } } },
 *   queue: { maxMessages: 100 },
 * };
 */
export interface ConnectionConfig extends LinkConfig, Partial<Omit<Policy, 'queue'>> {
  /** Unique among the connections of a registry. */
  readonly name: string;
  /** Whether the connection starts by itself. @default false */
  readonly autostart?: boolean;
  /** Credentials of every namespace that has none of its own. */
  readonly auth?: Auth;
  /** Namespaces to join from the start, each with its own credentials where given. */
  readonly namespaces?: Readonly<Record<string, NamespaceConfig>>;
  /**
   * From where a server that can resend is to go on in a namespace: asked at every join, and sent with its credentials as
   * `serverOffset` unless undefined. (The name `offset` is taken: by Socket.IO's own connection state recovery.)
   *
   * @example
   * const config: ConnectionConfig = { name: 'demo', url: 'https://example.com', offset: (namespace) => lastSeen.get(namespace) };
   */
  readonly offset?: (namespace: string) => unknown;
  readonly queue?: Partial<QueuePolicy>;
  /** Where the id of an at-least-once message goes: nowhere, or after the last argument. @default 'none' */
  readonly messageId?: 'none' | 'lastArgument';
}

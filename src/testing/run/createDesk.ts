import type { ConnectionPorts } from '../../../machines/ConnectionRuntime.ts';
import type { Credentials } from '../../../machines/Link.ts';

/** Hands out credentials: an `auth` function that answers when it is told to. */
export interface CredentialsDesk {
  /** The ports of a connection that asks here; as they were where nobody is to be asked. */
  serve(ports: ConnectionPorts): ConnectionPorts;
  /** Answers who asked last for a namespace. @throws {Error} where nobody did */
  answer(namespace: string, outcome: 'given' | 'failed'): void;
  /** The number in the credentials that were handed out last. */
  lastToken(namespace: string): number | undefined;
}

interface Ask {
  readonly namespace: string;
  resolve(credentials: Credentials | undefined): void;
  reject(error: Error): void;
}

/** How a desk answers. */
export interface DeskOptions {
  /** Whether it answers by itself, or when it is told to; or there is nobody to ask. @default 'steps' */
  readonly credentials?: 'steps' | 'immediate' | 'none' | undefined;
  /** Whether it has anything to hand out. @default true */
  readonly hasTokens?: boolean;
}

/** Opens a desk. */
export function createDesk({ credentials = 'steps', hasTokens = true }: DeskOptions = {}): CredentialsDesk {
  const asks: Ask[] = [];
  const tokens = new Map<string, number>();
  const hand = (namespace: string): Credentials | undefined => {
    if (!hasTokens) return undefined;
    const token = (tokens.get(namespace) ?? 0) + 1;
    tokens.set(namespace, token);
    return { token };
  };
  const ask = (namespace: string): Credentials | undefined | Promise<Credentials | undefined> =>
    credentials === 'immediate'
      ? hand(namespace)
      : new Promise((resolve, reject) => {
          asks.push({ namespace, resolve, reject });
        });
  return {
    serve: (ports) => (credentials === 'none' ? ports : { ...ports, credentials: ask }),
    answer(namespace, outcome) {
      // Who asked last: others may be left over from states that were left without an answer.
      const last = asks.findLast((candidate) => candidate.namespace === namespace);
      if (last === undefined) throw new Error(`no credentials were asked for ${namespace}`);
      asks.splice(asks.indexOf(last), 1);
      if (outcome === 'given') last.resolve(hand(namespace));
      else last.reject(new Error('no credentials'));
    },
    lastToken: (namespace) => tokens.get(namespace),
  };
}

import type { Credentials } from '../../machines/Link.ts';
import type { LinkConfig } from './LinkConfig.ts';

/** Where secrets stand: in a link's options, and in those of its connection that a link has no other use for. */
export interface SecretHolder extends LinkConfig {
  readonly name?: string;
  readonly auth?: unknown;
  readonly namespaces?: Readonly<Record<string, { readonly auth?: unknown }>>;
}

/** What is known of secrets beside a configuration. */
export interface SecretHints {
  /** What namespaces were joined with. */
  readonly joined?: ReadonlyMap<string, { readonly credentials: Credentials | undefined }>;
  /** Whether a value of this name is a secret, whatever else has the same value. Default: by their names none are. */
  readonly isSecretName?: (name: string) => boolean;
}

/**
 * The values by which a server knows who connects, as far as they are texts or numbers. A value that is the name of the
 * connection or of a namespace, too, is none: it could not be hidden.
 */
export function secretValues(
  config: SecretHolder,
  { joined = new Map(), isSecretName }: SecretHints = {},
): ReadonlySet<string> {
  const { name = '', auth, namespaces = {}, extraHeaders = {}, query, tls, url, proxy = '' } = config;
  const found = new Set<string>();
  const names = new Set(
    [name, ...Object.keys(namespaces), ...joined.keys()].flatMap((known) => [
      known,
      known.replace(/^\//, ''),
    ]),
  );
  const add = (value: unknown, isSecret: boolean): void => {
    // No recursion: what an `auth` function returns may be nested without end.
    const left: (readonly [unknown, boolean])[] = [[value, isSecret]];
    const seen = new Set<object>();
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const [inner, isNamed] = next;
      if (typeof inner === 'string' || typeof inner === 'number' || typeof inner === 'bigint') {
        // What only stands beside secrets may be the name of something: a role that is called as a namespace is.
        if (isNamed || !names.has(String(inner))) found.add(String(inner));
      } else if (
        typeof inner === 'object' &&
        inner !== null &&
        !ArrayBuffer.isView(inner) &&
        !seen.has(inner)
      ) {
        seen.add(inner);
        for (const [key, child] of entriesOf(inner))
          left.push([child, isNamed || isSecretName?.(key) === true]);
      }
    }
  };
  add([auth, query, extraHeaders, ...Object.values(namespaces).map((namespace) => namespace.auth)], false);
  for (const { credentials } of joined.values()) add(credentials, false);
  for (const [header, value] of Object.entries(extraHeaders)) {
    // `Bearer …`, `Basic …`, a cookie's pairs: the part that counts may be repeated alone.
    add(/^\w+\s+(\S+)$/.exec(value)?.[1], true);
    if (/^cookie$/i.test(header))
      for (const pair of value.split(';')) add(pair.slice(pair.indexOf('=') + 1).trim(), false);
  }
  add(tls?.passphrase, true);
  for (const text of [url, proxy]) {
    if (!URL.canParse(text)) continue;
    const { username, password, searchParams } = new URL(text);
    add([username, password, decoded(username), decoded(password)], true);
    for (const [parameter, value] of searchParams)
      if (isSecretName?.(parameter) ?? true) add(value, isSecretName !== undefined);
  }
  return found;
}

/** Nothing, where a getter throws: then nothing of it was sent. */
function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(value);
  } catch {
    return [];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

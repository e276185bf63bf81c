import type { Credentials } from '../../machines/Link.ts';

/**
 * Credentials as protocol 2 takes them: as a query. Texts go as they are, everything else as JSON.
 *
 * @example
 * credentialsQuery({ token: 'x', roles: ['a'] }); // { token: 'x', roles: '["a"]' }
 */
export function credentialsQuery(credentials: Credentials | undefined): Record<string, string> {
  const entries = Object.entries(credentials ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

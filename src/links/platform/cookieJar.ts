/** The cookies of one link: what its server set, for as long as it said. */
export interface CookieJar {
  /** Takes the `set-cookie` headers of an answer. */
  keep(setCookie: readonly string[] | undefined): void;
  /** The `cookie` header for the next request; `undefined` without cookies. */
  header(): string | undefined;
}

function expiry(attributes: readonly string[]): number {
  let expires = Infinity;
  for (const attribute of attributes) {
    const [name = '', value = ''] = attribute.split('=', 2).map((part) => part.trim());
    // Max-Age wins over Expires (RFC 6265, 5.3); what cannot be read must not be kept for ever.
    if (/^max-age$/i.test(name)) return Date.now() + (Number(value) || 0) * 1000;
    if (/^expires$/i.test(name)) expires = Date.parse(value) || 0;
  }
  return expires;
}

/** Makes an empty jar. Every cookie is for one server: domain and path are not looked at. */
export function createCookieJar(): CookieJar {
  const cookies = new Map<string, { readonly value: string; readonly expires: number }>();
  return {
    keep(setCookie = []) {
      for (const line of setCookie) {
        const [pair = '', ...attributes] = line.split(';');
        const equals = pair.indexOf('=');
        if (equals < 1) continue;
        cookies.set(pair.slice(0, equals).trim(), {
          value: pair.slice(equals + 1).trim(),
          expires: expiry(attributes),
        });
      }
    },
    header() {
      const now = Date.now();
      for (const [name, { expires }] of cookies) if (expires <= now) cookies.delete(name);
      if (cookies.size === 0) return undefined;
      return [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
    },
  };
}

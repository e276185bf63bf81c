/** The cookies of one link: what its server set, for as long as it said. */
export interface CookieJar {
  /** Takes the `set-cookie` headers of an answer. */
  keep(setCookie: readonly string[] | undefined): void;
  /**
   * The `cookie` header for the next request; `undefined` without cookies.
   *
   * @param own - the header that the request has of its own: what the server has set goes before what it says
   */
  header(own?: string): string | undefined;
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
    header(own = '') {
      const now = Date.now();
      for (const [name, { expires }] of cookies) if (expires <= now) cookies.delete(name);
      const given = own.split(';').map((pair) => pair.trim());
      const others = given.filter((pair) => pair !== '' && !cookies.has(pair.split('=', 1)[0] ?? ''));
      const all = [...others, ...[...cookies].map(([name, { value }]) => `${name}=${value}`)];
      return all.length === 0 ? undefined : all.join('; ');
    },
  };
}

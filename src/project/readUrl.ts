import { didYouMean, suggest } from './suggest.ts';

/** What the URL of a connection says. */
export interface UrlParts {
  readonly scheme: string;
  /** Without port; an IPv6 address in its brackets. */
  readonly host: string;
  /** The port that stands in the URL, also the scheme's own. */
  readonly port?: number;
  /** 80 or 443. */
  readonly defaultPort: number;
  /** The path, where it ends in `/socket.io`. */
  readonly path?: string;
}

/** Why a URL cannot be taken. */
export interface UrlProblem {
  readonly message: string;
  readonly suggestions: readonly string[];
}

const schemes: ReadonlyMap<string, number> = new Map([
  ['http', 80],
  ['https', 443],
  ['ws', 80],
  ['wss', 443],
]);
const longestUrl = 2048;

/**
 * Reads the URL of a connection, or says what is wrong with it.
 *
 * @param isSecret - it came from the environment: neither message nor suggestions may show any of it
 * @example
 * readUrl('https://example.com/api/socket.io', false); // { scheme: 'https', host: 'example.com', path: '/api/socket.io', … }
 */
export function readUrl(text: string, isSecret: boolean): UrlParts | UrlProblem {
  const plain = text.trim();
  if (plain.length > longestUrl) return problem(`The URL is longer than ${longestUrl} characters.`);
  const match = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(plain);
  if (match === null) return withoutScheme(plain, isSecret);
  const [, schemeText = '', rest = ''] = match;
  const scheme = schemeText.toLowerCase();
  const defaultPort = schemes.get(scheme);
  if (defaultPort === undefined) return unknownScheme(scheme, rest, isSecret);

  const authority = /^[^/?#\\]*/.exec(rest)?.[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (authority.includes('@')) {
    return problem(
      'Credentials in a URL do not reach a Socket.IO server. Put them into `auth`, or for HTTP into `extraHeaders`: { "Authorization": "Basic ${BASIC}" }.',
    );
  }
  const ipv6 = nakedIpv6(host);
  if (ipv6 !== undefined) {
    return problem('An IPv6 address stands in brackets.', isSecret ? [] : [`${scheme}://[${ipv6}]`]);
  }
  if (host === '' || host.startsWith(':'))
    return problem('The URL names no host: http://127.0.0.1 is one with a host.');
  const portText = /:([^:\]]*)$/.exec(host)?.[1] ?? '';
  const port = portText === '' ? undefined : Number(portText);
  if (port !== undefined && !(/^\d+$/.test(portText) && port >= 1 && port <= 65_535)) {
    return problem('The port in the URL must be a whole number from 1 to 65535.');
  }
  let url: URL;
  try {
    url = new URL(plain);
  } catch {
    return problem('The host in the URL is none: it must be a name such as example.com, or an IP address.');
  }
  if (url.search !== '') {
    return problem('Parameters do not stand in the URL. Put them into `query`: { "name": "value" }.');
  }
  if (url.hash !== '') return problem('What follows # never reaches a server: take it out of the URL.');
  const path = url.pathname.replace(/\/+$/, '');
  const parts = { scheme, host: url.hostname, ...(port !== undefined && { port }), defaultPort };
  if (path === '') return parts;
  if (path.endsWith('/socket.io')) return { ...parts, path };
  return misplacedPath(path, isSecret);
}

/** Tells a problem from the parts of a URL. */
export function isUrlProblem(result: UrlParts | UrlProblem): result is UrlProblem {
  return 'message' in result;
}

function problem(message: string, suggestions: readonly string[] = []): UrlProblem {
  return { message: message + didYouMean(suggestions), suggestions };
}

function withoutScheme(text: string, isSecret: boolean): UrlProblem {
  if (text === '') return problem('The URL is empty: http://127.0.0.1 is one with scheme and host.');
  const mayShow = !isSecret && /^[\w.:/[\]-]{1,100}$/.test(text);
  // "http:host" and "http:/host" as well as "//host" and a bare host.
  const bare = text.replace(/^(?:(?:https?|wss?):)?\/{0,2}/i, '');
  const scheme = /^(https?|wss?):/i.exec(text)?.[1]?.toLowerCase() ?? 'http';
  const host = nakedIpv6(bare) === undefined ? bare : `[${bare}]`;
  return problem(
    'The URL has no scheme: it begins with http://, https://, ws:// or wss://.',
    mayShow && host !== '' ? [`${scheme}://${host}`] : [],
  );
}

function unknownScheme(scheme: string, rest: string, isSecret: boolean): UrlProblem {
  const message = 'The URL’s scheme must be http, https, ws or wss.';
  if (isSecret || !/^[\w.:/[\]-]{1,100}$/.test(rest)) return problem(message);
  return problem(
    message,
    suggest(scheme, schemes.keys()).map((near) => `${near}://${rest}`),
  );
}

function misplacedPath(path: string, isSecret: boolean): UrlProblem {
  const which = isSecret
    ? 'The path in the URL'
    : `The path ${JSON.stringify(path.slice(0, 100))} in the URL`;
  return problem(
    `${which} could be two things, so it stands elsewhere: where the server answers goes into \`path\` (default /socket.io); a namespace goes into the nodes’ input \`namespace\`, or into \`namespaces\`.`,
  );
}

/** An address such as ::1 without its brackets. */
function nakedIpv6(host: string): string | undefined {
  return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host) ? host : undefined;
}

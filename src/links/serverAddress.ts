import { ConnectionError } from '../../machines/ConnectionError.ts';
import type { LinkConfig } from './LinkConfig.ts';

/** Where a link goes, taken apart the way the client libraries and `http` want it. */
export interface ServerAddress {
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** Begins with a slash, ends without one: empty for the root. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** What messages say: scheme, host, port and path; no credentials, no query. */
  readonly display: string;
}

const schemes = new Map([
  ['http:', false],
  ['ws:', false],
  ['https:', true],
  ['wss:', true],
]);

const invalid = (message: string): ConnectionError => new ConnectionError('invalid-configuration', message);

/**
 * Reads `url`, `port`, `path` and `query`. A URL path that ends in `/socket.io` counts as `path`.
 *
 * @throws {ConnectionError} `invalid-configuration`, naming the option and what it takes
 */
export function serverAddress(config: Pick<LinkConfig, 'url' | 'port' | 'path' | 'query'>): ServerAddress {
  const url = URL.canParse(config.url) ? new URL(config.url) : undefined;
  const secure = url && schemes.get(url.protocol);
  if (url === undefined || secure === undefined || url.hostname === '')
    throw invalid(
      '`url` is not the address of a server: it takes http, https, ws or wss and a host, as in "https://example.com".',
    );
  const { port = Number(url.port || (secure ? 443 : 80)) } = config;
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw invalid(`\`port\` is ${port}: it takes a whole number from 1 to 65535.`);
  const urlPath = url.pathname.replace(/\/+$/, '');
  if (urlPath !== '' && !urlPath.endsWith('/socket.io') && config.path === undefined)
    throw invalid(
      `\`url\` has the path "${urlPath}": give the server's path in \`path\`; a namespace is joined by its name.`,
    );
  const path = (config.path ?? (urlPath || '/socket.io')).replace(/^\/*/, '/').replace(/\/+$/, '');
  const hostname = url.hostname.replaceAll(/^\[|\]$/g, '');
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  const isDefaultPort = port === (secure ? 443 : 80);
  return {
    secure,
    hostname,
    port,
    path,
    query: { ...Object.fromEntries(url.searchParams), ...config.query },
    display: `${secure ? 'https' : 'http'}://${host}${isDefaultPort ? '' : `:${port}`}${path}/`,
  };
}

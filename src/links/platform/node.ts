import { validateHeaderName, validateHeaderValue } from 'node:http';
import { ConnectionError } from '../../../machines/ConnectionError.ts';
import { createNodeDialer } from './createNodeDialer.ts';
import type { Platform } from './Platform.ts';

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    // Without the value, which may be a secret.
    throw new ConnectionError(
      'invalid-configuration',
      `\`extraHeaders\` has a header that HTTP does not allow, "${name.slice(0, 50)}": look for spaces, line ends and other control characters.`,
    );
  }
}

/** Node.js: agents, TLS files, proxies. A browser's bundle has `browser.ts` in its place. */
export const platform: Platform = {
  name: 'node',
  check({ proxy, extraHeaders = {}, transports = [] }) {
    for (const [name, value] of Object.entries(extraHeaders)) checkHeader(name, value);
    if (proxy !== undefined && !/^https?:$/.test(URL.canParse(proxy) ? new URL(proxy).protocol : ''))
      throw new ConnectionError(
        'invalid-configuration',
        '`proxy` is not the address of an HTTP proxy: it takes "http://host:port", with "user:password@" before the host where it asks for them.',
      );
    if (transports.includes('webtransport') && !('WebTransport' in globalThis))
      throw new ConnectionError(
        'invalid-configuration',
        '`transports` names "webtransport", which Node.js does not have: it takes "polling" and "websocket" here.',
      );
  },
  createDialer: createNodeDialer,
};

import { Fetch, WebSocket, WebTransport, XHR } from 'socket.io-client';
import { ConnectionError } from '../../../machines/ConnectionError.ts';
import { unexplainedError } from '../evidenceOf.ts';
import type { LinkConfig } from '../LinkConfig.ts';
import type { ServerAddress } from '../serverAddress.ts';
import type { Dialer, Platform } from './Platform.ts';

/** Workers have no XMLHttpRequest in some browsers; everything has fetch. */
const Polling = 'XMLHttpRequest' in globalThis ? XHR : Fetch;

/** What has no place in a browser, and who sees to it there. */
const absent = {
  tls: 'the browser checks certificates and picks the client’s',
  proxy: 'the browser uses the proxy of its own settings',
} as const;

function createBrowserDialer(config: LinkConfig, address: ServerAddress): Dialer {
  const credentials = config.withCredentials === true ? 'include' : 'omit';
  const shared = { extraHeaders: config.extraHeaders, withCredentials: config.withCredentials === true };
  const origin = new URL(address.display).origin;
  return {
    prepare: () => undefined,
    optionsV4: () => ({
      ...shared,
      transports: (config.transports ?? ['polling', 'websocket']).map(
        (name) => ({ polling: Polling, websocket: WebSocket, webtransport: WebTransport })[name],
      ),
    }),
    optionsV2: () => shared,
    async ask({ method, path, body, signal }) {
      try {
        const response = await fetch(origin + path, {
          method,
          signal,
          credentials,
          headers: { ...config.extraHeaders },
          ...(body !== undefined && { body }),
        });
        return { status: response.status, body: (await response.text()).slice(0, 65_536) };
      } catch {
        throw unexplainedError();
      }
    },
    watchUpgrade() {},
    whenIdle(callback) {
      setTimeout(callback, 0);
    },
    // The browser ends what its page no longer holds.
    hangUp() {},
    letGo: () => undefined,
  };
}

/** Browsers: their own sockets, certificates and proxies. Bundlers take this in place of `node.ts`. */
export const platform: Platform = {
  name: 'browser',
  check(config) {
    for (const option of ['tls', 'proxy'] as const)
      if (config[option] !== undefined)
        throw new ConnectionError(
          'invalid-configuration',
          `\`${option}\` cannot be had in a browser: ${absent[option]}. Leave it out here.`,
        );
  },
  createDialer: createBrowserDialer,
};

import * as assert from 'uvu/assert';
import { isConnectionError } from '../../machines/ConnectionError.ts';
import { createLinkFactory } from '../../src/links/createLinkFactory.ts';
import type { LinkConfig } from '../../src/links/LinkConfig.ts';
import { serverAddress } from '../../src/links/serverAddress.ts';
import { suite } from '../suite.ts';

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isConnectionError(error) && error.code === 'invalid-configuration') return error.message;
    throw error;
  }
  throw new Error('not refused');
}

suite('server address', (test) => {
  test('takes scheme, host, port and path from where they are given', () => {
    for (const [config, display] of [
      [{ url: 'http://example.com' }, 'http://example.com/socket.io/'],
      [{ url: 'ws://example.com' }, 'http://example.com/socket.io/'],
      [{ url: 'https://example.com/' }, 'https://example.com/socket.io/'],
      [{ url: 'wss://example.com:444' }, 'https://example.com:444/socket.io/'],
      [{ url: 'http://example.com:1234', port: 5678 }, 'http://example.com:5678/socket.io/'],
      [{ url: 'https://example.com', port: 443 }, 'https://example.com/socket.io/'],
      [{ url: 'http://example.com/deep/socket.io' }, 'http://example.com/deep/socket.io/'],
      [{ url: 'http://example.com', path: 'my/io/' }, 'http://example.com/my/io/'],
      [{ url: 'http://example.com', path: '/' }, 'http://example.com/'],
      [{ url: 'http://[::1]:3000' }, 'http://[::1]:3000/socket.io/'],
    ] as const)
      assert.is(serverAddress(config).display, display);
  });

  test('shows neither credentials nor query', () => {
    const { display, query } = serverAddress({
      url: 'https://user:password@example.com/?token=secret',
      query: { other: 'secret' },
    });
    assert.is(display, 'https://example.com/socket.io/');
    assert.equal(query, { token: 'secret', other: 'secret' });
  });

  test('refuses what is no server’s address, and names the option', () => {
    for (const [config, option] of [
      [{ url: '' }, 'url'],
      [{ url: 'example.com' }, 'url'],
      [{ url: 'localhost:3000' }, 'url'],
      [{ url: 'ftp://example.com' }, 'url'],
      [{ url: 'http://' }, 'url'],
      [{ url: 'http://example.com/chat' }, 'path'],
      [{ url: 'http://example.com', port: 0 }, 'port'],
      [{ url: 'http://example.com', port: 65_536 }, 'port'],
      [{ url: 'http://example.com', port: 1.5 }, 'port'],
      [{ url: 'http://example.com', port: Number.NaN }, 'port'],
    ] as const)
      assert.match(
        refusal(() => serverAddress(config)),
        `\`${option}\``,
      );
  });
});

suite('link factory', (test) => {
  test('refuses what cannot be had in Node.js, without telling secrets', () => {
    const url = 'http://example.com';
    const configs: readonly (readonly [LinkConfig, string])[] = [
      [{ url, extraHeaders: { 'no good': 'x' } }, 'extraHeaders'],
      [{ url, extraHeaders: { authorization: 'secret\r\nx: y' } }, 'extraHeaders'],
      [{ url, transports: ['webtransport'] }, 'transports'],
      [{ url, proxy: 'user:secret@proxy' }, 'proxy'],
    ];
    for (const [config, option] of configs) {
      const message = refusal(() => createLinkFactory(config));
      assert.match(message, `\`${option}\``);
      assert.not.match(message, 'secret');
    }
  });
});

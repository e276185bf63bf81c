import * as assert from 'uvu/assert';
import { createMask } from '../../src/links/createMask.ts';
import type { SecretHolder } from '../../src/links/secretValues.ts';
import { suite } from '../suite.ts';

const url = 'http://example.com';

suite('createMask', (test) => {
  test('finds the secrets of every option that a server hears of', () => {
    const { text } = createMask({
      url: 'https://evelyn:pass%20word@example.com/?sign=abc1',
      proxy: 'http://proxyuser:proxypass@proxy.example.com',
      query: { room: 'abc2' },
      extraHeaders: { authorization: 'Bearer abc3', Cookie: 'a=abc4; b=abc5' },
      tls: { passphrase: 'abc6' },
      auth: { deep: [{ pin: 4711n }] },
      namespaces: { '/admin': { auth: { token: 'abc7' } } },
    });
    for (const secret of [
      'evelyn',
      'pass%20word',
      'pass word',
      'abc1',
      'proxyuser',
      'proxypass',
      'abc2',
      'Bearer abc3',
      'abc3',
      'abc4',
      'abc5',
      'abc6',
      '4711',
      'abc7',
    ])
      assert.is(text(`(${secret})`), '([redacted])', secret);
    assert.is(text('example.com and proxy.example.com'), 'example.com and proxy.example.com');
  });

  test('replaces whole words of three signs or more, and no names', () => {
    const { text } = createMask(
      {
        url,
        name: 'demo',
        auth: { a: 'user', b: 42, c: 'demo', d: 'admin', e: 'chat', f: 'abc-def', g: 'abc', h: true },
        namespaces: { '/admin': {} },
      },
      new Map([['/chat', { credentials: undefined }]]),
    );
    assert.is(
      text('42 users, one user, true demo of /admin and /chat: abc-def, abc, abcd'),
      '42 users, one [redacted], true demo of /admin and /chat: [redacted], [redacted], abcd',
    );
  });

  test('knows secrets as URLs and JSON write them', () => {
    const secret = `a "b"\\ (c)&d\ud800`;
    const { text } = createMask({ url, auth: { token: secret } });
    const written = new URLSearchParams({ secret }).toString();
    assert.is(text(`is ${secret}`), 'is [redacted]');
    assert.is(text(JSON.stringify({ secret })), '{"secret":"[redacted]"}');
    assert.is(text(written), 'secret=[redacted]');
    assert.is(text(encodeURIComponent(secret.replace('\ud800', '\ufffd'))), '[redacted]');
  });

  test('goes through data, and leaves alone what is no text', () => {
    const { data } = createMask({ url, auth: { token: 's3cr3t' } });
    const bytes = new Uint8Array([1]);
    const date = new Date(0);
    const given: unknown = JSON.parse(
      '{"s3cr3t":["a s3cr3t",{"__proto__":"s3cr3t"}],"n":1,"no":null,"b":true}',
    );
    const masked = JSON.parse(
      '{"[redacted]":["a [redacted]",{"__proto__":"[redacted]"}],"n":1,"no":null,"b":true}',
    ) as unknown;
    assert.equal(JSON.stringify(data(given)), JSON.stringify(masked));
    assert.is(data(bytes), bytes);
    assert.is(data(date), date);
    assert.is(data(undefined), undefined);
    let deep: unknown = 's3cr3t';
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    assert.not.match(JSON.stringify(data(deep)), 's3cr3t');
  });

  test('bears credentials that nobody could send', () => {
    const endless: Record<string, unknown> = { token: 's3cr3t' };
    endless['again'] = [endless, endless];
    const failing = {
      get token(): string {
        throw new Error('none');
      },
    };
    const { text } = createMask({ url }, new Map([['/', { credentials: { endless, failing } }]]));
    assert.is(text('a s3cr3t'), 'a [redacted]');
  });

  test('looks for secrets at the first text, and not before', () => {
    let looks = 0;
    const config: SecretHolder = {
      url,
      get auth() {
        looks += 1;
        return { token: 's3cr3t' };
      },
    };
    const { text, data } = createMask(config);
    assert.equal(data({ status: 401 }), { status: 401 });
    assert.is(looks, 1, 'its keys are texts');
    text('one');
    text('two');
    assert.is(looks, 1);
    const { data: another } = createMask(config);
    another(401);
    assert.is(looks, 1);
  });
});

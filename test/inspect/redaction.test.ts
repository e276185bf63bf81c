import * as assert from 'uvu/assert';
import { isSecretKey } from '../../inspect/model/isSecretKey.ts';
import { scrubText } from '../../inspect/model/scrubText.ts';
import { serialise } from '../../inspect/model/serialise.ts';
import { suite } from '../suite.ts';

suite('redaction', (test) => {
  test('knows secrets by their keys, however these are written', () => {
    for (const key of [
      'auth',
      'authToken',
      'AUTH_TOKEN',
      'x-auth-token',
      'token',
      'accessToken',
      'accesstoken',
      'refresh_token',
      'password',
      'dbPassword',
      'passphrase',
      'pwd',
      'secret',
      'clientSecret',
      'cookie',
      'Set-Cookie',
      'authorization',
      'Authorization',
      'proxy-authorization',
      'headers',
      'extraHeaders',
      'query',
      'tls',
      'proxy',
      'apiKey',
      'api_key',
      'APIKey',
      'privateKey',
      'credentials',
      'jwt',
      'pfx',
    ]) {
      assert.ok(isSecretKey(key), key);
    }
  });

  test('leaves other keys alone', () => {
    for (const key of [
      'author',
      'authenticated',
      'state',
      'value',
      'key',
      'keys',
      'url',
      'name',
      'queryable',
      'proxied',
      'header',
      'retryAt',
      'connection',
      'pinned',
      'spin',
      'monkey',
    ]) {
      assert.not.ok(isSecretKey(key), key);
    }
  });

  test('replaces values under such keys at any depth, in maps and in errors', () => {
    const error = Object.assign(new Error('no'), { headers: { cookie: 'hidden' } });
    const value = {
      list: [{ token: 'hidden' }, { deep: { apiKey: 12_345 } }],
      map: new Map<unknown, unknown>([
        ['password', 'hidden'],
        ['name', 'shown'],
      ]),
      error,
      auth: () => 'hidden',
    };
    const text = JSON.stringify(serialise(value).value);
    assert.not.match(text, 'hidden');
    assert.not.match(text, '12345');
    assert.match(text, 'shown');
  });

  test('shows yes, no and nothing, which are no secrets', () => {
    assert.equal(serialise({ token: undefined, auth: true, cookie: null }).value, {
      token: { $wire: 'undefined' },
      auth: true,
      cookie: null,
    });
  });

  test('takes secrets out of texts', () => {
    assert.is(
      scrubText('connect to wss://user:pa%40ss@example.com/x?token=abc&room=1#t'),
      'connect to wss://[redacted]@example.com/x?token=[redacted]&room=1#t',
    );
    assert.is(scrubText('Authorization: Bearer abcdef123456'), 'Authorization: Bearer [redacted]');
    assert.not.match(scrubText('got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_def back'), 'eyJhbGciOi');
    assert.is(scrubText('http://localhost:3000/path?room=1'), 'http://localhost:3000/path?room=1');
    assert.is(scrubText('a plain text; nothing=here'), 'a plain text; nothing=here');
  });

  test('stays quick on texts made to be slow', () => {
    const before = process.cpuUsage();
    for (const part of ['?token', 'eyJ', '&a-b-', 'Bearer ', '://']) scrubText(part.repeat(400));
    const { user } = process.cpuUsage(before);
    assert.ok(user < 1_000_000, `${user} µs of the processor`);
  });
});

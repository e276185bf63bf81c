import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { describeEvent } from '../../inspect/model/describeEvent.ts';
import { describeMachine } from '../../inspect/model/describeMachine.ts';
import { isSecretKey } from '../../inspect/model/isSecretKey.ts';
import { newActor } from '../../inspect/model/newActor.ts';
import { scrubStart, scrubText } from '../../inspect/model/scrubText.ts';
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
      'pass',
      'dbPass',
      'pw',
      'session',
      'sessionId',
      'JSESSIONID',
      'sid',
      'signature',
      'csrf',
      'mfaCode',
      'privKey',
      'connectionString',
      'dsn',
      'mnemonic',
      'seedPhrase',
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
      'seed',
      'passed',
      'passRate',
      'bypass',
      'compass',
      'sessions',
      'side',
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

  test('knows access tokens by how their makers begin them', () => {
    for (const start of ['ghp_', 'github_pat_', 'glpat-', 'npm_', 'xoxb-', 'sk_live_', 'rk_test_'])
      assert.is(scrubText(`with ${start}S3CRET0123456789abcd, denied`), 'with [redacted], denied', start);
    for (const plain of ['npm_config_registry_host_name', 'ghp_short', 'task_live_0123456789abcdef'])
      assert.is(scrubText(plain), plain);
  });

  test('finds them by their names, in all the ways in which texts write these', () => {
    for (const text of [
      'https://app.example/cb#access_token=S3CRET&expires_in=3600',
      'https://h/?api%5Fkey=S3CRET&apikey=S3CRET',
      'password=S3CRET&x=1',
      'login with password=S3CRET failed',
      'DB_PASSWORD=S3CRET',
      'password="of S3CRET words"',
      'Server=x;Password=S3CRET;Pwd=S3CRET;Database=y',
      'X-Api-Key: S3CRET',
      'token: S3CRET',
      'Cookie: a=S3CRET; b=S3CRET',
      'authorization: bearer "S3CRET"',
      JSON.stringify({ password: 'S3CRET', nested: { headers: { 'x-id': 'S3CRET' } } }, null, 2),
      JSON.stringify({ text: JSON.stringify({ password: 'a "quoted" S3CRET' }) }),
      JSON.stringify({ auth: ['S3CRET'] }),
      "{ password: 'S3CRET', 'pin': 'S3CRET' }",
      '{"password":"S3CRET, cut',
    ]) {
      assert.not.match(scrubText(text), 'S3CRET');
      assert.is(scrubText(scrubText(text)), scrubText(text));
    }
    assert.is(scrubText('Password=S;Database=y'), 'Password=[redacted];Database=y');
    assert.is(scrubText('{"token":"S","room":1}'), '{"token":[redacted],"room":1}');
  });

  test('takes passwords out of URLs that hold signs which nobody escaped', () => {
    for (const password of ['p@S3CRET', 'S3CRET/p', 'S3CRET#p', 'S3CRET?p', '@S3CRET/p@', '12345S3CRET']) {
      assert.is(scrubText(`to postgres://user:${password}@host/db`), 'to postgres://[redacted]@host/db');
    }
  });

  test('leaves prose and harmless texts alone', () => {
    for (const text of [
      'token: see docs',
      'Invalid token: must not be empty',
      'password: Required',
      'mail joe@example.com at 12:30',
      'C:\\secret\\token.txt',
      'https://medium.com/@user/post',
      'http://[::1]:3000/@user',
      'http://host:8080/a@b',
      'https://example.com/?mail=a@b.example',
      '{"url":"http://host","mail":"a@b.example"}',
      'tls=1.3, query: 12 rows, proxy: 127.0.0.1:8080',
      'a == b; token == null; token => x',
      'connect ECONNREFUSED 127.0.0.1:3000',
      '2026-11-22T18:54:11.000Z',
      '{"auth":true,"token":null}',
    ]) {
      assert.is(scrubText(text), text);
    }
  });

  test('scrubs before it cuts, and hides what the cut leaves of a secret', () => {
    for (const length of [440, 470, 475, 480, 484, 499]) {
      for (const rest of ['', 'x'.repeat(2000)]) {
        for (const secret of [
          `https://user:S3CRET${rest}@host/`,
          `https://user:S3CRET/${rest}@host/`,
          `Bearer S3CRET${rest}`,
          `{"password":"S3CRET${rest}"}`,
        ]) {
          const shown = JSON.stringify(
            serialise(`${'x'.repeat(length)} ${secret} ${'y '.repeat(500)}`).value,
          );
          assert.not.match(shown, 'S3C');
        }
      }
    }
    const late = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, 'y'.repeat(400)]));
    assert.not.match(JSON.stringify(serialise({ ...late, z: 'redis://:S3CRET@host' }).value), 'S3C');
    // Replacements make room: what was read ahead is shown then, up to where it was cut.
    const many = `token=${'s'.repeat(100)} `.repeat(7);
    assert.not.match(scrubStart(`${many}Bearer S3CRET`.padEnd(756 - 3, 'z') + 'z'.repeat(1000), 500), 'S3C');
    assert.is(scrubStart('x'.repeat(1000), 500), 'x'.repeat(500));
    assert.is(scrubStart(`token=${'x'.repeat(1000)}`, 500), 'token=[redacted]');
    assert.is(scrubStart(`http://host/${'x'.repeat(1000)}`, 20), 'http://host/xxxxxxxx');
  });

  test('scrubs keys, and keeps those apart that look alike then', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0';
    assert.equal(serialise({ [`${token}.a`]: 1, [`${token}.b`]: 2, 'redis://:S3CRET@host': 3 }).value, {
      $wire: 'object',
      name: '',
      entries: [
        ['[redacted]', 1],
        ['[redacted]', 2],
        ['redis://[redacted]@host', 3],
      ],
      keys: 3,
    });
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    assert.equal(serialise(new Map([['x', { 'redis://:S3CRET@host': circle }]])).value, {
      $wire: 'map',
      entries: [
        [
          'x',
          {
            $wire: 'object',
            name: '',
            entries: [
              [
                'redis://[redacted]@host',
                { self: { $wire: 'circular', path: ['x', 'redis://[redacted]@host'] } },
              ],
            ],
            keys: 1,
          },
        ],
      ],
      size: 1,
    });
  });

  test('scrubs what machines and actors are called and described by, where it is plainly a secret', () => {
    const machine = createMachine({
      initial: 'a',
      states: {
        a: {
          description: 'see https://user:S3CRET@host/ and token: the manual',
          on: { go: { description: 'password=S3CRET' } },
        },
      },
    });
    const definition = describeMachine(machine.config);
    assert.not.match(JSON.stringify(definition), 'S3CRET');
    assert.is(definition?.root.states[0]?.description, 'see https://[redacted]@host/ and token: the manual');
    const facts = { source: 'process', sessionId: 'x:0', startedAt: 0 };
    assert.is(newActor({ ...facts, name: 'redis://:S3CRET@host' }).name, 'redis://[redacted]@host');
    assert.is(newActor({ ...facts, name: 'session:1234567' }).name, 'session:1234567');
    const actor = createActor(machine, { id: 'redis://:S3CRET@host' });
    assert.not.match(JSON.stringify(serialise({ actor }).value), 'S3CRET');
    assert.is(describeEvent('x'.repeat(190) + ' redis://:S3CRET@host').event.type.includes('S3C'), false);
  });

  test('stays quick on texts made to be slow', () => {
    const parts =
      '?token|eyJ|&a-b-|Bearer |://|a://u:|a@|token:|token="|"token":{|x-token:Basic |;a |cookie:a|Aa|%| |\\|0a:|token=a;';
    for (const part of [...parts.split('|'), 'token={', 'password']) {
      const text = part.repeat(1_000_000 / part.length);
      for (const start of ['', 'https://user:', 'token="']) {
        const before = process.cpuUsage();
        scrubText(start + text);
        // Quadratic, it would take minutes.
        const { user } = process.cpuUsage(before);
        assert.ok(user < 4_000_000, `${user} µs of the processor for ${start + part}`);
      }
    }
  });
});

import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { connectionSchema } from '../../src/project/connectionSchema.ts';
import { suite } from '../suite.ts';
import { load, withConnection } from './loading.ts';

/** Everything that is told of a document, as one text. */
function told(document: unknown, environment: Record<string, string>): string {
  return JSON.stringify(load(document, environment).diagnostics);
}

const secret = 'Qz7hunter2zQ';
/** Values that are wrong in many ways, and that could each be recognised in a message. */
const values = [
  secret,
  `http://user:${secret}@host`,
  `http://host/${secret}`,
  `http://host?token=${secret}`,
  `${secret}:3000`,
  `${secret}://host`,
  `http://host:${secret}`,
  `${secret}\n`,
  `\${${secret}`,
  ` ${secret} `,
  `/${secret}?`,
  '98765432123456',
  '-98765.4321',
];
const recognised = /Qz7hunter2zQ|98765/;

suite('secrets', (test) => {
  test('from the environment are in no message, whichever option they fill', () => {
    const environmentOf = (value: string) => ({ SECRET: value });
    const places: object[] = [
      { tls: { ca: '${SECRET}' } },
      { tls: { cert: '${SECRET}', rejectUnauthorized: '${SECRET}' } },
      { queue: { maxAge: '${SECRET}', overflow: '${SECRET}' } },
      { auth: { token: '${SECRET}' }, namespaces: { '/a': { auth: { token: '${SECRET}' } } } },
      { namespaces: { '/a': '${SECRET}' } },
      { query: { a: '${SECRET}' }, extraHeaders: { a: '${SECRET}' } },
      { transports: ['${SECRET}'] },
      { url: 'http://${SECRET}', port: 5 },
      { url: 'http://host:${SECRET}', port: 5 },
      { url: '${SECRET}', port: '${SECRET}' },
      ...Object.keys(connectionSchema.shape).map((option) => ({ [option]: '${SECRET}' })),
    ];
    let findings = 0;
    for (const place of places) {
      for (const value of values) {
        const text = told(withConnection(place), environmentOf(value));
        assert.not.match(text, recognised, text);
        if (text !== '[]') findings += 1;
      }
    }
    // Most of these values are wrong in most places: the messages are there, without the values.
    assert.ok(findings > 200, `${findings}`);
  });

  test('from the environment are in no message about ports or names either', () => {
    const connection = { name: '${NAME}', url: 'http://h:${PORT}', port: 1 };
    const document = { settings: { socketio: { connections: [connection, connection] } } };
    const text = told(document, { NAME: secret, PORT: '9876' });
    assert.match(text, /duplicate-connection/);
    assert.match(text, /port-conflict/);
    assert.not.match(text, /Qz7hunter2zQ|9876/);
  });

  test('in a default are in no message', () => {
    for (const option of ['port', 'protocol', 'url', 'autostart', 'timeout']) {
      const text = told(withConnection({ [option]: `\${UNSET:-${secret}}` }), {});
      assert.is.not(text, '[]');
      assert.not.match(text, recognised);
    }
    const named = { name: `\${UNSET:-${secret}}`, url: 'http://h' };
    const twice = told({ settings: { socketio: { connections: [named, named] } } }, {});
    assert.match(twice, /duplicate-connection/);
    assert.not.match(twice, recognised);
    assert.not.match(told(withConnection({ auth: { a: `\${UNSET:-${secret}` } }), {}), recognised);
    assert.not.match(told(withConnection({ auth: { a: `\${UNSET:-${secret}\${A}}` } }), {}), recognised);
  });

  test('that stand in the file itself are in no message where secrets stand', () => {
    const places = [
      { auth: secret },
      { auth: [secret] },
      { namespaces: { '/a': { auth: secret } } },
      { query: { a: [secret] } },
      { query: secret },
      { extraHeaders: { Authorization: `${secret}\n` } },
      { extraHeaders: { Authorization: 98765 } },
      { tls: { passphrase: 98765 } },
      { tls: secret },
      { proxy: `socks://u:${secret}@h` },
      { url: `http://u:${secret}@h` },
      { url: `http://h?token=${secret}` },
    ];
    for (const place of places) {
      const text = told(withConnection(place), {});
      assert.is.not(text, '[]', JSON.stringify(place));
      assert.not.match(text, recognised, text);
    }
  });

  test('are in no message of any file that mixes placeholders with mistakes', () => {
    const text = fc.constantFrom(
      '${SECRET}',
      'x${SECRET}',
      '${SECRET:-d}',
      '${SECRET',
      '${',
      'http://${SECRET}',
      '${SECRET}${NO}',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.constantFrom<unknown>(1, true, null, -5),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', '/a', 'auth', 'maxAge', 'cert'), tie('any'), { maxKeys: 3 }),
      ),
    })).any;
    const option = fc.constantFrom(...Object.keys(connectionSchema.shape), 'typo');
    fc.assert(
      fc.property(
        fc.dictionary(option, value, { maxKeys: 6 }),
        fc.constantFrom(...values),
        (options, filling) => {
          const found = told(withConnection(options), { SECRET: filling });
          assert.not.match(found, recognised, found);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

import * as assert from 'uvu/assert';
import { defaultPolicy } from '../../machines/Policy.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { connectionSchema, type ConnectionSettings } from '../../src/project/connectionSchema.ts';
import { projectJsonSchema } from '../../src/project/projectJsonSchema.ts';
import { suite } from '../suite.ts';
import { connectionPointer, findings, onlyFinding, projectOf, withConnection } from './loading.ts';

// Fails to compile where the settings of a project could not be given to a connection.
const toConfig = (settings: ConnectionSettings): ConnectionConfig => settings;

const delays = [
  'timeout',
  'authTimeout',
  'reconnectionDelay',
  'reconnectionDelayMax',
  'stableAfter',
  'suspendAfter',
  'suspendedDelay',
  'closeTimeout',
  'ackTimeout',
];
const flags = ['autostart', 'upgrade', 'tryAllTransports', 'withCredentials', 'reconnection'];

/** By option: values that it takes, values that it refuses with what the message says. */
const options: Readonly<
  Record<string, { takes: readonly unknown[]; refuses: readonly (readonly [unknown, RegExp])[] }>
> = {
  name: {
    takes: ['a', ' ä '],
    refuses: [
      ['', /not blank/],
      [' ', /not blank/],
      [5, /a text, not a number/],
    ],
  },
  url: {
    takes: ['http://h'],
    refuses: [
      [5, /a text/],
      ['', /not empty/],
      [null, /leave it out/],
    ],
  },
  port: {
    takes: [1, 65_535],
    refuses: [
      [0, /from 1 to 65535, not 0/],
      [65_536, /from 1 to 65535/],
      [80.5, /whole number/],
      ['3000', /Write 3000, without quotes/],
    ],
  },
  path: {
    takes: ['/a/b', '/'],
    refuses: [
      ['a', /begins with \/.*Did you mean "\/a"/],
      ['/a?b', /without/],
      ['', /begins with/],
    ],
  },
  protocol: {
    takes: ['auto', 'v2', 'v4'],
    refuses: [
      ['v3', /one of "auto", "v2", "v4", not the text "v3"/],
      [4, /not 4/],
    ],
  },
  transports: {
    takes: [['polling'], ['websocket', 'polling', 'webtransport']],
    refuses: [
      ['websocket', /an array/],
      [[], /must not be empty/],
    ],
  },
  parser: { takes: ['default', 'msgpack'], refuses: [['msgpak', /Did you mean "msgpack"/]] },
  auth: {
    takes: [{}, { token: 'x', deep: [1, { a: null }] }],
    refuses: [
      ['token', /Credentials are an object/],
      [[], /an object, not an array/],
    ],
  },
  namespaces: {
    takes: [{}, { '/': {}, '/admin': { auth: { a: 1 } } }],
    refuses: [
      [['/admin'], /\{ "\/admin": \{\} \}/],
      ['/admin', /an object/],
    ],
  },
  query: { takes: [{}, { a: 'b' }], refuses: [['a=b', /an object/]] },
  extraHeaders: { takes: [{ Authorization: 'Basic x', 'x-a': '' }], refuses: [[[], /an object/]] },
  tls: { takes: [{}, { rejectUnauthorized: false }], refuses: [[true, /an object, not true/]] },
  proxy: { takes: ['http://u:p@h:1', 'https://h'], refuses: [['', /not empty/]] },
  reconnectionAttempts: {
    takes: [1, 1_000_000],
    refuses: [
      [0, /leave it out for no limit/i],
      [-1, /at least 1/],
      ['Infinity', /at least 1/],
    ],
  },
  randomizationFactor: {
    takes: [0, 0.5, 1],
    refuses: [
      [1.1, /from 0 to 1/],
      [-0.1, /from 0 to 1/],
    ],
  },
  retries: {
    takes: [0, 5],
    refuses: [
      [-1, /at least 0/],
      [0.5, /whole/],
    ],
  },
  delivery: {
    takes: ['atMostOnce', 'atLeastOnce'],
    refuses: [['atleastonce', /Did you mean "atLeastOnce"/]],
  },
  messageId: {
    takes: ['none', 'lastArgument'],
    refuses: [[true, /one of "none", "lastArgument", not true/]],
  },
  whileOffline: { takes: ['queue', 'drop', 'fail'], refuses: [['que', /Did you mean "queue"/]] },
  queue: {
    takes: [{}, { maxMessages: 1, maxBytes: 1, maxAge: 1, overflow: 'fail', flushRate: 0.5 }],
    refuses: [[5, /an object/]],
  },
};

suite('connection options', (test) => {
  test('are all of the specification', () => {
    const specified =
      'name url port autostart path protocol transports upgrade tryAllTransports parser auth namespaces query extraHeaders withCredentials tls proxy timeout reconnection reconnectionAttempts reconnectionDelay reconnectionDelayMax randomizationFactor ackTimeout retries closeTimeout stableAfter suspendAfter suspendedDelay delivery whileOffline queue';
    const ours = 'authTimeout messageId';
    assert.equal(
      Object.keys(connectionSchema.shape).toSorted(),
      `${specified} ${ours}`.split(' ').toSorted(),
    );
    const tested = [...Object.keys(options), ...delays, ...flags];
    assert.equal(tested.toSorted(), Object.keys(connectionSchema.shape).toSorted());
  });

  for (const [option, { takes, refuses }] of Object.entries(options)) {
    test(`${option} takes and refuses what it should`, () => {
      for (const value of takes)
        assert.equal(
          findings(withConnection({ url: 'https://h', [option]: value })),
          [],
          JSON.stringify(value),
        );
      for (const [value, says] of refuses) {
        const { code, severity, pointer, message } = onlyFinding(withConnection({ [option]: value }));
        assert.equal([code, severity, pointer], ['invalid-shape', 'error', `${connectionPointer}/${option}`]);
        assert.match(message, says);
        assert.ok(message.startsWith(`"${option}" must`), message);
      }
    });
  }

  for (const option of delays) {
    test(`${option} takes milliseconds, up to what a timer can wait`, () => {
      // Both together, so that neither contradicts what the other one is by default.
      const both = (value: unknown): object =>
        withConnection({ reconnectionDelay: 1000, reconnectionDelayMax: 2147483647, [option]: value });
      const least = option === 'stableAfter' || option === 'closeTimeout' ? 0 : 1;
      for (const value of [option === 'reconnectionDelayMax' ? 1000 : least, 5000, 2147483647]) {
        assert.equal(findings(both(value)), [], `${value}`);
      }
      for (const value of [least - 1, 2147483648, 0.5, '5s', '500', true, null]) {
        const { pointer, message } = onlyFinding(both(value));
        assert.is(pointer, `${connectionPointer}/${option}`);
        assert.match(message, new RegExp(`whole number of milliseconds from ${least} to 2147483647`));
      }
    });
  }

  for (const option of flags) {
    test(`${option} takes true and false, and no text`, () => {
      for (const value of [true, false]) assert.equal(findings(withConnection({ [option]: value })), []);
      const { message, suggestions } = onlyFinding(withConnection({ [option]: 'false' }));
      assert.match(message, /true or false, not the text "false"\. Write false, without quotes/);
      assert.equal(suggestions, ['false']);
      assert.match(onlyFinding(withConnection({ [option]: 1 })).message, /true or false, not 1/);
    });
  }

  const inner: readonly (readonly [what: string, given: object, place: string, says: RegExp])[] = [
    [
      'an unknown transport',
      { transports: ['websocket', 'poling'] },
      '/transports/1',
      /Did you mean "polling"/,
    ],
    ['a namespace without slash', { namespaces: { admin: {} } }, '/namespaces/admin', /begins with \//],
    ['a namespace with a comma', { namespaces: { '/a,b': {} } }, '/namespaces/~1a,b', /without , and \?/],
    ['a namespace that is a text', { namespaces: { '/a': 'x' } }, '/namespaces/~1a', /an object, not a text/],
    [
      'an unknown option of a namespace',
      { namespaces: { '/a': { ath: {} } } },
      '/namespaces/~1a/ath',
      /Did you mean "auth"/,
    ],
    [
      'a parameter that is a number',
      { query: { a: 5 } },
      '/query/a',
      /"a" of "query" must be a text, not a number/,
    ],
    ['a header that is a number', { extraHeaders: { a: 5 } }, '/extraHeaders/a', /a text, not a number/],
    ['a header with a line break', { extraHeaders: { a: 'b\nc' } }, '/extraHeaders/a', /no line breaks/],
    [
      'a header with a space in its name',
      { extraHeaders: { 'a b': 'c' } },
      '/extraHeaders/a b',
      /name of an HTTP header/,
    ],
    [
      'an unknown option of tls',
      { url: 'https://h', tls: { rejectUnauthorised: false } },
      '/tls/rejectUnauthorised',
      /Did you mean "rejectUnauthorized"/,
    ],
    ['an empty TLS file', { url: 'https://h', tls: { ca: '' } }, '/tls/ca', /not empty/],
    ['a certificate without key', { url: 'https://h', tls: { cert: 'a' } }, '/tls/cert', /give `key` too/],
    ['a key without certificate', { url: 'https://h', tls: { key: 'a' } }, '/tls/key', /give `cert` too/],
    [
      'a certificate in two forms',
      { url: 'https://h', tls: { cert: 'a', key: 'b', pfx: 'c' } },
      '/tls/pfx',
      /take out `cert` and `key`/,
    ],
    ['a queue without room', { queue: { maxMessages: 0 } }, '/queue/maxMessages', /at least 1, not 0/],
    ['a queue of no bytes', { queue: { maxBytes: 0 } }, '/queue/maxBytes', /at least 1/],
    ['an age of nothing', { queue: { maxAge: 0 } }, '/queue/maxAge', /milliseconds from 1/],
    ['a rate of nothing', { queue: { flushRate: 0 } }, '/queue/flushRate', /above 0/],
    [
      'an unknown overflow',
      { queue: { overflow: 'dropOld' } },
      '/queue/overflow',
      /Did you mean "dropOldest"/,
    ],
    [
      'a delay beyond its maximum',
      { reconnectionDelay: 5000, reconnectionDelayMax: 1000 },
      '/reconnectionDelayMax',
      /less than `reconnectionDelay`/,
    ],
  ];
  for (const [what, given, place, says] of inner) {
    test(`report ${what}`, () => {
      const { code, severity, pointer, message } = onlyFinding(withConnection(given));
      assert.equal([code, severity, pointer], ['invalid-shape', 'error', connectionPointer + place]);
      assert.match(message, says);
    });
  }

  const warnings: readonly (readonly [what: string, given: object, place: string])[] = [
    ['a first delay beyond the maximum by default', { reconnectionDelay: 6000 }, '/reconnectionDelay'],
    ['a maximum below the first delay by default', { reconnectionDelayMax: 500 }, '/reconnectionDelayMax'],
    ['tls without https or wss', { url: 'ws://h', tls: { ca: 'a' } }, '/tls'],
  ];
  for (const [what, given, place] of warnings) {
    test(`warn of ${what}`, () => {
      const { code, severity, pointer } = onlyFinding(withConnection(given));
      assert.equal([code, severity, pointer], ['invalid-shape', 'warning', connectionPointer + place]);
    });
  }

  test('report a proxy that is none, without showing it', () => {
    for (const proxy of ['h:8080', 'socks5://u:hunter2@h', 'http://', 'http://u:hunter2@h:99999']) {
      const { code, pointer, message } = onlyFinding(withConnection({ proxy }));
      assert.equal([code, pointer], ['invalid-url', `${connectionPointer}/proxy`]);
      assert.not.match(message, /hunter2/);
    }
  });

  test('pass through to the connection as they are', () => {
    const given = {
      auth: { a: [1] },
      namespaces: { '/a': {} },
      queue: { maxAge: 5 },
      messageId: 'lastArgument',
      retries: 0,
    };
    const [settings] = projectOf(withConnection(given)).settings.socketio.connections;
    assert.ok(settings !== undefined);
    assert.equal(toConfig(settings), { name: 'demo', url: 'http://127.0.0.1', port: 80, ...given });
  });

  test('have the defaults that connections have, and say where there is no limit', () => {
    const schema = projectJsonSchema().properties?.['settings'];
    const documented = JSON.parse(JSON.stringify(schema)).properties.socketio.properties.connections.items
      .properties;
    const { queue, ...policy } = defaultPolicy;
    const all = {
      ...policy,
      ...Object.fromEntries(Object.entries(queue).map(([name, value]) => [`queue.${name}`, value])),
    };
    for (const [name, value] of Object.entries(all)) {
      const [option = '', part] = name.split('.');
      const facts = part === undefined ? documented[option] : documented[option].properties[part];
      if (value === Infinity) assert.match(facts.description, /Left out: (?:no limit|for ever)/, name);
      else assert.is(facts.default, value, name);
    }
  });
});

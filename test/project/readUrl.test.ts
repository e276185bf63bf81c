import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { isUrlProblem, readUrl, type UrlParts } from '../../src/project/readUrl.ts';
import { suite } from '../suite.ts';

const good: readonly (readonly [text: string, parts: UrlParts])[] = [
  ['http://127.0.0.1', { scheme: 'http', host: '127.0.0.1', defaultPort: 80 }],
  ['https://example.com', { scheme: 'https', host: 'example.com', defaultPort: 443 }],
  ['ws://example.com', { scheme: 'ws', host: 'example.com', defaultPort: 80 }],
  ['wss://example.com/', { scheme: 'wss', host: 'example.com', defaultPort: 443 }],
  ['HTTP://Example.COM', { scheme: 'http', host: 'example.com', defaultPort: 80 }],
  [' http://h\n', { scheme: 'http', host: 'h', defaultPort: 80 }],
  ['http://h:3000', { scheme: 'http', host: 'h', port: 3000, defaultPort: 80 }],
  ['http://h:80', { scheme: 'http', host: 'h', port: 80, defaultPort: 80 }],
  ['http://h:', { scheme: 'http', host: 'h', defaultPort: 80 }],
  ['http://[::1]', { scheme: 'http', host: '[::1]', defaultPort: 80 }],
  ['http://[::1]:3000/', { scheme: 'http', host: '[::1]', port: 3000, defaultPort: 80 }],
  ['http://münchen.de', { scheme: 'http', host: 'xn--mnchen-3ya.de', defaultPort: 80 }],
  ['http://h/socket.io', { scheme: 'http', host: 'h', defaultPort: 80, path: '/socket.io' }],
  ['http://h/socket.io/', { scheme: 'http', host: 'h', defaultPort: 80, path: '/socket.io' }],
  [
    'http://h:1/api/socket.io//',
    { scheme: 'http', host: 'h', port: 1, defaultPort: 80, path: '/api/socket.io' },
  ],
];

const bad: readonly (readonly [text: string, says: RegExp, suggestions?: readonly string[]])[] = [
  ['', /empty/],
  ['localhost', /no scheme/, ['http://localhost']],
  ['localhost:3000', /no scheme/, ['http://localhost:3000']],
  ['127.0.0.1:3000', /no scheme/, ['http://127.0.0.1:3000']],
  ['example.com/socket.io', /no scheme/, ['http://example.com/socket.io']],
  ['//example.com', /no scheme/, ['http://example.com']],
  ['https:example.com', /no scheme/, ['https://example.com']],
  ['wss:/example.com', /no scheme/, ['wss://example.com']],
  ['::1', /no scheme/, ['http://[::1]']],
  ['htp://h:1', /scheme must be http, https, ws or wss/, ['http://h:1']],
  ['htps://h', /scheme must be/, ['https://h']],
  ['ftp://h', /scheme must be/],
  ['http://', /names no host/],
  ['http:///socket.io', /names no host/],
  ['http://:3000', /names no host/],
  ['http://a b', /host in the URL is none/],
  ['http://[::1', /host in the URL is none/],
  ['http://::1', /brackets/, ['http://[::1]']],
  ['http://h:0', /port in the URL must be a whole number from 1 to 65535/],
  ['http://h:65536', /port in the URL/],
  ['http://h:99999999999', /port in the URL/],
  ['http://h:http', /port in the URL/],
  ['http://user:pass@h', /Credentials.*`auth`.*`extraHeaders`/],
  ['http://user@h', /Credentials/],
  ['http://h?token=hunter2', /`query`/],
  ['http://h/socket.io?token=hunter2', /`query`/],
  ['http://h/#x', /follows #/],
  ['http://h/chat', /`path`.*`namespace`/],
  ['http://h/socket.io/admin', /`path`.*`namespace`/],
  ['http://h/mysocket.iox', /`path`.*`namespace`/],
  [`http://${'h'.repeat(3000)}`, /longer than 2048/],
];

suite('readUrl', (test) => {
  for (const [text, parts] of good) {
    test(`reads ${JSON.stringify(text)}`, () => assert.equal(readUrl(text, false), parts));
  }

  for (const [text, says, suggestions] of bad) {
    test(`refuses ${JSON.stringify(text.slice(0, 40))} and tells the way out`, () => {
      const problem = readUrl(text, false);
      assert.ok(isUrlProblem(problem));
      assert.match(problem.message, says);
      if (suggestions !== undefined) assert.equal([...problem.suggestions].slice(0, 2), suggestions);
      for (const suggestion of problem.suggestions)
        assert.not(isUrlProblem(readUrl(suggestion, false)), suggestion);
      assert.not.match(problem.message, /hunter2|pass@/);
    });
  }

  test('shows nothing of a URL that came from the environment', () => {
    for (const [text] of bad) {
      const problem = readUrl(text, true);
      assert.ok(isUrlProblem(problem));
      assert.equal(problem.suggestions, []);
      // The same words, whatever the URL was.
      if (text.includes('example')) assert.not.match(problem.message, /example/);
      if (text.includes('chat')) assert.not.match(problem.message, /chat/);
    }
  });

  test('never throws, and what it takes has a host that URL takes too', () => {
    const pieces = fc.constantFrom(
      'http',
      'ws',
      ':',
      '/',
      '//',
      '?',
      '#',
      '@',
      '[',
      ']',
      '::1',
      'h',
      '.',
      '80',
      '\\',
      ' ',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const url = readUrl(parts.join(''), false);
        if (!isUrlProblem(url)) assert.ok(URL.canParse(`${url.scheme}://${url.host}`));
      }),
      { numRuns: 1000 },
    );
  });
});

import * as assert from 'uvu/assert';
import { loadProject } from '../../src/project/loadProject.ts';
import { suite } from '../suite.ts';
import { connectionPointer, findings, onlyFinding, projectOf, withConnection } from './loading.ts';

suite('loadProject: connections', (test) => {
  test('bring url and port together', () => {
    const cases: readonly (readonly [options: object, url: string, port: number])[] = [
      [{}, 'http://127.0.0.1', 80],
      [{ url: 'https://h' }, 'https://h', 443],
      [{ url: 'ws://h' }, 'ws://h', 80],
      [{ url: 'wss://h' }, 'wss://h', 443],
      [{ url: 'http://h:3000/' }, 'http://h:3000', 3000],
      [{ url: 'http://h', port: 3000 }, 'http://h:3000', 3000],
      [{ url: 'http://h:3000', port: 3000 }, 'http://h:3000', 3000],
      [{ url: 'http://[::1]', port: 3000 }, 'http://[::1]:3000', 3000],
      [{ url: 'http://h:443', port: 443 }, 'http://h:443', 443],
    ];
    for (const [options, url, port] of cases) {
      const [connection] = projectOf(withConnection(options)).settings.socketio.connections;
      assert.equal([connection?.url, connection?.port], [url, port]);
      assert.equal(findings(withConnection(options)), []);
    }
  });

  test('warn where port and the port in the URL differ; port wins', () => {
    for (const url of ['http://h:4000', 'http://h:80', 'https://h:443']) {
      const { severity, code, pointer, message } = onlyFinding(withConnection({ url, port: 3000 }));
      assert.equal([severity, code, pointer], ['warning', 'port-conflict', `${connectionPointer}/port`]);
      assert.match(message, /3000.*wins/);
      const [connection] = projectOf(withConnection({ url, port: 3000 })).settings.socketio.connections;
      assert.is(connection?.port, 3000);
      assert.match(connection?.url ?? '', /:3000$/);
    }
  });

  test('take a path that ends in /socket.io from the URL', () => {
    const paths: readonly (readonly [options: object, path: string | undefined])[] = [
      [{ url: 'http://h/socket.io' }, '/socket.io'],
      [{ url: 'http://h/api/socket.io/' }, '/api/socket.io'],
      [{ path: '/ws/' }, '/ws'],
      [{ path: '/' }, '/'],
      [{ url: 'http://h/a/socket.io/', path: '/a/socket.io' }, '/a/socket.io'],
      [{}, undefined],
    ];
    for (const [options, path] of paths) {
      assert.is(projectOf(withConnection(options)).settings.socketio.connections[0]?.path, path);
    }
  });

  test('refuse another path in the URL, and two paths that differ', () => {
    assert.match(onlyFinding(withConnection({ url: 'http://h/chat' })).message, /`path`.*`namespace`/);
    const { code, pointer, message } = onlyFinding(
      withConnection({ url: 'http://h/socket.io', path: '/other' }),
    );
    assert.equal([code, pointer], ['invalid-url', `${connectionPointer}/url`]);
    assert.match(message, /differ/);
  });

  test('that bear one name are reported at the second, naming the first', () => {
    const connection = { name: 'demo', url: 'http://h' };
    const document = {
      settings: { socketio: { connections: [connection, { ...connection, name: 'b' }, connection] } },
    };
    const { code, pointer, message } = onlyFinding(document);
    assert.equal([code, pointer], ['duplicate-connection', '/settings/socketio/connections/2/name']);
    assert.match(message, /"demo" already, at \/settings\/socketio\/connections\/0/);
  });

  test('resolve the paths of TLS files from the folder of the project file', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nx';
    const tls = { ca: pem, cert: 'certs/a.pem', key: '/abs/b.pem', passphrase: 'x', servername: 'h' };
    const text = JSON.stringify(withConnection({ url: 'https://h', tls }));
    const from = (baseDirectory?: string) =>
      loadProject(text, { environment: {}, ...(baseDirectory !== undefined && { baseDirectory }) }).project
        ?.settings.socketio.connections[0]?.tls;
    assert.equal(from('/home/me'), { ...tls, cert: '/home/me/certs/a.pem' });
    assert.equal(from(), tls);
  });
});

suite('loadProject: placeholders', (test) => {
  const connectionOf = (options: object, environment: Record<string, string> = {}) =>
    projectOf(withConnection(options), environment).settings.socketio.connections[0];

  test('are filled in any text of the settings, however deep', () => {
    const options = {
      name: '${NAME}',
      url: '${SCHEME:-http}://${HOST}',
      auth: { token: 'Bearer ${TOKEN}', more: [{ '${TOKEN}': '${TOKEN}' }, 1, null, '$${TOKEN}'] },
      namespaces: { '/admin': { auth: { token: '${TOKEN}' } } },
      query: { v: '${V:-2}' },
      transports: ['${TRANSPORT}'],
      queue: { overflow: '${OVERFLOW:-fail}' },
    };
    const environment = { NAME: 'n', HOST: 'h', TOKEN: 't', TRANSPORT: 'websocket' };
    assert.equal(connectionOf(options, environment), {
      name: 'n',
      url: 'http://h',
      port: 80,
      auth: { token: 'Bearer t', more: [{ '${TOKEN}': 't' }, 1, null, '${TOKEN}'] },
      namespaces: { '/admin': { auth: { token: 't' } } },
      query: { v: '2' },
      transports: ['websocket'],
      queue: { overflow: 'fail' },
    });
  });

  test('stand for numbers, and for true and false, where they stand alone', () => {
    const environment = { PORT: ' 3000\n', YES: 'true', ZERO: '0', FACTOR: '0.25', EXPONENT: '5e3' };
    const options = {
      port: '${PORT}',
      autostart: '${YES}',
      upgrade: '${ZERO}',
      randomizationFactor: '${FACTOR}',
      timeout: '${EXPONENT}',
      retries: '${UNSET:-7}',
    };
    const { port, autostart, upgrade, randomizationFactor, timeout, retries } =
      connectionOf(options, environment) ?? {};
    assert.equal(
      [port, autostart, upgrade, randomizationFactor, timeout, retries],
      [3000, true, false, 0.25, 5000, 7],
    );
  });

  test('that do not convert are reported with the name of the variable', () => {
    const cases: readonly (readonly [options: object, value: string, says: RegExp])[] = [
      [{ port: '${A}' }, 'http', /"port" must be a whole number from 1 to 65535, not what \$\{A\} gives/],
      [{ port: '${A}' }, '', /not what \$\{A\} gives/],
      [{ port: '${A}' }, '0x50', /not what \$\{A\} gives/],
      [{ port: '${A}' }, '99999', /not what \$\{A\} gives/],
      [{ port: '1${A}' }, '2', /one placeholder can stand for it/],
      [{ autostart: '${A}' }, 'yes', /true or false, not what \$\{A\} gives/],
      [{ protocol: '${A}' }, 'v3', /one of "auto", "v2", "v4", not what \$\{A\} gives/],
    ];
    for (const [options, value, says] of cases) {
      const { code, message, suggestions } = onlyFinding(withConnection(options), { A: value });
      assert.is(code, 'invalid-shape');
      assert.match(message, says);
      assert.equal(suggestions, []);
    }
  });

  test('that are not set and have no default are reported once, by name, with nothing in their wake', () => {
    for (const options of [
      { url: '${A}' },
      { port: '${A}' },
      { name: '${A}' },
      { protocol: '${A}' },
      { auth: { a: '${A}' } },
    ]) {
      const { code, message } = onlyFinding(withConnection(options));
      assert.is(code, 'missing-environment');
      assert.match(message, /The environment has no A: set it, or give a default as in \$\{A:-…\}/);
    }
    const several = onlyFinding(withConnection({ query: { a: '${A}${B}${C}${D}' } }));
    assert.match(several.message, /no A and no B and no C, and 1 more variables are missing/);
  });

  test('that are written wrongly are reported, not taken literally', () => {
    assert.is(onlyFinding(withConnection({ query: { a: '${A' } })).code, 'invalid-shape');
  });

  test('are no placeholders outside the settings', () => {
    const project = projectOf({ variables: [{ name: 'a', type: 'String', initialValue: '${A}' }] });
    assert.is(project.variables[0]?.initialValue, '${A}');
  });
});

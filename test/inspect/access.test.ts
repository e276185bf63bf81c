import { connect } from 'node:net';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { createActor } from 'xstate';
import { createInspector, type Inspector } from '../../inspect/server/index.ts';
import { suite, type TestContext } from '../suite.ts';
import { lampMachine } from './machines.ts';

/** Sends a request as it is written here, and resolves with all that comes back until the other end closes or switches. */
function raw({ url }: Pick<Inspector, 'url'>, head: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.startsWith('HTTP/1.1 101')) socket.destroy();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
  });
}

const upgradeHeaders = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

async function inspectorFor({ after }: TestContext, pageFolder?: string): Promise<Inspector> {
  const inspector = await createInspector(pageFolder === undefined ? {} : { pageFolder });
  after(() => inspector.close());
  const actor = createActor(lampMachine).start();
  after(() => actor.stop());
  inspector.observe(actor, { name: 'lamp' });
  return inspector;
}

async function folderFor({ after }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'statewire-page-'));
  after(() => rm(folder, { recursive: true }));
  return folder;
}

suite('access to the inspector', (test) => {
  test('answers the actors with their states as JSON to who knows the token', async (context) => {
    const { url } = await inspectorFor(context);
    const { origin, searchParams } = new URL(url);
    const token = searchParams.get('token') ?? '';
    assert.ok(token.length >= 32);
    for (const answer of [
      await fetch(`${origin}/api/actors?token=${token}`),
      await fetch(`${origin}/api/actors`, { headers: { Authorization: `Bearer ${token}` } }),
    ]) {
      assert.is(answer.status, 200);
      assert.is(answer.headers.get('content-type'), 'application/json; charset=utf-8');
      assert.is(answer.headers.get('cache-control'), 'no-store');
      assert.is(answer.headers.get('access-control-allow-origin'), null);
      const text = await answer.text();
      assert.not.match(text, 's3cret');
      const actors: readonly { name: string; state: string; kind: string }[] = JSON.parse(text);
      const lamp = actors.find(({ name }) => name === 'lamp');
      assert.is(lamp?.state, 'off');
      assert.is(lamp?.kind, 'machine');
    }
  });

  test('reads states anew for each question, and attaches nothing for it', async (context) => {
    const inspector = await createInspector();
    context.after(() => inspector.close());
    const actor = createActor(lampMachine).start();
    inspector.observe(actor, { name: 'lamp' });
    const ask = async (): Promise<string> => {
      const answer = await fetch(inspector.url.replace('/?', '/api/actors?'));
      const actors: readonly { name: string; state: string; status: string }[] = JSON.parse(
        await answer.text(),
      );
      const lamp = actors.find(({ name }) => name === 'lamp');
      return `${lamp?.status} ${lamp?.state}`;
    };
    assert.is(await ask(), 'active off');
    actor.send({ type: 'on' });
    await new Promise((resolve) => setImmediate(resolve));
    assert.is(await ask(), 'active lit.colour.red lit.fan.still');
    assert.is(inspector.watchers, 0);
    actor.stop();
    assert.is(await ask(), 'stopped lit.colour.red lit.fan.still');
  });

  test('turns away who does not know the token, without a hint of the data', async (context) => {
    const { url } = await inspectorFor(context);
    const { origin } = new URL(url);
    for (const path of [
      '/',
      '/?token=',
      '/?token=wrong',
      '/api/actors',
      '/api/recording',
      '/api/actors?token=x',
    ]) {
      const answer = await fetch(origin + path);
      assert.is(answer.status, 401, path);
      assert.match(await answer.text(), 'token');
    }
    assert.is((await fetch(`${origin}/socket.io/?EIO=4&transport=polling`)).status, 401);
  });

  test('turns away names that are not loopback, as a rebinding page would use', async (context) => {
    const inspector = await inspectorFor(context);
    const { host, search } = new URL(inspector.url);
    for (const [name, status] of [
      [host, 200],
      ['localhost', 200],
      ['LOCALHOST:1', 200],
      ['[::1]:80', 200],
      ['evil.example', 403],
      ['127.0.0.1.evil.example', 403],
      ['localhost.evil.example:80', 403],
      ['evil.example:127', 403],
    ] as const) {
      const answer = await raw(inspector, [
        `GET /api/actors${search} HTTP/1.1`,
        `Host: ${name}`,
        'Connection: close',
      ]);
      assert.is(statusOf(answer), status, name);
      if (status === 403) assert.not.match(answer, 'lamp');
    }
    const without = await raw(inspector, [`GET /api/actors${search} HTTP/1.0`]);
    assert.is(statusOf(without), 403);
  });

  test('turns away pages of other origins, even with the token', async (context) => {
    const inspector = await inspectorFor(context);
    const { host, origin: own, search } = new URL(inspector.url);
    for (const [origin, status] of [
      [own, 200],
      ['http://evil.example', 403],
      ['null', 403],
      ['http://localhost:1', 403],
      [`https://${host}`, 403],
      [`${own}.evil.example`, 403],
    ] as const) {
      const answer = await raw(inspector, [
        `GET /api/actors${search} HTTP/1.1`,
        `Host: ${host}`,
        `Origin: ${origin}`,
        'Connection: close',
      ]);
      assert.is(statusOf(answer), status, origin);
      assert.not.match(answer.toLowerCase(), 'access-control-allow');
    }
    const embedded = await raw(inspector, [
      `GET /api/actors${search} HTTP/1.1`,
      `Host: ${host}`,
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Mode: no-cors',
      'Connection: close',
    ]);
    assert.is(statusOf(embedded), 403);
  });

  test('asks the same three questions at every upgrade', async (context) => {
    const inspector = await inspectorFor(context);
    const { host, origin, search } = new URL(inspector.url);
    const channel = '/socket.io/?EIO=4&transport=websocket';
    for (const path of [channel, '/?', '/xstate4?', '/xstate5?']) {
      const withToken = `${path}&${search.slice(1)}`;
      for (const [target, headers, status] of [
        [withToken, [`Host: ${host}`], 101],
        [withToken, [`Host: ${host}`, `Origin: ${origin}`], 101],
        [withToken, [`Host: ${host}`, 'Origin: http://evil.example'], 403],
        [withToken, [`Host: ${host}`, 'Origin: null'], 403],
        [withToken, ['Host: evil.example', 'Origin: http://evil.example'], 403],
        [path, [`Host: ${host}`], 401],
        [`${path}&token=wrong`, [`Host: ${host}`], 401],
      ] as const) {
        const answer = await raw(inspector, [`GET ${target} HTTP/1.1`, ...headers, ...upgradeHeaders]);
        assert.is(statusOf(answer), status, `${target} ${headers.join()}`);
      }
    }
    const unknown = await raw(inspector, [
      `GET /other${search} HTTP/1.1`,
      `Host: ${host}`,
      ...upgradeHeaders,
    ]);
    assert.is(statusOf(unknown), 404);
  });

  test('lets pages of origins that were named open WebSockets', async ({ after }) => {
    const inspector = await createInspector({ origins: ['http://localhost:5173'] });
    after(() => inspector.close());
    const { host, search } = new URL(inspector.url);
    for (const [origin, status] of [
      ['http://localhost:5173', 101],
      ['http://localhost:5174', 403],
    ] as const) {
      const answer = await raw(inspector, [
        `GET /${search} HTTP/1.1`,
        `Host: ${host}`,
        `Origin: ${origin}`,
        ...upgradeHeaders,
      ]);
      assert.is(statusOf(answer), status);
    }
  });

  test('answers no other methods, and no other paths', async (context) => {
    const { url } = await inspectorFor(context);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.is((await fetch(url, { method })).status, 405);
    }
    assert.is((await fetch(url.replace('/?', '/api/other?'))).status, 404);
    assert.is((await fetch(url.replace('/?', '/api/recording?'))).status, 404);
  });

  test('serves the page under a strict policy, and leaves popups and frames to work', async (context) => {
    const folder = await folderFor(context);
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(join(folder, 'assets', 'page.js'), 'export {};');
    await writeFile(join(folder, 'secret.key'), 'no');
    const { url } = await inspectorFor(context, folder);
    const { origin } = new URL(url);
    const page = await fetch(url);
    assert.is(page.status, 200);
    assert.is(page.headers.get('content-type'), 'text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, "default-src 'none'");
    assert.match(policy, "script-src 'self';");
    assert.not.match(policy, 'unsafe');
    assert.not.match(policy, 'frame-ancestors');
    assert.is(page.headers.get('x-content-type-options'), 'nosniff');
    assert.is(page.headers.get('referrer-policy'), 'no-referrer');
    assert.is(page.headers.get('x-frame-options'), null);
    assert.is(page.headers.get('cross-origin-opener-policy'), null);
    const script = await fetch(`${origin}/assets/page.js`);
    assert.is(script.status, 200);
    assert.is(script.headers.get('content-type'), 'text/javascript; charset=utf-8');
    for (const path of ['/secret.key', '/assets', '/gone.js', '/%', '/assets/%00.js', '/%2e%2e/x.js']) {
      assert.is((await fetch(origin + path)).status, 404, path);
    }
  });

  test('gives out nothing that lies outside of the page', async (context) => {
    const folder = await folderFor(context);
    await mkdir(join(folder, 'page'));
    await writeFile(join(folder, 'outside.js'), 'outside');
    await writeFile(join(folder, 'page', 'index.html'), '');
    const inspector = await inspectorFor(context, join(folder, 'page'));
    const { host } = new URL(inspector.url);
    for (const path of [
      '/../outside.js',
      '/%2e%2e/outside.js',
      '/..%2foutside.js',
      '//outside.js',
      '/a/../../outside.js',
    ]) {
      const answer = await raw(inspector, [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close']);
      assert.is(statusOf(answer), 404, path);
    }
  });

  test('says so plainly where the page is not built', async (context) => {
    const folder = await folderFor(context);
    const { url } = await inspectorFor(context, folder);
    const answer = await fetch(url);
    assert.is(answer.status, 503);
    assert.match(await answer.text(), 'npm run build');
  });

  test('listens to this machine alone, and says why it cannot listen', async ({ after }) => {
    let message = '';
    const note = (error: Error): void => {
      message = error.message;
    };
    await createInspector({ host: '0.0.0.0' }).catch(note);
    assert.match(message, 'only, not to 0.0.0.0');
    const inspector = await createInspector();
    after(() => inspector.close());
    const port = Number(new URL(inspector.url).port);
    await createInspector({ port }).catch(note);
    assert.match(message, `port ${port} of 127.0.0.1 is taken`);
  });

  test('closes although a client holds on', async () => {
    const inspector = await createInspector();
    const { host, hostname, port, search } = new URL(inspector.url);
    const socket = connect(Number(port), hostname);
    const switched = new Promise((resolve) => socket.once('data', resolve));
    socket.write([`GET /${search} HTTP/1.1`, `Host: ${host}`, ...upgradeHeaders].join('\r\n') + '\r\n\r\n');
    await switched;
    const idle = connect(Number(port), hostname);
    idle.on('error', () => {});
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await inspector.close();
    await closed;
    idle.destroy();
  });
});

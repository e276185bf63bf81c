import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { maskSecrets, repeatableUrl } from '../../src/cli/commands/verifySecrets.ts';
import { testServer, type TestServer } from '../../src/testing/testServer.ts';
import { quickConnection, temporaryFolder, testProject, writeProject } from '../cli/writeProject.ts';
import { suite } from '../suite.ts';
import { runVerify, runVerifyWith } from './runVerify.ts';

/** Denies everyone, and repeats all that it was given. */
async function repeatingServer(): Promise<TestServer> {
  const server = await testServer();
  server.io.of('/').use((socket, next) => {
    const { query, auth, headers } = socket.handshake;
    const given = { token: query['token'], plan: query['plan'], auth, header: headers['x-key'] };
    next(new Error(`not with ${JSON.stringify(given)}`));
  });
  return server;
}

const forms = ['junit', 'json', 'html'] as const;

suite('statewire verify and secrets', (test) => {
  test('of a URL stand in nothing that it prints or writes, and the command that replays says where they go', async ({
    after,
  }) => {
    const server = await repeatingServer();
    after(() => server.close());
    const folder = temporaryFolder(after);
    const url = `http://evelyn:pass%20word@127.0.0.1:${server.port}/?token=s3cr3t-value&plan=basic`;
    for (const form of forms) {
      const out = join(folder, form);
      const { code, stdout, stderr } = await runVerify('--url', url, '--report', form, '--out', out);
      const all = [stdout, stderr, readFileSync(out, 'utf8')].join('\n');
      assert.is(code, 1);
      assert.match(all, 'basic', 'what is no secret is told');
      assert.match(all, '[redacted]');
      for (const secret of ['s3cr3t', 'pass%20word', 'pass word', 'evelyn'])
        assert.not.ok(all.includes(secret), `${form}: ${secret}`);
      // Escaped in markup, or as it is.
      assert.match(all, /\$\{URL_USER\}:\$\{URL_PASSWORD\}@127\.0\.0\.1/);
      assert.match(all, /token=\$\{URL_TOKEN\}/);
    }

    const first = await runVerify('--url', url);
    assert.match(
      first.stdout.replaceAll(/\s+/g, ' '),
      'Set URL_USER and URL_PASSWORD and URL_TOKEN in the environment',
    );
    const forgotten = await runVerify(...first.replay);
    assert.is(forgotten.code, 2);
    assert.match(forgotten.stderr, 'The environment has no URL_USER');
    const environment = { URL_USER: 'evelyn', URL_PASSWORD: 'pass%20word', URL_TOKEN: 's3cr3t-value' };
    const again = await runVerifyWith(environment, ...first.replay);
    assert.is(again.code, 1);
    assert.match(again.stdout, /\(joins-alike\)/);
    assert.not.ok((again.stdout + again.stderr).includes('s3cr3t'));
    assert.ok(!again.stdout.includes('Set URL_'), 'who has set them knows');
    assert.equal(again.replay[1], first.replay[1]);
  });

  test('of a project stand in nothing that it prints or writes', async ({ after }) => {
    const server = await repeatingServer();
    after(() => server.close());
    const connection = quickConnection('mine', server.port, {
      auth: { token: '${TOKEN}', user: { pin: 4711 } },
      extraHeaders: { 'x-key': 'Bearer h34der' },
      query: { token: 'qu3ry' },
    });
    const file = writeProject(testProject([connection], []), after);
    const folder = temporaryFolder(after);
    for (const form of ['json'] as const) {
      const out = join(folder, form);
      const environment = { TOKEN: 'fr0m-outside' };
      const run = await runVerifyWith(environment, file, '--report', form, '--out', out);
      const all = [run.stdout, run.stderr, readFileSync(out, 'utf8')].join('\n');
      assert.is(run.code, 1, run.stderr);
      assert.match(all, '[redacted]');
      for (const secret of ['fr0m-outside', '4711', 'h34der', 'qu3ry'])
        assert.not.ok(all.includes(secret), `${form}: ${secret}`);
      const again = await runVerifyWith(environment, ...run.replay);
      assert.is(again.code, 1, again.stderr);
    }
  });

  test('leave the names of things alone, and words that hold them', () => {
    const mask = maskSecrets({
      name: 'demo',
      url: 'http://127.0.0.1',
      auth: { role: 'admin', token: 'user', id: 42 },
      namespaces: { '/admin': {} },
    });
    assert.is(mask('/admin: 42 users, one user'), '/admin: 42 users, one [redacted]');
    assert.is(mask('http://a:b@h/?api_key=1&x=2'), 'http://[redacted]@h/?api_key=[redacted]&x=2');
  });

  test('keep the placeholders that they were given with', () => {
    assert.equal(repeatableUrl('http://${WHO}:${PW:-hunter2}@h:1/?token=${T:-abc}&a=${A}'), {
      url: 'http://${WHO}:${PW}@h:1/?token=${T}&a=${A}',
      variables: [],
    });
    assert.equal(repeatableUrl('127.0.0.1:3000'), { url: '127.0.0.1:3000', variables: [] });
    assert.equal(
      repeatableUrl('u@h?access-token=1&sid=2#3').url,
      '${URL_USER}@h?access-token=${URL_ACCESS_TOKEN}&sid=${URL_SID}#3',
    );
  });
});

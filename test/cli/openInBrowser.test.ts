import { chmodSync, existsSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { browserCommand, openInBrowser, type Desk } from '../../src/cli/openInBrowser.ts';
import { suite } from '../suite.ts';
import { temporaryFolder } from './writeProject.ts';

const url = 'http://127.0.0.1:7007/?token=a-b_c';
const desk: Desk = {
  environment: { PATH: process.env['PATH'], DISPLAY: ':0' },
  platform: 'linux',
  isTerminal: true,
};

suite('the browser', (test) => {
  test('is opened by what each system has for it', () => {
    assert.equal(browserCommand(url, 'linux'), ['xdg-open', url]);
    assert.equal(browserCommand(url, 'darwin'), ['open', url]);
    assert.equal(browserCommand(`${url}&x=1`, 'win32'), ['cmd', '/c', 'start', '""', `${url}^&x=1`]);
  });

  test('stays closed where nobody sits: behind a pipe, in CI, over SSH, without a display', () => {
    const { environment } = desk;
    for (const other of [
      { isTerminal: false },
      { environment: { ...environment, CI: 'true' } },
      { environment: { ...environment, SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' } },
      { environment: { ...environment, DISPLAY: '' } },
    ]) {
      assert.is(openInBrowser(url, { ...desk, ...other }), false, JSON.stringify(other));
    }
  });

  test('gets the address, on its own; that there is none is no failure', async ({ after }) => {
    const folder = temporaryFolder(after);
    const heard = join(folder, 'heard');
    const script = join(folder, 'xdg-open');
    assert.is(openInBrowser(url, { ...desk, environment: { PATH: folder, DISPLAY: ':0' } }), true);
    writeFileSync(
      script,
      `#!/bin/sh\nprintf %s "$1" > "${heard}.part" && /bin/mv "${heard}.part" "${heard}"\n`,
    );
    chmodSync(script, 0o755);
    const arrived = new Promise<void>((resolve) => {
      const watcher = watch(folder, () => {
        if (existsSync(heard)) resolve();
      });
      after(() => watcher.close());
    });
    assert.is(openInBrowser(url, { ...desk, environment: { PATH: folder, DISPLAY: ':0' } }), true);
    await arrived;
    assert.is(readFileSync(heard, 'utf8'), url);
  });
});

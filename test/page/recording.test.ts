import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { openRecording } from '../../inspect/server/index.ts';
import { browserSuite, openPage } from './browser.ts';
import { openStage } from './openStage.ts';

browserSuite('recordings', (test, room) => {
  test('are made by a button, and replayed by the same page, time travel included', async (context) => {
    const folder = await mkdtemp(join(tmpdir(), 'statewire-recording-'));
    context.after(() => rm(folder, { recursive: true, force: true }));
    const { inspector, server, drop, back } = await openStage(context, room, { recordFolder: folder });
    const { page } = await openPage(await room.browser(), inspector.url);
    const active = (path: string) => page.locator(`[data-state="${path}"][aria-current="true"]`);
    await active('connected.stable').waitFor();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.locator('.recording-on').waitFor();
    server.push('/news', 'hello', 'recorded');
    for (let drops = 0; drops < 2; drops += 1) {
      await drop();
      await active('connecting.waiting').waitFor();
      await back();
      await active('connected.stable').waitFor();
    }
    await page.locator('.recording-on').click();
    await page.getByText('Look at it with: statewire inspect').waitFor();
    const [file = ''] = await readdir(folder);
    assert.match(file, /\.ndjson$/);
    await page.context().close();
    await inspector.close();

    const replay = await openRecording(join(folder, file), { pageFolder: await room.pageFolder() });
    context.after(() => replay.close());
    const opened = await openPage(await room.browser(), replay.url);
    const again = (path: string) => opened.page.locator(`[data-state="${path}"][aria-current="true"]`);
    await again('connected.stable').waitFor();
    await opened.page.getByText('the end of this recording').waitFor();
    assert.is(await opened.page.getByRole('button', { name: 'Record', exact: true }).count(), 0);
    await opened.page.getByRole('link', { name: 'Timeline' }).click();
    await opened.page.getByLabel('Filter by type').fill('link.closed');
    await opened.page.locator('[data-sequence]').first().click();
    await opened.page.getByRole('link', { name: 'Statecharts' }).click();
    await again('connecting.waiting').waitFor();
    await opened.page.getByRole('button', { name: 'Play' }).click();
    await again('connected.stable').waitFor();
    await opened.page.getByRole('button', { name: 'To the end' }).click();
    await opened.page.getByRole('link', { name: 'Traffic' }).click();
    await opened.page.locator('[data-event="hello"]', { hasText: 'recorded' }).waitFor();
    assert.equal(opened.problems, []);
  });
});

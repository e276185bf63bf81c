import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { createInspector } from '../../inspect/server/index.ts';
import { openViewer } from '../inspect/openViewer.ts';
import { browserSuite, openPage } from './browser.ts';

const worker = createMachine({
  id: 'worker',
  initial: 'idle',
  states: { idle: { on: { WORK: 'busy' } }, busy: { on: { REST: 'idle' } } },
});

browserSuite('thousands of actors', (test, room) => {
  test('are listed by the rows in sight, searched, marked when stopped, and cleared', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder() });
    context.after(() => inspector.close());
    const actors = Array.from({ length: 3_000 }, (_, index) => {
      const actor = createActor(worker).start();
      inspector.observe(actor, { name: `worker ${index}` });
      return actor;
    });
    const { page, problems } = await openPage(await room.browser(), inspector.url);
    await page.locator('[data-actor="worker 0"]').waitFor();
    assert.ok((await page.locator('[data-actor]').count()) < 80, 'only what is in sight is drawn');
    await page.getByLabel('Search actors').fill('worker 2999');
    await page.locator('[data-actor="worker 2999"]').click();
    actors[2_999]?.send({ type: 'WORK' });
    await page.locator('[data-state="busy"][aria-current="true"]').waitFor();
    await page.getByLabel('Search actors').fill('busy');
    await page.locator('[data-actor="worker 2999"]').waitFor();
    assert.is(await page.locator('[data-actor]').count(), 1, 'states are searched');
    await page.getByLabel('Search actors').fill('');

    for (const actor of actors.slice(0, 500)) actor.stop();
    await page.getByText('500 stopped').waitFor();
    await page.getByLabel('Search actors').fill('worker 499');
    await page.locator('[data-actor="worker 499"].ended').waitFor();
    await page.getByRole('button', { name: '500 stopped' }).click();
    await page.locator('[data-actor="worker 499"]').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('500 stopped').waitFor({ state: 'detached' });
    assert.equal(problems, []);
  });

  test('that nobody started are not shown', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder() });
    context.after(() => inspector.close());
    const ghost = createActor(worker);
    inspector.observe(ghost, { name: 'ghost' });
    inspector.observe(createActor(worker).start(), { name: 'real' });
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.locator('[data-actor="real"]').waitFor();
    assert.is(await page.locator('[data-actor="ghost"]').count(), 0);
    ghost.start();
    await page.locator('[data-actor="ghost"]').waitFor();
  });

  test('leave a timeline of which a page that comes late gets the newest, and earlier ones when asked', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder() });
    context.after(() => inspector.close());
    const actor = createActor(worker).start();
    inspector.observe(actor, { name: 'busy bee' });
    const viewer = await openViewer(inspector.url);
    context.after(() => viewer.close());
    for (let sent = 0; sent < 450;) {
      for (const last = sent + 150; sent < last; sent += 1) {
        actor.send({ type: sent % 2 === 0 ? 'WORK' : 'REST' });
      }
      await viewer.until(() => viewer.actor('busy bee')?.events === sent);
    }
    const { page } = await openPage(await room.browser(), `${inspector.url}#/timeline`);
    const list = page.getByRole('grid', { name: 'Timeline' });
    const rows = async (): Promise<number> => Number(await list.getAttribute('aria-rowcount'));
    await page.locator('[data-sequence]').first().waitFor();
    assert.is(await rows(), 300);
    await list.evaluate((element) => element.scrollTo(0, 0));
    await page.getByRole('button', { name: 'Earlier events' }).click();
    await page.locator('[data-sequence="1"]').waitFor();
    assert.ok((await rows()) >= 450);
    await page.goto(`${inspector.url}#/timeline?at=20&session=${viewer.hello.session}`);
    await page.reload();
    await page.locator('[data-sequence="20"].shown').waitFor();
  });
});

import * as assert from 'uvu/assert';
import { browserSuite, holds, openPage } from './browser.ts';
import { openStage, views } from './openStage.ts';

/** What stands outside of the window, or of the pane that it belongs to: an expression for the page. */
const strays = `[...document.querySelectorAll('.bar > *, .tab, .pane, .dock, .pane-head > *, .entry > *, .message > *')]
  .filter((element) => {
    const box = element.getBoundingClientRect();
    const around = element.parentElement.closest('.pane, .dock, .middle, .app').getBoundingClientRect();
    const isOutside = box.left < around.left - 1 || box.right > around.right + 1 || box.right > innerWidth + 1;
    return box.width > 0 && isOutside;
  })
  .map(({ className }) => className)`;

/** Panes that lie over each other: an expression for the page. */
const overlaps = `[...document.querySelectorAll('.split > *')].flatMap((one, index, all) =>
  all.slice(index + 1).filter((other) => {
    const [a, b] = [one, other].map((element) => element.getBoundingClientRect());
    return a.right > b.left + 1 && b.right > a.left + 1 && a.bottom > b.top + 1 && b.bottom > a.top + 1;
  }).map(({ className }) => className))`;

browserSuite('the page in narrow windows', (test, room) => {
  test('keeps every pane to itself, and all of it within the window', async (context) => {
    const { inspector } = await openStage(context, room, { control: true });
    const { page } = await openPage(await room.browser(), inspector.url);
    for (const width of [1_280, 1_100, 1_060, 960, 950, 800, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await holds(page, `innerWidth === ${width}`);
      for (const [view, sign] of views) {
        await page.getByRole('link', { name: view, exact: true }).click();
        await page.locator(sign).first().waitFor();
        const place = `${view} at ${width} px`;
        assert.equal(await page.evaluate(strays), [], place);
        assert.equal(await page.evaluate(overlaps), [], place);
        assert.is(await page.evaluate('document.documentElement.scrollWidth'), width, place);
      }
    }
  });

  test('leads by scrolling to the details of an actor, and to what can be done with it', async (context) => {
    const { inspector } = await openStage(context, room, { control: true });
    const { page } = await openPage(await room.browser(), inspector.url, { width: 390, height: 844 });
    const select = page.getByLabel('Detail of labels');
    await select.waitFor();
    assert.ok(((await select.boundingBox())?.width ?? 0) > 80, 'its label is whole');
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('[data-state="stopped.closed"][aria-current="true"]').waitFor();
  });
});

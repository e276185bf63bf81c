import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { createInspector } from '../../inspect/server/index.ts';
import { browserSuite, holds, openPage } from './browser.ts';
import { openStage } from './openStage.ts';

const endless = 'a_very_long_name_that_never_seems_to_end_'.repeat(4);
const odd = createMachine({
  id: 'odd',
  initial: 'a "quoted" <b>state</b>',
  states: {
    'a "quoted" <b>state</b>': { on: { GO: endless } },
    [endless]: { on: { GO: 'within' } },
    within: {
      initial: 'x',
      states: { x: { on: { GO: `${endless}as_well` } }, [`${endless}as_well`]: {} },
      on: { BACK: 'a "quoted" <b>state</b>' },
    },
  },
});

/** Titles that are wider than the boxes they are in: an expression for the page. */
const tooWide = `[...document.querySelectorAll('.chart .far-title')].filter((title) => {
  const [text, box] = [title, title.parentElement.querySelector('.box')].map((part) => part.getBoundingClientRect());
  return text.width === 0 || text.left < box.left || text.right > box.right;
}).map(({ textContent }) => textContent)`;

/** Whether all of a state is in the window onto its statechart: an expression for the page. */
const isInSight = (path: string): string => `(() => {
  const [state, frame] = ['[data-state="${path}"] .box', '.chart-frame'].map((place) =>
    document.querySelector(place).getBoundingClientRect());
  return state.left >= frame.left && state.right <= frame.right && state.top >= frame.top && state.bottom <= frame.bottom;
})()`;

browserSuite('a drawn statechart', (test, room) => {
  test('seen from far keeps the names of states in their boxes', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder() });
    context.after(() => inspector.close());
    inspector.observe(createActor(odd).start());
    const { page } = await openPage(await room.browser(), inspector.url, { height: 500 });
    await page.locator('[data-state="within.x"]').waitFor();
    const farther = page.getByRole('button', { name: 'Farther (-)' });
    for (let step = 0; step < 6; step += 1) {
      await farther.click();
      if (step < 2) continue;
      await holds(page, `document.querySelector('.chart.far') !== null`);
      assert.equal(await page.evaluate(tooWide), [], `after ${step + 1} steps`);
    }
  });

  test('shows all of it when it is drawn in another direction', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.locator('[data-state="connected.stable"][aria-current="true"]').waitFor();
    await page.getByRole('button', { name: 'Go to the active state' }).click();
    await holds(page, isInSight('connected.stable'));
    const places = `[...document.querySelectorAll('.chart .box')].map((box) => box.getAttribute('x')).join()`;
    const before: unknown = await page.evaluate(places);
    await page.getByRole('button', { name: /^Draw from/ }).click();
    await holds(page, `${places} !== ${JSON.stringify(before)}`);
    assert.ok(await page.evaluate(isInSight('connected.stable')));
  });
});

import type { Locator, Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { browserSuite, holds, openPage } from './browser.ts';
import { openStage, views } from './openStage.ts';

const stateOf = (page: Page, path: string): Locator => page.locator(`[data-state="${path}"]`);
const activeState = (page: Page, path: string): Locator =>
  page.locator(`[data-state="${path}"][aria-current="true"]`);
const actorRow = (page: Page, name: string): Locator => page.locator(`[data-actor="${name}"]`);
const travelBar = (page: Page): Locator => page.getByRole('status', { name: 'Time travel' });

browserSuite('the page, live', (test, room) => {
  test('shows the actors and the statechart of the connection, with its active states', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page, problems, requests } = await openPage(await room.browser(), inspector.url);
    await activeState(page, 'connected.stable').waitFor();
    await activeState(page, 'connected').waitFor();
    assert.is(await page.locator('[data-state][aria-current]').count(), 2, 'no other state is active');
    for (const path of ['idle', 'connecting.waiting', 'connecting.suspended', 'stopped.failed']) {
      assert.is(await stateOf(page, path).count(), 1, path);
    }
    for (const name of ['demo', 'namespace:/news', 'subscription:hello'])
      await actorRow(page, name).waitFor();
    assert.match(await actorRow(page, 'demo').innerText(), /connected\.stable/);
    assert.equal(problems, [], 'nothing goes wrong, and the Content-Security-Policy is kept');
    const { host } = new URL(inspector.url);
    assert.equal(
      requests.filter(
        (url) => new URL(url).host !== host && !url.startsWith('data:') && !url.startsWith('blob:'),
      ),
      [],
      'no request to any other host',
    );
  });

  test('lights up states and edges while the connection drops and comes back', async (context) => {
    const { inspector, drop, back } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url, { motion: true });
    await activeState(page, 'connected.stable').waitFor();
    const waiting = stateOf(page, 'connecting.waiting');
    assert.not.ok((await waiting.getAttribute('class'))?.includes('visited'), 'it was not visited yet');
    await drop();
    await activeState(page, 'connecting.waiting').waitFor();
    await actorRow(page, 'demo').locator('.countdown').waitFor();
    await page.locator('.bundle.lit-a, .bundle.lit-b').first().waitFor();
    await page.locator('[data-timer] >> text=/ s$/').first().waitFor({ state: 'attached' });
    await back();
    await activeState(page, 'connected.stable').waitFor();
    assert.ok((await waiting.getAttribute('class'))?.includes('visited'), 'now it was');
    assert.is(await waiting.getAttribute('aria-current'), null);
  });

  test('says by colour alone what was taken to who wants less motion', async (context) => {
    const { inspector, drop } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url, { motion: false });
    await activeState(page, 'connected.stable').waitFor();
    await drop();
    const animations = (among: string): string =>
      `document.getAnimations().filter(({ effect }) => effect.target.closest('${among}') && effect.getTiming().duration > 1)`;
    await holds(page, `${animations('.lit-a, .lit-b')}.length > 0`);
    const easings: unknown = await page.evaluate(
      `${animations('.lit-a, .lit-b')}.flatMap(({ effect }) => effect.getKeyframes().map(({ easing }) => easing))`,
    );
    assert.ok(Array.isArray(easings) && easings.length > 0);
    assert.ok(
      easings.every((easing) => /^steps?\b/.test(String(easing))),
      `${easings.join()}: it stays, then it is gone`,
    );
    await page.getByRole('link', { name: 'Graph' }).click();
    await holds(page, `${animations('[data-wire]')}.length > 0`);
    assert.is(await page.evaluate(`${animations('.pulse-dot')}.length`), 0, 'no dot travels');
  });

  test('travels to a past moment, says so, and leads back', async (context) => {
    const { inspector, connection, drop, back } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url);
    await activeState(page, 'connected.stable').waitFor();
    for (let drops = 0; drops < 2; drops += 1) {
      await drop();
      await activeState(page, 'connecting.waiting').waitFor();
      await back();
      await activeState(page, 'connected.stable').waitFor();
    }
    assert.is(connection.state, 'connected.stable');
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.getByLabel('Filter by type').fill('link.closed');
    await page.locator('[data-sequence]').nth(1).click();
    await page.getByRole('link', { name: 'Statecharts' }).click();
    await travelBar(page).waitFor();
    await activeState(page, 'connecting.waiting').waitFor();
    assert.is(await activeState(page, 'connected').count(), 0, 'what is live is not shown');
    assert.match(await actorRow(page, 'demo').innerText(), /waiting/, 'the tree shows the moment as well');
    await page.locator('.bundle.took').first().waitFor();
    const { hash } = new URL(page.url());
    assert.match(hash, /at=\d+&session=/);

    await page.keyboard.press('[');
    await activeState(page, 'connected.stable').waitFor();
    await page.keyboard.press(']');
    await activeState(page, 'connecting.waiting').waitFor();

    const again = await openPage(await room.browser(), `${inspector.url}${hash}`);
    await activeState(again.page, 'connecting.waiting').waitFor();
    await travelBar(again.page).waitFor();

    await page.getByRole('button', { name: 'Back to live' }).click();
    await activeState(page, 'connected.stable').waitFor();
    assert.is(await travelBar(page).count(), 0);
    await page.goBack();
    await travelBar(page).waitFor();
    await page.keyboard.press('Escape');
    await activeState(page, 'connected.stable').waitFor();
  });

  test('says that a link to a moment of an earlier session leads nowhere', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), `${inspector.url}#/actors?at=3&session=another`);
    await page.getByText('earlier session').waitFor();
    await activeState(page, 'connected.stable').waitFor();
    assert.not.match(page.url(), /at=3/);
  });

  test('lists messages, exact counters and acknowledgements, and shows what is in them', async (context) => {
    const { inspector, server } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), `${inspector.url}#/traffic`);
    await page.locator('[data-event="echo"][data-direction="out"] .ack-done').first().waitFor();
    server.push('/news', 'hello', { name: 'world', list: [1, 2, 3] }, Buffer.from([1, 2, 255]));
    // Of these alone there is one, and no other moves it.
    await page.locator('[data-counter="hello"]').click();
    await page.locator('[data-event="echo"]').first().waitFor({ state: 'detached' });
    await page.locator('[data-event="hello"][data-direction="in"]').click();
    const details = page.getByRole('region', { name: 'Chosen message' });
    await details.getByText('"world"').waitFor();
    await details.getByText('3 bytes').waitFor();
    await details.getByText('01 02 ff').waitFor();
    await details.getByRole('button', { name: 'Copy as JSON' }).first().click();
    const copied: unknown = JSON.parse(await page.evaluate('navigator.clipboard.readText()'));
    assert.equal(copied, [
      { name: 'world', list: [1, 2, 3] },
      { bytes: 3, hex: '0102ff' },
    ]);
    for (let number = 0; number < 300; number += 1) server.push('/news', 'flood', number);
    for (let number = 0; number < 41; number += 1) server.push('/news', 'hello', number);
    await page.locator('[data-counter="hello"] .total-cell', { hasText: /^42$/ }).waitFor();
  });

  for (const [pace, pushes] of [
    ['row by row', 0],
    ['as a whole', 30],
  ] as const) {
    test(`chooses the message that was pressed on in a list that moves ${pace}`, async (context) => {
      const { inspector, server } = await openStage(context, room);
      const { page } = await openPage(await room.browser(), `${inspector.url}#/traffic`, { height: 400 });
      await page.locator('[data-event]').nth(8).waitFor();
      const list = await page.getByRole('grid', { name: 'Messages' }).boundingBox();
      assert.ok(list);
      const [x, y] = [list.x + list.width / 2, list.y + list.height / 2];
      const timeAt = `document.elementFromPoint(${x}, ${y}).closest('[data-event]')?.firstChild.textContent`;
      await page.evaluate(
        `addEventListener('mousedown', () => document.documentElement.dataset.pressed = ${timeAt}, true)`,
      );
      await page.mouse.move(x, y);
      await page.mouse.down();
      for (let number = 0; number < pushes; number += 1) server.push('/news', 'hello', number);
      await holds(page, `${timeAt} !== document.documentElement.dataset.pressed`);
      await page.mouse.up();
      const pressed: unknown = await page.evaluate('document.documentElement.dataset.pressed');
      const details = page.getByRole('region', { name: 'Chosen message' });
      assert.match(await details.innerText(), new RegExp(`Time\\s+${String(pressed)}`));
    });
  }

  test('filters messages by event and text', async (context) => {
    const { inspector, server } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), `${inspector.url}#/traffic`);
    await page.locator('[data-event="echo"]').first().waitFor();
    server.push('/news', 'hello', 'first');
    server.push('/news', 'hello', 'second');
    await page.locator('[data-event="hello"]').nth(1).waitFor();
    await page.getByLabel('Search messages').fill('second');
    await page.locator('[data-event="echo"]').first().waitFor({ state: 'detached' });
    assert.is(await page.locator('[data-event="hello"]').count(), 1);
    await page.getByLabel('Search messages').fill('');
    await page.locator('[data-counter="hello"]').click();
    await page.locator('[data-event="echo"]').first().waitFor({ state: 'detached' });
    await page.getByTitle('Show all events again').click();
    await page.locator('[data-event="echo"]').first().waitFor();
  });

  test('only watches without control, and says so', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.getByText('Only watching').waitFor();
    await page.getByText('This page only watches').waitFor();
    assert.is(await page.getByRole('button', { name: 'Stop', exact: true }).count(), 0);
  });

  test('with control sends to the server, shows the answer, stops and starts', async (context) => {
    const { inspector, server } = await openStage(context, room, { control: true });
    const { page } = await openPage(await room.browser(), inspector.url);
    await activeState(page, 'connected.stable').waitFor();
    assert.ok(
      await page.getByRole('button', { name: 'Retry now' }).isDisabled(),
      'there is nothing to retry',
    );
    await page.getByRole('button', { name: 'Send a message…' }).click();
    const form = page.getByRole('form', { name: 'Send a message' });
    await form.getByLabel('Event').fill('echo');
    await form.getByLabel(/Arguments/).fill('{"from": "the page"}');
    await form.getByLabel('Wait for the acknowledgement').check();
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await form.getByText(/Acknowledged after .*the page/s).waitFor();
    assert.ok(
      server.received.some(
        ({ eventName, args }) => eventName === 'echo' && JSON.stringify(args) === '[{"from":"the page"}]',
      ),
      'it arrived at the server',
    );
    await form.getByLabel(/Arguments/).fill('{oops');
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await form.getByText(/Not JSON/).waitFor();

    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await activeState(page, 'stopped.closed').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await activeState(page, 'connected.stable').waitFor();

    const events = page.getByRole('group', { name: 'Events that it can take now' });
    await events.getByRole('button', { name: 'stop', exact: true }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).last().click();
    await page.getByText('stop was sent.').waitFor();
    await activeState(page, 'stopped.closed').waitFor();
  });

  test('subscribes from the page, and what comes shows in the traffic', async (context) => {
    const { inspector, server } = await openStage(context, room, { control: true });
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.getByRole('button', { name: 'Subscribe…' }).click();
    const form = page.getByRole('form', { name: 'Subscribe' });
    await form.getByLabel('Namespace').fill('/news');
    await form.getByLabel('Event').fill('weather');
    await form.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await form.getByText('/news weather').waitFor();
    await actorRow(page, 'subscription:weather').waitFor();
    server.push('/news', 'weather', 'sunny');
    await page.getByRole('link', { name: 'Traffic' }).click();
    await page.locator('[data-event="weather"]').first().waitFor();
  });

  test('never shows credentials', async (context) => {
    const { inspector } = await openStage(context, room, { control: true });
    const { page } = await openPage(await room.browser(), inspector.url);
    await activeState(page, 'connected.stable').waitFor();
    for (const [view, sign] of views) {
      await page.getByRole('link', { name: view }).click();
      await page.locator(sign).first().waitFor();
      assert.not.match(await page.content(), /very-secret/);
    }
  });

  test('draws the graph, lets pulses travel, and leads to the statechart and back', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page, problems } = await openPage(await room.browser(), `${inspector.url}#/graph`, {
      motion: true,
    });
    await page.locator('[data-node="ask"]').waitFor();
    assert.is(await page.locator('[data-node]').count(), 6);
    assert.is(await page.locator('[data-wire]').count(), 5);
    await holds(
      page,
      `document.querySelector('[data-wire^="pulse:often.out"] .pulse-dot').getAnimations().length > 0`,
    );
    await page.locator('[data-node="ask"]').hover();
    await page.locator('.last-values', { hasText: 'response' }).waitFor();
    await page.locator('[data-node="start"] a').click();
    await activeState(page, 'connected.stable').waitFor();
    await page.getByRole('link', { name: /^ask/ }).click();
    await page.locator('[data-node="ask"].focused').waitFor();
    assert.equal(problems, []);
  });

  test('exports the statechart as SVG, PNG and Mermaid', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page, problems } = await openPage(await room.browser(), inspector.url);
    await activeState(page, 'connected.stable').waitFor();
    async function save(item: string): Promise<{ name: string; content: Buffer }> {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      const file = await download;
      const chunks: Buffer[] = [];
      for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk));
      return { name: file.suggestedFilename(), content: Buffer.concat(chunks) };
    }
    const svg = await save('Picture (SVG)');
    assert.is(svg.name, 'demo.svg');
    assert.match(svg.content.toString(), /<svg[^>]*>[^]*suspended[^]*<\/svg>/);
    const png = await save('Picture (PNG)');
    assert.is(png.name, 'demo.png');
    assert.equal([...png.content.subarray(1, 4)], [0x50, 0x4e, 0x47]);
    assert.ok(png.content.length > 20_000, 'there is something on it');
    const mermaid = await save('Mermaid (file)');
    assert.match(mermaid.content.toString(), /^stateDiagram-v2/);
    assert.equal(problems, []);
  });

  test('is used by keyboard', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url);
    await actorRow(page, 'demo').focus();
    await page.keyboard.press('ArrowDown');
    await holds(page, `document.activeElement.dataset.actor === 'link'`);
    await actorRow(page, 'namespace:/news').click();
    await page.keyboard.press('ArrowLeft');
    await holds(page, `document.activeElement.ariaExpanded === 'false'`);
    await page.keyboard.press('ArrowLeft');
    await holds(page, `document.activeElement.dataset.actor === 'demo'`);
    await page.keyboard.press('3');
    await page.locator('[data-counter]').first().waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('/');
    await page.keyboard.type('hello');
    await actorRow(page, 'subscription:hello').waitFor();
    assert.is(await actorRow(page, 'link').count(), 0, 'what does not match is not listed');
    await page.getByLabel('Search actors').fill('');
    await page.getByLabel('Search actors').blur();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Help' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Help' }).waitFor({ state: 'hidden' });
  });

  test('closes and opens a compound state', async (context) => {
    const { inspector } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url, { width: 2400, height: 1400 });
    await activeState(page, 'connected.stable').waitFor();
    await page.getByRole('button', { name: 'Go to the active state' }).click();
    // The drawing has to be where it is to be.
    await holds(page, `document.querySelector('.chart:not(.far)') !== null`);
    await page.getByRole('button', { name: 'Close connected', exact: true }).click();
    await stateOf(page, 'connected.stable').waitFor({ state: 'detached' });
    await activeState(page, 'connected').waitFor();
    await page.getByRole('button', { name: 'Open connected', exact: true }).focus();
    await page.keyboard.press('Enter');
    await activeState(page, 'connected.stable').waitFor();
  });

  test('goes on after the inspector was away, by its own connection machine', async (context) => {
    const { inspector, drop } = await openStage(context, room);
    const { page } = await openPage(await room.browser(), inspector.url);
    await activeState(page, 'connected.stable').waitFor();
    await page.context().setOffline(true);
    await page.getByText('The connection to the program is lost').waitFor();
    await page.context().setOffline(false);
    await page.getByText('The connection to the program is lost').waitFor({ state: 'detached' });
    await drop();
    await activeState(page, 'connecting.waiting').waitFor();
  });

  test('says what to do where there is nothing yet, and where the token is wrong', async (context) => {
    const { inspector } = await openStage(context, room);
    const denied = await openPage(await room.browser(), inspector.url.replace(/token=.*/, 'token=wrong'));
    assert.match(await denied.page.content(), /address that was printed/);
    const { createInspector } = await import('../../inspect/server/index.ts');
    const empty = await createInspector({ pageFolder: await room.pageFolder() });
    context.after(() => empty.close());
    const { page } = await openPage(await room.browser(), empty.url);
    await page.getByText('inspector.observe(actor)').waitFor();
    await page.getByRole('link', { name: 'Traffic' }).click();
    await page.getByText('inspector.observeConnections').waitFor();
    await page.getByRole('link', { name: 'Graph' }).click();
    await page.getByText('statewire run project.json --inspect').waitFor();
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.getByText('Every event will be listed here').waitFor();
  });
});

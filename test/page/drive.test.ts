import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { createInspector } from '../../inspect/server/index.ts';
import { createConnections } from '../../src/connections/createConnections.ts';
import { browserSuite, openPage } from './browser.ts';

const light = createMachine({
  id: 'light',
  context: { street: 'Main' },
  initial: 'red',
  states: { red: { on: { GO: 'green' } }, green: { on: { HALT: 'red' } } },
});

browserSuite('driving from the page', (test, room) => {
  test('leaves what was written for one connection with it', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder(), control: true });
    context.after(() => inspector.close());
    const connections = createConnections(
      ['north', 'south'].map((name) => ({ name, url: 'http://127.0.0.1:1' })),
    );
    context.after(() => connections.close());
    inspector.observeConnections(connections);
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.locator('[data-actor="north"]').click();
    await page.getByRole('button', { name: 'Send a message…' }).click();
    const form = page.getByRole('form', { name: 'Send a message' });
    await form.getByLabel('Event').fill('open the gate');
    await form.getByLabel(/Arguments/).fill('{oops');
    await form.getByRole('button', { name: 'Send', exact: true }).click();
    await form.getByText(/Not JSON/).waitFor();
    await page.locator('[data-actor="south"]').click();
    await page.getByRole('region', { name: 'About south' }).waitFor();
    assert.is(await form.count(), 0, 'nothing of it stands under the other');
    await page.getByRole('button', { name: 'Send a message…' }).click();
    assert.is(await form.getByLabel('Event').inputValue(), '');
  });

  test('says when an event was ignored', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder(), control: true });
    context.after(() => inspector.close());
    const actor = createActor(light).start();
    inspector.observe(actor);
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.getByRole('button', { name: 'Another event…' }).click();
    const type = page.getByRole('textbox', { name: 'Event' });
    await type.fill('NOPE');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('NOPE was sent, and ignored').waitFor();
    await type.fill('GO');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('GO was sent.').waitFor();
    await page.locator('[data-state="green"][aria-current="true"]').waitFor();
  });

  test('does not hide a context that stayed what it was from who looks at the past', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder() });
    context.after(() => inspector.close());
    const actor = createActor(light).start();
    inspector.observe(actor);
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.locator('[data-state="red"][aria-current="true"]').waitFor();
    for (const type of ['GO', 'HALT', 'GO'] as const) actor.send({ type });
    await page.locator('[data-sequence]').nth(2).waitFor();
    await page.locator('[data-sequence]').first().click();
    await page.getByRole('status', { name: 'Time travel' }).waitFor();
    await page.getByRole('region', { name: 'Context' }).getByText('"Main"').waitFor();
  });

  test('says that a program has started anew, when its token is another', async (context) => {
    const options = { pageFolder: await room.pageFolder() };
    const inspector = await createInspector({ ...options, token: 'first' });
    context.after(() => inspector.close());
    const { page } = await openPage(await room.browser(), inspector.url);
    await page.getByText('Live', { exact: true }).waitFor();
    await inspector.close();
    await page.getByText('The connection to the program is lost').waitFor();
    const port = Number(new URL(inspector.url).port);
    const again = await createInspector({ ...options, token: 'second', port });
    context.after(() => again.close());
    await page.getByText('Open the address that it prints now').waitFor();
    await page.getByText('Not connected').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Open the address that it prints now').waitFor();
    assert.is(again.watchers, 0);
  });
});

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { createInspector, type Inspector } from '../../inspect/server/index.ts';
import { skipSuite, type TestContext } from '../suite.ts';
import { browserSuite, openPage, type BrowserRoom } from './browser.ts';
import { serveApp, type ServedApp } from './serveApp.ts';

const xstate4Folder = join(import.meta.dirname, '../apps/xstate4');

async function inspectorFor(context: TestContext, room: BrowserRoom, control = false): Promise<Inspector> {
  const inspector = await createInspector({ pageFolder: await room.pageFolder(), control });
  context.after(() => inspector.close());
  return inspector;
}

const activeState = (page: Page | FrameLocator, path: string) =>
  page.locator(`[data-state="${path}"][aria-current="true"]`);

/** A page of another origin that listens by a package's receiver, at the address in its hash. */
const receiverApp = (from: string, options: string): string => `
  import { createWebSocketReceiver } from '${from}';
  globalThis.heard = [];
  document.querySelector('#go').onclick = () => {
    const address = decodeURIComponent(location.hash.slice(1));
    createWebSocketReceiver(${options}).subscribe((message) => heard.push(JSON.stringify(message)));
  };
`;

/** Serves it, and has it watch an actor of this process that takes one event. Returns what it has heard. */
async function watchFrom(
  context: TestContext,
  room: BrowserRoom,
  app: ServedApp,
  address: (inspector: Inspector) => string,
): Promise<string> {
  const inspector = await createInspector({ origins: [new URL(app.url).origin] });
  context.after(() => inspector.close());
  const lamp = createActor(
    createMachine({ id: 'lamp', initial: 'off', states: { off: { on: { TURN: 'lit' } }, lit: {} } }),
  ).start();
  context.after(() => lamp.stop());
  inspector.observe(lamp, { name: 'lamp' });
  const { page } = await openPage(
    await room.browser(),
    `${app.url}#${encodeURIComponent(address(inspector))}`,
  );
  const heard = async (text: string): Promise<string> => {
    const found = await page.waitForFunction(
      (part) => {
        const list: unknown = Reflect.get(globalThis, 'heard');
        const all = Array.isArray(list) ? list.join('\n') : '';
        return all.includes(part) && all;
      },
      text,
      { polling: 20 },
    );
    return String(await found.jsonValue());
  };
  await page.locator('#go').click();
  await heard('lamp');
  lamp.send({ type: 'TURN' });
  return heard('"value":"lit"');
}

const xstate5App = (url: string, options = ''): string => `
  import { createBrowserInspector } from '@statelyai/inspect';
  import { createActor, createMachine } from 'xstate';
  const lamp = createMachine({
    id: 'lamp',
    initial: 'off',
    context: { turns: 3 },
    states: { off: { on: { TURN: 'on' } }, on: { on: { TURN: { target: 'off', guard: () => true } } } },
  });
  document.querySelector('#go').onclick = () => {
    const { inspect } = createBrowserInspector({ url: ${JSON.stringify(url)}, ${options} });
    const actor = createActor(lamp, { inspect });
    actor.start();
    globalThis.turn = () => actor.send({ type: 'TURN', by: 'hand' });
  };
`;

browserSuite('the page as a drop-in for @statelyai/inspect (XState 5)', (test, room) => {
  test('opened by createBrowserInspector, shows the program that opened it', async (context) => {
    const inspector = await inspectorFor(context, room, true);
    const app = await serveApp(context, xstate5App(inspector.url));
    const { page } = await openPage(await room.browser(), app.url);
    const opened = page.waitForEvent('popup');
    await page.locator('#go').click();
    const popup = await opened;
    const problems: string[] = [];
    popup.on('pageerror', (error) => problems.push(String(error)));
    await popup.locator('[data-actor="lamp"]').waitFor();
    await activeState(popup, 'off').waitFor();
    await page.evaluate('turn()');
    await activeState(popup, 'on').waitFor();
    await popup.locator('.bundle.lit-a, .bundle.lit-b').first().waitFor();
    await popup.getByText('turns').waitFor();
    await popup.getByText('no way back').waitFor();
    await popup.locator('[data-sequence]', { hasText: 'TURN' }).first().click();
    await popup.getByRole('status', { name: 'Time travel' }).waitFor();
    await popup.getByRole('link', { name: 'Timeline' }).click();
    await popup.getByRole('region', { name: 'Payload' }).getByText('"hand"').waitFor();
    assert.equal(problems, []);
    assert.is(inspector.watchers, 0, 'the inspector itself is not watched for it');
  });

  test('works in an iframe as well', async (context) => {
    const inspector = await inspectorFor(context, room);
    const frame = `iframe: document.body.appendChild(Object.assign(document.createElement('iframe'), { width: 1000, height: 600 }))`;
    const app = await serveApp(context, xstate5App(inspector.url, frame));
    const { page } = await openPage(await room.browser(), app.url);
    await page.locator('#go').click();
    const inner = page.frameLocator('iframe');
    await activeState(inner, 'off').waitFor();
    await page.evaluate('turn()');
    await activeState(inner, 'on').waitFor();
  });

  test('waits for a program that has nothing to show yet, and says what for', async (context) => {
    const inspector = await inspectorFor(context, room);
    const app = await serveApp(
      context,
      `document.querySelector('#go').onclick = () => window.open(${JSON.stringify(inspector.url)});`,
    );
    const { page } = await openPage(await room.browser(), app.url);
    const opened = page.waitForEvent('popup');
    await page.locator('#go').click();
    const popup = await opened;
    await popup.getByText('Waiting for the program that opened this page').waitFor();
    await popup.getByRole('link', { name: /own programs/ }).click();
    await popup.getByText('No actor has started yet').waitFor();
  });

  test('and its receiver, in a page of an origin that is let in, watches our actors', async (context) => {
    const app = await serveApp(context, receiverApp('@statelyai/inspect', '{ server: address }'));
    const heard = await watchFrom(context, room, app, ({ xstate5ReceiverUrl }) => xstate5ReceiverUrl);
    assert.match(heard, /"@xstate\.actor"/);
  });

  test('hears no other window than the one that opened it', async (context) => {
    const inspector = await inspectorFor(context, room);
    const app = await serveApp(context, xstate5App(inspector.url));
    const { page } = await openPage(await room.browser(), app.url);
    const opened = page.waitForEvent('popup');
    await page.locator('#go').click();
    const popup = await opened;
    await activeState(popup, 'off').waitFor();
    // A frame inside of the page itself can post to it, as could any window that has a handle on it.
    await popup.evaluate(`new Promise((resolve) => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '';
      frame.onload = () => {
        const forged = { type: '@xstate.actor', _version: '0.7.2', sessionId: 'x:99', name: 'forged', definition: '{"id":"forged","states":{"a":{}}}' };
        const event = new MessageEvent('message', { data: forged, source: frame.contentWindow, origin: 'http://evil.example' });
        dispatchEvent(event);
        dispatchEvent(new MessageEvent('message', { data: { ...forged, type: '@xstate.snapshot', event: { type: 'x' }, snapshot: { status: 'active', value: 'a' } }, source: frame.contentWindow, origin: 'http://evil.example' }));
        resolve();
      };
      document.body.append(frame);
    })`);
    await page.evaluate('turn()');
    await activeState(popup, 'on').waitFor();
    assert.is(await popup.locator('[data-actor="forged"]').count(), 0);
  });
});

function isXstate4Installed(): boolean {
  try {
    createRequire(join(xstate4Folder, 'package.json')).resolve('@xstate/inspect');
    return true;
  } catch {
    return false;
  }
}

const xstate4App = (url: string): string => `
  import { inspect } from '@xstate/inspect';
  import { createMachine, interpret } from 'xstate';
  const door = createMachine({
    id: 'door',
    predictableActionArguments: true,
    initial: 'closed',
    states: { closed: { on: { OPEN: 'open' } }, open: { on: { CLOSE: 'closed' }, after: { 60000: 'closed' } } },
  });
  document.querySelector('#go').onclick = () => {
    inspect({ url: ${JSON.stringify(url)}, iframe: false });
    globalThis.service = interpret(door, { devTools: true }).start();
  };
`;

if (isXstate4Installed()) {
  browserSuite('the page as a drop-in for @xstate/inspect (XState 4)', (test, room) => {
    async function openBoth(context: TestContext, control: boolean): Promise<{ page: Page; popup: Page }> {
      const inspector = await inspectorFor(context, room, control);
      const app = await serveApp(context, xstate4App(inspector.url), xstate4Folder);
      const { page } = await openPage(await room.browser(), app.url);
      const opened = page.waitForEvent('popup');
      await page.locator('#go').click();
      const popup = await opened;
      await activeState(popup, 'closed').waitFor();
      return { page, popup };
    }

    test('opened by inspect({ url, iframe: false }), shows the program and sends events back', async (context) => {
      const { page, popup } = await openBoth(context, true);
      await page.evaluate(`service.send('OPEN')`);
      await activeState(popup, 'open').waitFor();
      const events = popup.getByRole('group', { name: 'Events that it can take now' });
      await events.getByRole('button', { name: 'CLOSE' }).click();
      await popup.getByRole('button', { name: 'Send', exact: true }).click();
      await activeState(popup, 'closed').waitFor();
      assert.is(await page.evaluate('service.state.value'), 'closed');
    });

    test('and its receiver, in a page of an origin that is let in, watches our actors', async (context) => {
      const app = await serveApp(
        context,
        receiverApp('@xstate/inspect', '{ server: address }'),
        xstate4Folder,
      );
      const heard = await watchFrom(context, room, app, ({ xstate4ReceiverUrl }) =>
        xstate4ReceiverUrl.replace('ws://', ''),
      );
      assert.match(heard, /"service\.register"/);
      assert.match(heard, /"service\.state"/);
    });

    test('sends nothing back without control', async (context) => {
      const { popup } = await openBoth(context, false);
      await popup.getByText('This page only watches').waitFor();
      assert.is(await popup.getByRole('button', { name: 'OPEN' }).count(), 0);
    });
  });
} else {
  skipSuite(
    'the page as a drop-in for @xstate/inspect (XState 4)',
    'its packages are not installed: run npm ci',
  );
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { buildPage } from '../../inspect/page/build/buildPage.ts';
import { chromiumSuite, patience } from '../browser/chromiumSuite.ts';
import { isBuilt } from '../isBuilt.ts';
import type { Test } from '../suite.ts';

/** What tests in a browser share: one Chromium, and the page as it is built. */
export interface BrowserRoom {
  readonly browser: () => Promise<Browser>;
  /** The folder with the built page. */
  readonly pageFolder: () => Promise<string>;
}

/** A {@link chromiumSuite} whose tests open the inspector's page. */
export function browserSuite(name: string, define: (test: Test, room: BrowserRoom) => void): void {
  chromiumSuite(name, (test, launch) => {
    let browser: Promise<Browser> | undefined;
    let folder: Promise<string> | undefined;
    const room: BrowserRoom = {
      browser: () => (browser ??= launch()),
      pageFolder: () => (folder ??= isBuilt() ? Promise.resolve(builtPage) : buildIntoTemporary()),
    };
    const testPages: Test = (testName, body, options) => {
      test(
        testName,
        async (context) => {
          // A page that is still open when its test is over takes its share of the machine from the next.
          context.after(async () => {
            for (const opened of (await browser)?.contexts() ?? []) await opened.close();
          });
          await body(context);
        },
        options,
      );
    };
    define(testPages, room);
    test('leaves nothing behind', async () => {
      await (await browser)?.close();
      const used = await folder;
      if (used !== undefined && used !== builtPage) await rm(used, { recursive: true, force: true });
    });
  });
}

const builtPage = join(import.meta.dirname, '../../dist/inspect/page');

async function buildIntoTemporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'statewire-page-'));
  await buildPage(folder);
  return folder;
}

/** A page, with all that it did wrong. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Exceptions, errors on the console, violations of the Content-Security-Policy. */
  readonly problems: string[];
  /** Every URL that was asked for. */
  readonly requests: string[];
}

/** How a page is opened. */
export interface PageOptions {
  /** @default false */
  readonly dark?: boolean;
  /** In CSS pixels. @default 1280 */
  readonly width?: number;
  /** In CSS pixels. @default 800 */
  readonly height?: number;
  /** Whether it moves. Without a graphics card each frame costs, so that only tests of what moves ask for it. @default false */
  readonly motion?: boolean;
}

/** Opens a page in a profile of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const { dark = false, width = 1280, height = 800, motion = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: motion ? 'no-preference' : 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    acceptDownloads: true,
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  await page.goto(url);
  return { page, context, problems, requests };
}

/**
 * Waits until an expression holds in a page. Unlike Playwright's `waitForFunction`, which evaluates it in the page again and
 * again, it gets by with a Content-Security-Policy that forbids `eval`.
 */
export async function holds(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(`Boolean(${expression})`))) await nextFrame();
}

/** In ms. */
const frame = 20;
const nextFrame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, frame));

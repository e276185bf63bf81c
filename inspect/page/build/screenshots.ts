// Pictures of each view, light and dark, from the running demo: `npm run screenshots`. They go to docs/images.
import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, 'docs', 'images');
const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const size = { width: 1440, height: 900 };

interface View {
  readonly name: string;
  readonly hash: string;
  /** Brings the page to where it is worth a picture. */
  prepare(page: Page): Promise<void>;
}

const active = (path: string): string => `[data-state="${path}"][aria-current="true"]`;

const views: readonly View[] = [
  {
    name: 'statechart',
    hash: '#/actors',
    async prepare(page) {
      await page.locator(active('connecting.waiting')).waitFor();
      await page.waitForTimeout(250);
    },
  },
  {
    name: 'namespace',
    hash: '#/actors',
    async prepare(page) {
      await page.locator('[data-actor="namespace:/sensors"]').click();
      await page.locator(active('joined')).waitFor();
      await page.getByRole('button', { name: 'Draw from left to right' }).click();
      await page.waitForTimeout(600);
      await page.getByRole('button', { name: 'Go to the active state' }).click();
    },
  },
  {
    name: 'timetravel',
    hash: '#/timeline',
    async prepare(page) {
      await page.getByLabel('Filter by type').fill('link.closed');
      await page.locator('[data-sequence]').last().click();
      await page.getByLabel('Filter by type').fill('');
      await page.getByRole('link', { name: 'Statecharts' }).click();
      await page.locator('[data-actor="telemetry"]').click();
      await page.locator('.bundle.took').first().waitFor();
    },
  },
  {
    name: 'timeline',
    hash: '#/timeline',
    async prepare(page) {
      await page.locator('[data-sequence]', { hasText: 'connected.settling' }).last().click();
    },
  },
  {
    name: 'sequence',
    hash: '#/timeline',
    async prepare(page) {
      await page.getByRole('button', { name: 'Sequence' }).click();
    },
  },
  {
    name: 'traffic',
    hash: '#/traffic',
    async prepare(page) {
      await page.locator('[data-event="calibrate"]').last().click();
    },
  },
  {
    name: 'graph',
    hash: '#/graph',
    async prepare(page) {
      await page.locator('[data-node="calibrate"]').hover();
    },
  },
];

/** Starts the demo, and resolves with the inspector's address. */
function startDemo(): { readonly url: Promise<string>; readonly stop: () => void } {
  const demo = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/cli/main.ts', 'demo', '--control', '--no-open'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const url = new Promise<string>((resolve, reject) => {
    let output = '';
    demo.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output)?.[0];
      if (found !== undefined) resolve(found);
    });
    demo.once('close', () => reject(new Error(`The demo ended: ${output}`)));
  });
  return { url, stop: () => demo.kill('SIGINT') };
}

const demo = startDemo();
const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  await mkdir(folder, { recursive: true });
  const url = await demo.url;
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  // Watched from the beginning, so that there is something to show.
  await page.goto(url);
  await page.locator(active('connecting.waiting')).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(12_000);
  for (const { name, hash, prepare } of views) {
    await page.goto(`${url}${hash}`);
    await page.reload();
    await page.locator('.bar').waitFor();
    await page.waitForTimeout(3_000);
    await prepare(page);
    await page.mouse.move(size.width / 2, size.height - 4);
    if (name === 'graph') await page.locator('[data-node="calibrate"]').hover();
    await page.waitForTimeout(400);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(folder, `inspector-${name}-${colorScheme}.png`) });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }
} finally {
  await browser.close();
  demo.stop();
}

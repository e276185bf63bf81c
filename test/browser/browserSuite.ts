import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { Test, TestContext } from '../suite.ts';
import { chromiumSuite, patience } from './chromiumSuite.ts';

/** What a test of a page gets. */
export interface BrowserBench {
  /** Opens one of the pages of test/apps/browser, with what stands behind the # of its address. */
  open(context: TestContext, app: string, hash: string): Promise<Page>;
}

/** A {@link chromiumSuite} whose tests open the pages of test/apps/browser. */
export function browserSuite(name: string, define: (test: Test, bench: BrowserBench) => void): void {
  chromiumSuite(name, (test, launch) => define(test, benchOf(launch)));
}

function benchOf(launch: () => Promise<Browser>): BrowserBench {
  let browser: Promise<Browser> | undefined;
  let users = 0;
  return {
    async open({ after }, app, hash) {
      browser ??= launch();
      users += 1;
      const script = await bundle(app);
      const server = createServer((request, response) => {
        const isScript = request.url === '/app.js';
        response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
        response.end(
          isScript ? script : '<!doctype html><div id="root"></div><script src="/app.js"></script>',
        );
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const context = await (await browser).newContext();
      after(async () => {
        await context.close();
        server.close();
        users -= 1;
        if (users > 0) return;
        await (await browser)?.close();
        browser = undefined;
      });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      // What a page throws, or says as an error, is the test's failure.
      page.on('pageerror', (error) => {
        throw error;
      });
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/#${encodeURIComponent(hash)}`);
      return page;
    },
  };
}

/** For the sources what the `browser` field of package.json says of the built files. */
const browserPlatform: Plugin = {
  name: 'browser platform',
  setup({ onResolve }) {
    onResolve({ filter: /\/platform\/node\.ts$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/node\.ts$/, 'browser.ts')),
    }));
  },
};

async function bundle(app: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../apps/browser', app)],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"development"' },
    tsconfig: join(import.meta.dirname, '../apps/browser/tsconfig.json'),
    plugins: [browserPlatform],
  });
  return outputFiles[0]?.text ?? '';
}

import { createServer } from 'node:http';
import { build } from 'esbuild';
import type { TestContext } from '../suite.ts';

/** A page of another origin, for one test. */
export interface ServedApp {
  readonly url: string;
}

/**
 * Serves a page that runs a script.
 *
 * @param script - as a module; its packages are looked up in `folder`
 */
export async function serveApp(
  { after }: TestContext,
  script: string,
  folder: string = import.meta.dirname,
): Promise<ServedApp> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: folder },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.text ?? '';
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js';
    response.setHeader(
      'content-type',
      isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8',
    );
    response.end(
      isScript
        ? code
        : '<!doctype html><title>app</title><button id="go">go</button><script src="/app.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return { url: `http://127.0.0.1:${address.port}/` };
}

import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { prepareLayouts } from './prepareLayouts.ts';

const pageFolder = join(import.meta.dirname, '..');
const require = createRequire(import.meta.url);

/**
 * Builds the inspector's page into a folder, which is emptied before: its script with its chunks, its style sheet, the layout
 * engine's worker, and the layouts of Statewire's own statecharts.
 *
 * @throws {Error} (a rejection) where a source does not compile, or reaches for a module that browsers do not have
 */
export async function buildPage(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const shared: BuildOptions = {
    outdir: out,
    bundle: true,
    platform: 'browser',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    minify: true,
    legalComments: 'linked',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  };
  const [page] = await Promise.all([
    build({
      ...shared,
      entryPoints: { page: join(pageFolder, 'main.tsx') },
      splitting: true,
      format: 'esm',
      jsx: 'automatic',
      chunkNames: 'chunks/[name]-[hash]',
      plugins: [browserPlatform],
      metafile: true,
    }),
    build({ ...shared, entryPoints: { early: join(pageFolder, 'early.ts') }, format: 'iife' }),
    copyFile(join(pageFolder, 'icon.svg'), join(out, 'icon.svg')),
    copyLayoutEngine(out),
    prepareLayouts().then((layouts) => writeFile(join(out, 'layouts.json'), JSON.stringify(layouts))),
  ]);
  await writeIndex(out, page);
}

/** The document, with the chunks that the script begins with named in it: browsers ask for them at once, not in turn. */
async function writeIndex(out: string, { metafile }: BuildResult<{ metafile: true }>): Promise<void> {
  const entry = Object.entries(metafile.outputs).find(([path]) => path.endsWith('/page.js'))?.[1];
  const chunks = (entry?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="/chunks/${basename(path)}" />`);
  const html = await readFile(join(pageFolder, 'index.html'), 'utf8');
  await writeFile(join(out, 'index.html'), html.replace('</head>', `  ${chunks.join('\n    ')}\n  </head>`));
}

/** What differs between Node.js and browsers is in one file each. */
const browserPlatform: Plugin = {
  name: 'browser platform',
  setup({ onResolve }) {
    onResolve({ filter: /\/platform\/node\.ts$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/node\.ts$/, 'browser.ts')),
    }));
  },
};

/** The layout engine is shipped as it is published, in a file of its own, beside its licence. */
async function copyLayoutEngine(out: string): Promise<void> {
  const engine = join(require.resolve('elkjs/package.json'), '..');
  const licence = await readFile(join(engine, 'LICENSE.md'), 'utf8');
  await copyFile(join(engine, 'lib', 'elk-worker.min.js'), join(out, 'elk-worker.min.js'));
  await writeFile(
    join(out, 'elk-worker.licence.txt'),
    `elk-worker.min.js is the Eclipse Layout Kernel for JavaScript (https://github.com/kieler/elkjs), unmodified.\n\n${licence}`,
  );
}

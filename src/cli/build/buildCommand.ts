import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/**
 * Builds the command into a folder, which is emptied before: `statewire.js`, and a chunk for each of its commands. A process
 * that lives for a moment spends most of it reading files: here they are few, and of zod only what is used (the whole of it
 * loads its messages in every language).
 *
 * Other packages stay outside, for statecharts and nodes of its users are made with them too.
 *
 * @throws {Error} (a rejection) where a source does not compile
 */
export async function buildCommand(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await build({
    entryPoints: { statewire: join(import.meta.dirname, '..', 'main.ts') },
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [packagesOutside],
    logLevel: 'silent',
  });
  const licence = await readFile(join(require.resolve('zod/package.json'), '..', 'LICENSE'), 'utf8');
  await writeFile(
    join(out, 'zod.licence.txt'),
    `Parts of zod (https://github.com/colinhacks/zod) are in here.\n\n${licence}`,
  );
}

const packagesOutside: Plugin = {
  name: 'packages outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path === 'zod' ? undefined : { path, external: true },
    );
  },
};

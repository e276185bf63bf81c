import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Inspect from '../../inspect/server/index.ts';
import type * as Statewire from '../../src/index.ts';

/** The folder of the package. */
export const root = join(import.meta.dirname, '..', '..');

interface Built {
  readonly statewire: typeof Statewire;
  readonly inspect: typeof Inspect;
}

/** The library as it is built and shipped: through a loader of TypeScript its closures would take three times the room. */
export async function loadBuilt(): Promise<Built> {
  const load = (file: string): Promise<unknown> => import(pathToFileURL(join(root, 'dist', file)).href);
  // The same modules; TypeScript knows only their sources.
  return {
    statewire: (await load('src/index.js')) as Built['statewire'],
    inspect: (await load('inspect/server/index.js')) as Built['inspect'],
  };
}

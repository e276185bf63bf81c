import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** The last file that `npm run build` writes. */
const last = join(root, 'dist', 'inspect', 'page', 'layouts.json');
const sources = ['inspect', 'machines', 'src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Whether `dist/` was built after all that it is built from was written, as it is after `npm ci`. */
export function isBuilt(): boolean {
  const built = statSync(last, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return sources.every((place) => newest(join(root, place)) < built);
}

/** When a file, or the last of a folder's, was written, in ms since the epoch. */
function newest(place: string): number {
  const { mtimeMs } = statSync(place);
  if (!statSync(place).isDirectory()) return mtimeMs;
  const files = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(join(place, file)).mtimeMs));
}

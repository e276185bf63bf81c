import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of this package: sources, what is compiled from them, and what the command is bundled into lie at different depths
 * of it.
 *
 * @param from - a folder within it
 */
export function findPackage(from: string): string {
  const isIt = existsSync(join(from, 'package.json')) || dirname(from) === from;
  return isIt ? from : findPackage(dirname(from));
}

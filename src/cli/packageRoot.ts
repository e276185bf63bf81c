import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPackage } from '../../inspect/server/findPackage.ts';

/** The folder of this package: the same for sources and for what is built from them. */
export const packageRoot = findPackage(import.meta.dirname);

/** The version in `package.json`. */
export function packageVersion(): string {
  const facts: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return typeof facts === 'object' && facts !== null && 'version' in facts ? String(facts.version) : '';
}

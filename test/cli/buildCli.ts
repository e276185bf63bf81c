import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildCommand } from '../../src/cli/build/buildCommand.ts';
import { isBuilt } from '../isBuilt.ts';

const root = join(import.meta.dirname, '..', '..');
/**
 * The command as it is shipped. What was not built since it was changed is built into a folder that goes with this process.
 * (Through tsx each of the many processes would take half a second to start.)
 *
 * @returns the path of the script
 */
export async function buildCli(): Promise<string> {
  if (isBuilt()) return join(root, 'dist', 'cli', 'statewire.js');
  const folder = mkdtempSync(join(tmpdir(), 'statewire-package-'));
  // First of all listeners: the suites' own ends the process.
  process.prependOnceListener('exit', () => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const part of ['examples', 'node_modules']) symlinkSync(join(root, part), join(folder, part));
  await buildCommand(join(folder, 'dist', 'cli'));
  return join(folder, 'dist', 'cli', 'statewire.js');
}

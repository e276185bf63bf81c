import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBuilt } from '../isBuilt.ts';

const root = join(import.meta.dirname, '..', '..');
const script = join('dist', 'src', 'cli', 'main.js');

/**
 * The command as it is shipped. What was not built since it was changed is compiled by its own build into a folder that goes
 * with this process. (Through tsx each of the many processes would take half a second to start.)
 *
 * @returns the path of the script
 */
export function buildCli(): string {
  if (isBuilt()) return join(root, script);
  const folder = mkdtempSync(join(tmpdir(), 'statewire-package-'));
  // First of all listeners: the suites' own ends the process.
  process.prependOnceListener('exit', () => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const part of ['examples', 'node_modules']) symlinkSync(join(root, part), join(folder, part));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noCheck', '--declaration', 'false', '--declarationMap', 'false'];
  const target = ['--outDir', join(folder, 'dist')];
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), ...options, ...target], {
    stdio: 'pipe',
  });
  return join(folder, script);
}

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/**
 * The command as it is shipped: the package as it would be installed, compiled by its own build into a folder that goes
 * with this process. (Through tsx each of the many processes would take half a second to start.)
 *
 * @returns the path of the script
 */
export function buildCli(): string {
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
  return join(folder, 'dist', 'src', 'cli', 'main.js');
}

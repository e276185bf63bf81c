import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
let built: string | undefined;

/**
 * The command as it is shipped: compiled by the project's own build, once for each test file, into a folder of its own
 * that goes with the process. (Through tsx each of the many processes would take half a second to start.)
 *
 * @returns the path of the script
 */
export function buildCli(): string {
  if (built !== undefined) return built;
  const folder = join(root, 'dist', `test-${process.pid}`);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noCheck', '--declaration', 'false', '--declarationMap', 'false', '--outDir', folder];
  execFileSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json'), ...options], {
    stdio: 'pipe',
  });
  built = join(folder, 'src', 'cli', 'main.js');
  return built;
}

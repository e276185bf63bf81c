import { ConnectionError } from '../../../machines/ConnectionError.ts';
import { faultNames, type FaultName } from './faults.ts';

/** What a path has to go with. */
export interface PathOptions {
  readonly path?: string;
  readonly seed?: number;
  readonly send?: string;
  readonly faults?: readonly FaultName[];
}

/**
 * A path that leads to nothing would be played without anything being tried.
 *
 * @param near - says which of the names that there are may have been meant
 * @throws {ConnectionError} `invalid-configuration`
 */
export function checkPath(
  { path, seed, send, faults = faultNames }: PathOptions,
  near: (path: string, names: readonly string[]) => string = () => '',
): void {
  if (path === undefined) return;
  if (isRandomPath(path)) {
    if (seed === undefined)
      throw invalid(`The path ${path} goes with the seed of the same verdict (--seed).`);
    return;
  }
  if (path === 'messages' && send === undefined)
    throw invalid('The path messages goes with an event to send (--send EVENT).');
  const names = ['calm', ...(send === undefined ? [] : ['messages']), ...faults];
  if (names.includes(path)) return;
  throw invalid(
    `There is no path ${JSON.stringify(path)}.${near(path, names)} It is one that a verdict has named: ${names.join(', ')}, or numbers.`,
  );
}

/** Whether a path leads to a random sequence, which takes its seed with it, and not to a scenario with a name. */
export function isRandomPath(path: string): boolean {
  return /^\d+(:\d+)*$/.test(path);
}

function invalid(message: string): ConnectionError {
  return new ConnectionError('invalid-configuration', message);
}

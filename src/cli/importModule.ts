import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CliError } from './CliError.ts';

/**
 * Loads a module that a user has named.
 *
 * @param label - what the user called it by, for the sentence that says what is wrong: `--nodes ./nodes.js`
 * @returns what it exports, by name
 * @throws {CliError} (a rejection) for a file that is not there, or cannot be loaded
 */
export async function importModule(file: string, label: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const exported: unknown = await import(pathToFileURL(resolve(file)).href);
    return typeof exported === 'object' && exported !== null ? { ...exported } : {};
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new CliError(`${label}: Node.js loads .js and .mjs files. For TypeScript, compile it first.`);
    throw new CliError(`${label}: it could not be loaded: ${firstLine(error)}`);
  }
}

/** What an error says, as far as it fits into a sentence. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

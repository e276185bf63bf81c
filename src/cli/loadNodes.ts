import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkDefinition } from '../graph/checkDefinition.ts';
import type { NodeDefinition } from '../graph/NodeDefinition.ts';
import { createNodeRegistry } from '../graph/nodeRegistry.ts';
import { CliError } from './CliError.ts';

/**
 * Loads the modules that `--nodes` names: whatever they export that `defineNode()` has made, also in lists.
 *
 * @throws {CliError} (a rejection) for a file that is not there, cannot be loaded, or exports no node
 */
export async function loadNodes(files: readonly string[]): Promise<NodeDefinition[]> {
  const found: NodeDefinition[] = [];
  for (const file of files) {
    const nodes = [...new Set((await load(file)).filter(isDefinition))];
    if (nodes.length === 0) {
      throw new CliError(
        `--nodes ${file}: it exports no node. Export what defineNode() of statewire/graph returns.`,
      );
    }
    try {
      for (const node of nodes) checkDefinition(node);
      found.push(...nodes);
      // Two of a type, in one file or over several.
      createNodeRegistry(found);
    } catch (error) {
      throw new CliError(`--nodes ${file}: ${messageOf(error)}`);
    }
  }
  return found;
}

/** All that a module exports, lists taken apart. */
async function load(file: string): Promise<unknown[]> {
  try {
    const exported: unknown = await import(pathToFileURL(resolve(file)).href);
    return typeof exported === 'object' && exported !== null ? Object.values(exported).flat() : [];
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new CliError(
        `--nodes ${file}: Node.js loads .js and .mjs files. For TypeScript, compile it first.`,
      );
    throw new CliError(`--nodes ${file}: it could not be loaded: ${messageOf(error)}`);
  }
}

function isDefinition(value: unknown): value is NodeDefinition {
  return typeof value === 'object' && value !== null && 'kind' in value && 'type' in value && 'help' in value;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

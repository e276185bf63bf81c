import { checkDefinition } from '../graph/checkDefinition.ts';
import type { NodeDefinition } from '../graph/NodeDefinition.ts';
import { createNodeRegistry } from '../graph/nodeRegistry.ts';
import { CliError } from './CliError.ts';
import { firstLine, importModule } from './importModule.ts';

/**
 * Loads the modules that `--nodes` names: whatever they export that `defineNode()` has made, also in lists.
 *
 * @throws {CliError} (a rejection) for a file that is not there, cannot be loaded, or exports no node
 */
export async function loadNodes(files: readonly string[]): Promise<NodeDefinition[]> {
  const found: NodeDefinition[] = [];
  for (const file of files) {
    const exported = Object.values(await importModule(file, `--nodes ${file}`)).flat();
    const nodes = [...new Set(exported.filter(isDefinition))];
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
      throw new CliError(`--nodes ${file}: ${firstLine(error)}`);
    }
  }
  return found;
}

function isDefinition(value: unknown): value is NodeDefinition {
  return typeof value === 'object' && value !== null && 'kind' in value && 'type' in value && 'help' in value;
}

import { factsOf, type DefinitionFacts } from './definitionFacts.ts';
import type { NodeDefinition } from './NodeDefinition.ts';
import { builtInNodes } from './nodes/builtInNodes.ts';

/** All the nodes that a project can have, by type. */
export interface NodeRegistry {
  readonly definitions: readonly NodeDefinition[];
  readonly types: readonly string[];
  get(type: string): DefinitionFacts | undefined;
}

/**
 * The built-in nodes and some of one's own.
 *
 * @throws {TypeError} where two have the same type
 */
export function createNodeRegistry(own: readonly NodeDefinition[] = []): NodeRegistry {
  const definitions = [...builtInNodes, ...own];
  const byType = new Map<string, NodeDefinition>();
  for (const definition of definitions) {
    if (byType.has(definition.type)) throw new TypeError(`Two nodes have the type "${definition.type}".`);
    byType.set(definition.type, definition);
  }
  return {
    definitions,
    types: [...byType.keys()],
    get(type) {
      const definition = byType.get(type);
      return definition === undefined ? undefined : factsOf(definition);
    },
  };
}

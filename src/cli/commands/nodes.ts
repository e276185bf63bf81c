import { describeNodes } from '../../graph/describe/describeNodes.ts';
import { nodesTable } from '../../graph/describe/nodesTable.ts';
import { createNodeRegistry } from '../../graph/nodeRegistry.ts';
import { didYouMean, suggest } from '../../project/suggest.ts';
import { CliError } from '../CliError.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { loadNodes } from '../loadNodes.ts';

export interface NodesOptions {
  readonly format: 'text' | 'json';
  readonly nodes?: readonly string[];
}

/** `statewire nodes [FILTER]`: prints the nodes that a graph can have, or those whose type contains the filter. */
export async function nodes(
  filter: string | undefined,
  options: NodesOptions,
  { output }: CommandContext,
): Promise<ExitCode> {
  const { definitions, types } = createNodeRegistry(await loadNodes(options.nodes ?? []));
  const found = describeNodes(definitions).filter(
    ({ type }) => filter === undefined || type.includes(filter),
  );
  if (filter !== undefined && found.length === 0) {
    const name = JSON.stringify(filter);
    throw new CliError(`No node has ${name} in its type.${didYouMean(suggest(filter, types))}`);
  }
  output.stdout.write(options.format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : nodesTable(found));
  return 0;
}

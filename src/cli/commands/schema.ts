import { projectSchemaJson } from '../../graph/describe/projectSchemaJson.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { loadNodes } from '../loadNodes.ts';

export interface SchemaOptions {
  readonly nodes?: readonly string[];
}

/** `statewire schema`: prints the JSON Schema of project files. */
export async function schema(options: SchemaOptions, { output }: CommandContext): Promise<ExitCode> {
  const nodes = await loadNodes(options.nodes ?? []);
  output.stdout.write(`${JSON.stringify(projectSchemaJson(nodes), null, 2)}\n`);
  return 0;
}

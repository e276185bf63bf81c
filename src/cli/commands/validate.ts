import { formatDiagnostic, hasErrors } from '../../project/Diagnostic.ts';
import { checkFile } from '../checkFile.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { loadNodes } from '../loadNodes.ts';

export interface ValidateOptions {
  readonly format: 'text' | 'json';
  readonly nodes?: readonly string[];
}

/** `statewire validate FILE`: prints every finding. Exit code 2 where one of them is an error. */
export async function validate(
  file: string,
  options: ValidateOptions,
  { output, environment }: CommandContext,
): Promise<ExitCode> {
  const nodes = await loadNodes(options.nodes ?? []);
  const { diagnostics } = await checkFile(file, { environment, nodes });
  const text =
    options.format === 'json'
      ? `${JSON.stringify(diagnostics, null, 2)}\n`
      : diagnostics.map((diagnostic) => `${formatDiagnostic(diagnostic)}\n`).join('');
  output.stdout.write(text);
  return hasErrors(diagnostics) ? 2 : 0;
}

import { formatDiagnostic, hasErrors } from '../../project/Diagnostic.ts';
import { checkFile } from '../checkFile.ts';
import { CliError } from '../CliError.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { startInspection, type InspectionOptions } from '../inspection.ts';
import { loadNodes } from '../loadNodes.ts';
import { createSink } from '../log/createSink.ts';
import type { HeaderLine } from '../log/formatHeader.ts';
import { runSession } from '../runSession.ts';

export interface RunOptions extends InspectionOptions {
  readonly for?: number;
  readonly log: 'pretty' | 'json';
  readonly set?: ReadonlyMap<string, string>;
  readonly nodes?: readonly string[];
}

/** What people are told before the log begins. */
export type Header = (inspector: string | undefined) => readonly HeaderLine[];

/** What a command that runs a project does beside it. */
export interface RunFrame {
  /** @default the inspector's address, if there is one */
  readonly header?: Header;
  /** The inspector is there. */
  readonly onInspector?: (url: string) => void;
}

const inspectorAlone: Header = (inspector) => (inspector === undefined ? [] : [['inspector', inspector]]);

/** `statewire run FILE`: checks a project and runs it until it ends. Exit code 2 where it does not validate. */
export async function run(
  file: string,
  options: RunOptions,
  context: CommandContext,
  { header = inspectorAlone, onInspector }: RunFrame = {},
): Promise<ExitCode> {
  const { output, environment } = context;
  const nodes = await loadNodes(options.nodes ?? []);
  const { project, diagnostics } = await checkFile(file, { environment, nodes });
  for (const diagnostic of diagnostics) output.stderr.write(`${formatDiagnostic(diagnostic)}\n`);
  if (project === undefined || hasErrors(diagnostics)) {
    const count = diagnostics.filter(({ severity }) => severity === 'error').length;
    throw new CliError(`${file} does not validate: ${count} error${count === 1 ? '' : 's'}.`, 2);
  }
  const inspection = await startInspection(options, project.name);
  try {
    if (inspection?.url !== undefined) onInspector?.(inspection.url);
    return await runSession(project, {
      write: await createSink({ form: options.log, project, header: header(inspection?.url) }, context),
      seconds: options.for,
      settings: Object.fromEntries(options.set ?? []),
      nodes,
      watch: inspection?.watch,
      // Someone at the page can start what has stopped.
      isDriven: options.control,
      onClosed: output.onClosed,
    });
  } finally {
    await inspection?.close();
  }
}

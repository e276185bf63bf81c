import type { Project } from '../../project/projectSchema.ts';
import type { CommandContext } from '../CommandContext.ts';
import { readTerminal } from '../Terminal.ts';
import { createPrettySink } from './createPrettySink.ts';
import { formatHeader, type HeaderLine } from './formatHeader.ts';
import type { LogSink } from './LogLine.ts';

/** What a log is made for. */
export interface SinkOptions {
  readonly form: 'pretty' | 'json';
  readonly project: Project;
  /** What people are told before it begins. In JSON it goes to the standard error output. */
  readonly header: readonly HeaderLine[];
}

/** The log of a run on the standard output, in the form that `--log` names. Begins it with the header. */
export async function createSink(
  { form, project, header }: SinkOptions,
  { output, environment }: Pick<CommandContext, 'output' | 'environment'>,
): Promise<LogSink> {
  if (form === 'json') {
    for (const [label, text] of header) output.stderr.write(`${label}: ${text}\n`);
    // Loaded only where it is needed: the start counts.
    const { createJsonSink } = await import('./createJsonSink.ts');
    return createJsonSink(output.stdout);
  }
  const terminal = readTerminal({ environment, platform: process.platform, output: process.stdout });
  output.stdout.write(formatHeader(header, terminal));
  return createPrettySink({ output: output.stdout, terminal, names: namesOf(project) });
}

/** Those who may speak in the log. */
function namesOf({ settings, logic, scenes }: Project): string[] {
  const graphs = [logic, ...scenes.map((scene) => scene.logic)];
  const consoles = graphs.flatMap(({ nodes }) => nodes.filter(({ type }) => type === 'development/console'));
  return ['done', ...settings.socketio.connections.map(({ name }) => name), ...consoles.map(({ id }) => id)];
}

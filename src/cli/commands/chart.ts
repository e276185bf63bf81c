import { describeMachine, toMermaid, type MachineDefinition } from '../../../inspect/server/index.ts';
import { readRecording } from '../../../inspect/server/openRecording.ts';
import { connectionMachine } from '../../../machines/connection.ts';
import { namespaceMachine } from '../../../machines/namespace.ts';
import { readProjectFile } from '../../project/readProjectFile.ts';
import { CliError } from '../CliError.ts';
import type { CommandContext, ExitCode } from '../CommandContext.ts';
import { firstLine, importModule } from '../importModule.ts';

export interface ChartOptions {
  /** The name of one of several. */
  readonly machine?: string;
}

interface NamedChart {
  readonly name: string;
  readonly definition: MachineDefinition;
}

const own: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['connection', connectionMachine.config],
  ['namespace', namespaceMachine.config],
]);

/** `statewire chart FILE-OR-CONNECTION`: prints a statechart as Mermaid. */
export async function chart(
  what: string,
  { machine }: ChartOptions,
  { output }: CommandContext,
): Promise<ExitCode> {
  const charts = own.has(what) ? describe([[what, own.get(what)]]) : await chartsOf(what);
  output.stdout.write(toMermaid(choose(charts, machine, what)));
  return 0;
}

function choose(charts: readonly NamedChart[], wanted: string | undefined, file: string): MachineDefinition {
  const names = [...new Set(charts.map(({ name }) => name))].join(', ');
  const found = wanted === undefined ? charts : charts.filter(({ name }) => name === wanted);
  const [first] = found;
  if (first === undefined) {
    throw new CliError(
      names === ''
        ? `${file}: there is no statechart in it.`
        : `${file}: it has no statechart ${wanted}. There are: ${names}.`,
    );
  }
  // The same machine under two names is one.
  if (new Set(found.map(({ definition }) => definition.hash)).size > 1 && wanted === undefined) {
    throw new CliError(`${file}: it has several statecharts. Name one with --machine: ${names}.`);
  }
  return first.definition;
}

async function chartsOf(file: string): Promise<readonly NamedChart[]> {
  if (/\.[cm]?[jt]s$/.test(file)) {
    const exported = Object.entries(await importModule(file, file));
    return describe(exported.map(([name, value]) => [name, configOf(value)] as const));
  }
  if (file.endsWith('.ndjson')) return recorded(file);
  const read = await readProjectFile(file);
  if ('diagnostic' in read) throw new CliError(read.diagnostic.message);
  let content: unknown;
  try {
    content = JSON.parse(read.text);
  } catch (error) {
    throw new CliError(`${file}: it is neither a module (.js) nor JSON: ${firstLine(error)}`);
  }
  // A machine has no logic; a project has no states.
  return describe([['machine', isProject(content) ? connectionMachine.config : content]]);
}

async function recorded(file: string): Promise<readonly NamedChart[]> {
  try {
    const { snapshot } = await readRecording(file);
    return snapshot.definitions.map((definition) => ({ name: definition.id, definition }));
  } catch (error) {
    throw new CliError(firstLine(error));
  }
}

function describe(candidates: readonly (readonly [name: string, config: unknown])[]): readonly NamedChart[] {
  return candidates.flatMap(([name, config]) => {
    const definition = describeMachine(config);
    return definition === undefined ? [] : [{ name, definition }];
  });
}

/** Of a machine, or of an actor that runs one. */
function configOf(value: unknown): unknown {
  const part = (of: unknown, key: string): unknown =>
    typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
  return part(value, 'config') ?? part(part(value, 'logic'), 'config');
}

function isProject(content: unknown): boolean {
  const parts = ['plugins', 'settings', 'logic', 'scenes'];
  return typeof content === 'object' && content !== null && parts.some((part) => part in content);
}

import { checkConnections } from './checkConnections.ts';
import { checkVariables } from './checkVariables.ts';
import type { Diagnostic } from './Diagnostic.ts';
import { isObject } from './objects.ts';
import { parseJson } from './parseJson.ts';
import { projectSchema, type Project } from './projectSchema.ts';
import { readBySchema } from './readBySchema.ts';
import { createReport, type Report } from './Report.ts';
import { toLogic } from './toLogic.ts';
import { checkUniqueNames } from './uniqueNames.ts';

/** What a project file is read with. */
export interface LoadOptions {
  /** Where `${NAME}` is looked up: `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that the paths of TLS files start from. Default: they are left as they are. */
  readonly baseDirectory?: string;
}

/** What became of a project file. */
export interface LoadedProject {
  /**
   * Also there with errors, so that its graph can be checked too. Not there if the file is no JSON object, or has more
   * than 1000 errors.
   */
  readonly project: Project | undefined;
  /** Everything found so far, in the file's order. */
  readonly diagnostics: Diagnostic[];
  /** For further checks: add to it, then take its `diagnostics()`, which has those above in it. */
  readonly report: Report;
}

/** A larger file is refused unread: bytes, as UTF-8. */
export const largestFile = 16 * 1024 * 1024;

/**
 * Reads the text of a project file: JSON, shape, `${NAME}`, plugins, connections, variables, scenes. Everything that is
 * wrong is in the diagnostics, at once and in the file's order. Any text of any size gets diagnostics; nothing is
 * thrown.
 *
 * @example
 * const { project, diagnostics } = loadProject(text, { environment: process.env });
 * if (project !== undefined && !hasErrors(diagnostics)) createConnections(project.settings.socketio.connections);
 */
export function loadProject(text: string, options: LoadOptions): LoadedProject {
  const document = parse(text);
  if (document.value === undefined) {
    return { project: undefined, diagnostics: document.report.diagnostics(), report: document.report };
  }
  const project = toProject(document.value, document.report, options);
  return { project, diagnostics: document.report.diagnostics(), report: document.report };
}

function parse(text: string): { value: unknown; report: Report } {
  const bytes = Buffer.byteLength(text);
  if (bytes > largestFile) {
    const report = createReport(undefined);
    const size = (bytes / 1024 / 1024).toFixed(1);
    report.add('invalid-json', '', `The file is too large: ${size} MB, where 16 MB are the most.`);
    return { value: undefined, report };
  }
  const parsed = parseJson(text);
  const report = createReport(parsed.ok ? parsed.value : undefined);
  if (parsed.ok) {
    for (const { pointer, message } of parsed.remarks) report.add('invalid-shape', pointer, message);
    return { value: parsed.value, report };
  }
  report.add('invalid-json', '', `Line ${parsed.line}, column ${parsed.column}: ${parsed.message}.`);
  return { value: undefined, report };
}

function toProject(document: unknown, report: Report, options: LoadOptions): Project | undefined {
  const activated = isSocketioActivated(document);
  if (!activated) reportSettings(document, report);
  const { value: found, isWhole } = readBySchema(projectSchema, document, {
    report,
    environment: options.environment,
  });
  if (found === undefined || report.isFull) return undefined;
  const context = { report, document, isWhole, baseDirectory: options.baseDirectory };
  const connections = checkConnections(found.settings?.socketio?.connections ?? [], context);
  const variables = checkVariables(found.variables ?? [], context);
  const scenes = (found.scenes ?? []).map((scene) => ({
    name: scene?.name ?? '',
    logic: toLogic(scene?.logic),
  }));
  const sceneNames = scenes.map(({ name }) => name);
  checkUniqueNames(sceneNames, { pointer: '/scenes', what: 'scene', code: 'duplicate-id' }, context);
  if (report.isFull) return undefined;
  return {
    name: found.name ?? 'project',
    plugins: { socketio: { activated } },
    settings: { socketio: { connections } },
    variables,
    logic: toLogic(found.logic),
    scenes,
  };
}

function isSocketioActivated(document: unknown): boolean {
  return property(property(property(document, 'plugins'), 'socketio'), 'activated') !== false;
}

/** Reports the settings of the plugin that is off. What is wrong within them is reported all the same: it is all to be seen at once. */
function reportSettings(document: unknown, report: Report): void {
  const settings = property(property(document, 'settings'), 'socketio');
  if (settings === undefined || isEmpty(settings)) return;
  report.add(
    'plugin-deactivated',
    '/settings/socketio',
    'The plugin "socketio" is deactivated, so that its settings are not available: take them out, or set `activated` to true in /plugins/socketio.',
  );
}

/** Nothing, or nothing but things that hold nothing: an editor may leave `{ "connections": [] }` behind. */
function isEmpty(settings: unknown): boolean {
  if (Array.isArray(settings)) return settings.length === 0;
  return (
    isObject(settings) && Object.values(settings).every((value) => Array.isArray(value) && value.length === 0)
  );
}

function property(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

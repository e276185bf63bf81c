import type { Diagnostic } from '../project/Diagnostic.ts';
import { loadProject, type LoadOptions } from '../project/loadProject.ts';
import type { Project } from '../project/projectSchema.ts';
import { checkGraphs } from './check/checkGraphs.ts';
import type { NodeDefinition } from './NodeDefinition.ts';
import { createNodeRegistry } from './nodeRegistry.ts';

/** What a project is checked with. */
export interface CheckOptions extends LoadOptions {
  /** Nodes of your own, beside the built-in ones. */
  readonly nodes?: readonly NodeDefinition[];
}

/** What a check found. */
export interface CheckedProject {
  /** There, also with errors, as far as the file could be read. To run it, there must be none. */
  readonly project: Project | undefined;
  /** All that was found, in the file's order. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a project file and checks all of it: form, settings and graphs. Never throws for what the file holds.
 *
 * @throws {TypeError} where two nodes of `nodes` have the same type
 * @example
 * const { project, diagnostics } = checkProject(await readFile('project.json', 'utf8'), { environment: process.env });
 * for (const diagnostic of diagnostics) console.log(formatDiagnostic(diagnostic));
 */
export function checkProject(text: string, options: CheckOptions): CheckedProject {
  const registry = createNodeRegistry(options.nodes);
  const { project, report } = loadProject(text, options);
  if (project !== undefined) checkGraphs(project, registry, report);
  return { project, diagnostics: report.diagnostics() };
}

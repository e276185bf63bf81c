import { checkProject } from '../graph/checkProject.ts';
import type { NodeDefinition } from '../graph/NodeDefinition.ts';
import type { Diagnostic } from '../project/Diagnostic.ts';
import type { Project } from '../project/projectSchema.ts';
import { readProjectFile } from '../project/readProjectFile.ts';

/** What became of a project file. */
export interface CheckedFile {
  readonly project: Project | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a project file and checks all of it. A file that cannot be read is a finding like any other. */
export async function checkFile(
  file: string,
  options: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly nodes?: readonly NodeDefinition[];
  },
): Promise<CheckedFile> {
  const read = await readProjectFile(file);
  if ('diagnostic' in read) return { project: undefined, diagnostics: [read.diagnostic] };
  return checkProject(read.text, { ...options, baseDirectory: read.baseDirectory });
}

import type { DiagnosticCode } from './Diagnostic.ts';
import { quote } from './mismatch.ts';
import { childPointer, resolvePointer } from './pointer.ts';
import { hasPlaceholder } from './placeholders.ts';
import type { Report } from './Report.ts';

/**
 * Reports each name of a list that an earlier entry bears already, at the later one, naming the first. Empty names were
 * reported before and do not count.
 */
export function checkUniqueNames(
  names: readonly string[],
  list: { readonly pointer: string; readonly what: string; readonly code: DiagnosticCode },
  { report, document }: { readonly report: Report; readonly document: unknown },
): void {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (name === '' || report.isFull) continue;
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, index);
      continue;
    }
    const pointer = childPointer(list.pointer, index, 'name');
    const written = resolvePointer(document, pointer);
    const shown =
      typeof written === 'string' && !hasPlaceholder(written) ? ` ${quote(written)}` : ' of this name';
    const firstPointer = childPointer(list.pointer, earlier);
    report.add(
      list.code,
      pointer,
      `There is a ${list.what}${shown} already, at ${firstPointer}: give one of them another name.`,
    );
  }
}

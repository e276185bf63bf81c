import { diagnosticCodes, type Diagnostic, type DiagnosticCode } from './Diagnostic.ts';
import { pointerSegments } from './pointer.ts';

const mostFindings = 1000;

/** What may be said of a finding beyond its code, place and message. */
export interface FindingOptions {
  readonly suggestions?: readonly string[];
  /** Default: the code's own. */
  readonly severity?: 'error' | 'warning';
}

/** Gathers the findings of all checks of one document: bounded, each once, given out in the document's order. */
export interface Report {
  /** The very same finding a second time is ignored. */
  add(code: DiagnosticCode, pointer: string, message: string, options?: FindingOptions): void;
  /** Errors so far, also those that are not kept. */
  readonly errors: number;
  /** So many errors that going on is of no use: loops over the document end early. */
  readonly isFull: boolean;
  /** The findings so far, in the document's order; at the end, how many more there are. */
  diagnostics(): Diagnostic[];
}

/**
 * A report on a document (`undefined` where it could not be parsed). It keeps the first 1000 errors and the first 1000
 * warnings.
 */
export function createReport(document: unknown): Report {
  const kept: Diagnostic[] = [];
  const seen = new Set<string>();
  const count = { error: 0, warning: 0 };
  return {
    add(code, pointer, message, { suggestions = [], severity = diagnosticCodes[code].severity } = {}) {
      const key = `${code} ${pointer} ${message}`;
      if (seen.has(key)) return;
      count[severity] += 1;
      if (count[severity] > mostFindings) return;
      seen.add(key);
      kept.push({ severity, code, pointer, message, suggestions: [...suggestions] });
    },
    get errors() {
      return count.error;
    },
    get isFull() {
      return count.error > mostFindings;
    },
    diagnostics() {
      const result = inOrderOf(document, kept);
      for (const severity of ['error', 'warning'] as const) {
        const more = count[severity] - mostFindings;
        if (more <= 0) continue;
        // Where checking ended early the number is a lower bound.
        const message = `At least ${more} more ${severity}${more === 1 ? '' : 's'}, not shown here: mend the first ${mostFindings}.`;
        result.push({ severity, code: 'invalid-shape', pointer: '', message, suggestions: [] });
      }
      return result;
    },
  };
}

/** Sorts by where the pointers stand in the document: what holds before what is held, then by name or index. */
function inOrderOf(document: unknown, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const positions = new Map<object, Map<string, number>>();
  const positionIn = (value: object, segment: string): number => {
    if (Array.isArray(value)) return Number(segment);
    let known = positions.get(value);
    if (known === undefined) {
      known = new Map(Object.keys(value).map((name, index) => [name, index]));
      positions.set(value, known);
    }
    return known.get(segment) ?? known.size;
  };
  const pathOf = ({ pointer }: Diagnostic): number[] => {
    const path: number[] = [];
    let value = document;
    for (const segment of pointerSegments(pointer)) {
      if (typeof value !== 'object' || value === null) break;
      path.push(positionIn(value, segment));
      value = Object.getOwnPropertyDescriptor(value, segment)?.value;
    }
    return path;
  };
  return diagnostics
    .map((diagnostic) => ({ diagnostic, path: pathOf(diagnostic) }))
    .toSorted((a, b) => comparePaths(a.path, b.path))
    .map(({ diagnostic }) => diagnostic);
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (const [level, position] of a.entries()) {
    const other = b[level];
    if (other === undefined) return 1;
    if (position !== other) return position - other;
  }
  return a.length - b.length;
}

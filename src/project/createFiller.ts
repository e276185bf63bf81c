import type { DiagnosticCode } from './Diagnostic.ts';
import { isObject, setProperty } from './objects.ts';
import { fillPlaceholders, hasPlaceholder, type FilledText } from './placeholders.ts';
import { childPointer } from './pointer.ts';

/** Where a filler tells what it could not fill. */
interface FillerReport {
  add(code: DiagnosticCode, pointer: string, message: string): void;
  isFull(): boolean;
}

/** Fills placeholders in the texts of a document. */
export interface Filler {
  /** Fills one text; reports, and gives `undefined`, where that cannot be done. */
  fill(text: string, pointer: string): FilledText | undefined;
  /** Fills every text within a value of any form; one that cannot be filled is reported and becomes `undefined`. */
  fillAll(value: unknown, pointer: string): unknown;
}

const mostNamed = 3;

/** Makes a filler that looks variables up in an environment. No message of its has a value of the environment in it. */
export function createFiller(
  environment: Readonly<Record<string, string | undefined>>,
  report: FillerReport,
): Filler {
  function fill(text: string, pointer: string): FilledText | undefined {
    const filled = fillPlaceholders(text, environment);
    if (filled.problem === undefined && filled.missing.length === 0) return filled;
    if (filled.problem !== undefined) report.add('invalid-shape', pointer, filled.problem);
    else report.add('missing-environment', pointer, missingMessage(filled.missing));
    return undefined;
  }

  // Recursive: the parser bounds the depth.
  function fillAll(value: unknown, pointer: string): unknown {
    if (report.isFull()) return undefined;
    if (typeof value === 'string') return hasPlaceholder(value) ? fill(value, pointer)?.text : value;
    if (Array.isArray(value)) {
      return value.map((inner: unknown, index) => fillAll(inner, childPointer(pointer, index)));
    }
    if (!isObject(value)) return value;
    const result = {};
    for (const [name, inner] of Object.entries(value)) {
      setProperty(result, name, fillAll(inner, childPointer(pointer, name)));
    }
    return result;
  }

  return { fill, fillAll };
}

function missingMessage(missing: readonly string[]): string {
  const [first = ''] = missing;
  const named = missing.slice(0, mostNamed).join(' and no ');
  const more =
    missing.length > mostNamed ? `, and ${missing.length - mostNamed} more variables are missing` : '';
  const it = missing.length === 1 ? 'it' : 'them';
  return `The environment has no ${named}${more}: set ${it}, or give a default as in \${${first}:-…}.`;
}

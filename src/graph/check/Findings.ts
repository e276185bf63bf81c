import type { DiagnosticCode } from '../../project/Diagnostic.ts';
import type { Report } from '../../project/Report.ts';
import { shorten } from '../../project/shorten.ts';
import { didYouMean, suggest } from '../../project/suggest.ts';

/** So many names are compared in one check, at most: past it, findings come without suggestions, but in time. */
const mostComparisons = 200_000;
/** So many names are listed in one message, at most. */
const mostListed = 12;

/** Puts what the check of graphs finds into the report of the file. */
export interface Findings {
  add(code: DiagnosticCode, pointer: string, message: string, suggestions?: readonly string[]): void;
  /** A name that is not among those known: with the near ones, or with all if they are few. None that is too long to read. */
  addUnknown(code: DiagnosticCode, pointer: string, message: string, wanted: string, known: Known): void;
  /** Going on is of no use. */
  readonly isFull: boolean;
}

/** Names to choose from. */
export interface Known {
  readonly size: number;
  names(): Iterable<string>;
}

/** Findings for a report. */
export function createFindings(report: Report): Findings {
  let comparisons = 0;
  return {
    get isFull() {
      return report.isFull;
    },
    add(code, pointer, message, suggestions = []) {
      report.add(code, pointer, message, { suggestions });
    },
    addUnknown(code, pointer, message, wanted, known) {
      if (report.isFull) return;
      comparisons += Math.min(known.size, 2000);
      const near = comparisons > mostComparisons ? [] : suggest(wanted, known.names());
      const hint = near.length > 0 ? didYouMean(near) : listed(known);
      const all = near.length > 0 || known.size > mostListed ? near : readable([...known.names()]);
      report.add(code, pointer, message + hint, { suggestions: all });
    },
  };
}

/** The names of a list, a set or the keys of a map, as {@link Known}. */
export function knownNames(
  names: readonly string[] | ReadonlyMap<string, unknown> | ReadonlySet<string>,
): Known {
  return 'size' in names
    ? { size: names.size, names: () => names.keys() }
    : { size: names.length, names: () => names };
}

/** The names that a message shows whole: nobody chooses one that is longer. */
export function readable(names: readonly string[]): readonly string[] {
  return names.filter((name) => shorten(name) === name);
}

function listed(known: Known): string {
  if (known.size === 0) return ' There are none.';
  if (known.size > mostListed) return '';
  return ` There ${known.size === 1 ? 'is' : 'are'} ${[...known.names()].map((name) => shorten(name)).join(', ')}.`;
}

import { createColors } from 'picocolors';

/** What the output can show. */
export interface Terminal {
  readonly colours: ReturnType<typeof createColors>;
  /** Whether more than ASCII can be shown. */
  readonly isUnicode: boolean;
  /** Columns of a line; `undefined` where lines may have any length. */
  readonly width: () => number | undefined;
}

/** The parts of `process` that tell what a terminal can do. */
export interface TerminalFacts {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly output: { readonly isTTY?: boolean; readonly columns?: number };
}

/** Finds out what the output can show. */
export function readTerminal(facts: TerminalFacts): Terminal {
  return {
    colours: createColors(hasColours(facts)),
    isUnicode: isUnicode(facts),
    width() {
      const { isTTY = false, columns = 0 } = facts.output;
      // Terminals that do not know their width say 0.
      return isTTY && columns > 0 ? columns : undefined;
    },
  };
}

/**
 * `NO_COLOR` turns colours off, `FORCE_COLOR` on (with 0: off); else a terminal has them.
 *
 * @see https://no-color.org
 */
function hasColours({ environment, output }: TerminalFacts): boolean {
  const { NO_COLOR: off = '', FORCE_COLOR: force, TERM: term } = environment;
  if (off !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return output.isTTY === true && term !== 'dumb';
}

function isUnicode({ environment, platform }: TerminalFacts): boolean {
  const { TERM: term, LC_ALL: all, LC_CTYPE: ctype, LANG: lang, WT_SESSION, TERM_PROGRAM } = environment;
  if (term === 'linux' || term === 'dumb') return false;
  if (platform === 'win32') return WT_SESSION !== undefined || TERM_PROGRAM !== undefined;
  const locale = [all, ctype, lang].find((name) => name !== undefined && name !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}

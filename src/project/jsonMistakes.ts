import { JsonProblem } from './JsonProblem.ts';
import { noInfinity } from './jsonScalars.ts';

/** What would have been right where something else stands. */
export type Expected = 'value' | 'name' | 'colon' | 'comma' | 'end';

interface Container {
  readonly kind: 'array' | 'object';
  readonly start: number;
}

/** Words that people write for what JSON writes otherwise. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ['True', 'true is written in small letters'],
  ['TRUE', 'true is written in small letters'],
  ['False', 'false is written in small letters'],
  ['FALSE', 'false is written in small letters'],
  ['None', 'nothing is written null'],
  ['nil', 'nothing is written null'],
  ['Null', 'null is written in small letters'],
  ['NULL', 'null is written in small letters'],
  ['undefined', 'JSON has no undefined: leave the name out'],
  ['NaN', 'JSON has no NaN'],
  ['Infinity', noInfinity],
]);

/** Says what stands at the offset, what should, and what people usually mean by it. */
export function explainUnexpected(
  text: string,
  at: number,
  expected: Expected,
  container: Container | undefined,
): JsonProblem {
  if (at >= text.length) return new JsonProblem(at, endOfText(text, container));
  return new JsonProblem(
    at,
    mistakeAt(text, at, expected, container) ?? plainly(text, at, expected, container),
  );
}

/** Line and column (from 1, in characters) of an offset in a text that begins at `start`. */
export function linePosition(text: string, start: number, at: number): { line: number; column: number } {
  let line = 1;
  let lineStart = start;
  for (let index = start; index < at; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || (code === 0x0d && text.charCodeAt(index + 1) !== 0x0a)) {
      line += 1;
      lineStart = index + 1;
    }
  }
  let column = 1;
  for (let index = lineStart; index < at; index += 1) {
    // Characters beyond the first plane are two code units; the second one does not count.
    const code = text.charCodeAt(index);
    if (code < 0xdc00 || code > 0xdfff) column += 1;
  }
  return { line, column };
}

function endOfText(text: string, container: Container | undefined): string {
  if (container === undefined) return 'the file is empty: a project is a JSON object, at the least {}';
  const { line, column } = linePosition(text, text.startsWith('\ufeff') ? 1 : 0, container.start);
  const [what, closing] = container.kind === 'object' ? ['object', '}'] : ['array', ']'];
  return `the file ends here, but the ${what} that begins on line ${line}, column ${column} is not closed: its ${closing} is missing`;
}

function mistakeAt(
  text: string,
  at: number,
  expected: Expected,
  container: Container | undefined,
): string | undefined {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (text.startsWith('//', at) || text.startsWith('/*', at) || character === '#') {
    return 'JSON has no comments: take it out, or put it into a text whose name begins with _';
  }
  if (/^(?:<<<<<<<|=======|>>>>>>>)/.test(text.slice(at, at + 7))) {
    return 'this is the mark of a merge conflict: settle it first';
  }
  if (character === "'") return 'texts and names stand in double quotes ("), not in single ones';
  if (/[\u201c-\u201f\u2018-\u201b\u00ab\u00bb`]/.test(character)) {
    return 'texts and names stand in straight double quotes (")';
  }
  if (/[\p{Cc}\p{Cf}\p{Z}]/u.test(character)) {
    return `an invisible character (${codePointName(character)}) stands here, which JSON does not take for a space: remove it`;
  }
  const word = wordAt(text, at);
  if (expected === 'value') {
    const foreign = foreignWords.get(word);
    if (foreign !== undefined) return foreign;
    if (character === ',') return 'a value is missing before this comma';
    if (character === '+') return 'a number bears no plus';
    if (character === '.') return 'a number needs a digit before its point: 0.5';
    if (character === '}' && container?.kind === 'object') return 'a value is missing before this }';
    if (word !== '')
      return 'a text stands in double quotes, and this is none of true, false, null and a number';
  }
  if (expected === 'name') {
    if (word !== '') return `names stand in double quotes: ${JSON.stringify(word)}`;
    if (character === ',') return 'a comma too many: remove it';
  }
  if (expected === 'colon' && character === '=') return 'a colon stands between name and value, not =';
  if (expected === 'comma' && (character === '"' || character === '{' || character === '[' || word !== '')) {
    return 'a comma is missing before this';
  }
  if (expected === 'comma' && character === ':' && container?.kind === 'array') {
    return 'an array holds values without names: for names use an object in { }';
  }
  if (expected === 'comma' && character === ';') return 'entries are parted by a comma, not by ;';
  if (expected === 'end') {
    return `the file goes on after its end, with ${describe(character)}: a project file holds one value`;
  }
  return undefined;
}

function plainly(text: string, at: number, expected: Expected, container: Container | undefined): string {
  const closing = container?.kind === 'array' ? ']' : '}';
  const wanted = {
    value: 'a value',
    name: 'a name in double quotes, or }',
    colon: 'a colon',
    comma: `a comma or ${closing}`,
    end: 'the end',
  }[expected];
  return `expected ${wanted}, found ${describe(String.fromCodePoint(text.codePointAt(at) ?? 0))}`;
}

/** The letters and digits at the offset: short, because a whole unquoted text could be a secret. */
function wordAt(text: string, at: number): string {
  return /^[\p{L}\p{N}_$-]*/u.exec(text.slice(at, at + 24))?.[0] ?? '';
}

function describe(character: string): string {
  return /[\p{C}\p{Z}]/u.test(character) ? codePointName(character) : character;
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

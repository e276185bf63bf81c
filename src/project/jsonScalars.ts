import { JsonProblem } from './JsonProblem.ts';

const quote = 0x22;
const backslash = 0x5c;
const firstPrintable = 0x20;

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads the text in double quotes that begins at the offset. */
export function readJsonString(text: string, start: number): { value: string; end: number } {
  // The pieces between escapes are cut out whole: copying character by character would be several times slower.
  let result = '';
  let from = start + 1;
  for (let at = from; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return { value: result + text.slice(from, at), end: at + 1 };
    if (code === backslash) {
      result += text.slice(from, at);
      const escape = readEscape(text, at);
      result += escape.value;
      from = escape.end;
      at = escape.end - 1;
    } else if (!(code >= firstPrintable)) {
      // Also NaN: the end of the text.
      throw unclosed(text, start, at, code);
    }
  }
}

function readEscape(text: string, at: number): { value: string; end: number } {
  const letter = text[at + 1] ?? '';
  const plain = escapes.get(letter);
  if (plain !== undefined) return { value: plain, end: at + 2 };
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (/^[0-9a-fA-F]{4}$/.test(digits)) {
      return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
    }
    throw new JsonProblem(at, '\\u stands before four hexadecimal digits, as in \\u00e9');
  }
  throw new JsonProblem(
    at,
    'a backslash stands before one of " \\ / b f n r t u; a backslash itself is written \\\\',
  );
}

function unclosed(text: string, start: number, at: number, code: number): JsonProblem {
  if (at >= text.length)
    return new JsonProblem(start, 'the text that begins here is never closed: its " is missing');
  if (code === 0x0a || code === 0x0d) {
    return new JsonProblem(
      start,
      'the text that begins here is not closed on its line: its " is missing (a line break within a text is written \\n)',
    );
  }
  const written = code === 0x09 ? '\\t' : `\\u${code.toString(16).padStart(4, '0')}`;
  return new JsonProblem(at, `a control character stands within a text: it is written ${written}`);
}

/** Reads the number that begins at the offset; `undefined` where none does. */
export function readJsonNumber(text: string, start: number): { value: number; end: number } | undefined {
  let at = start;
  if (text[at] === '-') at += 1;
  const whole = skipDigits(text, at);
  if (whole === at) {
    if (at === start) return undefined;
    throw new JsonProblem(
      start,
      text.startsWith('Infinity', at) ? noInfinity : 'a minus stands before a digit',
    );
  }
  if (text[at] === '0' && whole > at + 1) {
    throw new JsonProblem(start, 'a number does not begin with 0, unless it is 0 or 0.…');
  }
  if (text[at] === '0' && /^[xob]/i.test(text[whole] ?? '')) {
    throw new JsonProblem(start, 'numbers are written in decimal');
  }
  at = whole;
  if (text[at] === '.') {
    const fraction = skipDigits(text, at + 1);
    if (fraction === at + 1) throw new JsonProblem(start, 'digits are missing after the decimal point');
    at = fraction;
  }
  if (text[at] === 'e' || text[at] === 'E') {
    const sign = text[at + 1];
    const digits = sign === '+' || sign === '-' ? at + 2 : at + 1;
    const exponent = skipDigits(text, digits);
    if (exponent === digits) throw new JsonProblem(start, 'digits are missing in the exponent');
    at = exponent;
  }
  if (text[at] === '_' || text[at] === 'n') {
    throw new JsonProblem(start, 'a number consists of digits only, without _ or n');
  }
  return { value: Number(text.slice(start, at)), end: at };
}

/** Said of `Infinity` and of what stands for it. */
export const noInfinity = 'JSON has no Infinity: leave an option out to have no limit';

/** By hand, not by a regular expression: on millions of digits that would exhaust its stack. */
function skipDigits(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at += 1;
  return at;
}

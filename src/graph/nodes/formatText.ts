import { NodeError } from '../NodeError.ts';
import { countCharacters, sliceCharacters } from '../values/characters.ts';
import { convertValue } from '../values/convertValue.ts';
import { describeValue } from '../values/describeValue.ts';

const place = /%([-+ 0]*)(\d+)?(?:\.(\d+))?([a-zA-Z%]?)/g;
/** Wider than any text that people read: a pattern of a few characters must not fill the memory. */
const widest = 1000;

/**
 * Fills a printf pattern: `%s` text, `%d` and `%i` whole numbers, `%u` without sign, `%f` and `%e` numbers, `%x` and
 * `%o` whole numbers to base 16 and 8, `%c` the first character, `%%` a percent sign, with `-`, `+`, `0`, width and
 * precision between. `%f` without precision gives as many places as there are.
 *
 * @throws {NodeError} `invalid-format`
 */
export function formatText(pattern: string, parameters: readonly unknown[]): string {
  let used = 0;
  return pattern.replaceAll(
    place,
    (whole: string, flags: string, width?: string, precision?: string, type = '') => {
      if (type === '%') return '%';
      if (!/^[cdefiosuxX]$/.test(type))
        throw new NodeError('invalid-format', `"${whole}" is no place that string/format can fill.`);
      if (used >= parameters.length)
        throw new NodeError('invalid-format', `There is no parameter ${used} for "${whole}".`);
      const value = parameters[used];
      used += 1;
      const columns = Number(width ?? 0);
      const places = precision === undefined ? undefined : Number(precision);
      if (columns > widest || (places ?? 0) > 100)
        throw new NodeError('invalid-format', `"${whole}" is wider than ${widest} characters or 100 places.`);
      return pad(fill(type, value, places, flags), columns, flags, type);
    },
  );
}

function fill(type: string, value: unknown, places: number | undefined, flags: string): string {
  if (type === 's' || type === 'c') {
    const text = String(convertValue('String', value));
    return type === 'c'
      ? String.fromCodePoint(...[text.codePointAt(0) ?? []].flat())
      : sliceCharacters(text, 0, places);
  }
  const number = toNumber(value);
  const plus = number < 0 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  switch (type) {
    case 'f':
      return plus + (places === undefined ? String(number) : number.toFixed(places));
    case 'e':
      return plus + number.toExponential(places).replace(/e([+-])(\d)$/, 'e$10$2');
    case 'u':
      return String(Math.abs(Math.trunc(number)));
    case 'o':
      return Math.trunc(number).toString(8);
    case 'x':
      return Math.trunc(number).toString(16);
    case 'X':
      return Math.trunc(number).toString(16).toUpperCase();
    default:
      return plus + String(Math.trunc(number) + 0);
  }
}

function toNumber(value: unknown): number {
  try {
    return Number(convertValue('Float', value));
  } catch {
    throw new NodeError('invalid-format', `${describeValue(value)} is no number.`);
  }
}

function pad(text: string, width: number, flags: string, type: string): string {
  // What JavaScript pads to counts a character like "😀" twice.
  const columns = width + text.length - countCharacters(text);
  if (flags.includes('-')) return text.padEnd(columns);
  if (!flags.includes('0') || type === 's' || type === 'c') return text.padStart(columns);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(columns - sign.length, '0');
}

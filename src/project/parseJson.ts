import { setProperty } from './objects.ts';
import { childPointer } from './pointer.ts';
import { explainUnexpected, linePosition } from './jsonMistakes.ts';
import { readJsonNumber, readJsonString } from './jsonScalars.ts';
import { JsonProblem } from './JsonProblem.ts';

/** Deeper nesting is refused: whoever walks a value afterwards may rely on it and recurse. */
const deepest = 256;
const mostRemarks = 1000;

const words = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/** Something that JSON allows and that is a mistake all the same, with the place as a JSON pointer. */
export interface JsonRemark {
  readonly pointer: string;
  readonly message: string;
}

/** What became of a text: its value, or the first place where it is no JSON (line and column count from 1). */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown; readonly remarks: readonly JsonRemark[] }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

interface ArrayFrame {
  readonly kind: 'array';
  readonly start: number;
  readonly value: unknown[];
}

interface ObjectFrame {
  readonly kind: 'object';
  readonly start: number;
  readonly value: Record<string, unknown>;
  name: string;
}

type Frame = ArrayFrame | ObjectFrame;

/**
 * Parses JSON as RFC 8259 has it, in linear time and without recursion, with messages for people. A leading byte order
 * mark is skipped. `__proto__` becomes a property like any other. A name that an object has twice, and a number beyond
 * what a number can be, are parsed (the last one counts) and remarked.
 *
 * @example
 * parseJson('{"a": 1,}'); // { ok: false, line: 1, column: 8, message: 'a comma stands before the closing }: …' }
 */
export function parseJson(text: string): ParsedJson {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  try {
    return { ok: true, ...parse(text, start) };
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem;
    return { ok: false, ...linePosition(text, start, problem.at), message: problem.message };
  }
}

function parse(text: string, start: number): { value: unknown; remarks: JsonRemark[] } {
  const stack: Frame[] = [];
  const remarks: JsonRemark[] = [];
  let at = skipSpace(text, start);

  const remark = (message: string): void => {
    if (remarks.length < mostRemarks) remarks.push({ pointer: pointerOf(stack), message });
  };
  const readName = (frame: ObjectFrame): void => {
    if (text[at] !== '"') throw explainUnexpected(text, at, 'name', frame);
    const { value: name, end } = readJsonString(text, at);
    frame.name = name;
    at = skipSpace(text, end);
    if (text[at] !== ':') throw explainUnexpected(text, at, 'colon', frame);
    at = skipSpace(text, at + 1);
  };

  for (;;) {
    // A value begins here.
    let value: unknown;
    const opening = text[at];
    if (opening === '{' || opening === '[') {
      if (stack.length === deepest)
        throw new JsonProblem(at, `objects and arrays are nested deeper than ${deepest} levels`);
      const frame: Frame =
        opening === '{'
          ? { kind: 'object', start: at, value: {}, name: '' }
          : { kind: 'array', start: at, value: [] };
      at = skipSpace(text, at + 1);
      if (text[at] !== (opening === '{' ? '}' : ']')) {
        stack.push(frame);
        if (frame.kind === 'object') readName(frame);
        continue;
      }
      value = frame.value;
      at += 1;
    } else if (opening === '"') {
      ({ value, end: at } = readJsonString(text, at));
    } else {
      const scalar = readWord(text, at) ?? readJsonNumber(text, at);
      if (scalar === undefined) throw explainUnexpected(text, at, 'value', stack.at(-1));
      ({ value, end: at } = scalar);
    }

    // The value is complete, and with it whatever is closed after it.
    for (;;) {
      const frame = stack.at(-1);
      if (frame === undefined) {
        at = skipSpace(text, at);
        if (at < text.length) throw explainUnexpected(text, at, 'end', undefined);
        return { value, remarks };
      }
      if (frame.kind === 'object' && Object.hasOwn(frame.value, frame.name)) {
        remark('This name stands twice in its object, and only the last one would count: remove one.');
      }
      if (value === Infinity || value === -Infinity) {
        remark('This number is larger than numbers can be.');
      }
      put(frame, value);
      at = skipSpace(text, at);
      const next = text[at];
      if (next === ',') {
        const comma = at;
        at = skipSpace(text, at + 1);
        if (text[at] === '}' || text[at] === ']') {
          throw new JsonProblem(comma, `a comma stands before the closing ${text[at]}: remove it`);
        }
        if (frame.kind === 'object') readName(frame);
        break;
      }
      if (next !== (frame.kind === 'object' ? '}' : ']')) throw explainUnexpected(text, at, 'comma', frame);
      value = frame.value;
      stack.pop();
      at += 1;
    }
  }
}

function put(frame: Frame, value: unknown): void {
  if (frame.kind === 'array') frame.value.push(value);
  // Plain assignment, which is quicker, would set the prototype.
  else if (frame.name === '__proto__') setProperty(frame.value, frame.name, value);
  else frame.value[frame.name] = value;
}

function pointerOf(stack: readonly Frame[]): string {
  return stack.reduce(
    (pointer, frame) => childPointer(pointer, frame.kind === 'array' ? frame.value.length : frame.name),
    '',
  );
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

function readWord(text: string, at: number): { value: unknown; end: number } | undefined {
  for (const [word, value] of words) {
    if (!text.startsWith(word, at)) continue;
    const end = at + word.length;
    return /[\p{L}\p{N}_$]/u.test(text[end] ?? '') ? undefined : { value, end };
  }
  return undefined;
}

import type * as z from 'zod';
import { kindMismatch, leafMismatch, quote, unknownName, type Mismatch } from './mismatch.ts';
import { createFiller } from './createFiller.ts';
import { isObject, setProperty } from './objects.ts';
import { hasPlaceholder } from './placeholders.ts';
import { childPointer } from './pointer.ts';
import type { Report } from './Report.ts';
import { shapeOf, type Shape } from './shape.ts';

/**
 * What was read by a schema: the same, except that whatever could not be read (and was reported) is left out of its
 * object, or `undefined` in its array or record.
 */
export type Found<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean
    ? T
    : T extends readonly (infer Element)[]
      ? (Found<Element> | undefined)[]
      : T extends object
        ? { [Key in keyof T]?: Found<T[Key]> | undefined }
        : T;

/** What documents are read with. */
export interface ReadContext {
  readonly report: Report;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What became of a document. */
export interface Reading<T> {
  /** `undefined` if it is of another kind altogether. */
  readonly value: Found<T> | undefined;
  /** Whether nothing was left out of this object, which is part of the value. */
  readonly isWhole: (part: object) => boolean;
}

type ShapeOf<Kind extends Shape['kind']> = Extract<Shape, { kind: Kind }>;

/** Where the reader is: how the place is called in messages, and whether placeholders are filled in there. */
interface Place {
  readonly pointer: string;
  readonly label: string;
  readonly isFilled: boolean;
}

/**
 * Compares a document with a schema, reports every difference, and gives what is left, placeholders filled in.
 *
 * The schema is zod's; its single values are checked by zod. Objects and arrays are walked here, because a project
 * file can be wrong in millions of places: the walk goes in the file's order, ends when the report is full, knows which
 * texts came from the environment, and says what people may have meant.
 */
export function readBySchema<Schema extends z.ZodType>(
  schema: Schema,
  document: unknown,
  context: ReadContext,
): Reading<z.output<Schema>> {
  const { read, isWhole } = createReader(context);
  const value = read(shapeOf(schema), document, { pointer: '', label: 'The project', isFilled: false });
  // The walk takes over only what fits the schema: a compiler cannot see that.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { value: value as Found<z.output<Schema>> | undefined, isWhole };
}

/** Names for people and tools, which every object with fixed names takes: they begin with `x-` or `_`. */
function isRemark(name: string): boolean {
  return name.startsWith('x-') || (name.startsWith('_') && name !== '__proto__');
}

function createReader({ report, environment }: ReadContext) {
  /** Everything left out so far. */
  let gaps = 0;
  const incomplete = new WeakSet<object>();
  const addMismatch = (pointer: string, { message, suggestions }: Mismatch): undefined => {
    gaps += 1;
    report.add('invalid-shape', pointer, message, { suggestions });
  };
  const filler = createFiller(environment, {
    isFull: () => report.isFull,
    add: (code, pointer, message) => {
      gaps += 1;
      report.add(code, pointer, message);
    },
  });
  const addPlainly = (pointer: string, message: string): undefined =>
    addMismatch(pointer, { message, suggestions: [] });

  function read(shape: Shape, value: unknown, place: Place): unknown {
    const isFilled = place.isFilled || shape.notes.isFilled === true;
    const here = isFilled === place.isFilled ? place : { ...place, isFilled };
    switch (shape.kind) {
      case 'object':
        return readObject(shape, value, here);
      case 'array':
        return readArray(shape, value, here);
      case 'record':
        return readRecord(shape, value, here);
      case 'union':
        return readUnion(shape, value, here);
      case 'anything':
        return isFilled ? filler.fillAll(value, place.pointer) : value;
      default:
        return readLeaf(shape, value, here);
    }
  }

  function readObject(
    shape: ShapeOf<'object'>,
    value: unknown,
    { pointer, label, isFilled }: Place,
  ): unknown {
    if (!isObject(value)) return addMismatch(pointer, kindMismatch(shape, label, value, 'an object'));
    const result: Record<string, unknown> = {};
    const gapsBefore = gaps;
    // A name that was mistyped is not missing as well.
    const meant = new Set<string>();
    for (const name of Object.keys(value)) {
      if (report.isFull) return result;
      const at = childPointer(pointer, name);
      const field = shape.fields.get(name);
      if (field !== undefined) {
        const found = read(field.shape, value[name], { pointer: at, label: quote(name), isFilled });
        if (found !== undefined) result[name] = found;
      } else if (shape.isOpen) setProperty(result, name, value[name]);
      else if (!isRemark(name)) {
        const unknown = unknownName(name, shape);
        addMismatch(at, unknown);
        for (const suggestion of unknown.suggestions) meant.add(suggestion);
      }
    }
    for (const [name, field] of shape.fields) {
      if (!field.isRequired || Object.hasOwn(value, name) || meant.has(name)) continue;
      const meaning = field.shape.schema.description;
      addPlainly(pointer, `${quote(name)} is missing${meaning === undefined ? '' : `. ${meaning}`}`);
    }
    if (gaps !== gapsBefore) incomplete.add(result);
    return result;
  }

  function readArray(shape: ShapeOf<'array'>, value: unknown, { pointer, label, isFilled }: Place): unknown {
    if (!Array.isArray(value)) return addMismatch(pointer, kindMismatch(shape, label, value, 'an array'));
    const result: unknown[] = [];
    for (const [index, element] of value.entries()) {
      if (report.isFull) return result;
      result.push(
        read(shape.element, element, {
          pointer: childPointer(pointer, index),
          label: `An entry of ${label}`,
          isFilled,
        }),
      );
    }
    if (value.length === 0 && !shape.schema.safeParse(value).success)
      addPlainly(pointer, `${label} must not be empty.`);
    return result;
  }

  function readRecord(
    shape: ShapeOf<'record'>,
    value: unknown,
    { pointer, label, isFilled }: Place,
  ): unknown {
    if (!isObject(value)) return addMismatch(pointer, kindMismatch(shape, label, value, 'an object'));
    const result: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (report.isFull) return result;
      const at = childPointer(pointer, name);
      const issue = shape.name.safeParse(name).error?.issues[0];
      if (issue === undefined) {
        const place = { pointer: at, label: `${quote(name)} of ${label}`, isFilled };
        setProperty(result, name, read(shape.value, value[name], place));
      } else {
        const suggestions = shape.notes.suggest?.(name) ?? [];
        addMismatch(at, { message: `${quote(name)} of ${label} must be ${issue.message}.`, suggestions });
      }
    }
    return result;
  }

  function readUnion(shape: ShapeOf<'union'>, value: unknown, place: Place): unknown {
    const options = shape.options.filter((option): option is ShapeOf<'object'> => option.kind === 'object');
    const names = options.map((option) =>
      [...option.fields.keys()].map((name) => JSON.stringify(name)).join(', '),
    );
    const expected = `an object with either ${names.join(' or ')}`;
    if (!isObject(value))
      return addMismatch(place.pointer, kindMismatch(shape, place.label, value, expected));
    const fitting = options.filter((option) =>
      [...option.fields].every(([name, field]) => !field.isRequired || Object.hasOwn(value, name)),
    );
    const [only, another] = fitting;
    if (only === undefined || another !== undefined) {
      const has = only === undefined ? 'it has neither' : 'it has both';
      const suggestions = shape.notes.suggest?.(value) ?? [];
      const advice = shape.notes.advice === undefined ? '' : ` ${shape.notes.advice}`;
      const message = `${place.label} must be ${expected}: ${has}.${advice}`;
      return addMismatch(place.pointer, { message, suggestions });
    }
    return read(only, value, place);
  }

  function readLeaf(shape: ShapeOf<'leaf'>, value: unknown, { pointer, label, isFilled }: Place): unknown {
    if (value === Infinity || value === -Infinity) {
      // Written as a number too large to be one, which was remarked when the text was parsed.
      gaps += 1;
      return undefined;
    }
    if (!isFilled || typeof value !== 'string' || !hasPlaceholder(value)) {
      if (shape.schema.safeParse(value).success) return value;
      return addMismatch(pointer, leafMismatch(shape, label, value, []));
    }
    const filled = filler.fill(value, pointer);
    if (filled === undefined) return undefined;
    const isText = shape.type === 'string' || shape.type === 'enum';
    if (!isText && !filled.isWhole) {
      const wanted = shape.type === 'number' ? 'a number' : 'true or false';
      return addPlainly(
        pointer,
        `${label} must be ${wanted}: one placeholder can stand for it, with nothing beside it.`,
      );
    }
    const converted = isText ? filled.text : fromText(shape.type, filled.text);
    if (shape.schema.safeParse(converted).success) return converted;
    return addMismatch(pointer, leafMismatch(shape, label, converted, filled.names));
  }

  return { read, isWhole: (part: object) => !incomplete.has(part) };
}

/** What the text of an environment variable means where a number, or true or false, is wanted. */
function fromText(type: 'number' | 'boolean', text: string): unknown {
  const plain = text.trim();
  if (type === 'number') {
    return /^-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/.test(plain) ? Number(plain) : text;
  }
  if (plain === 'true' || plain === '1') return true;
  if (plain === 'false' || plain === '0') return false;
  return text;
}

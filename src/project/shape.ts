import * as z from 'zod';
import { notesOf, type ReaderNotes } from './readerNotes.ts';

interface Common {
  readonly schema: z.ZodType;
  readonly notes: ReaderNotes;
}

/** What the reader goes by: a zod schema, taken apart once. */
export type Shape =
  | (Common & {
      readonly kind: 'object';
      readonly fields: ReadonlyMap<string, Field>;
      readonly isOpen: boolean;
    })
  | (Common & { readonly kind: 'array'; readonly element: Shape })
  | (Common & { readonly kind: 'record'; readonly name: z.ZodType; readonly value: Shape })
  | (Common & { readonly kind: 'union'; readonly options: readonly Shape[] })
  | (Common & { readonly kind: 'anything' })
  | (Common & { readonly kind: 'leaf'; readonly type: 'string' | 'number' | 'boolean' | 'enum' });

/** A field of an object. */
export interface Field {
  readonly shape: Shape;
  readonly isRequired: boolean;
}

const known = new WeakMap<z.ZodType, Shape>();

/**
 * Takes a schema apart, each one once. Knows what the project's schema is made of: objects, arrays, records, unions of
 * objects, `unknown`, and the leaves string, number, boolean and enum.
 *
 * @throws {TypeError} at any other schema: a mistake of ours, not of a project file
 */
export function shapeOf(schema: z.ZodType): Shape {
  const shape = known.get(schema) ?? takeApart(schema);
  known.set(schema, shape);
  return shape;
}

function takeApart(schema: z.ZodType): Shape {
  const common = { schema, notes: notesOf(schema) };
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<z.ZodType>(schema.shape).map(([name, field]): [string, Field] =>
      field instanceof z.ZodExactOptional
        ? [name, { shape: shapeOf(asType(field.unwrap())), isRequired: false }]
        : [name, { shape: shapeOf(field), isRequired: true }],
    );
    const isOpen = schema.def.catchall instanceof z.ZodUnknown;
    return { ...common, kind: 'object', fields: new Map(fields), isOpen };
  }
  if (schema instanceof z.ZodArray)
    return { ...common, kind: 'array', element: shapeOf(asType(schema.element)) };
  if (schema instanceof z.ZodRecord) {
    return {
      ...common,
      kind: 'record',
      name: asType(schema.keyType),
      value: shapeOf(asType(schema.valueType)),
    };
  }
  if (schema instanceof z.ZodUnion) {
    return { ...common, kind: 'union', options: schema.options.map((option) => shapeOf(asType(option))) };
  }
  if (schema instanceof z.ZodUnknown) return { ...common, kind: 'anything' };
  if (schema instanceof z.ZodString) return { ...common, kind: 'leaf', type: 'string' };
  if (schema instanceof z.ZodNumber) return { ...common, kind: 'leaf', type: 'number' };
  if (schema instanceof z.ZodBoolean) return { ...common, kind: 'leaf', type: 'boolean' };
  if (schema instanceof z.ZodEnum) return { ...common, kind: 'leaf', type: 'enum' };
  throw new TypeError(`the reader knows no schema of type ${schema.type}`);
}

/** zod types the parts of a schema by its core's interface; every schema of this package is one of zod's own classes. */
function asType(part: z.core.$ZodType): z.ZodType {
  if (part instanceof z.ZodType) return part;
  throw new TypeError('the reader knows only schemas of zod itself');
}

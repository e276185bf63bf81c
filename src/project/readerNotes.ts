import type * as z from 'zod';

/** What the reader of a project file says or does beyond what the schema itself tells. */
export interface ReaderNotes {
  /** Of an object: names that people look for in it, with a sentence on where to find what they mean. */
  readonly foreignNames?: ReadonlyMap<string, string>;
  /** What to put in place of a value that does not fit. Never called with what came from the environment. */
  readonly suggest?: (value: unknown) => readonly string[];
  /** A sentence for whoever gave a value that does not fit. */
  readonly advice?: string;
  /** Whether `${NAME}` is filled in, here and below. */
  readonly isFilled?: boolean;
}

/** Beside the schemas, not in zod's metadata: that goes into the JSON Schema. */
const table = new WeakMap<z.ZodType, ReaderNotes>();

/** Notes something of a schema. Whatever makes a new schema of it (`meta`, `min`) comes before, `exactOptional` after. */
export function withNotes<Schema extends z.ZodType>(schema: Schema, notes: ReaderNotes): Schema {
  table.set(schema, notes);
  return schema;
}

/** What was noted of a schema. */
export function notesOf(schema: z.ZodType): ReaderNotes {
  return table.get(schema) ?? {};
}

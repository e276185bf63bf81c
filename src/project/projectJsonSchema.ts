import * as z from 'zod';
import { projectSchema } from './projectSchema.ts';

/** A JSON Schema, as zod gives it. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** What is filled in from the environment. */
const placeholder = '\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}';
const limits = ['type', 'enum', 'pattern', 'minLength', 'minimum', 'maximum', 'exclusiveMinimum'] as const;

/**
 * The JSON Schema (2020-12) of the project file, from the very schema that it is read with: before placeholders are
 * filled in, and without knowing the nodes (an attribute or input may have any name).
 */
export function projectJsonSchema(): JsonSchema {
  const schema: JsonSchema = z.toJSONSchema(projectSchema, { io: 'input' });
  allowRemarks(schema);
  const settings = schema.properties?.['settings'];
  if (isSchema(settings)) allowPlaceholders(settings);
  return schema;
}

/** Every object with fixed names takes others that begin with `x-` or `_`. */
function allowRemarks(schema: JsonSchema): void {
  if (schema.additionalProperties === false) schema.patternProperties = { '^(x-|_)': {} };
  for (const part of partsOf(schema)) allowRemarks(part);
}

/** Where a number, a word or a text of some form stands, a placeholder may stand too. */
function allowPlaceholders(schema: JsonSchema): void {
  const isLeaf = schema.type !== undefined && schema.type !== 'object' && schema.type !== 'array';
  if (!isLeaf) {
    for (const part of partsOf(schema)) allowPlaceholders(part);
    return;
  }
  const isText = schema.type === 'string';
  if (isText && schema.pattern === undefined && schema.enum === undefined) return;
  const value: JsonSchema = {};
  for (const limit of limits) {
    if (schema[limit] === undefined) continue;
    Object.assign(value, { [limit]: schema[limit] });
    delete schema[limit];
  }
  // One placeholder alone stands for a number or a boolean; in a text there may be more beside it.
  schema.anyOf = [value, { type: 'string', pattern: isText ? placeholder : `^${placeholder}$` }];
}

function partsOf(schema: JsonSchema): JsonSchema[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  return [...Object.values(properties), items, additionalProperties, ...anyOf].filter(isSchema);
}

function isSchema(part: unknown): part is JsonSchema {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

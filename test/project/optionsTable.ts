import { z } from 'zod';
import { connectionSchema } from '../../src/project/connectionSchema.ts';
import type { JsonSchema } from '../../src/project/projectJsonSchema.ts';

/** The table of a connection's options as Markdown, from the schema: what `docs/project-file.md` must hold. */
export function optionsTable(): string[] {
  const schema: JsonSchema = z.toJSONSchema(connectionSchema, { io: 'input' });
  return ['| option | takes | default | meaning |', '| --- | --- | --- | --- |', ...rowsOf(schema, '')];
}

function rowsOf(schema: JsonSchema, prefix: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, option]) => {
    if (typeof option !== 'object') return [];
    const isRequired = schema.required?.includes(name) === true;
    const byDefault = option.default === undefined ? '' : `\`${JSON.stringify(option.default)}\``;
    const row = `| \`${prefix}${name}\` | ${taken(option)} | ${isRequired ? 'required' : byDefault} | ${option.description ?? ''} |`;
    return [row, ...rowsOf(option, `${prefix}${name}.`)];
  });
}

function taken(option: JsonSchema): string {
  if (option.enum !== undefined) return option.enum.map((each) => `\`${String(each)}\``).join(', ');
  const { items, minimum, maximum, exclusiveMinimum } = option;
  switch (option.type) {
    case 'array':
      return `list of ${typeof items === 'object' && !Array.isArray(items) ? taken(items) : 'values'}`;
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
    case 'number': {
      const kind = option.type === 'integer' ? 'whole number' : 'number';
      if (exclusiveMinimum !== undefined) return `${kind} above ${exclusiveMinimum}`;
      // A timer's and a double's bounds are of no interest here.
      const isBounded = maximum !== undefined && maximum < 2 ** 31 - 1;
      return isBounded ? `${kind}, ${minimum} to ${maximum}` : `${kind}, at least ${minimum}`;
    }
    case 'object':
      return 'object';
    default:
      return 'text';
  }
}

import { isDeepStrictEqual } from 'node:util';
import { resolvePointer } from '../../../src/project/pointer.ts';

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (part: unknown): part is Schema =>
  typeof part === 'object' && part !== null && !Array.isArray(part);
const schemas = (part: unknown): readonly Schema[] => (Array.isArray(part) ? part.filter(isSchema) : []);
const texts = (part: unknown): readonly string[] =>
  Array.isArray(part) ? part.filter((item): item is string => typeof item === 'string') : [];

/** Where a value does not fit a JSON Schema: as much of it as ours uses. An unknown keyword is an error. */
export function schemaProblems(root: Schema, value: unknown, schema: Schema = root, place = ''): string[] {
  const problems: string[] = [];
  const inner = (part: unknown, given: unknown, where: string): string[] =>
    isSchema(part) ? schemaProblems(root, given, part, where) : [];
  const fail = (reason: string): void => {
    problems.push(`${place}: ${reason}`);
  };
  for (const [keyword, rule] of Object.entries(schema)) {
    switch (keyword) {
      case '$ref': {
        const pointer = decodeURIComponent(String(rule).slice(1));
        const target = resolvePointer(root, pointer);
        if (!isSchema(target)) throw new Error(`no ${pointer}`);
        problems.push(...inner(target, value, place));
        break;
      }
      case 'type':
        if (typeof rule === 'string' && !isOfType(rule, value)) fail(`no ${rule}`);
        break;
      case 'const':
        if (!isDeepStrictEqual(rule, value)) fail(`not ${JSON.stringify(rule)}`);
        break;
      case 'enum':
        if (Array.isArray(rule) && !rule.some((choice) => isDeepStrictEqual(choice, value)))
          fail('none of the choices');
        break;
      case 'anyOf':
        if (schemas(rule).every((part) => inner(part, value, place).length > 0)) fail('none of the forms');
        break;
      case 'allOf':
        for (const part of schemas(rule)) problems.push(...inner(part, value, place));
        break;
      case 'if':
        if (inner(rule, value, place).length === 0) problems.push(...inner(schema['then'], value, place));
        break;
      case 'required':
        if (isSchema(value))
          for (const name of texts(rule)) if (!Object.hasOwn(value, name)) fail(`no ${name}`);
        break;
      case 'properties':
      case 'patternProperties':
      case 'additionalProperties':
        break;
      case 'items':
        if (Array.isArray(value))
          for (const [index, item] of value.entries())
            problems.push(...inner(rule, item, `${place}/${index}`));
        break;
      case 'minimum':
        if (typeof value === 'number' && value < Number(rule)) fail('too small');
        break;
      case 'maximum':
        if (typeof value === 'number' && value > Number(rule)) fail('too great');
        break;
      case 'exclusiveMinimum':
        if (typeof value === 'number' && value <= Number(rule)) fail('too small');
        break;
      case 'minLength':
        if (typeof value === 'string' && value.length < Number(rule)) fail('too short');
        break;
      case 'minItems':
        if (Array.isArray(value) && value.length < Number(rule)) fail('too few');
        break;
      case 'pattern':
        if (typeof value === 'string' && !new RegExp(String(rule), 'u').test(value))
          fail(`not like ${String(rule)}`);
        break;
      case 'propertyNames':
        if (isSchema(value))
          for (const name of Object.keys(value)) problems.push(...inner(rule, name, `${place}/${name}`));
        break;
      case '$schema':
      case '$defs':
      case 'then':
      case 'title':
      case 'description':
      case 'default':
      case 'deprecated':
      case 'contentEncoding':
        break;
      default:
        throw new Error(`unknown keyword ${keyword}`);
    }
  }
  if (isSchema(value))
    for (const [name, given] of Object.entries(value)) {
      const { properties = {}, patternProperties = {}, additionalProperties } = schema;
      const where = `${place}/${name}`;
      const known = isSchema(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [];
      const alike = isSchema(patternProperties)
        ? Object.entries(patternProperties).flatMap(([pattern, part]) =>
            new RegExp(pattern, 'u').test(name) ? [part] : [],
          )
        : [];
      for (const part of [...known, ...alike]) problems.push(...inner(part, given, where));
      if (known.length + alike.length > 0) continue;
      if (additionalProperties === false) problems.push(`${where}: unknown`);
      else problems.push(...inner(additionalProperties, given, where));
    }
  return problems;
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isSchema(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

import { projectJsonSchema, type JsonSchema } from '../../project/projectJsonSchema.ts';
import type { ValueType } from '../../project/valueTypes.ts';
import type { NodeDefinition } from '../NodeDefinition.ts';
import { createNodeRegistry } from '../nodeRegistry.ts';
import type { SocketType } from '../sockets.ts';
import {
  describeNodes,
  type AttributeDescription,
  type InputDescription,
  type NodeDescription,
  type SocketDescription,
} from './describeNodes.ts';

/**
 * The JSON Schema of project files, nodes included: an editor that knows it completes node types, attributes and
 * sockets, shows their help, and marks what is unknown.
 *
 * @param nodes - nodes of your own, beside the built-in ones
 */
export function projectSchemaJson(nodes: readonly NodeDefinition[] = []): JsonSchema {
  const schema = projectJsonSchema();
  const descriptions = describeNodes(createNodeRegistry(nodes).definitions);
  const definitions: Record<string, JsonSchema> = { ...schema.$defs };
  for (const description of descriptions) definitions[definitionName(description)] = nodeSchema(description);
  schema.$defs = definitions;
  const found = findNodeSchemas(schema);
  for (const node of found) specialise(node, descriptions);
  return schema;
}

function definitionName({ type }: NodeDescription): string {
  return `node ${type.replaceAll('/', ' ')}`;
}

/** The general schema of a node: wherever there is a list of `nodes`. */
function findNodeSchemas(schema: JsonSchema): JsonSchema[] {
  const found: JsonSchema[] = [];
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isNodeSchema(part)) {
      found.push(part);
      return;
    }
    for (const value of Object.values(part)) visit(value);
  };
  visit(schema);
  return found;
}

function isNodeSchema(part: object): part is JsonSchema {
  if (!('properties' in part)) return false;
  const { properties } = part;
  return (
    typeof properties === 'object' &&
    properties !== null &&
    'pulses' in properties &&
    'inputs' in properties &&
    'id' in properties
  );
}

/** Adds what each type of node says of its own parts to the general schema. */
function specialise(schema: JsonSchema, descriptions: readonly NodeDescription[]): void {
  const { properties } = schema;
  const type = properties?.['type'];
  if (typeof type === 'object') {
    delete type.pattern;
    type.anyOf = descriptions.map(({ type: name, label, help }) => ({
      const: name,
      title: label,
      description: help,
    }));
  }
  schema.allOf = descriptions.map((description) => ({
    if: { properties: { type: { const: description.type } }, required: ['type'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
    then: { $ref: `#/$defs/${encodeURIComponent(definitionName(description))}` },
  }));
}

function nodeSchema(node: NodeDescription): JsonSchema {
  const { attributes, inputs, pulseOutputs } = node;
  const requiredAttributes = attributes.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const requiredInputs = inputs.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const hasAlias = [...attributes, ...inputs].some(
    ({ isRequired, aliases = [] }) => isRequired && aliases.length > 0,
  );
  const isStrict = !hasAlias;
  return {
    title: node.label,
    description: node.help,
    properties: {
      attributes: {
        ...named(attributes.map((attribute) => [attribute, attributeSchema(attribute)])),
        ...(isStrict && requiredAttributes.length > 0 && { required: requiredAttributes }),
      },
      inputs: {
        ...named(inputs.map((input) => [input, inputSchema(input)])),
        ...(isStrict && requiredInputs.length > 0 && { required: requiredInputs }),
      },
      pulses: named(pulseOutputs.map((pulse) => [pulse, { type: 'string', description: pulse.help }])),
    },
    ...(isStrict && {
      required: [
        ...(requiredAttributes.length > 0 ? ['attributes'] : []),
        ...(requiredInputs.length > 0 ? ['inputs'] : []),
      ],
    }),
  };
}

type Named = SocketDescription | AttributeDescription;

/** An object of these entries and no others; numbered ones by a pattern, other names beside. */
function named(entries: readonly (readonly [Named, JsonSchema])[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const patternProperties: Record<string, JsonSchema> = { '^(x-|_)': {} };
  for (const [entry, schema] of entries) {
    const { name, aliases = [] } = entry;
    const numbered = 'numbered' in entry ? entry.numbered : undefined;
    if (numbered === undefined) properties[name] = schema;
    else {
      for (let number = 0; number < Math.max(2, numbered.usual); number += 1)
        properties[`${name}${number}`] = schema;
      if (numbered.by !== 'fixed') patternProperties[`^${name}(0|[1-9][0-9]*)$`] = schema;
    }
    for (const alias of aliases) {
      if (numbered === undefined) properties[alias] = { ...schema, deprecated: true };
      else patternProperties[`^${alias}(0|[1-9][0-9]*)?$`] = schema;
    }
  }
  return { type: 'object', properties, patternProperties, additionalProperties: false };
}

function attributeSchema({ type, help, default: value, choices }: AttributeDescription): JsonSchema {
  return {
    ...(choices === undefined ? valueSchema(type) : { enum: [...choices] }),
    description: help,
    ...(value !== undefined && { default: value }),
  };
}

function inputSchema(input: InputDescription): JsonSchema {
  const { type = 'Any', help } = input;
  const text = 'default' in input ? ` Default: ${JSON.stringify(input.default)}.` : '';
  return {
    description: `${help}${text}`,
    anyOf: [
      {
        type: 'object',
        properties: { value: valueSchema(type) },
        required: ['value'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { from: { type: 'string', description: 'nodeId.output' } },
        required: ['from'],
        additionalProperties: false,
      },
    ],
  };
}

const schemas: Readonly<Record<ValueType, JsonSchema>> = {
  Bool: { type: 'boolean' },
  Byte: { type: 'integer', minimum: -128, maximum: 127 },
  Int: { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  Float: { type: 'number' },
  String: { type: 'string' },
  Array: { type: 'array' },
  Dictionary: { type: 'object' },
  Binary: { type: 'string', contentEncoding: 'base64' },
  Any: {},
};

function valueSchema(type: SocketType): JsonSchema {
  if (type === 'Number') return { type: 'number' };
  return type === 'Chosen' || type === 'Variable' ? {} : schemas[type];
}

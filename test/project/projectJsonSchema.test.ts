import * as assert from 'uvu/assert';
import { z } from 'zod';
import { connectionSchema } from '../../src/project/connectionSchema.ts';
import { projectJsonSchema, type JsonSchema } from '../../src/project/projectJsonSchema.ts';
import { suite } from '../suite.ts';
import { exampleText, withConnection } from './loading.ts';

/** Every schema of a named property, with the name. */
function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  const parts = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])];
  const named = Object.entries(schema.properties ?? {}).filter(
    (entry): entry is [string, JsonSchema] => typeof entry[1] === 'object',
  );
  return [
    ...named,
    ...named.flatMap(([, property]) => propertiesOf(property)),
    ...parts.flatMap((part) => (typeof part === 'object' && !Array.isArray(part) ? propertiesOf(part) : [])),
  ];
}

suite('projectJsonSchema', (test) => {
  const reader = z.fromJSONSchema(projectJsonSchema());
  const takes = (document: unknown): boolean => reader.safeParse(document).success;

  test('is plain JSON of the 2020-12 draft', () => {
    const schema = projectJsonSchema();
    assert.is(schema.$schema, 'https://json-schema.org/draft/2020-12/schema');
    assert.equal(JSON.parse(JSON.stringify(schema)), schema);
  });

  test('takes the documented example, with the schema named and remarks in it', () => {
    assert.ok(takes(JSON.parse(exampleText)));
    assert.ok(takes({ ...JSON.parse(exampleText), $schema: 'x', _comment: 'y', 'x-tool': { a: 1 } }));
  });

  test('takes placeholders for numbers, words and texts of a form, in the settings only', () => {
    assert.ok(
      takes(
        withConnection({
          port: '${PORT}',
          autostart: '${A:-true}',
          protocol: '${P}',
          path: '${X}',
          queue: { maxAge: '${Q}' },
        }),
      ),
    );
    assert.not(takes(withConnection({ port: '3000' })));
    assert.not(takes(withConnection({ port: '3${A}' })));
    assert.not(takes({ plugins: { socketio: { activated: '${A}' } } }));
  });

  test('refuses what the file may not have', () => {
    for (const document of [
      [],
      { nam: 'a' },
      withConnection({ reconectionDelay: 1 }),
      withConnection({ protocol: 'v3' }),
      { logic: { nodes: [{ id: 'a' }] } },
      { logic: { nodes: [{ id: 'a', type: 'b', inputs: { x: 1 } }] } },
      { variables: [{ name: 'a', type: 'int' }] },
    ]) {
      assert.not(takes(document), JSON.stringify(document));
    }
  });

  test('describes every part and option', () => {
    const properties = propertiesOf(projectJsonSchema());
    assert.ok(properties.length > Object.keys(connectionSchema.shape).length);
    const plain = new Set(['x', 'y']);
    for (const [name, { description = '' }] of properties) {
      if (!plain.has(name)) assert.match(description, /^.{5,}[.`]$/, name);
    }
  });
});

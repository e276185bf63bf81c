import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { defineNode } from '../../src/graph/defineNode.ts';
import { describeNodes } from '../../src/graph/describe/describeNodes.ts';
import { nodesDocument } from '../../src/graph/describe/nodesDocument.ts';
import { nodesTable } from '../../src/graph/describe/nodesTable.ts';
import { projectSchemaJson } from '../../src/graph/describe/projectSchemaJson.ts';
import { builtInNodes } from '../../src/graph/nodes/builtInNodes.ts';
import { fits } from '../../src/graph/values/convertValue.ts';
import { suite } from '../suite.ts';
import { schemaProblems } from './support/schemaProblems.ts';

const root = join(import.meta.dirname, '../..');
const descriptions = describeNodes(builtInNodes);

/** The toolbox, as the specification lists it. */
const toolbox: Readonly<Record<string, string>> = {
  socketio:
    'start stop send subscribe unsubscribe onStart onStop onReceive reply onError onSubscribe onUnsubscribe onStateChange state',
  event: 'onInitialize trigger listener',
  flow: 'branch switch sequential selectData toggle forLoop forEachLoop',
  logic: 'and or negate',
  compare: 'isEqual isGreater isLess',
  math: 'add subtract multiply divide modulo increment round random',
  string: 'concat format compare contains length split join substring',
  json: 'parse stringify',
  dictionary: 'get set erase keys values merge size',
  array: 'get set push pop insert remove concat length',
  timer: 'startTimeout cancelTimeout startInterval resetInterval',
  variable: 'get set onChange onSet',
  scene: 'activate onActivate onDeactivate',
  utility: 'conversion isType now getCommandLineOption',
  development: 'console assert exit',
};

suite('the toolbox', (test) => {
  test('has every node of the specification, and no other', () => {
    const wanted = Object.entries(toolbox).flatMap(([family, names]) =>
      names.split(' ').map((name) => `${family}/${name}`),
    );
    assert.equal(descriptions.map(({ type }) => type).toSorted(), wanted.toSorted());
  });

  test('every help is one sentence or a few, that ends', () => {
    for (const { type, help, inputs, outputs, attributes, pulseInputs, pulseOutputs } of descriptions)
      for (const text of [
        help,
        ...[...inputs, ...outputs, ...attributes, ...pulseInputs, ...pulseOutputs].map((part) => part.help),
      ])
        assert.match(text, /^[A-Z0-9`*].*[.]$/s, `${type}: ${text}`);
  });

  test('every default is of the type of its socket', () => {
    for (const { type, inputs } of descriptions)
      for (const { name, type: socket, default: value } of inputs) {
        if (value === undefined || socket === undefined || socket === 'Chosen' || socket === 'Variable')
          continue;
        assert.ok(fits(socket === 'Number' ? 'Float' : socket, value), `${type}.${name}`);
      }
  });

  test('every node of the plugin names its connection by `configuration`', () => {
    for (const { family, type, attributes, plugin } of descriptions)
      if (family === 'socketio') {
        assert.is(plugin, 'socketio', type);
        assert.ok(
          attributes.some(
            ({ name, isRequired, names }) => name === 'configuration' && isRequired && names === 'connection',
          ),
          type,
        );
      }
  });
});

suite('documents of nodes', (test) => {
  test('docs/nodes.md is what the code says: write it with `npx tsx test/graph/support/writeNodesDocument.ts`', () => {
    assert.is(readFileSync(join(root, 'docs/nodes.md'), 'utf8'), nodesDocument(descriptions));
  });

  test('the table has a line for each node', () => {
    const table = nodesTable(descriptions);
    for (const { type } of descriptions) assert.match(table, new RegExp(`^${type} `, 'm'));
    assert.ok(table.endsWith('\n'));
  });

  test('descriptions are plain data', () => {
    assert.equal(JSON.parse(JSON.stringify(descriptions)), descriptions);
  });
});

suite('the JSON Schema of project files', (test) => {
  const own = defineNode({
    kind: 'action',
    type: 'my/own',
    label: 'Own',
    help: 'A node of my own.',
    attributes: { device: { type: 'String', required: true, help: 'Which device.' } },
    run() {},
  });
  const schema = projectSchemaJson([own]);
  const problems = (nodes: readonly unknown[]): readonly string[] =>
    schemaProblems({ ...schema }, { logic: { nodes } });

  test('knows every type of node, with its help', () => {
    const text = JSON.stringify(schema);
    for (const { type, help } of [...descriptions, ...describeNodes([own])]) {
      assert.ok(text.includes(`"const":${JSON.stringify(type)}`), type);
      assert.ok(text.includes(JSON.stringify(help)), type);
    }
  });

  test('holds in the examples', () => {
    for (const name of ['hello', 'telemetry']) {
      const document: unknown = JSON.parse(
        readFileSync(join(root, 'examples', name, 'project.json'), 'utf8'),
      );
      assert.equal(schemaProblems({ ...schema }, document), [], name);
    }
  });

  test('holds for what the check of files holds for, and finds what it finds', () => {
    assert.equal(
      problems([{ id: 'a', type: 'flow/toggle', attributes: { value: true }, pulses: { out: 'b.in' } }]),
      [],
    );
    assert.equal(
      problems([
        { id: 'a', type: 'flow/sequential', attributes: { count: 12 }, pulses: { pulse11: 'b.in' } },
      ]),
      [],
    );
    assert.equal(
      problems([{ id: 'a', type: 'math/add', inputs: { a: { value: 1 }, input7: { from: 'b.c' } } }]),
      [],
    );
    assert.equal(problems([{ id: 'a', type: 'my/own', attributes: { device: 'x' } }]), []);
    assert.equal(problems([{ id: 'a', type: 'flow/toglge' }]), ['/logic/nodes/0/type: none of the forms']);
    assert.equal(problems([{ id: 'a', type: 'flow/toggle', attributes: { valu: true } }]), [
      '/logic/nodes/0/attributes/valu: unknown',
    ]);
    assert.equal(problems([{ id: 'a', type: 'flow/branch', inputs: { input: { value: 'x' } } }]), [
      '/logic/nodes/0/inputs/input: none of the forms',
    ]);
    assert.equal(problems([{ id: 'a', type: 'development/console', attributes: { level: 'loud' } }]), [
      '/logic/nodes/0/attributes/level: none of the choices',
    ]);
    assert.equal(problems([{ id: 'a', type: 'my/own' }]), ['/logic/nodes/0: no attributes']);
    assert.equal(problems([{ id: 'a', type: 'json/parse', inputs: {} }]), []);
    assert.equal(problems([{ id: 'a', type: 'variable/get', attributes: {} }]), [
      '/logic/nodes/0/attributes: no variable',
    ]);
  });

  test('says for each type which attributes, inputs and pulses there are', () => {
    const part = (type: string, group: string): readonly string[] => {
      const found = (schema.$defs ?? {})[`node ${type.replace('/', ' ')}`];
      const inner = typeof found === 'object' ? found.properties?.[group] : undefined;
      return typeof inner === 'object' ? Object.keys(inner.properties ?? {}) : [];
    };
    assert.equal(part('socketio/send', 'inputs'), ['eventName', 'namespace', 'message', 'arguments']);
    assert.equal(part('socketio/send', 'attributes'), ['configuration', 'acknowledge', 'delivery']);
    assert.equal(part('socketio/send', 'pulses'), ['out', 'onAcknowledge', 'onError']);
    assert.equal(part('flow/sequential', 'pulses'), ['pulse0', 'pulse1']);
  });
});

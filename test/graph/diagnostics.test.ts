import * as assert from 'uvu/assert';
import { checkProject } from '../../src/graph/checkProject.ts';
import { defineNode } from '../../src/graph/defineNode.ts';
import type { NodeDefinition } from '../../src/graph/NodeDefinition.ts';
import type { Diagnostic } from '../../src/project/Diagnostic.ts';
import { suite } from '../suite.ts';
import { from, init, node, say, value } from './support/nodes.ts';
import { projectText, type FileNode, type GraphParts } from './support/startGraph.ts';

const check = (nodes: readonly FileNode[], parts: GraphParts = {}): readonly Diagnostic[] =>
  checkProject(projectText(nodes, parts), {
    environment: {},
    ...(parts.nodes !== undefined && { nodes: parts.nodes }),
  }).diagnostics;

/** Code, place and suggestions of all findings. */
const found = (nodes: readonly FileNode[], parts: GraphParts = {}): unknown[] =>
  check(nodes, parts).map(({ code, pointer, suggestions }) => [code, pointer, ...suggestions]);

const attributes = { configuration: 'demo' };
const configured = ['demo', 'other'];

suite('diagnostics of graphs', (test) => {
  test('a graph without faults has none', () => {
    assert.equal(found([init('say.in'), say('say', value(1))]), []);
    assert.equal(found([]), []);
  });

  test('a namespace that can be none is found where the file gives it', () => {
    const named = (namespace: unknown, type = 'socketio/send') =>
      found(
        [
          init('at.in'),
          node('at', type, {
            attributes,
            inputs: { eventName: value('news'), namespace: value(namespace) },
          }),
        ],
        { configured },
      );
    const place = '/logic/nodes/1/inputs/namespace/value';
    assert.equal(named('chat'), [['invalid-shape', place, '/chat']]);
    assert.equal(named(' /chat', 'socketio/subscribe'), [['invalid-shape', place]]);
    assert.equal(named('/a,b', 'socketio/unsubscribe'), [['invalid-shape', place]]);
    for (const fine of ['', '/', '/chat', '/chat/rooms']) assert.equal(named(fine), [], fine);
    assert.equal(named(5), [['type-mismatch', place]]);
  });

  test('names of a hundred thousand letters are cut in each message, and suggested in none', () => {
    const long = 'x'.repeat(100_000);
    const wrong = (name: string) => `${name}${long}`;
    const text = JSON.stringify({
      settings: { socketio: { connections: [{ name: long, url: 'http://127.0.0.1', port: 1 }] } },
      variables: [{ name: long, type: 'Int' }],
      scenes: [{ name: long, logic: { nodes: [node(wrong('other'), 'flow/branch')] } }],
      logic: {
        nodes: [
          init(`${long}.${wrong('pulse')}`),
          node('lost', 'event/onInitialize', { pulses: { out: `${wrong('nowhere')}.in` } }),
          node('far', 'event/onInitialize', { pulses: { out: `${wrong('other')}.in` } }),
          node(long, 'math/add', {
            attributes: { dataType: 'Int' },
            inputs: { input0: from(`${long}.output`), [wrong('input')]: value(1) },
          }),
          node(long, wrong('type')),
          node('get', 'variable/get', { attributes: { variable: wrong('variable'), [wrong('more')]: 1 } }),
          node('none', 'variable/get'),
          node('start', 'socketio/start', { attributes: { configuration: wrong('connection') } }),
          node('load', 'scene/activate', { attributes: { scene: wrong('scene') } }),
          node('join', 'string/join', { inputs: { array: from(`${long}.output`) } }),
        ],
      },
    });
    const { diagnostics } = checkProject(text, { environment: {} });
    const codes = new Set<string>(diagnostics.map(({ code }) => code));
    const expected =
      'duplicate-id unknown-node-type unknown-attribute unknown-socket unknown-node unknown-connection unknown-variable unknown-scene missing-input type-mismatch data-cycle out-of-scope unreachable-node';
    for (const code of expected.split(' ')) assert.ok(codes.has(code), code);
    for (const { code, message, suggestions } of diagnostics) {
      assert.ok(message.length < 1000, `${code}: ${message.length}`);
      for (const suggestion of suggestions) assert.ok(suggestion.length <= 80, code);
    }
    const [type] = diagnostics.filter(({ code }) => code === 'unknown-node-type');
    assert.match(type?.message ?? '', `"type${'x'.repeat(76)}…"`);
  });

  test('a cut name holds no half of a character', () => {
    const [{ message } = { message: '' }] = check([node('a', `${'x'.repeat(79)}😀`)]);
    assert.match(message, `"${'x'.repeat(79)}…"`);
  });

  test('duplicate-id: at the second one', () => {
    assert.equal(found([init('say.in'), say('say', value(1)), say('say', value(2), 'say.in')]), [
      // No wire can lead to it.
      ['unreachable-node', '/logic/nodes/2'],
      ['duplicate-id', '/logic/nodes/2/id'],
    ]);
  });

  test('unknown-node-type: with near ones, also of another family', () => {
    assert.equal(found([node('a', 'flow/brunch')]), [
      ['unknown-node-type', '/logic/nodes/0/type', 'flow/branch'],
    ]);
    assert.equal(
      found([node('a', 'socketio/onRecieve')])
        .flat()
        .slice(0, 3),
      ['unknown-node-type', '/logic/nodes/0/type', 'socketio/onReceive'],
    );
    assert.match(check([node('a', 'flow/brunch')])[0]?.message ?? '', 'Did you mean "flow/branch"');
  });

  test('plugin-deactivated: for each node of the plugin, not an unknown type', () => {
    const text = JSON.stringify({
      plugins: { socketio: { activated: false } },
      logic: {
        nodes: [
          init('start.in'),
          node('start', 'socketio/start', { attributes }),
          node('on', 'socketio/onStart', { attributes }),
        ],
      },
    });
    assert.equal(
      checkProject(text, { environment: {} }).diagnostics.map(({ code, pointer }) => [code, pointer]),
      [
        ['plugin-deactivated', '/logic/nodes/1/type'],
        ['plugin-deactivated', '/logic/nodes/2/type'],
      ],
    );
  });

  test('plugin-deactivated: hides nothing else that is wrong', () => {
    const text = JSON.stringify({
      plugins: { socketio: { activated: false } },
      settings: {
        socketio: {
          connections: [
            { name: 'a', url: 'http://a' },
            { name: 'a', url: 'http://b' },
          ],
        },
      },
      logic: {
        nodes: [
          init('start.in'),
          node('start', 'socketio/start', { attributes: { configuration: 'b' } }),
          node('stop', 'socketio/stpo', { attributes: { configuration: 'a' } }),
        ],
      },
    });
    assert.equal(
      checkProject(text, { environment: {} }).diagnostics.map(({ code, pointer }) => [code, pointer]),
      [
        ['plugin-deactivated', '/settings/socketio'],
        ['duplicate-connection', '/settings/socketio/connections/1/name'],
        ['plugin-deactivated', '/logic/nodes/1/type'],
        ['unknown-connection', '/logic/nodes/1/attributes/configuration'],
        ['unknown-node-type', '/logic/nodes/2/type'],
      ],
    );
  });

  test('unknown-attribute: and a hint if it is an input', () => {
    const nodes = [
      init('say.in'),
      node('say', 'development/console', { attributes: { levle: 'info', input: 1 } }),
    ];
    assert.equal(found(nodes), [
      ['unknown-attribute', '/logic/nodes/1/attributes/levle', 'level'],
      ['unknown-attribute', '/logic/nodes/1/attributes/input', 'level', 'dataType'],
    ]);
    assert.match(check(nodes)[1]?.message ?? '', '"input" is an input');
  });

  test('invalid-shape: an attribute of another kind, with the choices there are', () => {
    assert.equal(
      found([
        init('all.in'),
        node('all', 'flow/sequential', {
          attributes: { count: 'three' },
          pulses: { pulse0: 'say.in', pulse1: 'switch.in' },
        }),
        node('say', 'development/console', { attributes: { level: 'warn' } }),
        node('switch', 'flow/switch', { attributes: { cases: 'a' } }),
      ]),
      [
        ['invalid-shape', '/logic/nodes/1/attributes/count'],
        ['invalid-shape', '/logic/nodes/2/attributes/level', 'warning'],
        ['invalid-shape', '/logic/nodes/3/attributes/cases'],
      ],
    );
  });

  test('invalid-shape: a socket under two of its names', () => {
    assert.equal(
      found([
        init('add.in'),
        node('add', 'math/add', { inputs: { input0: value(1), a: value(2) }, pulses: { out: 'say.in' } }),
        node('say', 'development/console', { attributes: { level: 'info', type: 'error' } }),
      ]),
      [
        ['invalid-shape', '/logic/nodes/1/inputs/a'],
        ['invalid-shape', '/logic/nodes/2/attributes/type'],
      ],
    );
  });

  test('unknown-socket: of inputs, outputs and pulses, at either end of a wire', () => {
    assert.equal(
      found([
        node('init', 'event/onInitialize', { pulses: { output: 'say.in' } }),
        init('say.inn', 'init2'),
        node('say', 'development/console', { inputs: { inpt: value(1) }, pulses: { out: 'say2.in' } }),
        say('say2', from('say.outpt')),
      ]),
      [
        ['unknown-socket', '/logic/nodes/0/pulses/output', 'out'],
        ['unknown-socket', '/logic/nodes/1/pulses/out', 'in'],
        ['unreachable-node', '/logic/nodes/2'],
        ['unknown-socket', '/logic/nodes/2/inputs/inpt', 'input'],
        ['unreachable-node', '/logic/nodes/3'],
        ['unknown-socket', '/logic/nodes/3/inputs/input/from', 'output'],
      ],
    );
  });

  test('unknown-socket: a number beyond count or cases', () => {
    assert.equal(
      found([
        init('all.in'),
        node('all', 'flow/sequential', {
          attributes: { count: 2 },
          pulses: { pulse0: 'which.in', pulse2: 'which.in' },
        }),
        node('which', 'flow/switch', {
          attributes: { cases: ['a'] },
          pulses: { case1: 'all.in', case01: 'all.in' },
        }),
        node('quarter', 'math/divide', { inputs: { input2: value(1) } }),
        say('say', from('quarter.output')),
      ]).filter((finding) => Array.isArray(finding) && finding[0] === 'unknown-socket'),
      [
        ['unknown-socket', '/logic/nodes/1/pulses/pulse2', 'pulse1'],
        ['unknown-socket', '/logic/nodes/2/pulses/case1', 'case0'],
        ['unknown-socket', '/logic/nodes/2/pulses/case01', 'case0', 'case1'],
        ['unknown-socket', '/logic/nodes/3/inputs/input2', 'input1'],
      ],
    );
  });

  test('unknown-node: with the near ones of the same graph', () => {
    assert.equal(
      found([init('prnt.in'), say('print', from('inti.out')), say('print2', value(1), 'print.in')]),
      [
        ['unknown-node', '/logic/nodes/0/pulses/out', 'print'],
        ['unreachable-node', '/logic/nodes/1'],
        ['unknown-node', '/logic/nodes/1/inputs/input/from', 'init'],
        ['unreachable-node', '/logic/nodes/2'],
      ],
    );
  });

  test('what stands at a node of an unknown type is not reported once more', () => {
    assert.equal(
      found([init('a.in'), node('a', 'no/thing', { pulses: { out: 'b.in' } }), say('b', from('a.x'))]).slice(
        0,
        1,
      ),
      [['unknown-node-type', '/logic/nodes/1/type']],
    );
  });

  test('unknown-connection, unknown-variable, unknown-scene: with the names there are', () => {
    assert.equal(
      found(
        [
          init('start.in'),
          node('start', 'socketio/start', {
            attributes: { configuration: 'dmo' },
            pulses: { out: 'set.in' },
          }),
          node('set', 'variable/set', {
            attributes: { variable: 'x' },
            inputs: { value: value(1) },
            pulses: { out: 'go.in' },
          }),
          node('go', 'scene/activate', { attributes: { scene: 'mian' } }),
        ],
        {
          configured,
          variables: [{ name: 'count', type: 'Int' }],
          scenes: [{ name: 'main', logic: { nodes: [] } }],
        },
      ),
      [
        ['unknown-connection', '/logic/nodes/1/attributes/configuration', 'demo'],
        ['unknown-variable', '/logic/nodes/2/attributes/variable', 'count'],
        ['unknown-scene', '/logic/nodes/3/attributes/scene', 'main'],
      ],
    );
  });

  test('type-mismatch: of wires, naming utility/conversion', () => {
    const nodes = [
      init('say.in'),
      node('length', 'string/length', { inputs: { string: value('abc') } }),
      node('text', 'string/concat', { inputs: { input0: from('length.length') } }),
      say('say', from('text.output')),
    ];
    assert.equal(found(nodes), [
      ['type-mismatch', '/logic/nodes/2/inputs/input0/from', 'utility/conversion'],
    ]);
    const [finding] = check(nodes);
    assert.match(finding?.message ?? '', 'utility/conversion');
    assert.match(finding?.message ?? '', '"length.length" gives an Int');
  });

  test('type-mismatch: of fixed values', () => {
    assert.equal(
      found([
        init('branch.in'),
        node('branch', 'flow/branch', { inputs: { input: value('yes') }, pulses: { onTrue: 'loop.in' } }),
        node('loop', 'flow/forLoop', { inputs: { lastIndex: value(1.5), step: value(null) } }),
      ]),
      [
        ['type-mismatch', '/logic/nodes/1/inputs/input/value'],
        ['type-mismatch', '/logic/nodes/2/inputs/lastIndex/value'],
        ['type-mismatch', '/logic/nodes/2/inputs/step/value'],
      ],
    );
  });

  const wire = (source: string, target: string): readonly Diagnostic[] =>
    check(
      [
        init('set.in'),
        node('get', 'variable/get', { attributes: { variable: 'source' } }),
        node('set', 'variable/set', {
          attributes: { variable: 'target' },
          inputs: { value: from('get.value') },
        }),
      ],
      {
        variables: [
          { name: 'source', type: source },
          { name: 'target', type: target },
        ],
      },
    );

  test('types: the same, one of them Any, and Byte → Int → Float; nothing else', () => {
    const types = ['Bool', 'Byte', 'Int', 'Float', 'String', 'Array', 'Dictionary', 'Binary', 'Any'];
    const widenings = ['Byte Int', 'Byte Float', 'Int Float'];
    for (const source of types)
      for (const target of types) {
        const isFine =
          source === target ||
          source === 'Any' ||
          target === 'Any' ||
          widenings.includes(`${source} ${target}`);
        const codes = wire(source, target).map(({ code }) => code);
        assert.equal(codes, isFine ? [] : ['type-mismatch'], `${source} → ${target}`);
      }
  });

  const arithmetic = (types: readonly string[], target: string, dataType?: string): string[] =>
    check(
      [
        init('set.in'),
        ...types.map((_, index) =>
          node(`get${index}x`, 'variable/get', { attributes: { variable: `source${index}` } }),
        ),
        node('add', 'math/add', {
          attributes: dataType === undefined ? {} : { dataType },
          inputs: Object.fromEntries([
            ...types.map((_, index) => [`input${index}`, from(`get${index}x.value`)] as const),
            [`input${types.length}`, value(1)] as const,
          ]),
        }),
        node('twice', 'math/multiply', {
          inputs: { input0: from('add.output'), input1: from('add.output') },
        }),
        node('set', 'variable/set', {
          attributes: { variable: 'target' },
          inputs: { value: from('twice.output') },
        }),
      ],
      {
        variables: [
          ...types.map((type, index) => ({ name: `source${index}`, type })),
          { name: 'target', type: target },
        ],
      },
    ).map(({ code, pointer }) => `${code} ${pointer.split('/')[3]}`);

  test('numbers take their type from what is wired to them, over any number of nodes', () => {
    assert.equal(arithmetic(['Int', 'Byte'], 'Int'), []);
    assert.equal(arithmetic(['Byte'], 'Byte'), []);
    assert.equal(arithmetic(['Int', 'Float'], 'Float'), []);
    assert.equal(arithmetic(['Int', 'Float'], 'Int'), ['type-mismatch 5']);
    assert.equal(arithmetic(['Any'], 'Int'), []);
    assert.equal(arithmetic([], 'Int'), []);
    assert.equal(arithmetic(['String'], 'Int'), ['type-mismatch 2']);
    assert.equal(arithmetic(['Float'], 'Int', 'Int'), ['type-mismatch 2']);
    assert.equal(arithmetic(['Int'], 'Int', 'Float'), ['type-mismatch 4']);
  });

  test('missing-input: of inputs and attributes that have no default', () => {
    assert.equal(
      found(
        [
          init('send.in'),
          node('send', 'socketio/send', { attributes: {} }),
          init('wait.in', 'init2'),
          node('wait', 'timer/startTimeout'),
        ],
        {
          configured,
        },
      ),
      [
        ['missing-input', '/logic/nodes/1/attributes/configuration', 'demo', 'other'],
        ['missing-input', '/logic/nodes/1/inputs/eventName'],
      ],
    );
  });

  test('data-cycle: one for each knot, naming the way around', () => {
    const nodes = [
      init('say.in'),
      node('a', 'math/add', { inputs: { input0: from('c.output'), input1: value(1) } }),
      node('b', 'math/add', { inputs: { input0: from('a.output'), input1: from('b.output') } }),
      node('c', 'math/add', { inputs: { input0: from('b.output') } }),
      node('self', 'math/increment', { inputs: { input: from('self.output') } }),
      say('say', from('c.output'), 'say2.in'),
      say('say2', from('self.output')),
    ];
    assert.equal(found(nodes), [
      ['data-cycle', '/logic/nodes/2/inputs/input0/from'],
      ['data-cycle', '/logic/nodes/4/inputs/input/from'],
    ]);
    assert.match(check(nodes)[0]?.message ?? '', 'a → b → c → a');
    assert.match(check(nodes)[1]?.message ?? '', 'self → self');
  });

  test('out-of-scope: a node of another graph, named with its graph', () => {
    const parts = {
      scenes: [{ name: 'main', logic: { nodes: [init('far.in'), say('near', from('far.output'))] } }],
    };
    const nodes = [init('far.in'), say('far', value(1), 'near.in')];
    assert.equal(found(nodes, parts), [
      ['out-of-scope', '/logic/nodes/1/pulses/out'],
      ['out-of-scope', '/scenes/0/logic/nodes/0/pulses/out'],
      ['unreachable-node', '/scenes/0/logic/nodes/1'],
      ['out-of-scope', '/scenes/0/logic/nodes/1/inputs/input/from'],
    ]);
    assert.match(check(nodes, parts)[0]?.message ?? '', 'the graph of the scene "main"');
  });

  test('out-of-scope: a node that may not stand in this kind of graph', () => {
    const sceneOnly: NodeDefinition = defineNode({
      kind: 'action',
      type: 'my/sceneOnly',
      label: 'Scene Only',
      help: 'For scenes.',
      scopes: ['Scene'],
      run() {},
    });
    const nodes = [init('it.in'), node('it', 'my/sceneOnly')];
    assert.equal(found(nodes, { nodes: [sceneOnly] }), [['out-of-scope', '/logic/nodes/1/type']]);
    assert.equal(found([], { nodes: [sceneOnly], scenes: [{ name: 'main', logic: { nodes } }] }), []);
  });

  test('unreachable-node: a warning for what can never do anything', () => {
    const nodes = [
      init('a.in'),
      say('a', value(1)),
      say('lonely', value(1), 'alsoLonely.in'),
      say('alsoLonely', value(1)),
      node('unread', 'math/add'),
      node('readByLonely', 'math/add'),
      say('reader', from('readByLonely.output')),
      { ...say('off', value(1), 'behindOff.in'), enabled: false },
      say('behindOff', value(1)),
    ];
    assert.equal(
      check(nodes).map(({ severity, code, pointer }) => [severity, code, pointer]),
      [2, 3, 4, 5, 6].map((index) => ['warning', 'unreachable-node', `/logic/nodes/${index}`]),
    );
  });

  test('all findings come at once, in the file’s order, with those of the settings', () => {
    const text = JSON.stringify({
      logic: {
        nodes: [node('a', 'no/such'), node('b', 'socketio/start', { attributes: { configuration: 'x' } })],
      },
      settings: {
        socketio: {
          connections: [
            { name: 'demo', url: 'http://h' },
            { name: 'demo', url: '${MISSING}' },
          ],
        },
      },
      scenes: [{ name: 'one', logic: { nodes: [node('c', 'no/such')] } }],
    });
    const { diagnostics } = checkProject(text, { environment: {} });
    assert.equal(
      diagnostics.map(({ code, pointer }) => `${code} ${pointer}`),
      [
        'unknown-node-type /logic/nodes/0/type',
        'unreachable-node /logic/nodes/1',
        'unknown-connection /logic/nodes/1/attributes/configuration',
        'duplicate-connection /settings/socketio/connections/1/name',
        'missing-environment /settings/socketio/connections/1/url',
        'unknown-node-type /scenes/0/logic/nodes/0/type',
      ],
    );
  });

  test('names with slashes, tildes and dots are found again by their pointers', () => {
    assert.equal(
      found([init('a/b~c.d.in'), node('a/b~c.d', 'development/console', { inputs: { 'x/y~z': value(1) } })]),
      [['unknown-socket', '/logic/nodes/1/inputs/x~1y~0z', 'input']],
    );
  });

  test('names of an object’s own members are unknown like others', () => {
    const text = `{"logic":{"nodes":[{"id":"__proto__","type":"constructor"},{"id":"a","type":"development/console",
      "attributes":{"constructor":1,"toString":2},"inputs":{"hasOwnProperty":{"value":1}},"pulses":{"valueOf":"__proto__.in"}}]}}`;
    assert.equal(
      checkProject(text, { environment: {} })
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code, pointer }) => `${code} ${pointer}`),
      [
        'unknown-node-type /logic/nodes/0/type',
        'unknown-attribute /logic/nodes/1/attributes/constructor',
        'unknown-attribute /logic/nodes/1/attributes/toString',
        'unknown-socket /logic/nodes/1/inputs/hasOwnProperty',
        'unknown-socket /logic/nodes/1/pulses/valueOf',
      ],
    );
  });
});

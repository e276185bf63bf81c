import * as assert from 'uvu/assert';
import { loadProject } from '../../src/project/loadProject.ts';
import { suite } from '../suite.ts';
import { connectionPointer, findings, load, onlyFinding, withConnection } from './loading.ts';

const node = { id: 'a', type: 'math/add' };
const withNode = (parts: object): object => ({ logic: { nodes: [{ ...node, ...parts }] } });

/** A document and all that is found in it. */
const shapes: readonly (readonly [what: string, document: unknown, found: readonly string[]])[] = [
  ['an empty object', {}, []],
  ['an array', [], ['invalid-shape ']],
  ['a text', 'x', ['invalid-shape ']],
  ['null', null, ['invalid-shape ']],
  ['a schema for editors and remarks for people and tools', { $schema: 'x', 'x-tool': 1, _comment: 'y' }, []],
  ['an unknown part', { nam: 'x' }, ['invalid-shape /nam']],
  ['a schema further down', { settings: { $schema: 'x' } }, ['invalid-shape /settings/$schema']],
  [
    'names of prototypes',
    JSON.parse('{"__proto__": 1, "constructor": 2, "prototype": 3, "toString": 4}'),
    [
      'invalid-shape /__proto__',
      'invalid-shape /constructor',
      'invalid-shape /prototype',
      'invalid-shape /toString',
    ],
  ],
  ['a blank name', { name: ' ' }, ['invalid-shape /name']],
  ['a part that is null', { scenes: null }, ['invalid-shape /scenes']],
  ['an unknown plugin', { plugins: { mqtt: { activated: true } } }, ['invalid-shape /plugins/mqtt']],
  ['a plugin that is no object', { plugins: { socketio: true } }, ['invalid-shape /plugins/socketio']],
  [
    'an activation that is a text',
    { plugins: { socketio: { activated: 'no' } } },
    ['invalid-shape /plugins/socketio/activated'],
  ],
  ['settings of an unknown plugin', { settings: { mqtt: {} } }, ['invalid-shape /settings/mqtt']],
  [
    'connections by name',
    { settings: { socketio: { connections: { demo: {} } } } },
    ['invalid-shape /settings/socketio/connections'],
  ],
  [
    'a connection that is none',
    { settings: { socketio: { connections: ['demo'] } } },
    ['invalid-shape /settings/socketio/connections/0'],
  ],
  [
    'a connection with nothing',
    { settings: { socketio: { connections: [{}] } } },
    ['invalid-shape /settings/socketio/connections/0', 'invalid-shape /settings/socketio/connections/0'],
  ],
  ['nodes that are no list', { logic: { nodes: {} } }, ['invalid-shape /logic/nodes']],
  ['a node that is none', { logic: { nodes: [null] } }, ['invalid-shape /logic/nodes/0']],
  [
    'a node without id and type',
    { logic: { nodes: [{}] } },
    ['invalid-shape /logic/nodes/0', 'invalid-shape /logic/nodes/0'],
  ],
  ['a node with a blank id', withNode({ id: ' ' }), ['invalid-shape /logic/nodes/0/id']],
  [
    'a node with everything',
    withNode({
      name: 'Sum',
      description: 'adds',
      attributes: { count: 2 },
      inputs: { input0: { value: null }, input1: { from: 'b.output' } },
      pulses: { out: 'c.in' },
      enabled: false,
      position: { x: 1, y: -2.5, width: 3 },
      _note: 1,
      'x-colour': 'red',
    }),
    [],
  ],
  ['an unknown part of a node', withNode({ enable: true }), ['invalid-shape /logic/nodes/0/enable']],
  ['wires at the wrong end', withNode({ outputs: {} }), ['invalid-shape /logic/nodes/0/outputs']],
  [
    'attributes that are no object',
    withNode({ attributes: [] }),
    ['invalid-shape /logic/nodes/0/attributes'],
  ],
  ['an input given plainly', withNode({ inputs: { a: 'x' } }), ['invalid-shape /logic/nodes/0/inputs/a']],
  [
    'an input with neither value nor from',
    withNode({ inputs: { a: {} } }),
    ['invalid-shape /logic/nodes/0/inputs/a'],
  ],
  [
    'an input with both',
    withNode({ inputs: { a: { value: 1, from: 'b.c' } } }),
    ['invalid-shape /logic/nodes/0/inputs/a'],
  ],
  [
    'an input with more',
    withNode({ inputs: { a: { value: 1, b: 2 } } }),
    ['invalid-shape /logic/nodes/0/inputs/a/b'],
  ],
  [
    'a wire from a node alone',
    withNode({ inputs: { a: { from: 'b' } } }),
    ['invalid-shape /logic/nodes/0/inputs/a/from'],
  ],
  [
    'a wire from nothing',
    withNode({ inputs: { a: { from: '.c' } } }),
    ['invalid-shape /logic/nodes/0/inputs/a/from'],
  ],
  [
    'a pulse to several',
    withNode({ pulses: { out: ['b.in', 'c.in'] } }),
    ['invalid-shape /logic/nodes/0/pulses/out'],
  ],
  [
    'a pulse to a node alone',
    withNode({ pulses: { out: 'b' } }),
    ['invalid-shape /logic/nodes/0/pulses/out'],
  ],
  ['enabled as a text', withNode({ enabled: 'true' }), ['invalid-shape /logic/nodes/0/enabled']],
  ['a position without y', withNode({ position: { x: 1 } }), ['invalid-shape /logic/nodes/0/position']],
  ['a scene without name', { scenes: [{ logic: { nodes: [] } }] }, ['invalid-shape /scenes/0']],
  [
    'two scenes of one name',
    { scenes: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] },
    ['duplicate-id /scenes/2/name'],
  ],
  [
    'two variables of one name',
    {
      variables: [
        { name: 'a', type: 'Int' },
        { name: 'a', type: 'Any' },
      ],
    },
    ['duplicate-id /variables/1/name'],
  ],
  ['a variable without type', { variables: [{ name: 'a' }] }, ['invalid-shape /variables/0']],
  [
    'a variable of an unknown type',
    { variables: [{ name: 'a', type: 'int', initialValue: 'x' }] },
    ['invalid-shape /variables/0/type'],
  ],
];

suite('loadProject: shape', (test) => {
  for (const [what, document, found] of shapes) {
    test(`${found.length === 0 ? 'takes' : 'reports'} ${what}`, () =>
      assert.equal(findings(document), found));
  }

  test('names what could be meant by an unknown name', () => {
    const { message, suggestions } = onlyFinding(withConnection({ reconectionDelay: 5 }));
    assert.is(suggestions[0], 'reconnectionDelay');
    assert.match(message, /Did you mean "reconnectionDelay"/);
  });

  test('tells nothing in the wake of what it told already', () => {
    const wakes: readonly (readonly [document: object, found: readonly string[]])[] = [
      [{ variables: [{ nmae: 'a', type: 'Int' }] }, ['invalid-shape /variables/0/nmae']],
      [
        withConnection({ reconnectionDelay: 'x', reconnectionDelayMax: 5 }),
        [`invalid-shape ${connectionPointer}/reconnectionDelay`],
      ],
      [
        withConnection({ reconnectionDelay: 9000, reconnectionDelayMax: 'x' }),
        [`invalid-shape ${connectionPointer}/reconnectionDelayMax`],
      ],
      [
        withConnection({ url: 'https://h', tls: { cert: 'a', key: 1 } }),
        [`invalid-shape ${connectionPointer}/tls/key`],
      ],
      [
        withConnection({ url: 'https://h', tls: { cert: 1, key: 'a' } }),
        [`invalid-shape ${connectionPointer}/tls/cert`],
      ],
      [withConnection({ url: 'http://h:1', port: 'x' }), [`invalid-shape ${connectionPointer}/port`]],
      [withConnection({ url: 'h', path: '/a' }), [`invalid-url ${connectionPointer}/url`]],
    ];
    for (const [document, found] of wakes) assert.equal(findings(document), found);
  });

  test('lists the names there are where none is near and they are few', () => {
    assert.match(onlyFinding({ plugins: { mqtt: {} } }).message, /There can be "socketio"/);
  });

  test('tells where options of others are found here', () => {
    const says: Readonly<Record<string, RegExp>> = {
      autoConnect: /`autostart`/,
      rejectUnauthorized: /part of `tls`/,
      maxAge: /part of `queue`/,
      namespace: /`namespaces`/,
      headers: /`extraHeaders`/,
      forceNew: /engine of its own/,
    };
    for (const [option, words] of Object.entries(says)) {
      assert.match(onlyFinding(withConnection({ [option]: 1 })).message, words, option);
    }
  });

  test('offers the input that a plain value could become', () => {
    assert.equal(onlyFinding(withNode({ inputs: { a: 5 } })).suggestions, ['{ "value": 5 }']);
  });

  test('reports a number that is too large to be one, once', () => {
    for (const text of [
      '{"logic": {"nodes": [{"id": "a", "type": "b", "position": {"x": 1e999, "y": 0}}]}}',
      '{"logic": {"nodes": [{"id": "a", "type": "b", "inputs": {"x": {"value": -1e999}}}]}}',
      '{"settings": {"socketio": {"connections": [{"name": "a", "url": "http://h", "timeout": 1e999}]}}}',
    ]) {
      const { diagnostics } = loadProject(text, { environment: {} });
      assert.is(diagnostics.length, 1);
      assert.match(diagnostics[0]?.message ?? '', /larger than numbers can be/);
    }
  });

  test('reports a name that stands twice in an object', () => {
    const { diagnostics } = loadProject('{"name": "a", "scenes": [], "name": "b"}', { environment: {} });
    assert.equal(
      diagnostics.map(({ code, pointer }) => `${code} ${pointer}`),
      ['invalid-shape /name'],
    );
  });

  test('reports broken JSON with line and column', () => {
    const { project, diagnostics } = loadProject('{\n  "name": "a"\n  "scenes": []\n}', { environment: {} });
    assert.is(project, undefined);
    assert.equal(diagnostics, [
      {
        severity: 'error',
        code: 'invalid-json',
        pointer: '',
        message: 'Line 3, column 3: a comma is missing before this.',
        suggestions: [],
      },
    ]);
  });

  test('reports everything at once, in the order of the file, nothing twice', () => {
    const document = {
      scenes: [{ name: 'a' }, { name: 'a' }],
      variables: [{ name: 'v', type: 'Byte', initialValue: 200 }],
      settings: {
        socketio: {
          connections: [
            { name: 'a', url: 'http://h/chat', timeout: 0, auth: { token: '${TOKEN}' } },
            { name: 'a', url: 'http://h:1', port: 2 },
          ],
        },
      },
      plugins: { other: {} },
      logic: { nodes: [{ id: 'a', type: 'b', pulses: { out: 1 } }] },
    };
    assert.equal(findings(document), [
      'duplicate-id /scenes/1/name',
      'invalid-shape /variables/0/initialValue',
      'invalid-url /settings/socketio/connections/0/url',
      'invalid-shape /settings/socketio/connections/0/timeout',
      'missing-environment /settings/socketio/connections/0/auth/token',
      'duplicate-connection /settings/socketio/connections/1/name',
      '~port-conflict /settings/socketio/connections/1/port',
      'invalid-shape /plugins/other',
      'invalid-shape /logic/nodes/0/pulses/out',
    ]);
  });

  test('lets other checks add to the report, and puts their findings in place', () => {
    const { report } = load({ logic: { nodes: [node, { ...node, pulses: 1 }] }, scenes: 1 });
    report.add('duplicate-id', '/logic/nodes/1/id', 'x');
    assert.equal(
      report.diagnostics().map(({ pointer }) => pointer),
      ['/logic/nodes/1/id', '/logic/nodes/1/pulses', '/scenes'],
    );
  });
});

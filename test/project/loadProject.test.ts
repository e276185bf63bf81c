import * as assert from 'uvu/assert';
import { loadProject } from '../../src/project/loadProject.ts';
import { suite } from '../suite.ts';
import { exampleText, findings, load, projectOf, withConnection } from './loading.ts';

suite('loadProject: the project', (test) => {
  test('is what the file says, with what it leaves out', () => {
    assert.equal(projectOf({}), {
      name: 'project',
      plugins: { socketio: { activated: true } },
      settings: { socketio: { connections: [] } },
      variables: [],
      logic: { nodes: [] },
      scenes: [],
    });
  });

  test('of the documented example is complete and without findings', () => {
    const { project, diagnostics } = loadProject(exampleText, { environment: { DEMO_TOKEN: 't' } });
    assert.equal(diagnostics, []);
    assert.equal(project?.settings.socketio.connections, [
      { name: 'demo', url: 'http://127.0.0.1:3000', port: 3000, auth: { token: 't' } },
    ]);
    assert.equal(project?.variables, [{ name: 'count', type: 'Int', initialValue: 0 }]);
    assert.is(project?.logic.nodes.length, 6);
    assert.equal(project?.logic.nodes[3], {
      id: 'sub',
      type: 'socketio/subscribe',
      attributes: { configuration: 'demo' },
      inputs: { eventName: { value: 'hello' } },
      pulses: {},
      enabled: true,
    });
    assert.equal(project?.scenes, [{ name: 'main', logic: { nodes: [] } }]);
  });

  test('has a node for every entry, with empty texts for what was reported', () => {
    const { project } = load({
      logic: {
        nodes: [
          5,
          {
            id: ' ',
            type: 'a/b',
            inputs: { a: 1, b: { from: 'x' }, c: { from: 'x.y' } },
            pulses: { out: 1, second: 'b.in' },
          },
          { id: 'c', type: 'd/e' },
        ],
      },
    });
    assert.equal(project?.logic.nodes[0], {
      id: '',
      type: '',
      attributes: {},
      inputs: {},
      pulses: {},
      enabled: true,
    });
    assert.equal(project?.logic.nodes[1], {
      id: '',
      type: 'a/b',
      attributes: {},
      inputs: { a: { from: '' }, b: { from: '' }, c: { from: 'x.y' } },
      pulses: { out: '', second: 'b.in' },
      enabled: true,
    });
    assert.is(project?.logic.nodes[2]?.id, 'c');
  });

  test('keeps the name of a connection that has errors, so that nodes which name it are not wrong too', () => {
    const { project } = load(withConnection({ timeout: 'soon' }));
    assert.equal(project?.settings.socketio.connections, [{ name: 'demo', url: '' }]);
  });

  test('takes names of prototypes as data, and pollutes nothing', () => {
    const text = `{"logic": {"nodes": [{"id": "__proto__", "type": "constructor", "attributes": {"__proto__": {"polluted": 1}},
      "inputs": {"__proto__": {"value": {"__proto__": {"polluted": 1}}}}, "pulses": {"__proto__": "a.b"}}]},
      "settings": {"socketio": {"connections": [{"name": "__proto__", "url": "http://h",
        "auth": {"__proto__": {"polluted": 1}, "deep": {"__proto__": "\${A:-1}"}}, "query": {"__proto__": "1"}}]}}}`;
    const { project, diagnostics } = loadProject(text, { environment: {} });
    assert.equal(diagnostics, []);
    const [first] = project?.logic.nodes ?? [];
    for (const part of [first?.attributes, first?.inputs, first?.pulses]) {
      assert.equal(Object.keys(part ?? {}), ['__proto__']);
      assert.is(Object.getPrototypeOf(part), Object.prototype);
    }
    const [connection] = project?.settings.socketio.connections ?? [];
    assert.equal(Object.keys(connection?.auth ?? {}), ['__proto__', 'deep']);
    assert.equal(Object.keys(connection?.query ?? {}), ['__proto__']);
    assert.is(Reflect.get({}, 'polluted'), undefined);
  });

  test('is given up where more than a thousand errors make it useless', () => {
    const { project, diagnostics } = load({ logic: { nodes: Array.from({ length: 5000 }, () => 1) } });
    assert.is(project, undefined);
    assert.is(diagnostics.length, 1001);
    assert.match(diagnostics.at(-1)?.message ?? '', /At least 1 more error/);
  });
});

suite('loadProject: plugins', (test) => {
  const off = { socketio: { activated: false } };

  test('are on unless said otherwise', () => {
    for (const plugins of [{}, { socketio: {} }, { socketio: { activated: true } }]) {
      assert.is(projectOf({ plugins }).plugins.socketio.activated, true);
    }
    assert.is(projectOf({ plugins: off }).plugins.socketio.activated, false);
  });

  test('that are off have no settings: a finding, and whatever else is wrong in them', () => {
    const settings = { socketio: { connections: [{ name: 'a', url: '${MISSING}', typo: 1 }, 5] } };
    assert.equal(findings({ settings, plugins: off }), [
      'plugin-deactivated /settings/socketio',
      'missing-environment /settings/socketio/connections/0/url',
      'invalid-shape /settings/socketio/connections/0/typo',
      'invalid-shape /settings/socketio/connections/1',
    ]);
    assert.equal(findings({ settings: { socketio: 5 }, plugins: off }), [
      'plugin-deactivated /settings/socketio',
      'invalid-shape /settings/socketio',
    ]);
  });

  test('that are off may leave empty settings behind', () => {
    for (const socketio of [{}, { connections: [] }]) {
      assert.equal(findings({ settings: { socketio }, plugins: off }), []);
    }
  });

  test('that are off hide nothing else', () => {
    const settings = { socketio: { connections: [1] }, typo: 1 };
    assert.equal(findings({ plugins: off, settings, logic: 1 }), [
      'plugin-deactivated /settings/socketio',
      'invalid-shape /settings/socketio/connections/0',
      'invalid-shape /settings/typo',
      'invalid-shape /logic',
    ]);
  });
});

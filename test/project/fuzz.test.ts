import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { connectionSchema } from '../../src/project/connectionSchema.ts';
import { diagnosticCodes, formatDiagnostic } from '../../src/project/Diagnostic.ts';
import { loadProject } from '../../src/project/loadProject.ts';
import { pointerSegments, resolvePointer } from '../../src/project/pointer.ts';
import { projectSchema, type Project } from '../../src/project/projectSchema.ts';
import { suite } from '../suite.ts';
import { exampleText } from './loading.ts';

const richText = JSON.stringify({
  ...JSON.parse(exampleText),
  settings: {
    socketio: {
      connections: [
        {
          name: 'a',
          url: 'https://h:1/socket.io',
          port: 1,
          timeout: 5,
          tls: { ca: 'x' },
          queue: { maxAge: 1 },
          transports: ['polling'],
        },
        {
          name: 'b',
          url: '${URL:-ws://h}',
          namespaces: { '/x': { auth: { a: ['${A:-1}'] } } },
          query: { a: 'b' },
          extraHeaders: { a: 'b' },
        },
      ],
    },
  },
});
const environment = { A: 'x', B: '', URL: 'http://127.0.0.1:80' };

/** What holds of whatever is loaded. */
function check(text: string): void {
  const { project, diagnostics } = loadProject(text, { environment });
  assert.ok(diagnostics.length <= 2002);
  for (const diagnostic of diagnostics) {
    assert.ok(Object.hasOwn(diagnosticCodes, diagnostic.code));
    assert.match(formatDiagnostic(diagnostic), /^(?:error|warning) [a-z-]+ at \/\S?.*: .+$/);
    assert.match(diagnostic.message, /[.?!…]$/);
    assert.match(diagnostic.pointer, /^(?:\/|$)/);
  }
  const told = diagnostics.map(({ code, pointer, message }) => `${code} ${pointer} ${message}`);
  assert.is(new Set(told).size, told.length, 'nothing is told twice');
  assert.ok(project !== undefined || diagnostics.length > 0);
  if (project !== undefined) checkProject(project, !diagnostics.some(({ severity }) => severity === 'error'));
  assert.is(Reflect.get({}, 'polluted'), undefined);
}

/** A project without errors fits the schema that it was read with: the walk and zod agree. */
function checkProject(project: Project, isGood: boolean): void {
  if (!isGood) return;
  for (const connection of project.settings.socketio.connections) {
    const { error } = connectionSchema.safeParse(connection);
    assert.is(error, undefined);
  }
  for (const node of project.logic.nodes) assert.ok(node.id.trim() !== '' && node.type.trim() !== '');
}

const oddities = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  '',
  ' ',
  'x',
  '${A}',
  '${B}',
  '${UNSET}',
  '${',
  'a.b',
  'http://h',
  [],
  {},
  [[]],
  { value: 1 },
  { from: 'a.b' },
  { '': 1 },
);
const names = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'name',
  'url',
  'port',
  'nodes',
  'x-y',
  '_',
  '',
  'a/b~c',
);

/** Every place of a document, as a list of names. */
function placesOf(value: unknown, path: readonly string[] = []): string[][] {
  const here = [[...path]];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...path, name]))];
}

/** A document with the value at one place replaced, removed, or given a further property. */
function mutated(document: unknown, path: readonly string[], change: Change): unknown {
  const [name, ...rest] = path;
  if (name === undefined) {
    if (change.kind === 'replace') return change.value;
    if (change.kind === 'add' && typeof document === 'object' && document !== null) {
      const copy: object = Array.isArray(document) ? [...document] : { ...document };
      Object.defineProperty(copy, change.name, {
        value: change.value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      return copy;
    }
    return undefined;
  }
  const copy: Record<string, unknown> = Array.isArray(document)
    ? Object.assign([], document)
    : Object.assign({}, document);
  copy[name] = mutated(copy[name], rest, change);
  if (copy[name] === undefined) delete copy[name];
  return copy;
}

type Change =
  | { kind: 'replace'; value: unknown }
  | { kind: 'remove' }
  | { kind: 'add'; name: string; value: unknown };
const change: fc.Arbitrary<Change> = fc.oneof(
  oddities.map((value): Change => ({ kind: 'replace', value })),
  fc.constant<Change>({ kind: 'remove' }),
  fc.tuple(names, oddities).map(([name, value]): Change => ({ kind: 'add', name, value })),
);

suite('loadProject, fuzzed', (test) => {
  test('finds nothing in the files that the fuzzing starts from', () => {
    for (const text of [exampleText, richText]) {
      assert.equal(loadProject(text, { environment }).diagnostics, []);
    }
  });

  test('has diagnostics, never a throw, for files with values changed', () => {
    const originals = [exampleText, richText].map((text): unknown => JSON.parse(text));
    const changes = fc.array(fc.tuple(fc.nat(), change), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...originals), changes, (original, list) => {
        let document = original;
        for (const [where, each] of list) {
          const places = placesOf(document);
          document = mutated(document, places[where % places.length] ?? [], each);
        }
        check(JSON.stringify(document) ?? '');
      }),
      { numRuns: 250 },
    );
  });

  test('has diagnostics, never a throw, for files with characters changed', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat(6),
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\/ \n$0-x\u0000é'.split('')), maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(exampleText, richText),
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        (original, list) => {
          let text = original;
          for (const [where, removed, inserted] of list) {
            const at = where % (text.length + 1);
            text = text.slice(0, at) + inserted + text.slice(at + removed);
          }
          check(text);
        },
      ),
      { numRuns: 250 },
    );
  });

  test('has diagnostics, never a throw, for any JSON and any text', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), check), { numRuns: 250 });
  });

  test('points to what is there, or to what it is missing from', () => {
    const original: unknown = JSON.parse(richText);
    fc.assert(
      fc.property(fc.nat(), change, (where, each) => {
        const places = placesOf(original);
        const document = mutated(original, places[where % places.length] ?? [], each);
        const text = JSON.stringify(document) ?? 'null';
        const parsed: unknown = JSON.parse(text);
        for (const { pointer } of loadProject(text, { environment }).diagnostics) {
          assert.is.not(resolvePointer(parsed, pointer), undefined, `${pointer} in ${text}`);
          assert.ok(pointerSegments(pointer).length <= 12);
        }
      }),
      { numRuns: 250 },
    );
  });

  test('takes what the schema takes: documents without placeholders and rules between options', () => {
    const node = fc.record(
      {
        id: fc.string({ minLength: 1 }),
        type: fc.string({ minLength: 1 }),
        enabled: fc.oneof(fc.boolean(), fc.constant('x')),
        pulses: fc.dictionary(fc.string(), fc.constantFrom('a.b', 'a', '')),
        inputs: fc.dictionary(
          fc.string(),
          fc.constantFrom<unknown>({ value: 1 }, { from: 'a.b' }, { from: 'a' }, 1),
        ),
        position: fc.constantFrom<unknown>({ x: 1, y: 2 }, { x: 1 }, [], { x: 1, y: 2, z: 3 }),
      },
      { requiredKeys: ['id'] },
    );
    fc.assert(
      fc.property(fc.array(node, { maxLength: 3 }), (nodes) => {
        const document: unknown = JSON.parse(JSON.stringify({ logic: { nodes } }));
        const isTaken = loadProject(JSON.stringify(document), { environment }).diagnostics.length === 0;
        assert.is(isTaken, projectSchema.safeParse(document).success, JSON.stringify(document));
      }),
      { numRuns: 250 },
    );
  });
});

import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { childPointer, pointerSegments, resolvePointer } from '../../src/project/pointer.ts';
import { parseWireEnd } from '../../src/project/wireEnd.ts';
import { suite } from '../suite.ts';

suite('pointer', (test) => {
  test('escapes as RFC 6901 has it', () => {
    assert.is(childPointer('', 'a/b', 'm~n', 0, ''), '/a~1b/m~0n/0/');
  });

  test('gives the names back', () => {
    const names = fc.array(
      fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', ' ', 'é'), maxLength: 8 }),
    );
    fc.assert(
      fc.property(names, (segments) =>
        assert.equal(pointerSegments(childPointer('', ...segments)), segments),
      ),
    );
  });

  test('resolves own properties only', () => {
    const document: unknown = JSON.parse('{"a": [{"b/c": 1}], "__proto__": 2}');
    assert.is(resolvePointer(document, ''), document);
    assert.is(resolvePointer(document, '/a/0/b~1c'), 1);
    assert.is(resolvePointer(document, '/__proto__'), 2);
    for (const nowhere of ['/b', '/a/1', '/a/0/x', '/constructor', '/a/0/b~1c/d']) {
      assert.is(resolvePointer(document, nowhere), undefined, nowhere);
    }
  });

  test('cuts names of megabytes, which would stand in every finding below them', () => {
    assert.ok(childPointer('', 'x'.repeat(1_000_000)).length < 300);
  });
});

suite('wire ends', (test) => {
  test('are a node id and a socket, parted by the last dot', () => {
    assert.equal(parseWireEnd('heard.message'), { node: 'heard', socket: 'message' });
    assert.equal(parseWireEnd('a.b.c'), { node: 'a.b', socket: 'c' });
  });

  test('are none without a dot, or with nothing on one of its sides', () => {
    for (const text of ['', 'a', '.', 'a.', '.b']) assert.is(parseWireEnd(text), undefined, text);
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { onlyFinding, projectOf } from './loading.ts';

suite('loadProject: variables', (test) => {
  const fitting: readonly (readonly [type: string, value: unknown, expected?: unknown])[] = [
    ['Bool', true],
    ['Byte', -128],
    ['Byte', 127],
    ['Int', -2147483648],
    ['Int', 2147483647],
    ['Float', 0.5],
    ['Float', 3],
    ['String', ''],
    ['Array', [1, 'a', null]],
    ['Dictionary', { a: 1 }],
    ['Binary', 'aGk=', Buffer.from('hi')],
    ['Binary', 'aGk', Buffer.from('hi')],
    ['Binary', '', Buffer.alloc(0)],
    ['Any', null],
    ['Any', { a: [] }],
  ];
  const unfitting: readonly (readonly [type: string, value: unknown])[] = [
    ['Bool', 0],
    ['Bool', 'true'],
    ['Byte', 128],
    ['Byte', -129],
    ['Byte', 1.5],
    ['Int', 2147483648],
    ['Int', -2147483649],
    ['Int', 0.5],
    ['Int', '1'],
    ['Float', '1'],
    ['Float', null],
    ['String', 1],
    ['Array', {}],
    ['Dictionary', []],
    ['Dictionary', null],
    ['Binary', 'a'],
    ['Binary', 'a?=='],
    ['Binary', 'aGk=='],
    ['Binary', [1]],
  ];

  for (const [type, initialValue, expected = initialValue] of fitting) {
    test(`of type ${type} take ${JSON.stringify(initialValue)}`, () => {
      assert.equal(
        projectOf({ variables: [{ name: 'a', type, initialValue }] }).variables[0]?.initialValue,
        expected,
      );
    });
  }

  for (const [type, initialValue] of unfitting) {
    test(`of type ${type} refuse ${JSON.stringify(initialValue)}`, () => {
      const { code, pointer, message } = onlyFinding({ variables: [{ name: 'a', type, initialValue }] });
      assert.equal([code, pointer], ['invalid-shape', '/variables/0/initialValue']);
      assert.match(message, new RegExp(`type is ${type}`));
    });
  }

  test('begin with nothing of their type where the file says nothing', () => {
    const types = ['Bool', 'Byte', 'Int', 'Float', 'String', 'Array', 'Dictionary', 'Binary', 'Any'];
    const { variables } = projectOf({ variables: types.map((type) => ({ name: type, type })) });
    assert.equal(
      variables.map(({ initialValue }) => initialValue),
      [false, 0, 0, 0, '', [], {}, Buffer.alloc(0), null],
    );
  });
});

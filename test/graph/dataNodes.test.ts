import * as assert from 'uvu/assert';
import { equalValues } from '../../src/graph/values/equalValues.ts';
import { suite } from '../suite.ts';
import { stringifyJson } from '../../src/graph/values/stringifyJson.ts';
import { execute } from './support/execute.ts';
import { startGraph } from './support/startGraph.ts';

type Values = Readonly<Record<string, unknown>>;

/** A node, its inputs, what some of its outputs are then, and its attributes. */
type Row = readonly [type: string, inputs: Values, outputs: Values, attributes?: Values];

/** A node, its inputs, and the code of the error (its attributes). */
type Failure = readonly [type: string, inputs: Values, code: string, attributes?: Values];

const rows: readonly Row[] = [
  ['logic/and', { input0: true, input1: true }, { output: true }],
  ['logic/and', { input0: true, input1: true, input2: false }, { output: false }],
  ['logic/and', { input0: true }, { output: true }, { count: 3 }],
  ['logic/or', { input0: false, input1: false }, { output: false }],
  ['logic/or', { input2: true }, { output: true }],
  ['logic/negate', { input: true }, { output: false }],
  ['logic/negate', {}, { output: true }],

  ['compare/isEqual', { a: 1, b: 1.0 }, { c: true }],
  ['compare/isEqual', { a: 'a', b: 'b' }, { c: false }],
  ['compare/isEqual', { a: 1, b: '1' }, { c: false }],
  ['compare/isEqual', { a: [1, { x: [2] }], b: [1, { x: [2] }] }, { c: true }],
  ['compare/isEqual', { a: [1, { x: [2] }], b: [1, { x: [3] }] }, { c: false }],
  ['compare/isEqual', { a: { x: 1, y: 2 }, b: { y: 2, x: 1 } }, { c: true }],
  ['compare/isEqual', { a: { x: 1 }, b: { x: 1, y: 2 } }, { c: false }],
  ['compare/isEqual', { a: [], b: {} }, { c: false }],
  ['compare/isEqual', { a: null, b: {} }, { c: false }],
  ['compare/isEqual', { a: 1, b: 2 }, { c: true }, { mode: 'notEqual' }],
  ['compare/isGreater', { a: 2, b: 1 }, { c: true }],
  ['compare/isGreater', { a: 1, b: 1 }, { c: false }],
  ['compare/isGreater', { a: 1, b: 1 }, { c: true }, { mode: 'greaterOrEqual' }],
  ['compare/isGreater', { a: 'b', b: 'a' }, { c: true }],
  ['compare/isLess', { a: 1, b: 2 }, { c: true }],
  ['compare/isLess', { a: 1, b: 1 }, { c: true }, { mode: 'lessOrEqual' }],
  ['compare/isLess', { a: 2, b: 1 }, { c: false }, { dataType: 'Int' }],

  ['math/add', { input0: 1, input1: 2 }, { output: 3 }],
  ['math/add', { a: 1, b: 2 }, { output: 3 }],
  ['math/add', { input0: 1, input1: 2, input2: 3.5 }, { output: 6.5 }],
  ['math/add', { input0: 1 }, { output: 1 }, { count: 1 }],
  ['math/subtract', { input0: 10, input1: 2, input2: 3 }, { output: 5 }],
  ['math/multiply', { input0: 2, input1: 3, input2: 4 }, { output: 24 }],
  ['math/multiply', { input0: 2 }, { output: 2 }],
  ['math/divide', { input0: 7, input1: 2 }, { output: 3.5 }],
  ['math/divide', { dividend: 7, divisor: 2 }, { output: 3 }, { dataType: 'Int' }],
  ['math/divide', { a: -7, b: 2 }, { output: -3 }, { dataType: 'Int' }],
  ['math/modulo', { input0: 25, input1: 10 }, { output: 5 }],
  ['math/modulo', { input0: 5.5, input1: 1.5 }, { output: 1 }],
  ['math/modulo', { input0: -3, input1: 10 }, { output: 7 }],
  ['math/modulo', { input0: -3, input1: -10 }, { output: 7 }],
  ['math/increment', { input: 1 }, { output: 2 }],
  ['math/increment', { input: 1, step: -3 }, { output: -2 }],
  ['math/round', { input: 5.45 }, { output: 5.5 }, { precision: 1 }],
  ['math/round', { input: 12.11232 }, { output: 12.112 }, { precision: 3 }],
  ['math/round', { input: 1.005 }, { output: 1.01 }, { precision: 2 }],
  ['math/round', { input: -2.5 }, { output: -3 }],
  ['math/round', { input: 1.5e-9 }, { output: 0 }, { precision: 2 }],
  ['math/round', { input: 2.4 }, { output: 2 }, { dataType: 'Int' }],
  ['math/random', { minimum: 10, maximum: 20 }, { output: 15 }],
  ['math/random', { minimum: 1, maximum: 6 }, { output: 4 }, { dataType: 'Int' }],

  ['string/concat', { input0: 'a', input1: 'b', input2: 'c' }, { output: 'abc' }],
  ['string/concat', {}, { output: '' }],
  [
    'string/format',
    { pattern: 'The first letter of %s is %c', parameter0: 'trees', parameter1: 'trees' },
    { formatted: 'The first letter of trees is t' },
  ],
  ['string/format', { pattern: '%d and %d', parameter0: 101, parameter1: 103 }, { formatted: '101 and 103' }],
  [
    'string/format',
    { pattern: '%.0f is %.1e', parameter0: 25e9, parameter1: 25e9 },
    { formatted: '25000000000 is 2.5e+10' },
  ],
  ['string/format', { pattern: '%3f km/h', parameter0: 99 }, { formatted: ' 99 km/h' }],
  ['string/format', { pattern: '%4.2f °C', parameter0: 25.4739 }, { formatted: '25.47 °C' }],
  ['string/format', { pattern: '%i %i', parameter0: 3037, parameter1: 6074.9 }, { formatted: '3037 6074' }],
  [
    'string/format',
    { pattern: '%u %o %x %X', parameter0: 9, parameter1: 9, parameter2: 12, parameter3: 12 },
    { formatted: '9 11 c C' },
  ],
  [
    'string/format',
    { pattern: '[%5s][%-5s][%05d][%+d]', parameter0: 'a', parameter1: 'b', parameter2: -42, parameter3: 7 },
    { formatted: '[    a][b    ][-0042][+7]' },
  ],
  ['string/format', { pattern: '100%% %s', parameter0: { a: [1] } }, { formatted: '100% {"a":[1]}' }],
  ['string/format', { pattern: '%.2s', parameter0: 'abc' }, { formatted: 'ab' }],
  ['string/format', { pattern: 'nothing to fill' }, { formatted: 'nothing to fill' }],
  ['string/format', { pattern: '%d', input0: '12' }, { formatted: '12' }],
  ['string/compare', { a: 'x', b: 'x' }, { result: 0, equal: true }],
  ['string/compare', { string1: 'x', string2: 'y' }, { result: -1, equal: false }],
  ['string/contains', { string: 'haystack', pattern: 'st' }, { contains: true }],
  ['string/contains', { string: 'haystack', pattern: 'x' }, { contains: false }],
  ['string/length', { string: 'abc' }, { length: 3 }],
  ['string/split', { string: 'a,b,,c', delimiter: ',' }, { array: ['a', 'b', '', 'c'] }],
  ['string/split', { string: 'abc', delimiter: '' }, { array: ['a', 'b', 'c'] }],
  ['string/split', { string: 'abc', delimiter: '-' }, { array: ['abc'] }],
  ['string/join', { array: ['a', 1, true], separator: '-' }, { output: 'a-1-true' }],
  ['string/substring', { source: 'abcdef', startIndex: 2, length: 3 }, { substring: 'cde' }],
  ['string/substring', { source: 'abcdef', startIndex: 4 }, { substring: 'ef' }],
  ['string/substring', { source: 'abc', startIndex: 9, length: 3 }, { substring: '' }],

  ['string/length', { string: '😀é' }, { length: 2 }],
  ['string/length', { string: '\ud83d!' }, { length: 2 }],
  ['string/split', { string: 'a😀b', delimiter: '' }, { array: ['a', '😀', 'b'] }],
  ['string/split', { string: 'a😀b', delimiter: '😀' }, { array: ['a', 'b'] }],
  ['string/split', { string: '', delimiter: '' }, { array: [] }],
  ['string/substring', { source: 'a😀b😀c', startIndex: 1, length: 2 }, { substring: '😀b' }],
  ['string/substring', { source: 'a😀b😀c', startIndex: 3 }, { substring: '😀c' }],
  ['string/substring', { source: '😀', startIndex: 1, length: 3 }, { substring: '' }],
  ['string/substring', { source: '😀', startIndex: 0, length: 0 }, { substring: '' }],
  [
    'string/format',
    { pattern: '%.1s|%3s|%-3s|', parameter0: '😀!', parameter1: '😀', parameter2: '😀' },
    { formatted: '😀|  😀|😀  |' },
  ],

  ['json/parse', { input: '[1, 2]' }, { output: [1, 2], isArray: true }],
  ['json/parse', { input: '"x"' }, { output: 'x', isArray: false }],
  ['json/parse', { input: 'null' }, { output: null, isArray: false }],
  ['json/stringify', { input: { a: 1 } }, { output: '{"a":1}' }],
  ['json/stringify', { input: { a: 1 } }, { output: '{\n  "a": 1\n}' }, { beautified: true }],
  ['json/stringify', {}, { output: 'null' }],

  ['dictionary/get', { dictionary: { a: 1 }, key: 'a' }, { value: 1, dictionary: { a: 1 } }],
  ['dictionary/get', { dictionary: { a: null }, key: 'a' }, { value: null }],
  ['dictionary/get', { dictionary: {}, key: 'a', default: 'none' }, { value: 'none' }],
  ['dictionary/get', { dictionary: { a: 1 }, key: 'a' }, { value: 1 }, { dataType: 'Int' }],
  ['dictionary/set', { dictionary: { a: 1 }, key: 'b', value: 2 }, { dictionary: { a: 1, b: 2 } }],
  ['dictionary/set', { key: 'b', value: 2 }, { dictionary: { b: 2 } }],
  ['dictionary/erase', { dictionary: { a: 1, b: 2 }, key: 'a' }, { dictionary: { b: 2 } }],
  ['dictionary/erase', { dictionary: { a: 1 }, key: 'x' }, { dictionary: { a: 1 } }],
  ['dictionary/keys', { dictionary: { a: 1, b: 2 } }, { keys: ['a', 'b'], dictionary: { a: 1, b: 2 } }],
  ['dictionary/values', { dictionary: { a: 1, b: 2 } }, { values: [1, 2] }],
  [
    'dictionary/merge',
    { dictionary0: { a: 1 }, dictionary1: { a: 2, b: 2 }, dictionary2: { c: 3 } },
    { dictionary: { a: 1, b: 2, c: 3 } },
  ],
  ['dictionary/size', { dictionary: { a: 1, b: 2 } }, { size: 2 }],

  ['array/get', { array: ['a', 'b'], index: 1 }, { value: 'b', array: ['a', 'b'] }],
  ['array/set', { array: ['a', 'b'], index: 0, value: 'x' }, { array: ['x', 'b'] }],
  ['array/push', { array: [1], value: 2 }, { array: [1, 2] }],
  ['array/push', { value: 2 }, { array: [2] }],
  ['array/push', { array: [1], value: 2 }, { array: [2, 1] }, { addToEnd: false }],
  ['array/pop', { array: [1, 2, 3] }, { array: [1, 2], value: 3 }],
  ['array/pop', { array: [1, 2, 3] }, { array: [2, 3], value: 1 }, { popEnd: false }],
  ['array/insert', { array: [1, 3], index: 1, value: 2 }, { array: [1, 2, 3] }],
  ['array/insert', { array: [1], index: 1, value: 2 }, { array: [1, 2] }],
  ['array/remove', { array: [1, 2, 3], index: 1 }, { array: [1, 3], value: 2 }],
  ['array/concat', { array0: [1], array1: [2], array2: [[3]] }, { array: [1, 2, [3]] }],
  ['array/length', { array: [1, 2] }, { length: 2, array: [1, 2] }],

  ['utility/conversion', { input: '12.5' }, { output: 12.5 }, { dataType: 'Float' }],
  ['utility/conversion', { input: 12.9 }, { output: 12 }, { dataType: 'Int' }],
  ['utility/conversion', { input: -0.5 }, { output: 0 }, { dataType: 'Int' }],
  ['utility/conversion', { input: true }, { output: 1 }, { dataType: 'Byte' }],
  ['utility/conversion', { input: 12.5 }, { output: '12.5' }, { dataType: 'String' }],
  ['utility/conversion', { input: { a: [1] } }, { output: '{"a":[1]}' }, { dataType: 'String' }],
  ['utility/conversion', { input: 'TRUE' }, { output: true }, { dataType: 'Bool' }],
  ['utility/conversion', { input: 0 }, { output: false }, { dataType: 'Bool' }],
  ['utility/conversion', { input: '[1]' }, { output: [1] }, { dataType: 'Array' }],
  ['utility/conversion', { input: '{"a":1}' }, { output: { a: 1 } }, { dataType: 'Dictionary' }],
  ['utility/conversion', { input: ['a'] }, { output: { 0: 'a' } }, { dataType: 'Dictionary' }],
  ['utility/conversion', { input: 'as it is' }, { output: 'as it is' }, { dataType: 'Any' }],
  ['utility/isType', { input: 1 }, { output: true }, { dataType: 'Byte' }],
  ['utility/isType', { input: 200 }, { output: false }, { dataType: 'Byte' }],
  ['utility/isType', { input: 1.5 }, { output: false }, { dataType: 'Int' }],
  ['utility/isType', { input: [] }, { output: false }, { dataType: 'Dictionary' }],
  ['utility/isType', { input: {} }, { output: true }, { dataType: 'Dictionary' }],
  ['utility/isType', { input: null }, { output: true }, { dataType: 'Any' }],
  ['utility/now', { offset: 1500 }, { output: 1500, text: '1970-01-01T00:00:01.500Z' }],
];

const failures: readonly Failure[] = [
  ['compare/isGreater', { a: 1, b: 'a' }, 'conversion-failed'],
  ['compare/isLess', { a: {}, b: {} }, 'conversion-failed'],
  ['math/add', { input0: 2147483647, input1: 1 }, 'out-of-range', { dataType: 'Int' }],
  ['math/multiply', { input0: 100, input1: 2 }, 'out-of-range', { dataType: 'Byte' }],
  ['math/increment', { input: 127 }, 'out-of-range', { dataType: 'Byte' }],
  ['math/divide', { input0: 1, input1: 0 }, 'division-by-zero'],
  ['math/modulo', { input0: 1, input1: 0 }, 'division-by-zero'],
  ['math/random', { minimum: 2, maximum: 1 }, 'out-of-range'],
  ['string/substring', { source: 'a', startIndex: -1 }, 'out-of-range'],
  ['flow/forLoop', { step: 0 }, 'out-of-range'],
  ['timer/startTimeout', { seconds: -1 }, 'invalid-delay'],
  ['timer/startInterval', { seconds: 0 }, 'invalid-delay'],
];

/** A node with an error pulse, its inputs, what its error says (its attributes). */
const caught: readonly (readonly [type: string, inputs: Values, error: RegExp, attributes?: Values])[] = [
  ['string/format', { pattern: '%s %s' }, /no parameter 1/],
  ['string/format', { pattern: '%y', parameter0: 1 }, /"%y"/],
  ['string/format', { pattern: '%d', parameter0: 'abc' }, /"abc" is no number/],
  ['string/format', { pattern: '%99999999d', parameter0: 1 }, /wider/],
  ['json/parse', { input: '{' }, /no JSON/],
  ['dictionary/get', { dictionary: { a: 1, b: 2 }, key: 'x' }, /no key "x". It has "a", "b"/],
  ['dictionary/get', { dictionary: {}, key: 'constructor' }, /no key/],
  ['dictionary/get', { dictionary: { a: 'text' }, key: 'a' }, /"text"/, { dataType: 'Int' }],
  ['array/get', { array: [1, 2], index: 2 }, /no element 2 in the array: it has 0 to 1/],
  ['array/get', { array: [], index: 0 }, /it is empty/],
  ['array/get', { array: [1], index: -1 }, /no element -1/],
  ['array/set', { array: [1], index: 1, value: 2 }, /no element 1/],
  ['array/pop', { array: [] }, /is empty/],
  ['array/insert', { array: [1], index: 2, value: 2 }, /no element 2/],
  ['array/remove', { array: [1], index: 1 }, /no element 1/],
  ['utility/conversion', { input: 'abc' }, /"abc" cannot become an Int/, { dataType: 'Int' }],
  ['utility/conversion', { input: 300 }, /300 cannot become a Byte/, { dataType: 'Byte' }],
  ['utility/conversion', { input: null }, /Null cannot become a Dictionary/, { dataType: 'Dictionary' }],
  ['utility/conversion', { input: '[1]' }, /cannot become a Dictionary/, { dataType: 'Dictionary' }],
  ['utility/getCommandLineOption', {}, /--set rate=VALUE/, { option: 'rate' }],
];

suite('data nodes', (test) => {
  for (const [type, inputs, outputs, attributes] of rows) {
    const given = [
      JSON.stringify(inputs),
      ...(attributes === undefined ? [] : [JSON.stringify(attributes)]),
    ].join(' ');
    test(`${type} ${given}`, async () => {
      const done = await execute(type, inputs, attributes, { random: () => 0.5 });
      assert.equal(done.errors, []);
      const some = Object.fromEntries(Object.keys(outputs).map((name) => [name, done.outputs[name]]));
      assert.equal(some, outputs);
      assert.equal(done.pulses, ['out']);
    });
  }
});

suite('data nodes that fail', (test) => {
  for (const [type, inputs, code, attributes] of failures)
    test(`${type} ${JSON.stringify(inputs)}: ${code}`, async () => {
      const done = await execute(type, inputs, attributes);
      assert.equal(done.errors, [code]);
      assert.equal(done.pulses, []);
    });
});

suite('data nodes that fail where onError is wired', (test) => {
  for (const [type, inputs, error, attributes] of caught)
    test(`${type} ${JSON.stringify(inputs)}: ${error.source}`, async () => {
      const done = await execute(type, inputs, attributes);
      assert.equal(done.errors, []);
      assert.equal(done.pulses, ['onError']);
      assert.match(String(done.outputs['error']), error);
    });
});

suite('keys that are names of an object’s own members', (test) => {
  const evil = JSON.parse('{"__proto__": {"polluted": true}}') as unknown;

  test('are keys like others', async () => {
    const set = await execute('dictionary/set', { dictionary: {}, key: '__proto__', value: 1 });
    assert.is(JSON.stringify(set.outputs['dictionary']), '{"__proto__":1}');
    const merged = await execute('dictionary/merge', { dictionary0: evil, dictionary1: { a: 1 } });
    assert.is(JSON.stringify(merged.outputs['dictionary']), '{"__proto__":{"polluted":true},"a":1}');
    const erased = await execute('dictionary/erase', { dictionary: evil, key: '__proto__' });
    assert.is(JSON.stringify(erased.outputs['dictionary']), '{}');
    const got = await execute('dictionary/get', { dictionary: evil, key: '__proto__' });
    assert.equal(got.outputs['value'], { polluted: true });
    assert.is('polluted' in {}, false);
  });

  test('are compared like others', async () => {
    const same = await execute('compare/isEqual', {
      a: evil,
      b: JSON.parse('{"__proto__": {"polluted": true}}'),
    });
    assert.is(same.outputs['c'], true);
    const other = await execute('compare/isEqual', { a: evil, b: {} });
    assert.is(other.outputs['c'], false);
  });
});

suite('bytes in JSON', (test) => {
  const bytes = Buffer.from('hello');
  const base64 = 'aGVsbG8=';

  test('are texts in base64, wherever they stand and in whichever form', () => {
    const { buffer, byteOffset, byteLength } = bytes;
    const forms = [bytes, Uint8Array.from(bytes), new DataView(buffer, byteOffset, byteLength)];
    for (const form of [...forms, Uint8Array.from(bytes).buffer]) {
      assert.is(stringifyJson(form), `"${base64}"`);
      assert.is(stringifyJson({ a: [form, 1] }), `{"a":["${base64}",1]}`);
    }
    assert.is(stringifyJson([bytes], { indent: 2 }), `[\n  "${base64}"\n]`);
  });

  test('change nothing for values without any', () => {
    const wide = Array.from({ length: 150_000 }, (_, index) => ({ index }));
    for (const value of [undefined, null, 'x', [undefined, new Date(0)], { a: () => {} }, wide]) {
      assert.is(stringifyJson(value), JSON.stringify(value));
    }
    const circle: unknown[] = [];
    circle.push(circle, circle);
    assert.throws(() => stringifyJson(circle), /circular/);
  });

  test('are texts in what json/stringify writes', async () => {
    const graph = startGraph([
      { id: 'init', type: 'event/onInitialize', pulses: { out: 'bytes.in' } },
      {
        id: 'bytes',
        type: 'utility/conversion',
        attributes: { dataType: 'Binary' },
        inputs: { input: { value: 'hello' } },
        pulses: { out: 'push.in' },
      },
      {
        id: 'push',
        type: 'array/push',
        inputs: { value: { from: 'bytes.output' } },
        pulses: { out: 'json.in' },
      },
      {
        id: 'json',
        type: 'json/stringify',
        inputs: { input: { from: 'push.array' } },
        pulses: { out: 'say.in' },
      },
      { id: 'say', type: 'development/console', inputs: { input: { from: 'json.output' } } },
    ]);
    await graph.settled();
    assert.equal(graph.values, [`["${base64}"]`]);
  });
});

suite('values nested as deep as a server likes', (test) => {
  const deep = (end: unknown): unknown => {
    let value = end;
    for (let level = 0; level < 200_000; level += 1) value = [value];
    return value;
  };

  test('are compared without recursion', () => {
    assert.ok(equalValues(deep(1), deep(1)));
    assert.not(equalValues(deep(1), deep(2)));
  });
});

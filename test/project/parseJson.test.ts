import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseJson } from '../../src/project/parseJson.ts';
import { suite } from '../suite.ts';

function refusal(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok ? 'parsed' : `${parsed.line}:${parsed.column} ${parsed.message}`;
}

/** What the parser of JavaScript says: its value as text, or that it is none. */
function byReference(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return 'no JSON';
  }
}

function byOurs(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok ? JSON.stringify(parsed.value) : 'no JSON';
}

const mistakes: readonly (readonly [text: string, place: string, says: RegExp])[] = [
  ['', '1:1', /empty/],
  [' \n ', '2:2', /empty/],
  ['{', '1:2', /ends here.*object that begins on line 1, column 1.*} is missing/],
  ['{"a": [1, 2', '1:12', /ends here.*array that begins on line 1, column 7.*] is missing/],
  ['{"a": 1,}', '1:8', /comma.*remove it/],
  ['[1, 2,\n]', '1:6', /comma.*remove it/],
  ['[1,,2]', '1:4', /value is missing before this comma/],
  ['{,"a":1}', '1:2', /comma too many/],
  ['{"a": 1\n "b": 2}', '2:2', /comma is missing/],
  ['[1 2]', '1:4', /comma is missing/],
  ['{"a" 1}', '1:6', /expected a colon, found 1/],
  ['{"a" = 1}', '1:6', /colon stands between name and value/],
  ['{"a": }', '1:7', /value is missing/],
  ["{'a': 1}", '1:2', /double quotes.*not in single/],
  ['{a: 1}', '1:2', /names stand in double quotes: "a"/],
  ['{"a": \u201cb\u201d}', '1:7', /straight double quotes/],
  ['{"a": b}', '1:7', /a text stands in double quotes/],
  ['// hello\n{}', '1:1', /no comments/],
  ['{\n  /* hello */ "a": 1}', '2:3', /no comments/],
  ['{} # hello', '1:4', /no comments/],
  ['<<<<<<< HEAD\n{}', '1:1', /merge conflict/],
  ['{"a": "b}', '1:7', /never closed/],
  ['{"a": "b\n"}', '1:7', /not closed on its line.*\\n/],
  ['{"a": "b\tc"}', '1:9', /control character.*\\t/],
  ['{"a": "C:\\dir"}', '1:10', /backslash itself is written/],
  ['{"a": "\\u12x4"}', '1:8', /four hexadecimal digits/],
  ['{"a": True}', '1:7', /true is written in small letters/],
  ['{"a": None}', '1:7', /written null/],
  ['{"a": undefined}', '1:7', /leave the name out/],
  ['{"a": NaN}', '1:7', /no NaN/],
  ['{"a": Infinity}', '1:7', /no Infinity/],
  ['{"a": -Infinity}', '1:7', /no Infinity/],
  ['{"a": 01}', '1:7', /does not begin with 0/],
  ['{"a": .5}', '1:7', /digit before its point/],
  ['{"a": 5.}', '1:7', /missing after the decimal point/],
  ['{"a": 1e}', '1:7', /missing in the exponent/],
  ['{"a": +1}', '1:7', /no plus/],
  ['{"a": -}', '1:7', /minus stands before a digit/],
  ['{"a": 0xff}', '1:7', /decimal/],
  ['{"a": 1_000}', '1:7', /digits only/],
  ['{"a": truely}', '1:7', /none of true/],
  ['{"a": 1]', '1:8', /expected a comma or }, found ]/],
  ['[1}', '1:3', /expected a comma or ], found }/],
  ['["a": 1]', '1:5', /array holds values without names/],
  ['[1; 2]', '1:3', /parted by a comma/],
  ['{}}', '1:3', /goes on after its end/],
  ['{} {}', '1:4', /goes on after its end/],
  ['{"a":\u00a01}', '1:6', /invisible character \(U\+00A0\)/],
  ['\u0000', '1:1', /invisible character \(U\+0000\)/],
  ['{\r\n"é😀": x}', '2:7', /double quotes/],
  ['{\r"a": x}', '2:6', /double quotes/],
];

suite('parseJson', (test) => {
  test('takes and refuses what JSON.parse takes and refuses, with the same value', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'large' }), (text) => {
        assert.is(byOurs(text), byReference(text));
      }),
      { numRuns: 300 },
    );
  });

  test('agrees with JSON.parse on texts that were damaged', () => {
    const damage = fc.record({
      text: fc.json(),
      at: fc.nat(),
      removed: fc.nat(3),
      inserted: fc.string({
        unit: fc.constantFrom(...'{}[]",:\\/ \n\t0123.eE+-truefalsn\u00a0'.split('')),
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(damage, ({ text, at, removed, inserted }) => {
        const place = at % (text.length + 1);
        const damaged = text.slice(0, place) + inserted + text.slice(place + removed);
        assert.is(byOurs(damaged), byReference(damaged), damaged);
      }),
      { numRuns: 1000 },
    );
  });

  test('skips a byte order mark, which does not count as a column', () => {
    assert.equal(parseJson('\ufeff{}'), { ok: true, value: {}, remarks: [] });
    assert.is(refusal('\ufeff x').split(' ')[0], '1:2');
  });

  for (const [text, place, says] of mistakes) {
    test(`tells the place and the mistake: ${JSON.stringify(text)}`, () => {
      const [at, ...words] = refusal(text).split(' ');
      assert.is(at, place);
      assert.match(words.join(' '), says);
    });
  }

  test('quotes nothing of a text that lacks its quotes, because it could be a secret', () => {
    assert.not.match(refusal('{"token": hunter2}'), /hunter2/);
    assert.not.match(refusal('{"token": \'hunter2\'}'), /hunter2/);
    assert.not.match(refusal('{"token": "hunter2'), /hunter2/);
  });

  test('remarks names that stand twice, and the last one counts', () => {
    const parsed = parseJson('{"a": {"b/c": 1, "b/c": 2}, "d": [{}, {"e": 1, "e": 1}]}');
    assert.ok(parsed.ok);
    assert.equal(parsed.value, { a: { 'b/c': 2 }, d: [{}, { e: 1 }] });
    assert.equal(
      parsed.remarks.map(({ pointer }) => pointer),
      ['/a/b~1c', '/d/1/e'],
    );
  });

  test('remarks numbers that are too large to be one', () => {
    const parsed = parseJson('[1e308, 1e309, -1e309]');
    assert.ok(parsed.ok);
    assert.equal(
      parsed.remarks.map(({ pointer }) => pointer),
      ['/1', '/2'],
    );
  });

  test('takes __proto__ as a name like any other', () => {
    const parsed = parseJson(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    );
    assert.ok(parsed.ok);
    const value: unknown = parsed.value;
    assert.is(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(Object.keys(Object(value)), ['__proto__', 'constructor']);
    assert.is(Reflect.get({}, 'polluted'), undefined);
    const twice = parseJson('{"__proto__": 1, "__proto__": 2, "toString": 1}');
    assert.ok(twice.ok);
    assert.is(twice.remarks.length, 1);
  });

  test('takes 256 levels and refuses more, without recursion', () => {
    assert.is(refusal('['.repeat(256) + ']'.repeat(256)), 'parsed');
    assert.match(refusal('['.repeat(257) + ']'.repeat(257)), /^1:257 .*deeper than 256 levels/);
    assert.match(refusal('{"a":'.repeat(1e6)), /deeper than 256 levels/);
  });
});

import * as fc from 'fast-check';
import * as assert from 'uvu/assert';
import { fillPlaceholders } from '../../src/project/placeholders.ts';
import { suite } from '../suite.ts';

const environment = { A: 'one', B: 'two', EMPTY: '', HOLDS: '${A}', PATH_2: 'x', lower: 'l' };

const filled: readonly (readonly [text: string, expected: string])[] = [
  ['plain', 'plain'],
  ['${A}', 'one'],
  ['-${A}-${B}-', '-one-two-'],
  ['${A}${A}', 'oneone'],
  ['${PATH_2}${lower}', 'xl'],
  ['${UNSET:-default}', 'default'],
  ['${A:-default}', 'one'],
  ['${UNSET:-}', ''],
  ['${EMPTY}', ''],
  ['${EMPTY:-default}', 'default'],
  ['${UNSET:-http://h:1/a-b:-c}', 'http://h:1/a-b:-c'],
  ['${HOLDS}', '${A}'],
  ['$${A}', '${A}'],
  ['$$${A}', '$${A}'],
  ['${A}$${A}', 'one${A}'],
  ['$A $ {A} 5$', '$A $ {A} 5$'],
];

const malformed = ['${', '${A', '${}', '${1A}', '${A-b}', '${A:b}', '${a b}', '${A:-${B}}', 'x${ A}', '${é}'];

suite('placeholders', (test) => {
  for (const [text, expected] of filled) {
    test(`fills ${text}`, () => {
      const result = fillPlaceholders(text, environment);
      assert.is(result.text, expected);
      assert.is(result.problem, undefined);
      assert.equal(result.missing, []);
    });
  }

  for (const text of malformed) {
    test(`refuses ${text}, and says how it is written`, () => {
      assert.match(fillPlaceholders(text, environment).problem ?? '', /\$\$\{|plain text/);
    });
  }

  test('names what is missing, each once, in order', () => {
    assert.equal(fillPlaceholders('${Y} ${A} ${X} ${Y} ${Z:-z}', environment).missing, ['Y', 'X']);
  });

  test('tells a text that is one placeholder and nothing else', () => {
    assert.ok(fillPlaceholders('${A}', environment).isWhole);
    assert.ok(fillPlaceholders('${UNSET:-1}', environment).isWhole);
    for (const text of [' ${A}', '${A} ', '${A}${B}', '$${A}', 'A']) {
      assert.not(fillPlaceholders(text, environment).isWhole, text);
    }
  });

  test('does not take what objects inherit for variables', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      assert.equal(fillPlaceholders(`\${${name}}`, environment).missing, [name]);
      assert.equal(fillPlaceholders(`\${${name}}`, process.env).missing, [name]);
    }
  });

  test('bounds what it makes, however often a long value is repeated', () => {
    const { problem, text } = fillPlaceholders('${A}'.repeat(1_000_000), { A: 'x'.repeat(10_000) });
    assert.match(problem ?? '', /longer than 1 MiB/);
    assert.is(text, '');
  });

  test('never throws, and leaves a text without ${ as it is', () => {
    const pieces = fc.constantFrom('$', '{', '}', '${', '$${', ':-', 'A', 'UNSET', 'x', ' ');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const result = fillPlaceholders(text, environment);
        if (!text.includes('${')) assert.is(result.text, text);
        if (result.problem !== undefined) assert.is(result.text, '');
      }),
      { numRuns: 1000 },
    );
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { ConnectionError } from '../../machines/ConnectionError.ts';
import { errorCodes, type ErrorCode } from '../../machines/errorCodes.ts';
import { suite } from '../suite.ts';
import { errorsDocument } from './errorsDocument.ts';

const root = join(import.meta.dirname, '../..');

suite('docs/errors.md', (test) => {
  test('is what the code says: write it with `npm run docs:errors`', () => {
    assert.is(readFileSync(join(root, 'docs/errors.md'), 'utf8'), errorsDocument());
  });

  test('has every code once, with a meaning and an advice that fit a table', () => {
    const text = errorsDocument();
    const codes = Object.keys(errorCodes) as ErrorCode[];
    assert.ok(codes.length >= 30);
    for (const code of codes) {
      assert.is(text.split(`| \`${code}\` |`).length, 2, code);
      const { meaning, advice } = errorCodes[code];
      for (const sentence of [meaning, advice])
        assert.match(sentence, /^[A-Z`][^|\n]+[.!]$/, `${code}: ${sentence}`);
      const error = new ConnectionError(code, 'x');
      assert.equal([error.phase, error.retryable], [errorCodes[code].phase, errorCodes[code].retryable]);
    }
  });
});

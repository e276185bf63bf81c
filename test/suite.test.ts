import * as assert from 'uvu/assert';
import { suite } from './suite.ts';
suite('suite', (test) => {
  test('runs', () => {
    assert.is(1, 1);
  });
});

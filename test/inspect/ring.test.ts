import * as assert from 'uvu/assert';
import { createRing } from '../../inspect/model/Ring.ts';
import { suite } from '../suite.ts';

suite('a ring', (test) => {
  test('forgets the oldest by count', () => {
    const ring = createRing<number>({ count: 3, bytes: 1000 });
    for (let number = 1; number <= 500; number += 1) ring.push(number, 1);
    assert.equal([...ring], [498, 499, 500]);
    assert.is(ring.size, 3);
    assert.is(ring.forgotten, 497);
  });

  test('forgets the oldest by bytes, and always keeps the newest', () => {
    const ring = createRing<string>({ count: 100, bytes: 10 });
    ring.push('a', 4);
    ring.push('b', 4);
    ring.push('c', 4);
    assert.equal([...ring], ['b', 'c']);
    assert.is(ring.bytes, 8);
    ring.push('huge', 100);
    assert.equal([...ring], ['huge']);
  });

  test('gives the newest that fit', () => {
    const ring = createRing<number>({ count: 100, bytes: 1000 });
    for (let number = 1; number <= 10; number += 1) ring.push(number, number);
    assert.equal(ring.newest(2, 1000), [9, 10]);
    assert.equal(ring.newest(10, 20), [9, 10]);
    ring.clear();
    assert.equal([...ring], []);
    assert.is(ring.bytes, 0);
  });
});

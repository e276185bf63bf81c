import * as assert from 'uvu/assert';
import { didYouMean, suggest } from '../../src/project/suggest.ts';
import { suite } from '../suite.ts';
import { cpuSeconds } from './cpuSeconds.ts';

const options = [
  'reconnection',
  'reconnectionDelay',
  'reconnectionDelayMax',
  'retries',
  'timeout',
  'transports',
];

suite('suggest', (test) => {
  test('finds a name with a missing, a wrong, an extra letter and two swapped', () => {
    for (const typo of ['timout', 'timeoot', 'timeoutt', 'tiemout'])
      assert.equal(suggest(typo, options), ['timeout'], typo);
  });

  test('puts the nearest first and gives three at most', () => {
    assert.is(suggest('reconectionDelay', options)[0], 'reconnectionDelay');
    assert.is(suggest('a1', ['a2', 'a3', 'a4', 'a5']).length, 3);
  });

  test('does not mind case', () => {
    assert.equal(suggest('TIMEOUT', options), ['timeout']);
    assert.equal(suggest('demo', ['Demo', 'other']), ['Demo']);
  });

  test('finds a name by its beginning, and one of a family by what follows it', () => {
    assert.equal(suggest('trans', options), ['transports']);
    assert.equal(suggest('onRecieve', ['socketio/onReceive', 'math/add']), ['socketio/onReceive']);
    assert.equal(suggest('event/onReceive', ['socketio/onReceive', 'math/add']), ['socketio/onReceive']);
    assert.equal(suggest('socketio/onRecieve', ['socketio/onReceive', 'math/add']), ['socketio/onReceive']);
  });

  test('finds nothing where nothing is near', () => {
    for (const far of ['', 'x', 'completelyDifferent', 'o'.repeat(200)])
      assert.equal(suggest(far, options), [], far);
  });

  test('says what it found at the end of a message', () => {
    assert.is(didYouMean([]), '');
    assert.is(didYouMean(['a']), ' Did you mean "a"?');
    assert.is(didYouMean(['a', 'b', 'c']), ' Did you mean "a", "b" or "c"?');
  });

  test('looks a thousand names up among a hundred thousand in bounded time', () => {
    const tail = 'AndATailThatMakesThemAllMuchLonger';
    const known = Array.from({ length: 100_000 }, (_, index) => `node${index}/${index}${tail}`);
    const seconds = cpuSeconds(() => {
      for (let index = 0; index < 1000; index += 1) suggest(`x${index}node${tail}`, known);
    });
    assert.ok(seconds < 3, `${seconds} s (well under one on an idle machine)`);
  });
});

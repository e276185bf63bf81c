import * as assert from 'uvu/assert';
import { createActor, createMachine } from 'xstate';
import { describeMachine } from '../../inspect/model/describeMachine.ts';
import { guessEdges, matchesEvent } from '../../inspect/model/guessEdges.ts';
import { parentPath, statePaths, stateValue } from '../../inspect/model/statePaths.ts';
import { suite } from '../suite.ts';
import { lampMachine } from './machines.ts';

suite('state paths', (test) => {
  test('list all active states, outer before inner', () => {
    assert.equal(statePaths('idle'), ['idle']);
    assert.equal(statePaths({ connected: 'stable' }), ['connected', 'connected.stable']);
    assert.equal(statePaths({ a: { b: {}, c: 'd' } }), ['a', 'a.b', 'a.c', 'a.c.d']);
    assert.equal(statePaths(undefined), []);
    assert.equal(statePaths({}), []);
    assert.equal(statePaths({ 'a.b': 'c\\d' }), ['a\\.b', 'a\\.b.c\\\\d']);
  });

  test('lead back to the state value', () => {
    const root = describeMachine(lampMachine.config)?.root;
    for (const value of ['off', { lit: { colour: 'red', fan: 'still' } }, { 'a.b': 'c\\d' }, {}]) {
      assert.equal(stateValue(statePaths(value), root), value);
    }
    const { config } = createMachine({
      id: 'one',
      type: 'parallel',
      states: { only: { type: 'parallel', states: { a: {} } } },
    });
    const value = createActor(createMachine(config)).getSnapshot().value;
    assert.equal(value, { only: { a: {} } });
    assert.equal(stateValue(statePaths(value), describeMachine(config)?.root), value);
  });

  test('know what is around them', () => {
    assert.is(parentPath('a.b'), 'a');
    assert.is(parentPath('a'), '');
    assert.is(parentPath(''), '');
    assert.is(parentPath('a\\.b'), '');
    assert.is(parentPath('a\\\\.b'), 'a\\\\');
  });
});

suite('guessing edges', (test) => {
  const definition = describeMachine(lampMachine.config);
  const guess = (before: unknown, after: unknown, event: string): readonly string[] =>
    definition === undefined ? [] : guessEdges(definition, statePaths(before), statePaths(after), event);

  test('finds the edge that explains what happened', () => {
    assert.equal(guess('off', 'warming', 'on'), ['off|on|0']);
    assert.equal(guess('warming', { lit: { colour: 'red', fan: 'still' } }, 'xstate.done.actor.warmUp'), [
      'warming|xstate.done.actor.warmUp|0',
    ]);
    assert.equal(guess({ lit: { colour: 'blue', fan: 'still' } }, 'paused', 'pause'), ['lit|pause|0']);
    assert.equal(guess('paused', { lit: { colour: 'blue', fan: 'still' } }, 'resume'), ['paused|resume|0']);
    assert.equal(guess('off', 'off', 'fail'), ['off|fail|0']);
  });

  test('finds none where nothing fits', () => {
    assert.equal(guess('off', 'off', 'unknown'), []);
    assert.equal(guess('off', 'paused', 'on'), []);
  });

  test('reads descriptors as XState does', () => {
    assert.ok(matchesEvent('a.b', 'a.*'));
    assert.ok(matchesEvent('a', 'a.*'));
    assert.ok(matchesEvent('a.b', '*'));
    assert.not.ok(matchesEvent('ab', 'a.*'));
    assert.not.ok(matchesEvent('a', ''));
  });
});

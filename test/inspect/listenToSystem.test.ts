import * as assert from 'uvu/assert';
import { createActor, createMachine, type InspectionEvent } from 'xstate';
import { listenToSystem } from '../../inspect/model/listenToSystem.ts';
import { suite } from '../suite.ts';

const lamp = createMachine({
  id: 'lamp',
  initial: 'off',
  states: { off: { on: { turn: 'on' } }, on: { on: { turn: 'off' } } },
});

/** What one event of a machine is told by. */
const oneTurn = ['@xstate.event', '@xstate.microstep', '@xstate.snapshot'];

suite('listening to an actor system', (test) => {
  test('hears what XState’s own observers hear, beside them, and leaves the system as it was', () => {
    const theirs: string[] = [];
    const actor = createActor(lamp, { inspect: ({ type }: InspectionEvent) => theirs.push(type) }).start();
    const before: unknown = Reflect.get(actor.system, '_sendInspectionEvent');
    assert.type(before, 'function', 'XState is as it is known');
    theirs.length = 0;
    const heard: string[] = [];
    const end = listenToSystem(actor.system, ({ type }) => heard.push(type));
    actor.send({ type: 'turn' });
    assert.equal([heard, theirs], [oneTurn, oneTurn]);
    end?.();
    assert.is(Reflect.get(actor.system, '_sendInspectionEvent'), before);
    actor.send({ type: 'turn' });
    assert.equal([heard, theirs], [oneTurn, [...oneTurn, ...oneTurn]]);
    actor.stop();
  });

  test('two of them end in any order', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const actor = createActor(lamp).start();
      const heard: number[] = [];
      const ends = [0, 1].map((number) => listenToSystem(actor.system, () => heard.push(number)));
      const [first = 0, second = 0] = order;
      ends[first]?.();
      actor.send({ type: 'turn' });
      assert.equal(heard, [second, second, second], `without ${first}`);
      ends[second]?.();
      actor.send({ type: 'turn' });
      assert.is(heard.length, 3);
      actor.stop();
    }
  });

  test('is one of XState’s observers where its way is not the one that is known', () => {
    const listeners: ((event: InspectionEvent) => void)[] = [];
    let ended = 0;
    const system = {
      inspect(listener: (event: InspectionEvent) => void) {
        listeners.push(listener);
        return { unsubscribe: () => (ended += 1) };
      },
    };
    const listener = (): void => {};
    const end = listenToSystem(system, listener);
    assert.equal(listeners, [listener]);
    end?.();
    assert.is(ended, 1);
    assert.is(listenToSystem({}, listener), undefined);
    assert.is(listenToSystem(undefined, listener), undefined);
  });
});

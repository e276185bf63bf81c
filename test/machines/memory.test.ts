import { setFlagsFromString } from 'node:v8';
import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

setFlagsFromString('--allow-natives-syntax');
// Made of text, for the syntax is V8's alone.
// oxlint-disable-next-line no-new-func, typescript/no-implied-eval
const isFast = new Function('value', 'return %HasFastProperties(value)') as (value: object) => boolean;

suite('memory', (test) => {
  test('a context stays an object of fixed shape through a connection’s life', async (context) => {
    const { connection, world, connect, pass } = harness(context);
    await connect();
    world.drop('transport close');
    await pass(10_000);
    assert.ok(connection.actor.getSnapshot().context.failures > 0);
    assert.ok(isFast(connection.actor.getSnapshot().context));
    assert.not(isFast(Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, index]))));
  });
});

import * as assert from 'uvu/assert';
import type { TestContext } from '../suite.ts';

/** Fails the test if anything was thrown where nobody could catch it, or if a prototype was touched. */
export function witness({ after }: TestContext): void {
  const escaped: unknown[] = [];
  const note = (error: unknown): void => void escaped.push(error);
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  after(async () => {
    // What was thrown in a microtask or a timer of this turn is still on its way.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
    assert.equal(escaped, [], 'nothing escaped');
    assert.equal(Object.keys(Object.prototype), [], 'the prototype of objects is as it was');
    assert.is(Reflect.get({}, 'polluted'), undefined);
  });
}

import * as assert from 'uvu/assert';
import { SimulatedClock } from 'xstate';
import { suite, type TestContext } from '../suite.ts';
import { startExample } from './startExample.ts';

/**
 * The graph's time is simulated; the readings, and the time for an acknowledgement (in ms), are real.
 *
 * @param ackTimeout - long where an acknowledgement comes, which may take its time on a busy machine
 */
async function furnace(context: TestContext, overlooks: (alarm: number) => boolean, ackTimeout = 30_000) {
  let celsius = 800;
  const clock = new SimulatedClock();
  const example = await startExample(context, 'alarm', {
    servers: [{ interval: 10, firstDrop: 0, laterDrops: () => 0, furnace: () => celsius, overlooks }],
    clock,
    settings: { ackTimeout },
  });
  const { run, until, lines } = example;
  const isWatched = (): boolean => run.variable('isWatched') === true;
  return {
    ...example,
    clock,
    async heat() {
      celsius = 900;
      await until(isWatched);
    },
    async cool() {
      celsius = 800;
      await until(() => !isWatched());
    },
    /** Resolves once a console has written a line that begins so; what follows from it in the graph is done, too. */
    line: (beginning: string) => until(() => lines.some((line) => line.startsWith(beginning))),
  };
}

suite('examples/alarm', (test) => {
  test('raises no alarm for readings that fall below the limit within ten seconds', async (context) => {
    const { clock, heat, cool, lines, errors } = await furnace(context, () => false);
    await heat();
    clock.increment(9_999);
    await cool();
    clock.increment(9_999);
    await heat();
    clock.increment(9_999);
    assert.equal(lines, ['calm: 800 °C: below the limit again']);
    assert.equal(errors, []);
  });

  test('raises one after ten seconds, once, and hears who acknowledges it', async (context) => {
    const { clock, heat, line, lines, errors, until, connections } = await furnace(context, () => false);
    await heat();
    clock.increment(10_000);
    await line('acknowledged:');
    const { received } = connections.get('plant').counters;
    await until(() => connections.get('plant').counters.received > received + 3);
    clock.increment(60_000);
    assert.equal(lines, ['acknowledged: alarm acknowledged by the operator']);
    assert.equal(errors, []);
  });

  test('raises it again two seconds after an acknowledgement did not come', async (context) => {
    const { clock, heat, line, lines, errors } = await furnace(context, (alarm) => alarm === 1, 1000);
    await heat();
    clock.increment(10_000);
    await line('warn: try 1');
    clock.increment(1_999);
    assert.is(lines.length, 1);
    clock.increment(1);
    await line('acknowledged:');
    assert.is(lines.at(-1), 'acknowledged: alarm acknowledged by the operator');
    assert.equal(errors, []);
  });

  test('goes to the engineer on call after three tries', async (context) => {
    const { clock, heat, line, lines, errors } = await furnace(context, () => true, 100);
    await heat();
    clock.increment(10_000);
    for (const attempt of [1, 2, 3]) {
      await line(`warn: try ${attempt}`);
      clock.increment(2_000);
    }
    await line('escalated:');
    assert.equal(
      lines.map((text) => text.split(':')[0]),
      ['warn', 'warn', 'warn', 'escalated'],
    );
    assert.is(lines.at(-1), 'escalated: alarm escalated to the engineer on call');
    assert.equal(errors, []);
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { startExample } from './startExample.ts';

const steady = { interval: 10, firstDrop: 0, laterDrops: () => 0 };

suite('examples/device-fleet', (test) => {
  test('shows three sites on one line, which changes as they do, and as they come and go', async (context) => {
    const { until, lines, servers, run, errors } = await startExample(context, 'device-fleet', {
      servers: [steady, steady, steady],
      settings: { reconnectionDelay: 20 },
    });
    const sites = (): string[] =>
      ['north', 'east', 'south'].map((site) => String(Reflect.get(Object(run.variable('fleet')), site)));
    await until(() => sites().every((text) => text.endsWith(' of 4')));
    await servers[1]?.close();
    await until(() => sites()[1] === 'away' && sites().filter((text) => text.endsWith(' of 4')).length === 2);
    assert.ok(lines.every((line) => /^dashboard: north \S.* east \S.* south \S/.test(line)));
    assert.ok(lines.some((line) => /east \d of 4 .*south \d of 4$/.test(line)));
    assert.ok(lines.some((line) => /north \d of 4 +east away +south \d of 4$/.test(line)));
    assert.is(new Set(lines.map((line, index) => line === lines[index - 1])).has(true), false);
    assert.equal(errors, []);
  });
});

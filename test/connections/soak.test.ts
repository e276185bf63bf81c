import * as assert from 'uvu/assert';
import { runSoak } from '../../bench/soak/runSoak.ts';
import { suite } from '../suite.ts';

suite('a short soak', (test) => {
  test('every connection comes back, every message arrives once, nothing is left behind', async () => {
    const { failures, report, reconnects, sent } = await runSoak({
      connections: 120,
      seconds: 3,
      drops: 0.1,
      seed: 1,
    });
    // Of so few connections the memory says nothing: `npm run soak` looks at it with two thousand.
    assert.equal(
      failures.filter((failure) => !failure.startsWith('memory')),
      [],
    );
    assert.ok(report.drops > 10 && reconnects > 10, `${report.drops} drops, ${reconnects} reconnections`);
    assert.is(report.accepted, sent);
  });
});

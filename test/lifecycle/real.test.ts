import * as assert from 'uvu/assert';
import { realLevel, runCommands } from '../../src/testing/index.ts';
import { suite } from '../suite.ts';
import { coverOnServer, serverVersions } from './coverOnServer.ts';
import { notProvokable } from './notProvokable.ts';
import { thoroughOnServers } from './thorough.ts';

const seed = Number(process.env['SEED'] ?? 20_261_122);

suite('generated paths on real servers', (test) => {
  test('take every transition that a server of 4.8 can be made to cause, and no other is said to be out of reach', async () => {
    const { report, paths } = await coverOnServer({
      version: '4.8',
      reasons: notProvokable,
      models: (name) => !thoroughOnServers.includes(name),
    });
    const missing = report.machines.flatMap(({ transitions }) => transitions.missing);
    assert.equal(Object.fromEntries(missing.map(({ id, reason }) => [id, reason])), notProvokable);
    for (const { machine, states } of report.machines) assert.equal(states.missing, [], machine);
    assert.ok(paths > 10);
  });

  for (const version of ['3.1', '2.5'] as const)
    test(`run on ${version}: finding its protocol, and with two namespaces`, async () => {
      for (const part of ['does not reconnect', 'two namespaces']) {
        const { steps, report } = await coverOnServer({ version, models: (name) => name.endsWith(part) });
        assert.ok(steps > 20, String(steps));
        assert.ok(report.machines.every(({ transitions }) => transitions.covered > 10));
      }
    });
});

suite('random sequences on real servers', (test) => {
  for (const version of serverVersions)
    test(`find nothing wrong on ${version}`, async () => {
      const { failure, runs } = await runCommands({ runs: 4, seed, level: realLevel({ version }) });
      assert.is(failure, undefined, `seed ${seed}, path ${failure?.path}: ${failure?.message}`);
      assert.is(runs, 4);
    });
});

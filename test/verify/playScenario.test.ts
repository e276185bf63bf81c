import * as assert from 'uvu/assert';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import type { ConnectionConfig } from '../../src/connections/ConnectionConfig.ts';
import { createCoverage } from '../../src/testing/coverage/createCoverage.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { noExperience } from '../../src/testing/verify/Experience.ts';
import { layNetwork } from '../../src/testing/verify/Network.ts';
import { playScenario, type Played } from '../../src/testing/verify/playScenario.ts';
import type { VerifyStep } from '../../src/testing/verify/VerifyStep.ts';
import { suite, type TestContext } from '../suite.ts';
import { plantedServers } from './plantedServers.ts';

interface Play {
  readonly port: number;
  readonly steps: readonly VerifyStep[];
  readonly config?: Partial<ConnectionConfig>;
  readonly patience?: number;
}

async function play({ after }: TestContext, { port, steps, config, patience = 4000 }: Play): Promise<Played> {
  const network = await layNetwork({ host: '127.0.0.1', port });
  after(() => network.close());
  return playScenario(steps, {
    config: { name: 'mine', url: `http://127.0.0.1:${port}`, ...config },
    network,
    experience: noExperience(),
    coverage: createCoverage([connectionMachine, namespaceMachine]),
    random: 0,
    namespaces: Object.keys(config?.namespaces ?? { '/': {} }),
    patience,
    skipsWaits: true,
  });
}

suite('a scenario', (test) => {
  test('does not wait for the backoff of a namespace, and blames no server for it', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const { findings, story } = await play(context, {
      port: server.port,
      config: { timeout: 300, reconnectionDelay: 20_000, reconnectionDelayMax: 20_000 },
      patience: 300,
      steps: [
        { type: 'leave', namespace: '/' },
        { type: 'fault', name: 'blackhole' },
        { type: 'join', namespace: '/' },
        { type: 'wait', ms: 400 },
        { type: 'heal' },
      ],
    });
    assert.equal(findings, []);
    assert.match(story.find(({ step }) => step.includes('well again'))?.happened ?? '', /^connected/);
  });

  test('blames no server for what a slow network takes its time for', async (context) => {
    const server = await plantedServers.sendsMuch();
    context.after(() => server.close());
    const { findings, story } = await play(context, {
      port: server.port,
      config: { timeout: 300 },
      patience: 300,
      steps: [{ type: 'stop' }, { type: 'fault', name: 'slow' }, { type: 'start' }],
    });
    assert.equal(findings, []);
    const told = JSON.stringify(story);
    assert.match(told, 'more is under way');
  });

  test('names the namespace whose join is not answered', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const config = { namespaces: { '/': {}, '/hanging': {} } };
    const { findings } = await play(context, { port: server.port, config, patience: 500, steps: [] });
    const [{ rule, message } = { rule: '', message: '' }, ...others] = findings;
    assert.equal([rule, others], ['joins-answered', []]);
    assert.match(message, 'does not answer the join of /hanging within 3 s');
  });

  test('names it too where it is the connection that does not wait any longer', async (context) => {
    const server = await testServer();
    context.after(() => server.close());
    const config = { namespaces: { '/': {}, '/hanging': {} }, timeout: 300 };
    const { findings } = await play(context, { port: server.port, config, patience: 300, steps: [] });
    const [finding] = findings;
    assert.match(finding?.message ?? '', 'does not answer the join of /hanging within 300 ms');
    assert.match(finding?.advice ?? '', 'the `timeout` of the connection');
  });
});

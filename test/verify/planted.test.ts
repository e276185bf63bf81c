import * as assert from 'uvu/assert';
import { verify } from '../../src/testing/verify/verify.ts';
import { quickConnection, testProject, writeProject } from '../cli/writeProject.ts';
import { suite } from '../suite.ts';
import { plantedServers } from './plantedServers.ts';
import { runVerify } from './runVerify.ts';

suite('statewire verify, of servers with a planted fault', (test) => {
  test('tells of one that never answers the join, and does so again when told to replay it', async ({
    after,
  }) => {
    const server = await plantedServers.neverAnswersJoin();
    after(() => server.close());
    const file = writeProject(
      testProject([quickConnection('mine', server.port, { timeout: 700 })], []),
      after,
    );
    const { code, stdout, replay } = await runVerify(file);
    assert.is(code, 1);
    const verdict = 'FAILED The server opens the connection and does not answer the join of / within 700 ms.';
    assert.match(stdout.replaceAll(/\s+/g, ' '), verdict);
    assert.match(
      stdout,
      /1 {2}start [x✖]\n +expected {2}connected, \/ joined\n +happened {2}The server opens/,
    );
    assert.match(stdout, /look at .*middleware of \//);
    assert.match(stdout, /It failed again when it was tried again/);
    const again = await runVerify(...replay);
    assert.is(again.code, 1);
    assert.match(again.stdout.replaceAll(/\s+/g, ' '), verdict);
  });

  test('tells of one that accepts and drops at once', async ({ after }) => {
    const server = await plantedServers.dropsAtOnce();
    after(() => server.close());
    const { code, stdout, replay } = await runVerify('--url', server.url);
    assert.is(code, 1);
    assert.match(stdout, /FAILED {2}The server ended the connection (\d+ ms after it had opened|before)/);
    assert.match(stdout, /\(kept-open\)/);
    const again = await runVerify(...replay);
    assert.is(again.code, 1);
    assert.match(again.stdout, /\(kept-open\)/);
  });

  test('tells of one that sends what the protocol does not allow, and not that it ended the connection', async ({
    after,
  }) => {
    const server = await plantedServers.sendsGarbage();
    after(() => server.close());
    const { code, stdout } = await runVerify('--url', server.url);
    assert.is(code, 1);
    assert.match(stdout, /FAILED {2}The server sent what the protocol does not allow/);
    assert.match(stdout.replaceAll(/\s+/g, ' '), /look at Look at what the server sends/);
  });

  test('tells of one that keeps the sockets of those that have gone, and blames nobody else', async ({
    after,
  }) => {
    const server = await plantedServers.keepsUpgrades();
    after(() => server.close());
    const { code, stdout } = await runVerify('--url', server.url);
    assert.is(code, 1);
    assert.match(
      stdout.replaceAll(/\s+/g, ' '),
      /and the server keeps its end of TCP connections open: \d+\..*look at .*`upgrade` listener/,
    );
    assert.not.match(stdout, /please report it/);
    assert.match(stdout, /note {8}The server stays with polling/);
  });

  test('tells of one that ends connections after a while, where it is left alone for long enough', async ({
    after,
  }) => {
    const server = await plantedServers.endsAfterOneSecond();
    after(() => server.close());
    const { code, stdout, replay } = await runVerify('--url', server.url, '--calm', '2');
    assert.is(code, 1);
    assert.match(stdout, /FAILED {2}The server ended the connection 1\d\d\d ms after it had opened/);
    assert.equal(replay.slice(-4), ['--path', 'calm', '--calm', '2']);
  });

  test('tells of one that keeps no heartbeat, where that is short', async ({ after }) => {
    const server = await plantedServers.neverPings();
    after(() => server.close());
    const { code, stdout } = await runVerify('--url', server.url, '--calm', '2');
    assert.is(code, 1);
    assert.match(stdout.replaceAll(/\s+/g, ' '), /FAILED The server sent no ping within its `pingInterval`/);
  });

  test('tells of one that denies every second join, in its own words', async ({ after }) => {
    const server = await plantedServers.deniesEverySecondJoin();
    after(() => server.close());
    const { code, stdout, replay } = await runVerify('--url', server.url);
    assert.is(code, 1);
    assert.match(
      stdout.replaceAll(/\s+/g, ' '),
      /denied \/ with the words "not again", although it had admitted/,
    );
    assert.match(stdout, /stop .*\n +4 {2}start/);
    const again = await runVerify(...replay);
    assert.is(again.code, 1);
    assert.match(again.stdout, /\(joins-alike\)/);
  });

  test('tells of one that acknowledges twice, once it may send; and passes over it where it may not', async ({
    after,
  }) => {
    const server = await plantedServers.acknowledgesTwice();
    after(() => server.close());
    const { code, stdout, replay } = await runVerify('--url', server.url, '--send', 'save');
    assert.is(code, 1);
    assert.match(stdout, /FAILED {2}The server acknowledged one message in \/ twice\./);
    const again = await runVerify(...replay);
    assert.is(again.code, 1);
    assert.match(again.stdout, /\(acknowledged-once\)/);
    const silent = await runVerify('--url', server.url, '--faults', 'drop', '--runs', '0');
    assert.equal([silent.code, server.received.filter(({ eventName }) => eventName !== 'save')], [0, []]);
    assert.match(silent.stdout, /No application event was sent/);
  });

  test('tells of one that acknowledges what nobody has sent', async ({ after }) => {
    const server = await plantedServers.acknowledgesUnasked();
    after(() => server.close());
    const { code, stdout } = await runVerify('--url', server.url);
    assert.is(code, 1);
    assert.match(stdout, /FAILED {2}The server acknowledged a message in \/ that nobody had sent\./);
    assert.not.match(stdout, /twice/);
  });

  test('finds by chance what no fixed scenario shows, and the shortest way to it', async ({ after }) => {
    const server = await plantedServers.endsAtSecondRequest();
    after(() => server.close());
    const options = ['--url', server.url, '--send', 'save', '--faults', 'drop', '--seed', '7'];
    const config = { name: 'mine', url: server.url, timeout: 500 };
    const report = await verify(config, { send: 'save', faults: ['drop'], seed: 7, runs: 200, calm: 400 });
    const failure = report.scenarios.find(({ name }) => name === 'random')?.failure;
    assert.is(failure?.findings[0]?.rule, 'kept-open', JSON.stringify(report.scenarios.at(-1)));
    const steps = failure?.story.map(({ step }) => step) ?? [];
    assert.is(steps.filter((step) => step.startsWith('send')).length, 2, steps.join('; '));
    assert.ok(steps.length <= 4, steps.join('; '));
    assert.is(failure?.isConfirmed, true);
    const again = await runVerify(...options, '--path', failure?.path ?? '');
    assert.is(again.code, 1);
    assert.match(again.stdout, /\(kept-open\)/);
  });

  test('says so where a failure depends on what came before, and has all of it repeated', async ({
    after,
  }) => {
    const server = await plantedServers.deniesEverySeventhJoin();
    after(() => server.close());
    const { code, stdout, replay } = await runVerify('--url', server.url, '--faults', 'drop', '--time', '30');
    assert.is(code, 1);
    assert.match(replay.join(' '), /--time 30/);
    assert.match(stdout, /Alone it did not fail again/);
    assert.not(replay.includes('--path'));
    assert.is((await runVerify(...replay)).code, 1);
  });
});

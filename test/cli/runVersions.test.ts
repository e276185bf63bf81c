import * as assert from 'uvu/assert';
import { cliSuite } from './cliSuite.ts';
import type { ServerVersion } from '../../src/testing/loadServer.ts';
import { testServer } from '../../src/testing/testServer.ts';
import { readLog, statesOf, valuesOf } from './logLines.ts';
import { startCli } from './startCli.ts';
import { quickConnection, testProject, writeProject, type TestNode } from './writeProject.ts';

const attributes = { configuration: 'demo' };
const subscription = (id: string, eventName: string, namespace = '/'): TestNode => ({
  id,
  type: 'socketio/subscribe',
  attributes,
  inputs: { eventName: { value: eventName }, namespace: { value: namespace } },
});

/** Hears `tick` on two namespaces, asks when connected, and stops at `end`. */
const nodes: TestNode[] = [
  {
    id: 'init',
    type: 'event/onInitialize',
    pulses: { out: 'setUp.in' },
  },
  {
    id: 'setUp',
    type: 'flow/sequential',
    pulses: { pulse0: 'hearTick.in', pulse1: 'hearExtra.in', pulse2: 'hearEnd.in', pulse3: 'start.in' },
  },
  subscription('hearTick', 'tick'),
  subscription('hearExtra', 'tick', '/extra'),
  subscription('hearEnd', 'end'),
  { id: 'start', type: 'socketio/start', attributes },
  { id: 'started', type: 'socketio/onStart', attributes, pulses: { out: 'ask.in' } },
  {
    id: 'ask',
    type: 'socketio/send',
    attributes: { ...attributes, acknowledge: true },
    inputs: { eventName: { value: 'echo' }, message: { value: { question: 1 } } },
    pulses: { onAcknowledge: 'answer.in' },
  },
  { id: 'answer', type: 'development/console', inputs: { input: { from: 'ask.response' } } },
  {
    id: 'ticked',
    type: 'socketio/onReceive',
    attributes: { ...attributes, events: ['tick'] },
    pulses: { out: 'place.in' },
  },
  {
    id: 'place',
    type: 'development/console',
    inputs: { input: { from: 'ticked.namespace' } },
    pulses: { out: 'tick.in' },
  },
  { id: 'tick', type: 'development/console', inputs: { input: { from: 'ticked.message' } } },
  {
    id: 'ended',
    type: 'socketio/onReceive',
    attributes: { ...attributes, events: ['end'] },
    pulses: { out: 'stop.in' },
  },
  { id: 'stop', type: 'socketio/stop', attributes },
  { id: 'stopped', type: 'socketio/onStop', attributes, pulses: { out: 'farewell.in' } },
  { id: 'farewell', type: 'development/console', inputs: { input: { from: 'stopped.reason' } } },
];

cliSuite('statewire run --log json against a real server', (test) => {
  for (const version of ['4.8', '3.1', '2.5'] satisfies ServerVersion[]) {
    test(`of Socket.IO ${version}: connects, hears two namespaces, is answered, comes back after a drop, and ends by itself`, async ({
      after,
    }) => {
      const server = await testServer({ version, namespaces: ['/extra'] });
      after(server.close);
      const project = testProject([quickConnection('demo', server.port)], nodes);
      const joined = server.nextSocket('/extra');
      const cli = startCli(['run', writeProject(project, after), '--log', 'json'], after);

      await cli.line('"answer"');
      await joined;
      server.push('/', 'tick', 1);
      server.push('/extra', 'tick', { two: [2] });
      await cli.line('{"two":[2]}');
      const joinedAgain = server.nextSocket('/extra');
      server.dropEngines();
      await joinedAgain;
      server.push('/extra', 'tick', 'three');
      await cli.line('"three"');
      await cli.line('"answer"', 2);
      server.push('/', 'end');

      const { code, stdout, stderr } = await cli.ended;
      assert.is(code, 0);
      assert.is(stderr, '');
      const lines = readLog(stdout);
      const states = statesOf(lines, 'demo');
      assert.equal(states.slice(0, 3), ['connecting.probing', 'connecting.opening', 'connected.settling']);
      assert.ok(states.indexOf('connecting.waiting') > 2, states.join());
      assert.is(states.filter((state) => state === 'connected.settling').length, 2);
      assert.equal(states.slice(-2), ['stopped.closing', 'stopped.closed']);
      assert.equal(valuesOf(lines, 'answer'), [{ question: 1 }, { question: 1 }]);
      assert.equal(valuesOf(lines, 'place'), ['/', '/extra', '/extra']);
      assert.equal(valuesOf(lines, 'tick'), [1, { two: [2] }, 'three']);
      assert.equal(valuesOf(lines, 'farewell'), ['stop']);
      const summary = lines.at(-1);
      assert.equal(summary?.['connections'], [{ connection: 'demo', received: 4, sent: 2, reconnects: 1 }]);
      assert.ok(Number(summary?.['runs']) >= 8);
      assert.ok(Number(summary?.['steps']) >= 16);
    });
  }
});

import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { createActor } from 'xstate';
import { createCollector } from '../../inspect/model/createCollector.ts';
import { createXstate4Adapter, xstate4Hello } from '../../inspect/model/createXstate4Adapter.ts';
import { isRecord } from '../../inspect/model/isRecord.ts';
import { createInspector } from '../../inspect/server/index.ts';
import { skipSuite, suite, type TestContext } from '../suite.ts';
import { lampMachine } from './machines.ts';
import xstate4Definition from './fixtures/xstate4Definition.json' with { type: 'json' };

const apps = join(import.meta.dirname, '../apps/xstate4');

function isInstalled(): boolean {
  try {
    createRequire(join(apps, 'package.json')).resolve('@xstate/inspect');
    return true;
  } catch {
    return false;
  }
}

/** Runs one of the XState 4 programs; its lines can be waited for. */
function run({ after }: TestContext, program: string, ...args: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [join(apps, program), ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  after(async () => {
    child.kill();
    await ended;
  });
  const lines: string[] = [];
  let ask: () => void = () => {};
  if (child.stdout === null) throw new Error('no output');
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    ask();
  });
  return {
    lines,
    say: (line: string): void => void child.stdin?.write(`${line}\n`),
    /** The first line that holds, however long that takes. */
    line: (holds: (line: string) => boolean): Promise<string> =>
      new Promise((resolve) => {
        ask = () => {
          const found = lines.find(holds);
          if (found !== undefined) resolve(found);
        };
        ask();
      }),
  };
}

const parsed = (line: string): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(line);
  return isRecord(value) ? value : {};
};

function packageSuite(): void {
  suite('@xstate/inspect', (test) => {
    test('programs show their machines, and are driven through the way back', async (context) => {
      const app = run(context, 'app.js');
      const port = await app.line((line) => /^\d+$/.test(line));
      const collector = createCollector();
      const adapter = createXstate4Adapter({ collector, source: 'door', now: () => Date.now() });
      const socket = new WebSocket(`ws://127.0.0.1:${port}`);
      context.after(() => socket.terminate());
      let ask: () => void = () => {};
      socket.on('message', (data: Buffer) => {
        assert.ok(adapter.receive(JSON.parse(data.toString())));
        ask();
      });
      await new Promise((resolve) => socket.once('open', resolve));
      const until = (holds: () => boolean): Promise<void> =>
        new Promise((resolve) => {
          ask = () => {
            if (holds()) resolve();
          };
          ask();
        });
      socket.send(JSON.stringify(xstate4Hello));
      await until(() => collector.snapshot().actors.length === 1);
      const actor = () => {
        const [only] = collector.snapshot().actors;
        if (only === undefined) throw new Error('it is gone');
        return only;
      };
      assert.is(actor().name, 'door');
      assert.equal(actor().states, ['closed']);
      const { sessionId } = actor();
      for (const type of ['OPEN', 'PUSH', 'OPEN']) {
        const { events } = actor();
        socket.send(JSON.stringify(adapter.encodeEvent(sessionId, { type })));
        await until(() => actor().events > events);
      }
      assert.equal(
        collector
          .snapshot()
          .entries.map(
            ({ kind, event, after, edges }) => `${kind} ${event.type}: ${after.at(-1)} by ${edges.join()}`,
          ),
        [
          'started xstate.init: closed by ',
          'event OPEN: open.ajar by closed|OPEN|1',
          // In Node it does not tell of transitions, and this one went on to where no guess leads.
          'event PUSH: closed by ',
          'event OPEN: open.ajar by closed|OPEN|1',
        ],
      );
      assert.equal(actor().context, { opened: 2, token: { $wire: 'redacted' } });
      // A refresh tells everything again, and makes nothing twice.
      socket.send(JSON.stringify(xstate4Hello));
      socket.send(JSON.stringify(adapter.encodeEvent(sessionId, { type: 'CLOSE' })));
      await until(() => actor().states[0] === 'closed');
      assert.is(collector.snapshot().actors.length, 1);
      socket.send(JSON.stringify(adapter.encodeEvent(sessionId, { type: 'OPEN' })));
      await until(() => actor().status !== 'active');
      assert.equal(actor().states, ['broken']);
      assert.not.match(JSON.stringify(collector.snapshot()), 's3cret');
    });

    test('its receivers can watch our actors', async (context) => {
      const inspector = await createInspector();
      context.after(() => inspector.close());
      const lamp = createActor(lampMachine).start();
      context.after(() => lamp.stop());
      inspector.observe(lamp, { name: 'lamp' });
      const receiver = run(context, 'receiver.js', inspector.xstate4ReceiverUrl.replace('ws://', ''));
      const registered = parsed(await receiver.line((line) => line.includes('service.register')));
      assert.is(registered['machine'], 'lamp');
      assert.is(registered['id'], 'lamp');
      assert.is(registered['sessionId'], lamp.sessionId);
      assert.equal(registered['states'], ['off', 'warming', 'lit', 'paused', 'done']);
      assert.is(registered['initial'], 'off');
      assert.is(registered['value'], 'off');
      lamp.send({ type: 'on' });
      const warming = parsed(await receiver.line((line) => line.includes('"value":"warming"')));
      assert.is(warming['type'], 'service.state');
      assert.equal(warming['tags'], ['busy']);
      assert.equal(warming['context'], { turns: 1, token: '[redacted]', retryAt: null });
      const lit = parsed(await receiver.line((line) => line.includes('"lit":{')));
      assert.equal(lit['value'], { lit: { colour: 'red', fan: 'still' } });
      lamp.send({ type: 'finish' });
      await receiver.line((line) => line.includes('service.stop'));
      assert.not.match(receiver.lines.join('\n'), 's3cret');
    });

    test('its receivers drive our actors only where that is switched on', async (context) => {
      for (const control of [false, true]) {
        const inspector = await createInspector({ control });
        context.after(() => inspector.close());
        const lamp = createActor(lampMachine).start();
        context.after(() => lamp.stop());
        inspector.observe(lamp, { name: 'lamp' });
        const receiver = run(context, 'receiver.js', inspector.xstate4ReceiverUrl.replace('ws://', ''));
        await receiver.line((line) => line.includes('service.register'));
        const event = (type: string): string =>
          JSON.stringify({
            type: 'xstate.event',
            event: JSON.stringify({ name: type, data: { type }, origin: lamp.sessionId }),
          });
        const changed = new Promise((resolve) => lamp.subscribe(resolve));
        receiver.say(event('on'));
        if (control) await changed;
        // Whatever it was that came before has been dealt with once this is answered.
        receiver.say(JSON.stringify(xstate4Hello));
        const isRegistration = (line: string): boolean => line.includes('service.register');
        await receiver.line(() => receiver.lines.filter(isRegistration).length > 1);
        assert.is(lamp.getSnapshot().value === 'off', !control);
      }
    });
  });
}

if (isInstalled()) packageSuite();
else skipSuite('@xstate/inspect', 'the workspace test/apps/xstate4 is not installed');

suite('the adapter of @xstate/inspect', (test) => {
  function adapted() {
    const collector = createCollector();
    return { collector, adapter: createXstate4Adapter({ collector, source: 'page', now: () => 1 }) };
  }
  const state = (value: unknown, type: string, more: Readonly<Record<string, unknown>> = {}): string =>
    JSON.stringify({ value, context: { n: 1 }, event: { type }, actions: [], tags: {}, ...more });

  test('reads registrations, events, states and stops', () => {
    const { collector, adapter } = adapted();
    const sessionId = 'x:0';
    adapter.receive({
      type: 'service.register',
      machine: JSON.stringify(xstate4Definition),
      state: state('idle', 'xstate.init'),
      sessionId,
    });
    adapter.receive({
      type: 'service.event',
      sessionId,
      event: JSON.stringify({ name: 'CONNECT', data: { type: 'CONNECT', auth: 's3cret' }, origin: 'x:7' }),
    });
    adapter.receive({
      type: 'service.state',
      sessionId,
      state: state('connecting', 'CONNECT', {
        transitions: [
          { source: '#conn.idle', target: ['#conn.connecting'], eventType: 'CONNECT', cond: { name: 'ok' } },
        ],
        tags: ['busy'],
        actions: [{ type: 'log' }],
      }),
    });
    adapter.receive({ type: 'service.stop', sessionId });
    const { actors, entries, definitions } = collector.snapshot();
    assert.is(definitions[0]?.id, 'conn');
    assert.is(actors[0]?.name, 'conn');
    assert.is(actors[0]?.kind, 'machine');
    assert.is(actors[0]?.status, 'stopped');
    assert.equal(actors[0]?.tags, ['busy']);
    assert.equal(
      entries.map(({ kind, event, edges, sender }) => [kind, event.type, edges.join(), sender]),
      [
        ['started', 'xstate.init', '', null],
        ['event', 'CONNECT', 'idle|CONNECT|0', 'page/x:7'],
        ['stopped', 'xstate.stop', '', null],
      ],
    );
    assert.equal(entries[1]?.actions, ['log']);
  });

  test('writes events as its programs read them', () => {
    const { adapter } = adapted();
    const message = adapter.encodeEvent('x:3', { type: 'GO', n: 1 });
    assert.is(message?.['type'], 'xstate.event');
    assert.equal(JSON.parse(String(message?.['event'])), {
      name: 'GO',
      type: 'external',
      $$type: 'scxml',
      data: { type: 'GO', n: 1 },
      origin: 'x:3',
    });
  });

  test('takes any message of any shape', () => {
    const { collector, adapter } = adapted();
    for (const message of [
      undefined,
      null,
      5,
      {},
      { type: 'service.register' },
      { type: 'service.register', sessionId: 'x:0', machine: '{', state: 'null' },
      { type: 'service.register', sessionId: 'x:1', machine: 5, state: { value: {} } },
      { type: 'service.state', sessionId: 'x:1', state: '[]' },
      {
        type: 'service.state',
        sessionId: 'x:1',
        state: '{"transitions":[null,5,{}],"value":{"a":5},"tags":7}',
      },
      { type: 'service.event', sessionId: 'x:1', event: 'null' },
      { type: 'service.event', sessionId: 'x:1', event: '{"data":5}' },
      { type: 'service.unknown', sessionId: 'x:1' },
      { type: 'service.stop', sessionId: 'x:99' },
    ]) {
      adapter.receive(message);
    }
    assert.ok(collector.snapshot().actors.length <= 2);
    assert.is(adapter.receive({ type: '@xstate.actor', sessionId: 'x', _version: '1' }), false);
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { harness } from './harness.ts';

suite('traffic', (test) => {
  test('counters are exact, by namespace, event and direction, over closed subscriptions too', async (context) => {
    const { connection, world, connect, settle } = harness(context);
    await connect();
    connection.namespace('/b').join();
    await settle();
    world.accept('/b');
    const end = connection.subscribe('x', () => {});
    connection.subscribe('*', () => {});
    world.receive('/', 'x', 1);
    world.receive('/', 'y', 2);
    end();
    connection.subscribe('x', () => {});
    world.receive('/', 'x', 3);
    connection.send('m', 'abc');
    connection.send('m', 'abc');
    connection.namespace('/b').send('m');
    const counts = connection
      .trafficCounts()
      .map(({ namespace, event, direction, messages }) => [namespace, event, direction, messages]);
    assert.equal(
      counts.toSorted((one, other) => (String(one) < String(other) ? -1 : 1)),
      [
        ['/', 'm', 'out', 2],
        ['/', 'x', 'in', 2],
        ['/', 'y', 'in', 1],
        ['/b', 'm', 'out', 1],
      ],
    );
    assert.is(connection.counters.received, 3);
    assert.is(connection.counters.sent, 3);
    const out = connection.trafficCounts().find(({ direction }) => direction === 'out');
    assert.ok((out?.bytes ?? 0) >= 2 * '"abc"'.length);
  });

  test('any number of taps hear, each until it is ended', async (context) => {
    const { connection, connect } = harness(context);
    await connect();
    const heard: string[] = [];
    const tap = (name: string): (() => void) =>
      connection.tapTraffic({
        received: () => {},
        sent: (_namespace, event) => heard.push(`${name} ${event}`),
        acknowledged: () => {},
      });
    const [endFirst, endSecond] = [tap('first'), tap('second')];
    connection.send('a');
    endSecond();
    endSecond();
    connection.send('b');
    endFirst();
    connection.send('c');
    assert.equal(heard, ['first a', 'second a', 'first b']);
  });

  test('a tap hears messages and acknowledgements both ways, until it is ended', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    connection.subscribe('question', (_text, reply) => {
      if (typeof reply === 'function') reply('answer');
    });
    const heard: unknown[] = [];
    const end = connection.tapTraffic({
      received: (...args) => heard.push(['received', ...args]),
      sent: (...args) => heard.push(['sent', ...args]),
      acknowledged: (...args) => heard.push(['acknowledged', ...args]),
    });
    const given: unknown[] = [];
    world.receive('/', 'question', 'why?', (answer: unknown) => given.push(answer));
    const sum = connection.request('sum', 1, 2);
    world.emitted[0]?.acknowledge?.(3);
    await sum;
    connection.send('plain');
    const failed = connection
      .with({ timeout: 0 })
      .request('lost')
      .catch(() => {});
    world.drop();
    await failed;
    end();
    await connect().catch(() => {});
    assert.equal(given, ['answer']);
    assert.equal(heard, [
      ['received', '/', 'question', ['why?'], 1],
      ['acknowledged', 1, ['answer'], undefined],
      ['sent', '/', 'sum', [1, 2], 2],
      ['acknowledged', 2, [3], undefined],
      ['sent', '/', 'plain', [], undefined],
      ['sent', '/', 'lost', [], 3],
      ['acknowledged', 3, [], 'connection-lost'],
    ]);
  });
});

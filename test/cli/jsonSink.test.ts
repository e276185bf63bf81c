import * as assert from 'uvu/assert';
import { createJsonSink } from '../../src/cli/log/createJsonSink.ts';
import type { LogLine } from '../../src/cli/log/LogLine.ts';
import { suite } from '../suite.ts';

function written(lines: readonly LogLine[]): Record<string, unknown>[] {
  let text = '';
  const write = createJsonSink({ write: (part) => (text += part) });
  for (const line of lines) write(line, { retryIn: 5 });
  const texts = text.split('\n');
  assert.is(texts.pop(), '', 'each line is complete');
  return texts.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const say = (value: unknown): LogLine => ({ type: 'console', node: 'say', level: 'info', value });

suite('the log for machines', (test) => {
  test('has the keys of each type of line, with a time, and nothing else', () => {
    const lines: LogLine[] = [
      { type: 'state', connection: 'demo', state: 'connecting.waiting', previous: 'idle', reason: 'timeout' },
      say('hey'),
      { type: 'error', code: 'timeout', message: 'late' },
      { type: 'error', code: 'x', message: 'y', connection: 'demo', namespace: '/', node: 'say' },
      { type: 'dropped', connection: 'demo', eventName: 'hey', reason: 'expired' },
      {
        type: 'summary',
        connections: [{ connection: 'demo', received: 1, sent: 2, reconnects: 3 }],
        runs: 4,
        steps: 5,
      },
    ];
    const before = Date.now();
    const found = written(lines);
    assert.equal(
      found.map(({ time: _time, ...rest }) => rest),
      lines,
    );
    for (const { time } of found) {
      assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(Math.abs(Date.parse(String(time)) - before) < 5000);
    }
  });

  test('has bytes as base64, wherever they stand', () => {
    const bytes = Buffer.from([1, 2]);
    const circle: Record<string, unknown> = { bytes };
    circle['self'] = circle;
    const values = [bytes, new Uint8Array(bytes).buffer, [bytes, { deep: [Uint8Array.of(1, 2)] }], circle];
    const found = written(values.map(say)).map((line) => line['value']);
    assert.equal(found.slice(0, 3), ['AQI=', 'AQI=', ['AQI=', { deep: ['AQI='] }]]);
    assert.is.not(found[3], undefined);
  });

  test('has a value for whatever a node says, on one line', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const values = [
      undefined,
      null,
      0,
      '',
      'two\nlines',
      [1, { two: 2 }],
      Number.NaN,
      Uint8Array.of(1, 2),
      circle,
      7n,
    ];
    const found = written(values.map(say)).map((line) => line['value']);
    assert.equal(found.slice(0, 8), [null, null, 0, '', 'two\nlines', [1, { two: 2 }], null, 'AQI=']);
    assert.is(found.length, values.length);
    for (const value of found) assert.is.not(value, undefined);
  });
});

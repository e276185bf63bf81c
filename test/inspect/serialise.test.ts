import * as assert from 'uvu/assert';
import { createActor } from 'xstate';
import { expandedLimits, liveLimits, messageOf, serialise } from '../../inspect/model/serialise.ts';
import { roughSize } from '../../inspect/model/roughSize.ts';
import { toPlain } from '../../inspect/model/toPlain.ts';
import { isWireMark } from '../../inspect/model/WireValue.ts';
import { suite } from '../suite.ts';
import { lampMachine } from './machines.ts';

const wire = (value: unknown): unknown => serialise(value).value;

/** An object whose every trap throws. */
function hostileProxy(): object {
  const boom = (): never => {
    throw new Error('trapped');
  };
  return new Proxy(
    {},
    {
      get: boom,
      has: boom,
      ownKeys: boom,
      getPrototypeOf: boom,
      getOwnPropertyDescriptor: boom,
    },
  );
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

suite('the serialiser', (test) => {
  test('passes JSON on as it is', () => {
    const value = { a: [1, 'two', true, null, { b: {} }], 'c d': '' };
    assert.equal(wire(value), value);
  });

  test('says what JSON cannot say', () => {
    assert.equal(wire(undefined), { $wire: 'undefined' });
    assert.equal(wire(Number.NaN), { $wire: 'number', text: 'NaN' });
    assert.equal(wire(-0), { $wire: 'number', text: '-0' });
    assert.equal(wire(12n), { $wire: 'bigint', text: '12' });
    assert.equal(wire(Symbol('s')), { $wire: 'symbol', text: 'Symbol(s)' });
    assert.equal(wire(new Date(0)), { $wire: 'date', text: '1970-01-01T00:00:00.000Z' });
    assert.equal(wire(new Date(Number.NaN)), { $wire: 'date', text: 'Invalid Date' });
    assert.equal(wire(/a+/g), { $wire: 'regexp', text: '/a+/' });
    assert.equal(
      wire(function named() {}),
      { $wire: 'function', name: 'named' },
    );
    assert.equal(wire(new Map([['a', 1]])), { $wire: 'map', entries: [['a', 1]], size: 1 });
    assert.equal(wire(new Set([1, 2])), { $wire: 'set', items: [1, 2], size: 2 });
    assert.equal(wire(new Uint8Array([1, 255])), {
      $wire: 'binary',
      name: 'Uint8Array',
      bytes: 2,
      hex: '01ff',
    });
    assert.equal(wire(Buffer.from('hi')), { $wire: 'binary', name: 'Buffer', bytes: 2, hex: '6869' });
    assert.equal(wire(new ArrayBuffer(3)), { $wire: 'binary', name: 'ArrayBuffer', bytes: 3, hex: '000000' });
    assert.equal(wire(Promise.resolve()), { $wire: 'opaque', text: 'Promise' });
    assert.equal(wire(new WeakMap()), { $wire: 'opaque', text: 'WeakMap' });
    const error = Object.assign(new TypeError('no', { cause: 'why' }), { code: 7 });
    assert.equal(wire(error), {
      $wire: 'error',
      name: 'TypeError',
      message: 'no',
      entries: [
        ['code', 7],
        ['cause', 'why'],
      ],
    });
  });

  test('keeps a key $wire of the program from passing for a mark of its own', () => {
    assert.equal(wire({ $wire: 'redacted' }), {
      $wire: 'object',
      name: '',
      entries: [['$wire', 'redacted']],
      keys: 1,
    });
  });

  test('keeps a key __proto__ as data', () => {
    const value: unknown = JSON.parse('{ "__proto__": { "polluted": true } }');
    assert.equal(wire(value), {
      $wire: 'object',
      name: '',
      entries: [['__proto__', { polluted: true }]],
      keys: 1,
    });
    assert.is(Reflect.get({}, 'polluted'), undefined);
  });

  test('never calls getters, and never throws at anything', () => {
    let called = false;
    const withGetter = {
      get bad(): never {
        called = true;
        throw new Error('getter');
      },
      good: 1,
    };
    assert.equal(wire(withGetter), { bad: { $wire: 'opaque', text: 'getter' }, good: 1 });
    assert.is(called, false);
    assert.equal(wire(hostileProxy()), { $wire: 'threw', message: 'trapped' });
    assert.equal((wire({ inner: revokedProxy(), after: 1 }) as { after: number }).after, 1);
    assert.is((wire(revokedProxy()) as { $wire: string }).$wire, 'threw');
    const toJson = {
      toJSON(): never {
        called = true;
        throw new Error('toJSON');
      },
    };
    assert.equal(wire(toJson), { toJSON: { $wire: 'function', name: 'toJSON' } });
    assert.is(called, false);
    class Liar {
      get [Symbol.toStringTag](): string {
        throw new Error('tag');
      }
    }
    assert.is((wire(new Liar()) as { $wire: string }).$wire, 'threw');
  });

  test('marks cycles where they close, and shows shared objects each time', () => {
    const shared = { x: 1 };
    const value: Record<string, unknown> = { first: shared, second: shared };
    value['self'] = value;
    value['list'] = [{ back: value }];
    assert.equal(wire(value), {
      first: { x: 1 },
      second: { x: 1 },
      self: { $wire: 'circular', path: [] },
      list: [{ back: { $wire: 'circular', path: [] } }],
    });
  });

  test('shows actors by name, and never what is in them', () => {
    const actor = createActor(lampMachine, { id: 'lamp' });
    assert.equal(wire({ actor }), { actor: { $wire: 'actor', id: actor.sessionId, name: 'lamp' } });
    const shown = JSON.stringify(wire(actor.getSnapshot()));
    assert.match(shown, '"status":"active"');
    assert.not.match(shown, 's3cret');
    assert.not.match(shown, '_nodes');
  });

  test('stays within its limits whatever the size', () => {
    const deep: Record<string, unknown> = {};
    let end = deep;
    for (let level = 0; level < 10_000; level += 1) {
      const next = {};
      end['next'] = next;
      end = next;
    }
    const hostile = [
      'x'.repeat(50_000_000),
      Array.from({ length: 1_000_000 }, (_, index) => index),
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, 'v'.repeat(100)])),
      new Map(Array.from({ length: 100_000 }, (_, index) => [index, { index }])),
      new Uint8Array(50_000_000),
      deep,
      2n ** 100_000n,
      Array.from({ length: 100 }, () =>
        Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => 'x')),
      ),
    ];
    for (const value of hostile) {
      const before = process.cpuUsage();
      const { value: shown, bytes } = serialise({ value });
      const text = JSON.stringify(shown);
      assert.ok(text.length < liveLimits.bytes * 3, `${text.length} bytes are shown`);
      assert.ok(bytes < liveLimits.bytes * 2);
      const { user } = process.cpuUsage(before);
      assert.ok(user < 1_500_000, `${user} µs of the processor`);
    }
  });

  test('leaves room for the small things beside a large one', () => {
    const shown = wire({
      large: 'x'.repeat(100_000),
      list: Array.from({ length: 1000 }, () => 'y'.repeat(100)),
      last: 'seen',
    });
    assert.is((shown as { last: unknown }).last, 'seen');
  });

  test('goes through the keys of a large object once in a while, not each time', () => {
    let lists = 0;
    const keys = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]));
    const byId = new Proxy(keys, {
      ownKeys(target) {
        lists += 1;
        return Reflect.ownKeys(target);
      },
    });
    for (let time = 0; time < 5; time += 1) {
      const { value } = serialise(byId);
      assert.ok(isWireMark(value) && value.$wire === 'object');
      assert.equal([value.keys, value.entries.length], [100_000, liveLimits.keys]);
    }
    assert.is(lists, 1);
  });

  test('shows more of a value that somebody opened', () => {
    const text = 'x'.repeat(10_000);
    assert.is(serialise(text, expandedLimits).value, text);
  });

  test('makes one line of whatever was thrown', () => {
    assert.is(messageOf(new Error('no')), 'no');
    assert.is(messageOf('text'), 'text');
    assert.is(messageOf(undefined), 'undefined');
    assert.is(messageOf(hostileProxy()), 'something unreadable was thrown');
    assert.is(messageOf(Object.create(null)), 'an object was thrown');
  });

  test('turns marks into plain things for those who know none', () => {
    const value = { at: new Date(0), secret: 'x', set: new Set(['a']), big: 1n, gone: undefined };
    assert.equal(toPlain(serialise(value).value), {
      at: '1970-01-01T00:00:00.000Z',
      secret: '[redacted]',
      set: ['a'],
      big: '1',
      gone: null,
    });
  });

  test('tells sizes as JSON has them, whatever stands first', () => {
    const texts = ['z'.repeat(500_000), 'é'.repeat(1000), '日本'.repeat(50_000), '😀'.repeat(100)];
    const many = Array.from({ length: 600 }, () => 1);
    const small = { a: 1.5, 'b c': [1, 2, { c: null, d: false }], t: 'hi', none: [], nil: {} };
    for (const value of [
      ...texts,
      [texts[0], many],
      [many, texts[0]],
      small,
      [small, [small]],
      'abc',
      null,
    ]) {
      assert.is(roughSize(value), Buffer.byteLength(JSON.stringify(value)));
    }
    assert.is(roughSize([new Uint8Array(1000), new ArrayBuffer(500)]), 1503);
  });

  test('estimates the sizes of large payloads by a bounded number of looks', () => {
    const user = (id: number): unknown => ({ id, name: `user ${id}`, tags: ['a', 'b'], at: { x: id, y: 1 } });
    const large: readonly unknown[] = [
      Array.from({ length: 10_000 }, (_, id) => user(id)),
      Object.fromEntries(Array.from({ length: 5000 }, (_, id) => [`key${id}`, user(id)])),
      Array.from({ length: 50 }, () =>
        Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => 'x')),
      ),
    ];
    for (const value of large) {
      const ratio = roughSize(value) / Buffer.byteLength(JSON.stringify(value));
      assert.ok(ratio > 0.9 && ratio < 1.1, `${ratio} of its size`);
    }
    let looks = 0;
    const watched = new Proxy(
      Array.from({ length: 100_000 }, () => 'x'.repeat(10)),
      {
        getOwnPropertyDescriptor(target, key) {
          looks += 1;
          return Reflect.getOwnPropertyDescriptor(target, key);
        },
      },
    );
    assert.is(roughSize(watched), 1_300_001);
    assert.ok(looks < 10_000, `${looks} looks`);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    assert.ok(roughSize(circle) > 0);
    assert.is(roughSize([hostileProxy(), revokedProxy(), 'abc']), 2 + 2 + 2 + 2 + 5);
  });
});

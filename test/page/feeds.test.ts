import * as assert from 'uvu/assert';
import { createFrameQueue } from '../../inspect/page/channel/createFrameQueue.ts';
import {
  createOpenerWire,
  type MessageSource,
  type PeerWindow,
} from '../../inspect/page/channel/createOpenerWire.ts';
import { suite } from '../suite.ts';

suite('what arrives', (test) => {
  test('is handed on once a frame, in order', () => {
    const frames: (() => void)[] = [];
    const handled: (readonly number[])[] = [];
    const queue = createFrameQueue<number>((messages) => handled.push(messages), {
      requestFrame: (callback) => frames.push(callback),
      isHidden: () => false,
    });
    queue.push(1);
    queue.push(2);
    assert.is(frames.length, 1, 'one frame is asked for');
    assert.equal(handled, []);
    frames.shift()?.();
    assert.equal(handled, [[1, 2]]);
    queue.push(3);
    frames.shift()?.();
    assert.equal(handled, [[1, 2], [3]]);
  });

  test('does not wait for frames that do not come', () => {
    const handled: (readonly number[])[] = [];
    let isHidden = true;
    const queue = createFrameQueue<number>((messages) => handled.push(messages), {
      requestFrame: () => {},
      isHidden: () => isHidden,
    });
    queue.push(1);
    assert.equal(handled, [[1]], 'a hidden page has none');
    isHidden = false;
    for (let number = 0; number < 100; number += 1) queue.push(number);
    assert.ok(handled.flat().length > 40, 'a page out of sight has none, either');
  });
});

type Listener = Parameters<MessageSource['addEventListener']>[1];

function openWindows() {
  const listeners: Listener[] = [];
  const posted: { message: unknown; origin: string }[] = [];
  const peer: PeerWindow = { postMessage: (message, origin) => posted.push({ message, origin }) };
  const wire = createOpenerWire({ addEventListener: (_type, listener) => listeners.push(listener) }, peer);
  const received: unknown[] = [];
  wire.listen(
    (message) => received.push(message),
    () => {},
  );
  const post = (source: unknown, origin: string, data: unknown): void => {
    for (const listener of listeners) listener({ source, origin, data });
  };
  return { peer, posted, received, wire, post };
}

suite('the window that opened the page', (test) => {
  test('is greeted in both protocols, once', () => {
    const { posted } = openWindows();
    assert.equal(posted, [
      { message: { type: 'xstate.inspecting' }, origin: '*' },
      { message: { type: '@statelyai.connected' }, origin: '*' },
    ]);
  });

  test('is the only one that is heard', () => {
    const { peer, post, received } = openWindows();
    post({}, 'http://app.example', { type: 'service.register', sessionId: 'x:1' });
    assert.equal(received, []);
    post(peer, 'http://app.example', { type: 'service.register', sessionId: 'x:1' });
    assert.is(received.length, 1);
    post(peer, 'http://app.example', 'something else');
    post(peer, 'http://app.example', { type: 'webpackOk' });
    assert.is(received.length, 1);
  });

  test('is not heard, or sent to, on another origin than that on which it first spoke', () => {
    const { peer, post, posted, received, wire } = openWindows();
    wire.send({ type: 'xstate.event' });
    assert.is(posted.length, 2, 'before it spoke nothing is sent to it');
    post(peer, 'http://app.example', { type: 'service.stop', sessionId: 'x:1' });
    post(peer, 'http://evil.example', { type: 'service.stop', sessionId: 'x:2' });
    assert.is(received.length, 1);
    wire.send({ type: 'xstate.event' });
    assert.equal(posted.at(-1), { message: { type: 'xstate.event' }, origin: 'http://app.example' });
  });
});

import * as assert from 'uvu/assert';
import { suite } from '../suite.ts';
import { from, init, node, say, value } from './support/nodes.ts';
import { startLive } from './support/startLive.ts';
import type { FileNode } from './support/startGraph.ts';

const attributes = { configuration: 'demo' };
const start: FileNode = { id: 'start', type: 'socketio/start', attributes };
const onStart = (to: string): FileNode => ({
  id: 'onStart',
  type: 'socketio/onStart',
  attributes,
  pulses: { out: to },
});
const subscribe = (eventName: string, id = 'subscribe', namespace = '/'): FileNode => ({
  id,
  type: 'socketio/subscribe',
  attributes,
  inputs: { eventName: value(eventName), namespace: value(namespace) },
});
const send = (id: string, eventName: string, parts: Partial<FileNode> = {}): FileNode => ({
  id,
  type: 'socketio/send',
  attributes,
  ...parts,
  inputs: { eventName: value(eventName), ...parts.inputs },
});
const heard = (to: string): FileNode => ({
  id: 'heard',
  type: 'socketio/onReceive',
  attributes,
  pulses: { out: to },
});

suite('socketio nodes against a real server', (test) => {
  test('start, on start, subscribe, send and receive', async (context) => {
    const graph = await startLive(context, [
      init('both.in'),
      node('both', 'flow/sequential', { pulses: { pulse0: 'subscribe.in', pulse1: 'start.in' } }),
      subscribe('news'),
      start,
      onStart('send.in'),
      send('send', 'push', { inputs: { arguments: value(['news', { a: 1 }, 'second']) } }),
      heard('all.in'),
      node('all', 'flow/sequential', {
        pulses: { pulse0: 's0.in', pulse1: 's1.in', pulse2: 's2.in', pulse3: 's3.in', pulse4: 's4.in' },
      }),
      say('s0', from('heard.namespace')),
      say('s1', from('heard.triggerName')),
      say('s2', from('heard.message')),
      say('s3', from('heard.arguments')),
      say('s4', from('heard.replyId')),
    ]);
    assert.equal(await graph.heard(5), ['/', 'news', { a: 1 }, [{ a: 1 }, 'second'], '']);
    assert.equal(graph.errors, []);
  });

  test('a namespace that can be none, and an event that never comes, are errors of the node alone', async (context) => {
    const graph = await startLive(
      context,
      [
        init('all.in'),
        node('all', 'flow/sequential', {
          pulses: { pulse0: 'start.in', pulse1: 'send.in', pulse2: 'subscribe.in', pulse3: 'never.in' },
        }),
        start,
        node('name', 'variable/get', { attributes: { variable: 'name' } }),
        send('send', 'push', { inputs: { namespace: from('name.value') }, pulses: { onError: 'say.in' } }),
        say('say', from('send.error')),
        { ...subscribe('news'), inputs: { eventName: value('news'), namespace: from('name.value') } },
        subscribe('disconnect', 'never'),
        onStart('well.in'),
        say('well', value('well')),
      ],
      { variables: [{ name: 'name', type: 'String', initialValue: 'chat' }] },
    );
    const [message, well] = await graph.heard(2);
    assert.match(String(message), 'demo: "chat" is no namespace');
    assert.is(well, 'well');
    assert.equal(
      graph.errors.map(({ node: id, code }) => [id, code]),
      [
        ['subscribe', 'invalid-configuration'],
        ['never', 'reserved-event'],
      ],
    );
  });

  test('start goes on at once, before it is connected', async (context) => {
    const graph = await startLive(context, [
      init('start.in'),
      { ...start, pulses: { out: 'early.in' } },
      node('state', 'socketio/state', { attributes }),
      say('early', from('state.isConnected')),
      onStart('late.in'),
      say('late', from('state.isConnected')),
    ]);
    assert.equal(await graph.heard(2), [false, true]);
  });

  test('on start tells of reconnections', async (context) => {
    const graph = await startLive(context, [
      init('start.in'),
      start,
      onStart('say.in'),
      say('say', from('onStart.reconnected')),
    ]);
    await graph.heard(1);
    graph.server.dropEngines();
    assert.equal(await graph.heard(2), [false, true]);
  });

  test('stop and on stop', async (context) => {
    const graph = await startLive(context, [
      init('start.in'),
      start,
      onStart('stop.in'),
      node('stop', 'socketio/stop', { attributes, pulses: { out: 'early.in' } }),
      say('early', value('stopping')),
      node('onStop', 'socketio/onStop', { attributes, pulses: { out: 'text.in' } }),
      node('text', 'string/length', {
        inputs: { string: from('onStop.reason') },
        pulses: { out: 'late.in' },
      }),
      say('late', value('stopped')),
    ]);
    assert.equal(await graph.heard(2), ['stopping', 'stopped']);
    assert.ok(graph.connections.get('demo').state.startsWith('stopped'));
  });

  test('a send with acknowledgement tells the response, within its own run', async (context) => {
    const graph = await startLive(context, [
      init('start.in'),
      start,
      onStart('loop.in'),
      node('loop', 'flow/forLoop', { inputs: { lastIndex: value(2) }, pulses: { out: 'ask.in' } }),
      send('ask', 'echo', {
        attributes: { ...attributes, acknowledge: true },
        inputs: { message: from('loop.index') },
        pulses: { onAcknowledge: 'format.in' },
      }),
      node('format', 'string/format', {
        inputs: { pattern: value('%d:%d'), parameter0: from('loop.index'), parameter1: from('ask.response') },
        pulses: { out: 'say.in' },
      }),
      say('say', from('format.formatted')),
    ]);
    assert.equal(await graph.heard(3), ['0:0', '1:1', '2:2']);
  });

  test('an acknowledgement that does not come is an error, at its pulse or in the log', async (context) => {
    const settings = { ackTimeout: 30 };
    const wired = await startLive(
      context,
      [
        init('start.in'),
        start,
        onStart('ask.in'),
        send('ask', 'silent', {
          attributes: { ...attributes, acknowledge: true },
          pulses: { onError: 'say.in' },
        }),
        say('say', from('ask.error')),
      ],
      { settings },
    );
    const [text] = await wired.heard(1);
    assert.match(String(text), /acknowledge/);
    assert.equal(wired.errors, []);
    const unwired = await startLive(
      context,
      [
        init('start.in'),
        start,
        onStart('ask.in'),
        send('ask', 'silent', { attributes: { ...attributes, acknowledge: true } }),
      ],
      { settings },
    );
    const [error] = await unwired.failed(1);
    assert.is(error?.code, 'ack-timeout');
    assert.is(error?.node, 'ask');
    assert.is(error?.connection, 'demo');
    assert.ok(unwired.run.isQuiet());
  });

  test('what neither message nor arguments are given for is sent without arguments', async (context) => {
    const graph = await startLive(context, [
      init('start.in'),
      start,
      onStart('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'none.in', pulse1: 'null.in', pulse2: 'both.in' } }),
      send('none', 'a'),
      send('null', 'b', { inputs: { message: value(null) } }),
      send('both', 'c', { inputs: { message: value('no'), arguments: value(['yes', 2]) } }),
    ]);
    assert.equal(
      (await graph.received(3)).map(({ eventName, args }) => [eventName, args]),
      [
        ['a', []],
        ['b', [null]],
        ['c', ['yes', 2]],
      ],
    );
  });

  test('subscribing twice hears once; unsubscribing ends it, also of what was never subscribed', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', {
        pulses: {
          pulse0: 'one.in',
          pulse1: 'two.in',
          pulse2: 'one.in',
          pulse3: 'odd.in',
          pulse4: 'start.in',
        },
      }),
      subscribe('a', 'one'),
      subscribe('a', 'two'),
      node('odd', 'socketio/unsubscribe', { attributes, inputs: { eventName: value('never') } }),
      start,
      onStart('ready.in'),
      say('ready', value('ready')),
      heard('say.in'),
      say('say', from('heard.message'), 'end.in'),
      node('end', 'socketio/unsubscribe', { attributes, inputs: { eventName: value('a') } }),
    ]);
    await graph.heard(1);
    graph.server.push('/', 'a', 1);
    await graph.heard(2);
    graph.server.push('/', 'a', 2);
    graph.server.push('/', 'a', 3);
    graph.run.trigger('unused');
    await graph.connections.get('demo').request('echo', 'behind them');
    assert.equal(graph.values, ['ready', 1]);
    assert.equal(graph.errors, []);
  });

  test('`*` hears every event once, beside subscriptions by name', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', {
        pulses: { pulse0: 'one.in', pulse1: 'every.in', pulse2: 'start.in' },
      }),
      subscribe('a', 'one'),
      subscribe('*', 'every'),
      start,
      onStart('ready.in'),
      say('ready', value('ready')),
      heard('say.in'),
      say('say', from('heard.triggerName')),
    ]);
    await graph.heard(1);
    graph.server.push('/', 'a');
    graph.server.push('/', 'b');
    assert.equal(await graph.heard(3), ['ready', 'a', 'b']);
  });

  test('events filters by name; namespaces are told apart', async (context) => {
    const graph = await startLive(
      context,
      [
        init('all.in'),
        node('all', 'flow/sequential', {
          pulses: { pulse0: 'one.in', pulse1: 'two.in', pulse2: 'admin.in', pulse3: 'start.in' },
        }),
        subscribe('a', 'one'),
        subscribe('b', 'two'),
        subscribe('b', 'admin', '/admin'),
        start,
        onStart('ready.in'),
        say('ready', value('ready')),
        node('heard', 'socketio/onReceive', {
          attributes: { ...attributes, events: ['b'] },
          pulses: { out: 'text.in' },
        }),
        node('text', 'string/concat', {
          inputs: { input0: from('heard.namespace'), input1: from('heard.triggerName') },
          pulses: { out: 'say.in' },
        }),
        say('say', from('text.output')),
      ],
      { server: { namespaces: ['/admin'] } },
    );
    const admin = graph.server.nextSocket('/admin');
    await graph.heard(1);
    await admin;
    graph.server.push('/', 'a');
    graph.server.push('/', 'b');
    await graph.heard(2);
    graph.server.push('/admin', 'b');
    assert.equal(await graph.heard(3), ['ready', '/b', '/adminb']);
  });

  /** The server asks, what hears it goes on at `onward`, and what the server was answered is said. */
  const asked = (onward: string): readonly FileNode[] => [
    init('all.in'),
    node('all', 'flow/sequential', {
      pulses: { pulse0: 'question.in', pulse1: 'answer.in', pulse2: 'start.in' },
    }),
    subscribe('question', 'question'),
    subscribe('answer', 'answer'),
    start,
    onStart('ask.in'),
    send('ask', 'ask', { inputs: { message: value(20) } }),
    node('heard', 'socketio/onReceive', {
      attributes: { ...attributes, events: ['question'] },
      pulses: { out: onward },
    }),
    node('answered', 'socketio/onReceive', {
      attributes: { ...attributes, events: ['answer'] },
      pulses: { out: 'say.in' },
    }),
    say('say', from('answered.message')),
  ];

  test('a reply goes to the server once; a second one is an error', async (context) => {
    const graph = await startLive(context, [
      ...asked('twice.in'),
      node('twice', 'flow/sequential', { pulses: { pulse0: 'reply.in', pulse1: 'reply.in' } }),
      node('number', 'utility/conversion', {
        attributes: { dataType: 'Int' },
        inputs: { input: from('heard.message') },
      }),
      node('more', 'math/increment', { inputs: { input: from('number.output') } }),
      node('reply', 'socketio/reply', {
        attributes,
        inputs: { replyId: from('heard.replyId'), message: from('more.output') },
      }),
    ]);
    assert.equal(await graph.heard(1), [21]);
    assert.equal(
      graph.errors.map(({ code, node: id, connection }) => [code, id, connection]),
      [['unknown-reply', 'reply', 'demo']],
    );
  });

  test('a reply on another connection is an error, and leaves the message waiting', async (context) => {
    const graph = await startLive(
      context,
      [
        ...asked('both.in'),
        node('both', 'flow/sequential', { pulses: { pulse0: 'wrong.in', pulse1: 'right.in' } }),
        node('wrong', 'socketio/reply', {
          attributes: { configuration: 'spare' },
          inputs: { replyId: from('heard.replyId'), message: value('wrong') },
        }),
        node('right', 'socketio/reply', {
          attributes,
          inputs: { replyId: from('heard.replyId'), message: value('right') },
        }),
      ],
      { others: ['spare'] },
    );
    assert.equal(await graph.heard(1), ['right']);
    assert.equal(
      graph.errors.map(({ code, node: id }) => [code, id]),
      [['unknown-reply', 'wrong']],
    );
    assert.match(graph.errors[0]?.message ?? '', /"spare" awaits the reply "demo#\d+": it is one of "demo"/);
  });

  test('a reply after a drop is an error, not a lie', async (context) => {
    const graph = await startLive(
      context,
      [
        init('all.in'),
        node('all', 'flow/sequential', { pulses: { pulse0: 'question.in', pulse1: 'start.in' } }),
        subscribe('question', 'question'),
        start,
        node('onStart', 'socketio/onStart', { attributes, pulses: { out: 'again.in' } }),
        node('again', 'flow/branch', {
          inputs: { input: from('onStart.reconnected') },
          pulses: { onTrue: 'reply.in', onFalse: 'ask.in' },
        }),
        send('ask', 'ask'),
        heard('keep.in'),
        node('keep', 'variable/set', {
          attributes: { variable: 'reply' },
          inputs: { value: from('heard.replyId') },
          pulses: { out: 'say.in' },
        }),
        say('say', value('asked')),
        node('get', 'variable/get', { attributes: { variable: 'reply' } }),
        node('reply', 'socketio/reply', { attributes, inputs: { replyId: from('get.value') } }),
      ],
      { variables: [{ name: 'reply', type: 'String' }] },
    );
    await graph.heard(1);
    graph.server.dropEngines();
    const [error] = await graph.failed(1);
    assert.is(error?.code, 'unknown-reply');
  });

  test('binary passes through both ways', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'subscribe.in', pulse1: 'start.in' } }),
      subscribe('echo'),
      start,
      onStart('bytes.in'),
      node('bytes', 'utility/conversion', {
        attributes: { dataType: 'Binary' },
        inputs: { input: value('häh') },
        pulses: { out: 'send.in' },
      }),
      send('send', 'echo', { inputs: { message: from('bytes.output') } }),
      heard('isBinary.in'),
      node('isBinary', 'utility/isType', {
        attributes: { dataType: 'Binary' },
        inputs: { input: from('heard.message') },
        pulses: { out: 'say.in' },
      }),
      say('say', from('isBinary.output'), 'back.in'),
      node('back', 'utility/conversion', {
        attributes: { dataType: 'String' },
        inputs: { input: from('heard.message') },
        pulses: { out: 'text.in' },
      }),
      say('text', from('back.output')),
    ]);
    assert.equal(await graph.heard(2), [true, 'häh']);
  });

  test('on error tells what is wrong with the connection', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'denied.in', pulse1: 'start.in' } }),
      subscribe('a', 'denied', '/denied'),
      start,
      node('onError', 'socketio/onError', { attributes, pulses: { out: 'many.in' } }),
      node('many', 'flow/sequential', { pulses: { pulse0: 's0.in', pulse1: 's1.in', pulse2: 's2.in' } }),
      say('s0', from('onError.namespace')),
      say('s1', from('onError.code')),
      say('s2', from('onError.message')),
    ]);
    const [namespace, code, message] = await graph.heard(3);
    assert.is(namespace, '/denied');
    assert.is(code, 'namespace-denied');
    assert.match(String(message), 'denied');
  });

  test('on state change and on subscribe tell of the connection’s life', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'subscribe.in', pulse1: 'start.in' } }),
      subscribe('a'),
      start,
      node('onState', 'socketio/onStateChange', { attributes, pulses: { out: 'state.in' } }),
      say('state', from('onState.state')),
      node('onSubscribe', 'socketio/onSubscribe', { attributes, pulses: { out: 'subscribed.in' } }),
      node('text', 'string/format', {
        inputs: {
          pattern: value('subscribed %s%s'),
          parameter0: from('onSubscribe.namespace'),
          parameter1: from('onSubscribe.eventName'),
        },
      }),
      say('subscribed', from('text.formatted')),
    ]);
    while (!graph.values.some((text) => String(text).startsWith('connected')))
      await graph.heard(graph.values.length + 1);
    assert.ok(graph.values.includes('subscribed /a'), JSON.stringify(graph.values));
    assert.ok(graph.values.includes('connecting.probing') || graph.values.includes('connecting.opening'));
  });

  test('a scene that ends takes its subscriptions with it; the connection stays', async (context) => {
    const graph = await startLive(
      context,
      [
        init('all.in'),
        node('all', 'flow/sequential', { pulses: { pulse0: 'both.in', pulse1: 'start.in' } }),
        subscribe('both', 'both'),
        start,
        onStart('ready.in'),
        say('ready', value('ready')),
        heard('project.in'),
        say('project', from('heard.triggerName')),
        node('leave', 'event/listener', { attributes: { event: 'leave' }, pulses: { out: 'activate.in' } }),
        node('activate', 'scene/activate', { attributes: { scene: 'other' } }),
      ],
      {
        scenes: [
          {
            name: 'first',
            logic: {
              nodes: [
                init('subs.in'),
                node('subs', 'flow/sequential', { pulses: { pulse0: 'both.in', pulse1: 'own.in' } }),
                subscribe('both', 'both'),
                subscribe('own', 'own'),
                heard('scene.in'),
                node('text', 'string/concat', {
                  inputs: { input0: value('scene '), input1: from('heard.triggerName') },
                }),
                say('scene', from('text.output')),
              ],
            },
          },
          { name: 'other' },
        ],
      },
    );
    await graph.heard(1);
    graph.server.push('/', 'own');
    assert.equal((await graph.heard(3)).slice(1), ['own', 'scene own']);
    graph.run.trigger('leave');
    graph.server.push('/', 'own');
    graph.server.push('/', 'both');
    assert.equal((await graph.heard(4)).slice(3), ['both']);
    assert.ok(graph.connections.get('demo').isConnected);
  });

  test('disposing leaves no subscription', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'subscribe.in', pulse1: 'start.in' } }),
      subscribe('a'),
      start,
      onStart('ready.in'),
      say('ready', value('ready')),
      heard('say.in'),
      say('say', value('heard')),
    ]);
    await graph.heard(1);
    const ended = new Promise((resolve) => {
      graph.connections.get('demo').on('unsubscribed', resolve);
    });
    graph.run.dispose();
    assert.equal(await ended, { namespace: '/', eventName: 'a' });
    graph.server.push('/', 'a');
    await graph.connections.get('demo').request('echo', 'behind it');
    assert.equal(graph.values, ['ready']);
  });

  test('a loop without end leaves the connection alive, and ends with step-limit', async (context) => {
    const graph = await startLive(context, [
      init('all.in'),
      node('all', 'flow/sequential', { pulses: { pulse0: 'subscribe.in', pulse1: 'start.in' } }),
      subscribe('go'),
      start,
      onStart('ready.in'),
      say('ready', value('ready')),
      heard('a.in'),
      node('a', 'flow/toggle', { pulses: { out: 'b.in' } }),
      node('b', 'flow/toggle', { pulses: { out: 'a.in' } }),
    ]);
    await graph.heard(1);
    // So many that the loops outlast a few round trips.
    for (let time = 0; time < 20; time += 1) graph.server.push('/', 'go');
    const demo = graph.connections.get('demo');
    assert.is(await demo.request('echo', 'during'), 'during');
    assert.ok(graph.errors.length < 20, 'answered while loops were running');
    await graph.failed(20);
    assert.ok(
      graph.errors.every(({ code, node: id }) => code === 'step-limit' && (id === 'a' || id === 'b')),
    );
    assert.ok(demo.isConnected);
    assert.is(await demo.request('echo', 'after'), 'after');
  });
});

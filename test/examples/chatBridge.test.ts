import * as assert from 'uvu/assert';
import { createConnections } from '../../src/connections/createConnections.ts';
import { suite, type TestContext } from '../suite.ts';
import { startExample } from './startExample.ts';

/** The rooms' own guests stay silent: the tests do the talking. */
const silent = { interval: 1_000_000, firstDrop: 0, laterDrops: () => 0 };

interface RoomEvents {
  message(said: { user: string; text: string }): void;
}

/** Somebody in a room, with what he has heard. */
async function guest({ after }: TestContext, port: number, room: string) {
  const connections = createConnections([
    { name: 'guest', url: 'http://127.0.0.1', port, protocol: 'v4', namespaces: { [room]: {} } },
  ]);
  after(() => connections.close());
  const heard: string[] = [];
  const namespace = connections.get('guest').namespace<RoomEvents>(room);
  namespace.subscribe('message', ({ user, text }) => {
    heard.push(`${user}: ${text}`);
  });
  connections.get('guest').start();
  await connections.get('guest').connected();
  return {
    heard,
    say: (user: string, text: string): void => namespace.send('say', { user, text }),
  };
}

async function bridge(context: TestContext) {
  const example = await startExample(context, 'chat-bridge', { servers: [silent, silent] });
  await Promise.all([...example.connections].map((connection) => connection.connected()));
  await example.until(() =>
    ['left', 'right'].every(
      (name, index) =>
        example.connections.get(name).namespace(['/chat', '/lobby'][index] ?? '').state === 'joined',
    ),
  );
  const [left, right] = example.servers;
  return {
    ...example,
    ada: await guest(context, left?.port ?? 0, '/chat'),
    grace: await guest(context, right?.port ?? 0, '/lobby'),
  };
}

suite('examples/chat-bridge', (test) => {
  test('says in each server’s room what was said in the other’s, with where it comes from, and no echo', async (context) => {
    const { ada, grace, until, errors } = await bridge(context);
    ada.say('ada', 'Hello over there');
    await until(() => grace.heard.length > 0);
    grace.say('grace', 'x'.repeat(200));
    await until(() => ada.heard.length > 0);
    assert.equal(grace.heard, ['bridge: [left] ada: Hello over there']);
    assert.equal(ada.heard, [`bridge: [right] grace: ${'x'.repeat(120)}`]);
    assert.equal(errors, []);
  });

  test('leaves out empty messages and those with the blocked word, and counts them', async (context) => {
    const { ada, grace, until, run, lines, errors } = await bridge(context);
    ada.say('spam', 'You have won the lottery!');
    ada.say('ada', '');
    ada.say('ada', 'This one counts');
    await until(() => grace.heard.length > 0);
    assert.equal(grace.heard, ['bridge: [left] ada: This one counts']);
    assert.is(run.variable('filtered'), 2);
    assert.equal(lines.toSorted(), [
      'dropped: 1 filtered so far',
      'dropped: 2 filtered so far',
      'toRight: [left] ada: This one counts',
    ]);
    assert.equal(errors, []);
  });

  test('keeps what is said while the other server is away', async (context) => {
    const { ada, grace, until, connections } = await bridge(context);
    const right = connections.get('right');
    right.stop();
    await right.stopped();
    right.start();
    ada.say('ada', 'Are you back?');
    await until(() => grace.heard.length > 0);
    assert.equal(grace.heard, ['bridge: [left] ada: Are you back?']);
  });
});

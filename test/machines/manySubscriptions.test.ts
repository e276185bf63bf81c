import * as assert from 'uvu/assert';
import type { AnyActorRef, Snapshot } from 'xstate';
import { createCollector } from '../../inspect/model/createCollector.ts';
import { createXstate5Observer } from '../../inspect/model/createXstate5Observer.ts';
import type { Connection } from '../../src/connections/Connection.ts';
import { suite } from '../suite.ts';
import { harness, type Harness } from './harness.ts';

const many = 200;

/** Subscribes to many events; `end` ends one of them. */
function subscribeToMany({ connection }: Harness): { heard: number[]; end: (index: number) => void } {
  const heard: number[] = [];
  const ends = Array.from({ length: many }, (_, index) =>
    connection.subscribe(`event ${index}`, () => heard.push(index)),
  );
  return { heard, end: (index) => ends[index]?.() };
}

/** The ids of the living actors of a connection below the default namespace, and what they are children of. */
function actorsOf(connection: Connection): ReadonlyMap<string, string> {
  const collector = createCollector();
  const observer = createXstate5Observer({ collector, source: 'process' });
  observer.add(connection.actor, { name: 'demo' });
  observer.walk();
  const actors = [...collector.actors()];
  const nameOf = (id: string | null): string => actors.find((actor) => actor.id === id)?.name ?? '';
  return new Map(
    actors.map(({ name, parent }): [string, string] => [name, nameOf(parent)]).filter(([, to]) => to !== ''),
  );
}

const statusOf = (actor: AnyActorRef): string => (actor.getSnapshot() as Snapshot<unknown>).status;

function descendantsOf(actor: AnyActorRef): readonly AnyActorRef[] {
  // Of a machine, or of another logic that has children.
  const { children = {} } = actor.getSnapshot() as { readonly children?: Record<string, AnyActorRef> };
  return Object.values(children).flatMap((child) => [child, ...descendantsOf(child)]);
}

const indices = Array.from({ length: many }, (_, index) => index);

suite('many subscriptions', (test) => {
  test('are heard, each by itself, over any number of drops', async (context) => {
    const harnessed = harness(context, { reconnectionDelay: 0 });
    const { heard } = subscribeToMany(harnessed);
    for (let life = 1; life <= 2; life += 1) {
      await harnessed.connect();
      assert.is(harnessed.world.listeners, many);
      heard.length = 0;
      for (const index of indices) harnessed.world.receive('/', `event ${index}`);
      assert.equal(heard, indices);
      harnessed.world.drop();
    }
  });

  test('end in any order, and what has ended can begin again', async (context) => {
    const harnessed = harness(context);
    const { world, connection, told } = harnessed;
    await harnessed.connect();
    const { heard, end } = subscribeToMany(harnessed);
    for (const index of indices) if (index % 3 !== 0) end(index);
    assert.is(world.listeners, Math.ceil(many / 3));
    connection.subscribe('event 1', () => heard.push(-1));
    for (const index of indices) world.receive('/', `event ${index}`);
    assert.equal(
      heard,
      indices.flatMap((index) => (index === 1 ? [-1] : index % 3 === 0 ? [index] : [])),
    );
    for (const index of indices) end(index);
    assert.is(world.listeners, 1);
    assert.is(told.filter((what) => what.startsWith('unsubscribed')).length, many);
  });

  test('are actors, all of them, and few of them children of the namespace that copies its children', (context) => {
    const harnessed = harness(context);
    const { connection } = harnessed;
    const { end } = subscribeToMany(harnessed);
    const actors = actorsOf(connection);
    const parents = indices.map((index) => actors.get(`subscription:event ${index}`));
    assert.equal([...new Set(parents)], ['namespace:/', 'more subscriptions']);
    assert.is(actors.get('more subscriptions'), 'namespace:/');
    assert.ok(parents.filter((parent) => parent === 'namespace:/').length <= 16);
    // Those that come and go later are not to gather there either.
    for (const index of indices) if (index < 100) end(index);
    for (const index of indices) if (index < 100) connection.subscribe(`event ${index}`, () => {});
    const later = [...actorsOf(connection)].filter(([name]) => name.startsWith('subscription:'));
    assert.is(later.length, many);
    assert.ok(later.filter(([, parent]) => parent === 'namespace:/').length <= 16);
  });

  test('end with their connection', async (context) => {
    const harnessed = harness(context);
    const { connection } = harnessed;
    await harnessed.connect();
    subscribeToMany(harnessed);
    const parts = descendantsOf(connection.actor);
    assert.is(parts.filter(({ id }) => id.startsWith('subscription:')).length, many);
    connection.actor.stop();
    assert.equal([...new Set(parts.map((actor) => statusOf(actor)))], ['stopped']);
  });

  test('of one event may end while its message is handed out: who was there hears it', async (context) => {
    const { connection, world, connect } = harness(context);
    await connect();
    const heard: number[] = [];
    const ends = indices.map((index) =>
      connection.subscribe('x', () => {
        heard.push(index);
        for (const end of ends) end();
      }),
    );
    world.receive('/', 'x');
    assert.equal(heard, indices);
    assert.is(world.listeners, 0);
    world.receive('/', 'x');
    assert.is(heard.length, many);
  });
});

import * as assert from 'uvu/assert';
import {
  createActor,
  createMachine,
  fromCallback,
  fromObservable,
  fromPromise,
  fromTransition,
  setup,
  SimulatedClock,
  spawnChild,
  assign,
  type AnyActorRef,
} from 'xstate';
import { createCollector, type Collector } from '../../inspect/model/createCollector.ts';
import { createXstate5Observer, type Xstate5Observer } from '../../inspect/model/createXstate5Observer.ts';
import type { InspectedActor } from '../../inspect/model/InspectedActor.ts';
import type { TimelineEntry } from '../../inspect/model/TimelineEntry.ts';
import { suite } from '../suite.ts';
import { familyMachine, lampMachine } from './machines.ts';

interface Observed {
  readonly collector: Collector;
  readonly observer: Xstate5Observer;
  actor(name: string): InspectedActor;
  entries(): readonly TimelineEntry[];
}

function observed(...roots: readonly (readonly [AnyActorRef, string])[]): Observed {
  const collector = createCollector();
  const observer = createXstate5Observer({ collector, source: 'process' });
  for (const [root, name] of roots) observer.add(root, { name });
  observer.attach();
  return {
    collector,
    observer,
    actor(name) {
      const found = collector.snapshot().actors.find((actor) => actor.name === name);
      if (found === undefined) throw new Error(`no actor ${name}`);
      return found;
    },
    entries() {
      observer.flush();
      return collector.snapshot().entries;
    },
  };
}

const outline = (entries: readonly TimelineEntry[]): readonly string[] =>
  entries.map(
    ({ kind, event, before, after, status }) =>
      `${kind} ${event.type}: ${before.at(-1) ?? ''} > ${after.at(-1) ?? ''} ${status}`,
  );

suite('observing XState 5', (test) => {
  test('lists each event once, with the edges and actions that it led to', async () => {
    const lamp = createActor(lampMachine).start();
    const { entries, actor } = observed([lamp, 'lamp']);
    lamp.send({ type: 'on' });
    await Promise.resolve();
    await Promise.resolve();
    lamp.send({ type: 'next' });
    lamp.send({ type: 'next' });
    lamp.send({ type: 'pause' });
    lamp.send({ type: 'resume' });
    lamp.send({ type: 'on' });
    const own = entries().filter((entry) => entry.actor === actor('lamp').id);
    assert.equal(
      own.map(({ event, edges }) => `${event.type}: ${edges.join(' + ')}`),
      [
        'on: off|on|0',
        'xstate.done.actor.warmUp: warming|xstate.done.actor.warmUp|0',
        'next: lit.colour.red|next|0',
        'next: lit.colour.green|next|0 + lit.colour.checking||1',
        'pause: lit|pause|0',
        'resume: paused|resume|0',
        'on: ',
      ],
    );
    assert.ok(own[0]?.actions.includes('log'));
    assert.equal(own[0]?.context, {
      turns: 1,
      token: { $wire: 'redacted' },
      retryAt: { $wire: 'undefined' },
    });
    assert.is(own[2]?.context, null, 'it is the same as before');
    const { visited, taken, ignored, events } = actor('lamp');
    assert.is(ignored, 1);
    assert.is(events, 7);
    assert.ok(visited.includes('lit.colour.checking'), 'also a state that it only passed');
    assert.not.ok(visited.includes('done'));
    assert.is(taken['lit.colour.checking||1'], 1);
    lamp.stop();
  });

  test('tells all kinds of actors', () => {
    const machine = setup({
      actors: {
        machine: lampMachine,
        callback: fromCallback(() => {}),
        promise: fromPromise(() => new Promise(() => {})),
        observable: fromObservable(() => ({ subscribe: () => ({ unsubscribe() {} }) })),
        transition: fromTransition((state: number) => state, 0),
        own: {
          transition: (snapshot: { status: 'active'; output: undefined; error: undefined }) => snapshot,
          getInitialSnapshot: () => ({ status: 'active' as const, output: undefined, error: undefined }),
          getPersistedSnapshot: (snapshot: { status: 'active'; output: undefined; error: undefined }) =>
            snapshot,
        },
      },
    }).createMachine({
      id: 'zoo',
      entry: [
        spawnChild('machine', { id: 'm' }),
        spawnChild('callback', { id: 'c' }),
        spawnChild('promise', { id: 'p' }),
        spawnChild('observable', { id: 'o' }),
        spawnChild('transition', { id: 't' }),
        spawnChild('own', { id: 'x', systemId: 'the own one' }),
      ],
    });
    const root = createActor(machine, { systemId: 'zoo keeper' }).start();
    const collector = createCollector();
    const observer = createXstate5Observer({ collector, source: 'process' });
    observer.add(root, {});
    observer.attach();
    assert.equal(
      collector
        .snapshot()
        .actors.map(({ name, kind, src }) => `${name}: ${kind} ${src}`)
        .toSorted(),
      [
        'c: callback callback',
        'm: machine machine',
        'o: observable observable',
        'p: promise promise',
        't: transition transition',
        'the own one: unknown own',
        'wire: callback wire',
        'zoo keeper: machine null',
      ],
    );
    observer.detach();
    root.stop();
  });

  test('follows an actor from its start to its end, and forgets it then', async () => {
    const family = createActor(familyMachine).start();
    const { entries, actor, observer } = observed([family, 'family']);
    family.send({ type: 'spawn', id: 'a' });
    observer.flush();
    const { id, firstSequence } = actor('a');
    assert.is(observer.find(id)?.sessionId, id.split('/')[1]);
    family.stop();
    const own = entries().filter((entry) => entry.actor === id);
    assert.equal(outline(own), ['started xstate.init:  >  active', 'stopped xstate.stop:  >  stopped']);
    assert.is(own[0]?.sequence, firstSequence);
    assert.is(own[0]?.sender, actor('family').id);
    assert.equal(own[0]?.event.payload, { input: { auth: { $wire: 'redacted' } } });
    assert.is(actor('a').status, 'stopped');
    assert.is(actor('a').lastSequence, own[1]?.sequence);
    assert.is(observer.find(id), undefined);
    family.send({ type: 'poke' });
    assert.is(entries().at(-1)?.kind, 'stopped', 'events after the end are not listed');
  });

  test('does not show an actor that was made and never started', () => {
    const collector = createCollector();
    const observer = createXstate5Observer({ collector, source: 'process' });
    const lamp = createActor(lampMachine);
    observer.add(lamp, { name: 'lamp' });
    observer.attach();
    lamp.send({ type: 'on' });
    observer.flush();
    assert.is(collector.snapshot().actors.length, 0);
    lamp.start();
    observer.flush();
    const { actors, entries } = collector.snapshot();
    assert.ok(actors.some(({ name }) => name === 'lamp'));
    assert.equal(
      entries
        .filter(({ actor }) => actor === actors.find(({ name }) => name === 'lamp')?.id)
        .map(({ event }) => event.type)
        .slice(0, 2),
      ['xstate.init', 'on'],
    );
    lamp.stop();
  });

  test('shows an actor that fails in an action, though XState tells of no snapshot', () => {
    const lamp = createActor(lampMachine);
    lamp.subscribe({ error() {} });
    lamp.start();
    const { entries, actor } = observed([lamp, 'lamp']);
    lamp.send({ type: 'fail' });
    const [entry] = entries();
    assert.is(entry?.event.type, 'fail');
    assert.is(entry?.status, 'error');
    assert.is(entry?.errorMessage, 'it exploded');
    const { status, errorMessage, error, endedAt } = actor('lamp');
    assert.is(status, 'error');
    assert.is(errorMessage, 'it exploded');
    assert.equal(error, { $wire: 'error', name: 'Error', message: 'it exploded', entries: [] });
    assert.type(endedAt, 'number');
  });

  test('shows a failed child before the parent that hears of it', async () => {
    const machine = setup({
      actors: { broken: fromPromise(() => Promise.reject(new Error('no luck'))) },
    }).createMachine({
      id: 'parent',
      initial: 'trying',
      states: { trying: { invoke: { src: 'broken', id: 'broken', onError: 'failed' } }, failed: {} },
    });
    const parent = createActor(machine).start();
    const { entries, actor } = observed([parent, 'parent']);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(outline(entries()), [
      'event xstate.promise.reject:  >  error',
      'event xstate.error.actor.broken: trying > failed active',
    ]);
    assert.is(actor('broken').errorMessage, 'no luck');
    parent.stop();
  });

  test('cannot break an actor, whatever is in its context and events', () => {
    const hostile = {
      type: 'poison',
      get bad(): never {
        throw new Error('getter');
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('trapped');
          },
        },
      ),
    };
    const machine = createMachine({
      id: 'victim',
      initial: 'a',
      context: new Proxy(
        { x: 1 },
        {
          getOwnPropertyDescriptor: () => {
            throw new Error('trapped');
          },
          has: () => {
            throw new Error('trapped');
          },
        },
      ),
      states: { a: { on: { poison: 'b' } }, b: { on: { poison: 'a' } } },
    });
    const victim = createActor(machine).start();
    const { entries } = observed([victim, 'victim']);
    victim.send(hostile);
    assert.is(victim.getSnapshot().value, 'b');
    const [entry] = entries();
    assert.equal(entry?.after, ['b']);
    assert.is(victim.getSnapshot().status, 'active');
    victim.stop();
  });

  test('throws nothing into an actor, even where an event cannot be looked at', () => {
    const machine = createMachine({
      id: 'victim',
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { on: { go: 'a' } } },
    });
    const victim = createActor(machine).start();
    const { entries } = observed([victim, 'victim']);
    let looks = 0;
    const shy = {
      get type(): 'go' {
        looks += 1;
        if (looks === 1) throw new Error('not now');
        return 'go';
      },
    };
    victim.send(shy);
    assert.ok(looks > 1);
    assert.is(victim.getSnapshot().value, 'b');
    victim.send({ type: 'go' });
    assert.is(victim.getSnapshot().value, 'a', 'its mailbox still works');
    assert.equal(entries().at(-1)?.after, ['a']);
    victim.stop();
  });

  test('lists a machine that fails before the parent that handles it', () => {
    const child = createMachine({
      id: 'child',
      on: {
        fail: {
          actions: () => {
            throw new Error('it exploded');
          },
        },
      },
    });
    const parent = createActor(
      setup({ actors: { child } }).createMachine({
        id: 'parent',
        initial: 'trying',
        states: { trying: { invoke: { src: 'child', id: 'child', onError: 'failed' } }, failed: {} },
      }),
    ).start();
    const { entries } = observed([parent, 'parent']);
    const { child: failing } = parent.getSnapshot().children;
    failing?.send({ type: 'fail' });
    assert.equal(outline(entries()), [
      'event fail:  >  error',
      'event xstate.error.actor.child: trying > failed active',
    ]);
    parent.stop();
  });

  test('counts what is too much to list, and covers it all the same', () => {
    const machine = createMachine({
      id: 'ring',
      initial: 'a',
      states: { a: { on: { x: 'b' } }, b: { on: { x: 'c' } }, c: { on: { x: 'a' } } },
    });
    const ring = createActor(machine).start();
    const { entries, actor, collector } = observed([ring, 'ring']);
    for (let count = 0; count < 3_000; count += 1) ring.send({ type: 'x' });
    assert.is(entries().length, 200);
    assert.is(collector.take(0)?.entriesSkipped, 2_800);
    const { events, states, taken, visited } = actor('ring');
    assert.is(events, 3_000);
    assert.equal(states, ['a']);
    assert.equal(taken, { 'a|x|0': 1_000, 'b|x|0': 1_000, 'c|x|0': 1_000 });
    assert.equal(visited.toSorted(), ['a', 'b', 'c']);
    ring.stop();
  });

  test('shows delayed transitions that wait, with their edges', () => {
    const clock = new SimulatedClock();
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { 500: 'b' } }, b: {} },
    });
    const actor = createActor(machine, { clock }).start();
    const observedActor = observed([actor, 'm']);
    const [timer] = observedActor.actor('m').timers;
    assert.is(timer?.edge, 'a|xstate.after.500.m.a|0');
    assert.is(timer?.delay, 500);
    clock.increment(500);
    assert.is(observedActor.entries()[0]?.event.type, 'xstate.after.500.m.a');
    assert.equal(observedActor.actor('m').timers, []);
    actor.stop();
  });

  test('takes the time of the next try from a context that has one', () => {
    const due = Date.now() + 5_000;
    const machine = createMachine({
      id: 'm',
      context: { retryAt: undefined as number | undefined },
      on: { wait: { actions: assign({ retryAt: due }) }, go: { actions: assign({ retryAt: undefined }) } },
    });
    const actor = createActor(machine).start();
    const observedActor = observed([actor, 'm']);
    actor.send({ type: 'wait' });
    observedActor.observer.flush();
    assert.is(observedActor.actor('m').retryAt, due);
    actor.send({ type: 'go' });
    observedActor.observer.flush();
    assert.is(observedActor.actor('m').retryAt, null);
    actor.stop();
  });

  test('catches up with what happened while nobody looked', () => {
    const family = createActor(familyMachine).start();
    const { observer, actor, collector } = observed([family, 'family']);
    family.send({ type: 'spawn', id: 'a' });
    observer.flush();
    observer.detach();
    assert.is(observer.isAttached, false);
    family.send({ type: 'spawn', id: 'b' });
    observer.attach();
    assert.is(actor('a').status, 'active');
    assert.is(actor('b').status, 'active');
    observer.detach();
    family.stop();
    observer.attach();
    assert.equal(
      collector.snapshot().actors.map(({ status }) => status),
      ['stopped', 'stopped', 'stopped'],
    );
    assert.is(collector.snapshot().entries.length, 2, 'what nobody saw has no entries');
  });

  test('shows a root that had ended before anybody looked, once', () => {
    const lamp = createActor(lampMachine).start();
    lamp.stop();
    const { observer, actor, collector } = observed([lamp, 'lamp']);
    assert.is(actor('lamp').status, 'stopped');
    assert.equal(actor('lamp').states, ['off']);
    collector.clearEnded();
    observer.walk();
    assert.is(collector.snapshot().actors.length, 0);
  });

  test('watches many roots, and forgets those that it is told to', () => {
    const roots = Array.from({ length: 50 }, () => createActor(lampMachine).start());
    const collector = createCollector();
    const observer = createXstate5Observer({ collector, source: 'process' });
    const forget = roots.map((root, index) => observer.add(root, { name: `lamp ${index}` }));
    observer.attach();
    assert.is(collector.snapshot().actors.length, 100);
    assert.is(collector.snapshot().definitions.length, 1, 'one machine, one definition');
    forget[7]?.();
    assert.is(collector.snapshot().actors.length, 98);
    roots[7]?.send({ type: 'on' });
    observer.flush();
    assert.is(collector.snapshot().entries.length, 0);
    for (const root of roots) root.stop();
  });

  test('spends a share of the time on contexts: where they are dear, only the last is told, when there is time', () => {
    let now = 1000;
    const dear = new Proxy(
      { a: 1 },
      {
        ownKeys(target) {
          now += 60;
          return Reflect.ownKeys(target);
        },
      },
    );
    const heavyMachine = createMachine({
      context: { dear, n: 0 },
      on: { add: { actions: assign({ n: ({ context }) => context.n + 1 }) } },
    });
    const [heavy, other] = [createActor(heavyMachine).start(), createActor(heavyMachine).start()];
    const collector = createCollector();
    const observer = createXstate5Observer({ collector, source: 'process', now: () => now });
    observer.add(heavy, { name: 'heavy' });
    observer.add(other, { name: 'other' });
    observer.attach();
    const told = (): readonly unknown[] =>
      collector.snapshot().actors.map(({ context }) => Reflect.get(Object(context), 'n'));
    for (let n = 0; n < 5; n += 1) heavy.send({ type: 'add' });
    other.send({ type: 'add' });
    observer.flush();
    const { entries } = collector.snapshot();
    assert.equal(
      entries.map(({ context }) => context !== null),
      [true, true, false, false, false, false],
    );
    assert.equal(told(), [2, 0]);
    now += 250;
    heavy.send({ type: 'add' });
    observer.flush();
    assert.equal(told(), [6, 0], 'the last, and no more than there is time for');
    now += 800;
    heavy.send({ type: 'add' });
    observer.flush();
    assert.equal(told(), [6, 1], 'in turn, however busy the first is');
    now += 1000;
    observer.flush();
    assert.equal(told(), [7, 1]);
    observer.detach();
  });

  test('lists children in the order in which they were begun, also when it comes late', () => {
    const family = createActor(familyMachine).start();
    // As keys of an object these come in another order.
    for (const id of ['b', '10', 'a', '9']) family.send({ type: 'spawn', id });
    const { collector } = observed([family, 'family']);
    assert.equal(
      collector.snapshot().actors.map(({ name }) => name),
      ['family', 'b', '10', 'a', '9'],
    );
    family.stop();
  });
});

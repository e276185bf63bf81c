import * as assert from 'uvu/assert';
import {
  and,
  assign,
  createActor,
  createMachine,
  fromPromise,
  not,
  setup,
  stateIn,
  type AnyStateNode,
} from 'xstate';
import { acceptedEvents } from '../../inspect/model/acceptedEvents.ts';
import { createDefinitionIndex } from '../../inspect/model/createDefinitionIndex.ts';
import { describeMachine } from '../../inspect/model/describeMachine.ts';
import { isRecord } from '../../inspect/model/isRecord.ts';
import type {
  EdgeDefinition,
  MachineDefinition,
  StateDefinition,
} from '../../inspect/model/MachineDefinition.ts';
import { statesOf } from '../../inspect/model/statePaths.ts';
import { toMachineConfig } from '../../inspect/model/toMachineConfig.ts';
import { suite } from '../suite.ts';
import { lampMachine } from './machines.ts';
import xstate4Definition from './fixtures/xstate4Definition.json' with { type: 'json' };

function described(raw: unknown): MachineDefinition {
  const definition = describeMachine(raw);
  if (definition === undefined) throw new Error('not a machine');
  return definition;
}

function state(definition: MachineDefinition, path: string): StateDefinition {
  const found = [...statesOf(definition.root)].find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`no state ${path}`);
  return found;
}

const edges = (definition: MachineDefinition): readonly EdgeDefinition[] =>
  [...statesOf(definition.root)].flatMap((found) => found.edges);

/** XState's own states, outer before inner. */
function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

/** A machine with everything that a config can say. */
const full = setup({
  types: { events: {} as { type: string } },
  actors: { probe: fromPromise(() => Promise.resolve()) },
  actions: { log: () => {} },
  guards: { isReady: () => true, isOld: () => false },
  delays: { patience: 10 },
}).createMachine({
  id: 'full',
  version: '1.2.3',
  description: 'everything',
  initial: 'idle',
  context: { password: 's3cret' },
  entry: 'log',
  exit: () => {},
  on: { reset: '.idle', '*': { actions: 'log' } },
  states: {
    idle: {
      tags: ['quiet'],
      meta: { note: 'here', token: 's3cret' },
      entry: [assign({}), { type: 'log' }],
      on: {
        go: [
          { target: 'busy', guard: and(['isReady', not('isOld')]), description: 'off we go' },
          { target: 'busy.inner', guard: stateIn('idle') },
          { target: ['#full.both.left.b', '#right-c'] },
        ],
        'msg.*': { actions: ['log', 'log'] },
        stay: { target: 'idle', reenter: true },
        never: undefined,
      },
    },
    busy: {
      id: 'custom-id',
      initial: 'inner',
      invoke: [
        { src: 'probe', id: 'named', onDone: 'both', onError: { target: 'idle', actions: 'log' } },
        { src: 'probe', onDone: '#right-c', onSnapshot: { actions: 'log' } },
        { src: fromPromise(() => Promise.resolve()), onDone: 'idle' },
      ],
      after: { 500: 'idle', patience: [{ target: 'both', guard: 'isOld' }, { target: 'idle' }] },
      always: [{ target: 'both', guard: 'isOld' }],
      onDone: 'both',
      states: {
        inner: {
          on: { next: 'end', up: '#full.idle', self: '.deep' },
          initial: 'deep',
          states: { deep: {} },
        },
        end: { type: 'final' },
      },
    },
    both: {
      type: 'parallel',
      states: {
        left: {
          initial: 'a',
          states: { a: { on: { x: 'b' } }, b: {}, memory: { type: 'history', history: 'deep' } },
        },
        right: {
          initial: 'c',
          states: { c: { id: 'right-c' }, 'with.dot': {}, last: { type: 'history', target: 'c' } },
        },
      },
    },
  },
});

suite('describing a machine', (test) => {
  test('reads a config of XState 5 into one form', () => {
    const definition = described(full.config);
    assert.is(definition.id, 'full');
    assert.is(definition.version, '1.2.3');
    assert.equal(
      [...statesOf(definition.root)].map(({ path, type }) => `${path}: ${type}`),
      [
        ': compound',
        'idle: atomic',
        'busy: compound',
        'busy.inner: compound',
        'busy.inner.deep: atomic',
        'busy.end: final',
        'both: parallel',
        'both.left: compound',
        'both.left.a: atomic',
        'both.left.b: atomic',
        'both.left.memory: history',
        'both.right: compound',
        'both.right.c: atomic',
        'both.right.with\\.dot: atomic',
        'both.right.last: history',
      ],
    );
    assert.is(definition.root.initial, 'idle');
    assert.equal(definition.root.entry, ['log']);
    assert.equal(state(definition, 'idle').entry, ['assign', 'log']);
    assert.equal(state(definition, 'idle').tags, ['quiet']);
    assert.is(state(definition, 'busy').id, 'custom-id');
    assert.is(state(definition, 'both.left.memory').history, 'deep');
    assert.is(state(definition, 'both').initial, null);
    assert.equal(
      state(definition, 'busy').invoke.map(({ id, src }) => `${id}: ${src}`),
      ['named: probe', '1.custom-id: probe', '2.custom-id: (anonymous)'],
    );
  });

  test('resolves every kind of target, guard, delay and event', () => {
    const definition = described(full.config);
    const said = edges(definition).map(
      ({ source, kind, label, guard, targets, reenter }) =>
        `${source} ${kind} "${label}"${guard === null ? '' : ` [${guard}]`} -> ${targets.join(' & ')}${reenter ? ' (again)' : ''}`,
    );
    assert.equal(said, [
      ' event "reset" -> idle',
      ' wildcard "*" -> ',
      'idle event "go" [and(isReady, not(isOld))] -> busy',
      'idle event "go" [stateIn(idle)] -> busy.inner',
      'idle event "go" -> both.left.b & both.right.c',
      'idle wildcard "msg.*" -> ',
      'idle event "stay" -> idle (again)',
      'idle event "never" -> ',
      'busy done "done" -> both',
      'busy invokeDone "done: named" -> both',
      'busy invokeError "error: named" -> idle',
      'busy invokeDone "done: probe" -> both.right.c',
      'busy invokeSnapshot "snapshot: probe" -> ',
      'busy invokeDone "done: (anonymous)" -> idle',
      'busy after "after 500 ms" -> idle',
      'busy after "after patience" [isOld] -> both',
      'busy after "after patience" -> idle',
      'busy always "always" [isOld] -> both',
      'busy.inner event "next" -> busy.end',
      'busy.inner event "up" -> idle',
      'busy.inner event "self" -> busy.inner.deep',
      'both.left.a event "x" -> both.left.b',
      'both.right.last history "default" -> both.right.c',
    ]);
    assert.is(edges(definition)[2]?.description, 'off we go');
    assert.is(new Set(edges(definition).map(({ id }) => id)).size, said.length, 'ids are unique');
  });

  test('numbers edges as XState lists its transitions', () => {
    const index = createDefinitionIndex();
    for (const machine of [full, lampMachine]) {
      const definition = described(machine.config);
      const nodes = nodesOf(machine.root);
      const ids = nodes
        .flatMap((node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])])
        .map((transition) => index.edgeOf(transition));
      const expected = edges(definition)
        .filter(({ kind }) => kind !== 'history')
        .map(({ id }) => id);
      assert.equal(new Set(ids), new Set(expected));
      assert.is(ids.length, expected.length);
    }
  });

  test('reads what JSON leaves of a config, and a definition, of the same machine', () => {
    const outline = (raw: unknown): readonly string[] =>
      edges(described(raw)).map(({ source, event, targets }) => `${source} ${event} ${targets.join()}`);
    const whole = outline(full.config);
    const asJson: unknown = JSON.parse(
      JSON.stringify(full.config, (_key, value: unknown) =>
        typeof value === 'function' ? { type: value.name } : value,
      ),
    );
    // JSON has no word for a forbidden event.
    assert.equal(
      outline(asJson),
      whole.filter((line) => !line.includes('never')),
    );
    const definition: unknown = JSON.parse(JSON.stringify(full.definition));
    // A definition of XState 5 says nothing of eventless transitions and of where histories lead.
    const known = whole.filter((line) => !line.startsWith('busy  ') && !line.includes('xstate.history'));
    assert.equal(outline(definition).toSorted(), known.toSorted());
    assert.is(described(definition).root.initial, 'idle');
  });

  test('reads a definition of XState 4', () => {
    const definition = described(xstate4Definition);
    const said = edges(definition).map(
      ({ source, kind, label, guard, targets }) =>
        `${source} ${kind} "${label}"${guard === null ? '' : ` [${guard}]`} -> ${targets.join(' & ')}`,
    );
    assert.equal(said, [
      'idle event "CONNECT" [ok] -> connecting',
      'connecting invokeDone "done: p" -> connected',
      'connecting invokeError "error: p" -> idle',
      'connecting always "always" [never] -> idle',
      'connecting after "after 500 ms" -> idle',
      'connected event "STOP" -> connected.a.h',
      'connected wildcard "*" -> ',
      'connected.a.x event "N" -> connected.a.y',
      'connected.b done "done" -> idle',
    ]);
    assert.equal(state(definition, 'connecting').entry, [], 'timers are no actions of the author');
    assert.equal(state(definition, 'connecting').invoke, [{ id: 'p', src: 'probe', systemId: null }]);
    assert.is(state(definition, 'connected.a.h').history, 'deep');
    assert.equal(state(definition, 'idle').edges[0]?.actions, ['log', 'assign']);
  });

  test('carries no context and no secret', () => {
    const text = JSON.stringify(described(full.config));
    assert.not.match(text, 's3cret');
    assert.match(text, '"note":"here"');
  });

  test('gives equal machines equal hashes, and others others', () => {
    const make = (target: string): MachineDefinition =>
      described(
        createMachine({ id: 'm', initial: 'a', states: { a: { on: { x: target } }, b: {}, c: {} } }).config,
      );
    assert.is(make('b').hash, make('b').hash);
    assert.is.not(make('b').hash, make('c').hash);
    const asJson: unknown = JSON.parse(JSON.stringify(lampMachine.config));
    assert.is(described(asJson).hash, described(lampMachine.config).hash);
  });

  test('writes configs that XState 5 makes the same machine of', () => {
    for (const machine of [full, lampMachine]) {
      const definition = described(machine.config);
      const config = toMachineConfig(definition, 'xstate5');
      assert.ok(isRecord(JSON.parse(JSON.stringify(config))));
      const again = described(config);
      const outline = (of: MachineDefinition): readonly string[] =>
        edges(of).map(({ source, event, targets, guard }) => `${source} ${event} ${targets.join()} ${guard}`);
      assert.equal(outline(again).toSorted(), outline(definition).toSorted());
      // XState itself finds every target.
      assert.ok(createMachine(config).definition);
    }
  });

  test('takes nothing for a machine that is none, and never throws', () => {
    const cyclic: Record<string, unknown> = { id: 'c', initial: 'a' };
    cyclic['states'] = { a: cyclic };
    for (const raw of [
      undefined,
      null,
      5,
      'text',
      [],
      {},
      { id: 'promise' },
      new Proxy(
        { states: {} },
        {
          get: () => {
            throw new Error('trapped');
          },
        },
      ),
    ]) {
      assert.is(describeMachine(raw), undefined);
    }
    for (const raw of [
      cyclic,
      { states: 5, on: 7, initial: {}, invoke: [null, 4], after: 'x', always: 9, tags: {} },
      {
        states: {
          a: null,
          b: 5,
          c: { on: { x: [null, undefined, 4, { target: {} }, { target: '#gone' }] } },
        },
      },
      { id: 7, type: 'strange', states: { '': {} }, entry: [null, undefined, () => {}] },
    ]) {
      assert.ok(describeMachine(raw));
    }
  });

  test('says what can be sent to an actor now', () => {
    const definition = described(full.config);
    const accepted = acceptedEvents(definition, ['idle']);
    assert.equal(
      accepted.map(({ type, isGuarded, isWildcard }) => [type, isGuarded, isWildcard]),
      [
        ['go', false, false],
        ['reset', false, false],
        ['stay', false, false],
        ['*', false, true],
        ['msg.*', false, true],
      ],
    );
    const actor = createActor(lampMachine).start();
    const lamp = described(lampMachine.config);
    assert.equal(
      acceptedEvents(lamp, ['off']).map(({ type }) =>
        actor.getSnapshot().can({ type: type === 'on' ? 'on' : 'fail' }),
      ),
      [true, true],
    );
    actor.stop();
  });
});

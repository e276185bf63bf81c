import * as assert from 'uvu/assert';
import { setup } from 'xstate';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import {
  connectionModel,
  ModelError,
  standardModels,
  type ConnectionModelOptions,
  type StepType,
} from '../../src/testing/index.ts';
import { lifecycleSteps } from '../../src/testing/model/connectionModel.ts';
import { actOnWorld } from '../../src/testing/model/actOnWorld.ts';
import {
  causeOf,
  checkCauses,
  connectionCauses,
  connectionServices,
  transitionsOf,
} from '../../src/testing/model/causes.ts';
import { emptyWorld } from '../../src/testing/model/WorldState.ts';
import { suite } from '../suite.ts';

const machines = [connectionMachine, namespaceMachine];
const transitions = machines.flatMap((machine) => transitionsOf(machine.root));
const without = <Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(record).filter(([own]) => own !== key));

suite('what makes transitions happen', (test) => {
  test('is known of every transition of both machines', () => {
    for (const machine of machines) checkCauses(machine, connectionCauses, connectionServices);
    assert.ok(transitions.length > 100);
  });

  test('is missed where it is not known, for each event', () => {
    for (const event of Object.keys(connectionCauses))
      assert.throws(
        () => {
          for (const machine of machines)
            checkCauses(machine, without(connectionCauses, event), connectionServices);
        },
        (error: unknown) => error instanceof ModelError && error.message.includes(` on ${event}`),
        event,
      );
  });

  test('is missed where an outcome of something invoked is not known', () => {
    for (const service of Object.keys(connectionServices))
      assert.throws(
        () => {
          for (const machine of machines)
            checkCauses(machine, connectionCauses, without(connectionServices, service));
        },
        (error: unknown) => error instanceof ModelError && error.message.includes('actor.'),
        service,
      );
  });

  test('names every transition that nothing makes happen', () => {
    const machine = setup({}).createMachine({
      id: 'app',
      initial: 'off',
      states: { off: { on: { lightning: 'on' } }, on: { on: { thunder: 'off' }, after: { 10: 'off' } } },
    });
    assert.throws(
      () => checkCauses(machine, {}, {}),
      (error: unknown) =>
        error instanceof ModelError &&
        error.message.includes('app.off on lightning, app.on on thunder') &&
        !error.message.includes('after'),
    );
  });

  test('is among the steps of the standard models, for each cause that is no message of machines', () => {
    const offered = new Set<StepType>(
      Object.values<ConnectionModelOptions>(standardModels).flatMap(({ steps }) => steps ?? lifecycleSteps),
    );
    const missing = transitions.filter((transition) => {
      const { steps = [] } = causeOf(transition, connectionCauses, connectionServices) ?? {};
      return steps.length > 0 && !steps.some((step) => offered.has(step));
    });
    assert.equal(
      missing.map(({ eventType }) => eventType),
      [],
    );
  });

  test('is refused where it cannot happen in a state', () => {
    const model = connectionModel();
    for (const type of ['open', 'drop', 'elapse'] as const)
      assert.throws(
        () => model.apply(model.initial, { type }),
        (error: unknown) => error instanceof ModelError,
      );
  });

  test('includes what every action does: one that is not known is an error', () => {
    const model = connectionModel();
    const actor = model.connectionOf(model.initial);
    assert.throws(
      () => actOnWorld(emptyWorld, { actor, type: 'paintItBlack', params: undefined, context: {} }),
      (error: unknown) => error instanceof ModelError && error.message.includes('paintItBlack'),
    );
  });
});

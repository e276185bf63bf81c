import * as assert from 'uvu/assert';
import { and, createActor, setup } from 'xstate';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import {
  connectionModel,
  coverModel,
  createCoverage,
  formatCoverage,
  renderCoverage,
  reportCoverage,
  runPath,
  simulatedLevel,
} from '../../src/testing/index.ts';
import { suite } from '../suite.ts';

const lamp = setup({
  guards: { isPowered: () => true, isBroken: () => false },
}).createMachine({
  id: 'lamp',
  initial: 'off',
  states: {
    off: {
      on: {
        press: [
          { guard: 'isBroken', target: 'dead' },
          { guard: and(['isPowered']), target: 'on' },
        ],
      },
    },
    on: { initial: 'dim', on: { press: 'off' }, states: { dim: { on: { turn: 'bright' } }, bright: {} } },
    dead: {},
  },
});

const covered = () => {
  const coverage = createCoverage([lamp]);
  const actor = createActor(lamp, { inspect: coverage.inspect }).start();
  for (const type of ['press', 'turn', 'press', 'press']) actor.send({ type });
  return coverage;
};

suite('coverage', (test) => {
  test('counts states, transitions, pairs and guards both ways', () => {
    const [report] = reportCoverage(covered().machines).machines;
    assert.ok(report);
    assert.is(`${report.states.covered}/${report.states.total}`, '5/6');
    assert.equal(
      report.states.missing.map(({ id }) => id),
      ['lamp.dead'],
    );
    assert.is(`${report.transitions.covered}/${report.transitions.total}`, '3/4');
    assert.equal(
      report.guards.missing.map(({ id }) => id),
      ['lamp.off press #1 [isBroken] passes', 'lamp.off press #2 [isPowered] fails'],
    );
    const counts = Object.fromEntries(report.chart.transitions.map(({ id, count }) => [id, count]));
    assert.equal(counts, {
      'lamp.off press #1': 0,
      'lamp.off press #2': 2,
      'lamp.on press': 1,
      'lamp.on.dim turn': 1,
    });
    assert.is(report.pairs.covered, 4);
    assert.is(report.pairs.total, undefined, 'how many there can be is not known here');
    assert.match(formatCoverage({ machines: [report] }), /4 seen/);
  });

  test('counts a history state as reached where a transition has led through it', () => {
    const player = setup({}).createMachine({
      id: 'player',
      initial: 'off',
      states: {
        off: { on: { power: 'on.again' } },
        on: {
          initial: 'one',
          on: { power: 'off' },
          states: { one: { on: { next: 'two' } }, two: {}, again: { type: 'history' } },
        },
      },
    });
    const coverage = createCoverage([player]);
    const actor = createActor(player, { inspect: coverage.inspect }).start();
    const missing = () => reportCoverage(coverage.machines).machines[0]?.states.missing.map(({ id }) => id);
    assert.ok(missing()?.includes('player.on.again'));
    for (const type of ['power', 'next', 'power', 'power']) actor.send({ type });
    assert.equal(actor.getSnapshot().value, { on: 'two' });
    assert.equal(missing(), []);
  });

  test('tells of what is missing why it is, where it knows', () => {
    const reasons = { 'lamp.off press #1': 'lamps of this make do not break', 'lamp.dead*': 'as above' };
    const feasiblePairs = new Set(['lamp.on press → lamp.off press #1', '(start) → lamp.off press #2']);
    const report = reportCoverage(covered().machines, { reasons, feasiblePairs });
    const [machine] = report.machines;
    assert.equal(machine?.transitions.missing, [
      { id: 'lamp.off press #1', reason: 'lamps of this make do not break' },
    ]);
    assert.equal(machine?.states.missing, [{ id: 'lamp.dead', reason: 'as above' }]);
    assert.equal(
      machine?.pairs.missing.map(({ id }) => id),
      ['lamp.on press → lamp.off press #1'],
    );
    const text = formatCoverage(report);
    assert.match(text, /lamp {3}.*5\/6 83%.*3\/4 75%/);
    assert.match(text, 'Not reached, transitions of lamp:\n  lamp.off press #1\n      lamps of this make');
    assert.not.match(formatCoverage(report, ['pairs']), 'transitions');
  });

  test('is plain data, and survives JSON', () => {
    const report = reportCoverage(covered().machines);
    assert.equal(JSON.parse(JSON.stringify(report)), JSON.parse(JSON.stringify(report)));
    assert.is(
      renderCoverage(JSON.parse(JSON.stringify(report)) as typeof report),
      renderCoverage(report),
      'a page can be made of it later',
    );
  });

  test('is a page that stands alone, with the statechart drawn', () => {
    const page = renderCoverage(reportCoverage(covered().machines), 'A <lamp> & its switch');
    assert.match(page, '<title>A &lt;lamp&gt; &amp; its switch</title>');
    assert.not.match(page, /https?:|<script|src=|@import|url\((?!#)/);
    assert.is(page.match(/<rect /g)?.length, 6, 'a box for every state');
    assert.is(page.match(/<g class="arrow/g)?.length, 4, 'an arrow for every way from state to state');
    assert.is(page.match(/<g class="arrow none">/g)?.length, 1);
    assert.match(page, 'lamp.off → lamp.dead\npress [isBroken] → dead: 0 times');
    assert.match(page, '<td class="some">5 of 6 <small>83 %</small></td>');
  });

  test('is the same of a model and of the actors that do as it does', async () => {
    const model = connectionModel({ steps: ['start', 'stop', 'open', 'drop'], credentials: 'immediate' });
    const machines = [connectionMachine, namespaceMachine];
    const foretold = createCoverage(machines);
    const seen = createCoverage(machines);
    for (const { steps } of coverModel(model).paths) {
      let isFirst = true;
      await runPath(
        model,
        steps,
        simulatedLevel({
          inspect: seen.inspect,
          onTrace(trace) {
            foretold.note(model.machines, trace, isFirst);
            isFirst = false;
          },
        }),
      );
    }
    assert.is(
      formatCoverage(reportCoverage(seen.machines)),
      formatCoverage(reportCoverage(foretold.machines)),
    );
  });
});

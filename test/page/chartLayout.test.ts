import Elk from 'elkjs';
import type { ELK } from 'elkjs/lib/elk-api.js';
import * as assert from 'uvu/assert';
import { describeMachine } from '../../inspect/model/describeMachine.ts';
import type { MachineDefinition } from '../../inspect/model/MachineDefinition.ts';
import { parentPath, statesOf } from '../../inspect/model/statePaths.ts';
import type { Box, ChartLayout, ChartOptions, Point } from '../../inspect/page/chart/ChartLayout.ts';
import { createChartLayouts } from '../../inspect/page/chart/createChartLayouts.ts';
import { prepareLayouts } from '../../inspect/page/build/prepareLayouts.ts';
import { chartSvg } from '../../inspect/page/chart/chartSvg.ts';
import { fitPrepared } from '../../inspect/page/chart/fitPrepared.ts';
import { roughMeasure, type MeasureText } from '../../inspect/page/chart/measureText.ts';
import { standardMeasure } from '../../inspect/page/chart/standardMeasure.ts';
import { connectionMachine } from '../../machines/connection.ts';
import { namespaceMachine } from '../../machines/namespace.ts';
import { suite } from '../suite.ts';
import { publishedMachines } from './publishedMachines.ts';
import { randomMachine } from './randomMachine.ts';

const everything: ChartOptions = { detail: 'actions', collapsed: [] };
const layouts = createChartLayouts({
  // Outside of a browser the engine runs without its worker.
  createEngine: (): ELK => new Elk.default(),
  measure: roughMeasure,
  timeout: 60_000,
});

function define(config: unknown): MachineDefinition {
  const definition = describeMachine(config);
  if (definition === undefined) throw new Error('This is no statechart.');
  return definition;
}

/** Rounding of the layout engine. */
const slack = 0.6;

function isInside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x + slack < b.x + b.width &&
    b.x + slack < a.x + a.width &&
    a.y + slack < b.y + b.height &&
    b.y + slack < a.y + a.height
  );
}

function isOnBorder({ x, y }: Point, box: Box): boolean {
  const isWithin = isInside({ x, y, width: 0, height: 0 }, box);
  const isDeep = x > box.x + 1 && x < box.x + box.width - 1 && y > box.y + 1 && y < box.y + box.height - 1;
  return isWithin && !isDeep;
}

/** All that must be true of a drawing, whatever it is of. */
function checkDrawing(definition: MachineDefinition, layout: ChartLayout, isPlain = false): void {
  const all = [...statesOf(definition.root)];
  const boxes = new Map(layout.states.map((drawn) => [drawn.path, drawn]));
  assert.equal(
    [...boxes.keys()].toSorted(),
    all.map(({ path }) => path).toSorted(),
    'every state is drawn once',
  );
  const whole = { x: 0, y: 0, width: layout.width, height: layout.height };
  for (const drawn of layout.states) {
    assert.ok(isInside(drawn, whole), `${drawn.path} is within the picture`);
    if (drawn.path === '') continue;
    const parent = boxes.get(parentPath(drawn.path));
    assert.ok(parent !== undefined && isInside(drawn, parent), `${drawn.path} is inside of its parent`);
    for (const other of layout.states) {
      if (other.path === drawn.path || other.path === '' || parentPath(other.path) !== parentPath(drawn.path))
        continue;
      assert.not.ok(overlap(drawn, other), `${drawn.path} and ${other.path} do not overlap`);
    }
  }
  const drawnEdges = layout.bundles.flatMap(({ edges }) => edges.map(({ id }) => id));
  const ledEdges = all.flatMap(({ edges }) =>
    edges.filter(({ targets }) => targets.length > 0).map(({ id }) => id),
  );
  assert.equal(drawnEdges.toSorted(), ledEdges.toSorted(), 'every edge is drawn once');
  for (const { id, edges, lines, label, text } of layout.bundles) {
    const [first] = edges;
    if (first === undefined) throw new Error('a bundle without an edge');
    assert.is(lines.length, new Set(first.targets).size, `${id} has a line for each target`);
    lines.forEach((points, index) => {
      const target = boxes.get([...new Set(first.targets)][index] ?? '');
      const end = points.at(-1);
      assert.ok(
        end !== undefined && target !== undefined && isOnBorder(end, target),
        `${first.id} ends at its target`,
      );
    });
    if (first.kind === 'history') continue;
    assert.ok(label !== null && isInside(label, whole), `${first.id} has a label`);
    for (const drawn of isPlain ? [] : layout.states) {
      // A label may lie on the open floor of a state, but not on what is written in it.
      const written = drawn.state.states.length === 0 ? drawn : { ...drawn, height: drawn.titleHeight };
      if (drawn.path !== '')
        assert.not.ok(overlap(label ?? whole, written), `${first.id} leaves ${drawn.path} free`);
    }
    assert.ok(
      text.some((token) => token.text.startsWith(first.label.slice(0, 5))),
      `${first.id} says its event`,
    );
  }
  for (const state of all) {
    const hasMarker = layout.initials.some(({ path }) => path === state.path);
    assert.is(hasMarker, state.initial !== null, `the initial marker of ${state.path}`);
  }
}

/** Beside what is true of any drawing: every text has room where it is. */
function checkFit(definition: MachineDefinition, layout: ChartLayout, measure: MeasureText): void {
  checkDrawing(definition, layout);
  for (const { path, x, width, text } of layout.states) {
    for (const token of text) {
      const end = token.x + measure(token.text, token.style);
      assert.ok(token.x >= x && end <= x + width, `${token.text} is inside of ${path}`);
    }
  }
  for (const { id, label, text } of layout.bundles) {
    for (const token of text) {
      const end = token.x + measure(token.text, token.style);
      assert.ok(label !== null && end <= label.x + label.width + slack, `${token.text} is inside of ${id}`);
    }
  }
}

suite('statechart layout', (test) => {
  for (const [name, config] of Object.entries(publishedMachines)) {
    test(`draws the published example ${name} whole, from left to right and from top to bottom`, async () => {
      const definition = define(config);
      for (const direction of ['RIGHT', 'DOWN'] as const) {
        checkDrawing(definition, await layouts.get(definition, everything, direction));
      }
    });
  }

  test('draws our own machines', async () => {
    for (const machine of [connectionMachine, namespaceMachine]) {
      const definition = define(machine.config);
      checkDrawing(definition, await layouts.get(definition, { ...everything, detail: 'guards' }, 'DOWN'));
    }
  });

  test(
    'draws random statecharts',
    async () => {
      for (let seed = 1; seed <= 12; seed += 1) {
        const definition = define(randomMachine(seed));
        checkDrawing(definition, await layouts.get(definition, everything, 'RIGHT'));
      }
    },
    { timeout: 300_000 },
  );

  test('says guards and actions on edges, as much as is asked for', async () => {
    const definition = define(publishedMachines['camera']);
    const words = async (detail: ChartOptions['detail']): Promise<string> => {
      const { bundles } = await layouts.get(definition, { detail, collapsed: [] }, 'RIGHT');
      return bundles.flatMap(({ text }) => text.map((token) => token.text)).join(' ');
    };
    assert.match(await words('actions'), /inFocus \[isInFocus\] \/ displayFocused/);
    assert.match(await words('guards'), /inFocus \[isInFocus\]/);
    assert.not.match(await words('guards'), /displayFocused/);
    assert.not.match(await words('events'), /isInFocus/);
  });

  test('lists events that change no state inside of their state', async () => {
    const definition = define(publishedMachines['calculator']);
    const { states } = await layouts.get(definition, everything, 'RIGHT');
    const text = states.find(({ path }) => path === 'on.operand1.integer')?.text.map((token) => token.text);
    assert.equal(text, ['integer', '1_9', '/ append']);
  });

  test('keeps room for a countdown beside delayed transitions', async () => {
    const definition = define(publishedMachines['trafficLight']);
    const { bundles } = await layouts.get(definition, everything, 'RIGHT');
    const timers = bundles.flatMap(({ text }) => text.flatMap(({ timer }) => timer ?? []));
    assert.equal(timers.toSorted(), ['xstate.after.1000.light.yellow', 'xstate.after.3000.light.green']);
  });

  test('begins an edge into the own inside of a state at a ring in it, not across its title', async () => {
    const definition = define(publishedMachines['trafficLight']);
    const { stubs, states } = await layouts.get(definition, everything, 'DOWN');
    const root = states[0];
    assert.is(stubs.length, 1);
    const [stub] = stubs;
    assert.ok(stub !== undefined && root !== undefined && stub.y > root.y + root.titleHeight);
  });

  test('closes a state: its inside is gone, its edges end at it', async () => {
    const definition = define(publishedMachines['calculator']);
    const layout = await layouts.get(
      definition,
      { detail: 'events', collapsed: ['on.operand1', 'on.ready'] },
      'RIGHT',
    );
    const paths = layout.states.map(({ path }) => path);
    assert.ok(paths.includes('on.operand1'));
    assert.not.ok(paths.some((path) => path.startsWith('on.operand1.') || path.startsWith('on.ready.')));
    const lost = layout.bundles
      .flatMap(({ edges }) => edges)
      .filter(({ source }) => source === 'on.operand1.zero');
    assert.equal(lost, [], 'edges within the closed state are not drawn');
    const into = layout.bundles.find(({ edges }) => edges.some(({ id }) => id === 'on.ready|0|0'));
    assert.is(into?.lines.length, 1);
  });

  test('works out a statechart once, whoever asks', async () => {
    let asked = 0;
    const engine: ELK = new Elk.default();
    const counted = createChartLayouts({
      createEngine: () => ({
        layout: (graph, options) => {
          asked += 1;
          return engine.layout(graph, options);
        },
        terminateWorker: () => engine.terminateWorker(),
      }),
      measure: roughMeasure,
    });
    const definition = define(publishedMachines['trafficLight']);
    const again = define(publishedMachines['trafficLight']);
    const first = await counted.get(definition, everything, 'RIGHT');
    assert.is(await counted.get(again, everything, 'RIGHT'), first);
    assert.is(asked, 1);
  });

  test('has the layouts of our own machines ready, which fit to any usual font without the engine', async () => {
    const prepared = await prepareLayouts();
    for (const machine of [connectionMachine, namespaceMachine]) {
      const definition = define(machine.config);
      const own = prepared.filter(({ hash }) => hash === definition.hash);
      assert.equal(
        own.map(({ direction }) => direction),
        ['RIGHT', 'DOWN'],
      );
      for (const layout of own) {
        for (const factor of [0.9, 1, 1.2]) {
          const measure: MeasureText = (text, style) => standardMeasure(text, style) * factor;
          const fitted = fitPrepared(layout, definition, measure);
          assert.ok(fitted !== undefined, `${machine.id} at ${factor}`);
          if (fitted !== undefined) checkFit(definition, fitted, measure);
        }
        const wide: MeasureText = (text, style) => standardMeasure(text, style) * 2;
        assert.is(fitPrepared(layout, definition, wide), undefined, 'too wide to be stretched');
      }
    }
    const [first] = prepared;
    const definition = define(connectionMachine.config);
    let asked = 0;
    const ready = createChartLayouts({
      createEngine: () => ({
        layout() {
          asked += 1;
          return Promise.reject(new Error('it was asked'));
        },
        terminateWorker: () => {},
      }),
      measure: standardMeasure,
      prepared: Promise.resolve(prepared),
    });
    const options = { detail: first?.detail ?? 'events', collapsed: [] };
    await ready.get(definition, options, 'RIGHT');
    assert.is(asked, 0, 'the engine is not asked');
    await ready.get(definition, { ...options, collapsed: ['connecting'] }, 'RIGHT');
    assert.is(asked, 1, 'for anything else it is');
  });

  test('draws without the engine when that fails, and when it does not answer', async () => {
    const definition = define(publishedMachines['watch']);
    for (const layout of [() => Promise.reject(new Error('it failed')), () => new Promise<never>(() => {})]) {
      let ended = 0;
      const plain = createChartLayouts({
        createEngine: () => ({ layout, terminateWorker: () => (ended += 1) }),
        measure: roughMeasure,
        timeout: 20,
      });
      checkDrawing(definition, await plain.get(definition, everything, 'RIGHT'), true);
      assert.is(ended, 1, 'the engine is given up');
    }
  });

  test('exports a picture that stands alone', async () => {
    const definition = define({ ...publishedMachines['camera'], id: '<camera> & "co"' });
    const layout = await layouts.get(definition, everything, 'RIGHT');
    const svg = chartSvg(layout, { active: new Set(['shooting', 'shooting.focused']) });
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.match(svg, /&lt;camera&gt; &amp; &quot;co&quot;/);
    assert.match(svg, /isMemoryAvailable/);
    assert.not.match(svg, /<style|<script|style="|href=/);
    assert.is(svg.match(/stroke-width="1.8"/g)?.length, 2, 'both active states stand out');
  });
});

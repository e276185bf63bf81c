import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js';
import type { MachineDefinition } from '../../model/MachineDefinition.ts';
import type { ChartLayout, ChartOptions } from './ChartLayout.ts';
import { fitPrepared, type PreparedLayout } from './fitPrepared.ts';
import { fromElkGraph } from './fromElkGraph.ts';
import type { MeasureText } from './measureText.ts';
import { plainLayout } from './plainLayout.ts';
import { chartLayoutOptions, toElkGraph, type ChartDirection } from './toElkGraph.ts';

/** Layouts of statecharts, each worked out once. */
export interface ChartLayouts {
  get(definition: MachineDefinition, options: ChartOptions, direction: ChartDirection): Promise<ChartLayout>;
  /** Has the engine lay out something small, as its first layout takes several times as long as the next. */
  warmUp(): void;
}

/** A layout engine in a worker, which can be given up. */
export type LayoutEngine = Pick<ELK, 'layout' | 'terminateWorker'>;

export interface ChartLayoutsOptions {
  createEngine(): LayoutEngine;
  readonly measure: MeasureText;
  /** Layouts that are there already. @default none */
  readonly prepared?: Promise<readonly PreparedLayout[]>;
  /** How long the engine may think about one statechart, in ms. @default 20000 */
  readonly timeout?: number;
}

const mostLayouts = 60;

/** Makes {@link ChartLayouts}. */
export function createChartLayouts({
  createEngine,
  measure,
  prepared,
  timeout = 20_000,
}: ChartLayoutsOptions): ChartLayouts {
  const known = new Map<string, Promise<ChartLayout>>();
  let engine: LayoutEngine | undefined;

  async function layOut(
    definition: MachineDefinition,
    options: ChartOptions,
    direction: ChartDirection,
  ): Promise<ChartLayout> {
    const ready =
      options.collapsed.length === 0 ? await findPrepared(definition, options, direction) : undefined;
    if (ready !== undefined) return ready;
    const { graph, parts } = toElkGraph(definition, options, direction, measure);
    try {
      return fromElkGraph(await withEngine(graph), parts);
    } catch {
      // The engine failed, or thinks for too long: it is replaced, and this statechart gets a plain picture.
      engine?.terminateWorker();
      engine = undefined;
      const plain = toElkGraph(definition, options, direction, measure);
      return fromElkGraph(plainLayout(plain.graph), plain.parts);
    }
  }

  async function findPrepared(
    definition: MachineDefinition,
    { detail }: ChartOptions,
    direction: ChartDirection,
  ): Promise<ChartLayout | undefined> {
    const found = (await prepared)?.find(
      (layout) =>
        layout.hash === definition.hash && layout.detail === detail && layout.direction === direction,
    );
    return found === undefined ? undefined : fitPrepared(found, definition, measure);
  }

  async function withEngine(graph: ElkNode): Promise<ElkNode> {
    engine ??= createEngine();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no layout within ${timeout} ms`)), timeout);
    });
    try {
      return await Promise.race([engine.layout(graph, { layoutOptions: chartLayoutOptions }), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    get(definition, options, direction) {
      const key = JSON.stringify([definition.hash, direction, options.detail, options.collapsed.toSorted()]);
      let layout = known.get(key);
      if (layout === undefined) {
        layout = layOut(definition, options, direction);
        known.set(key, layout);
        if (known.size > mostLayouts) {
          const [oldest] = known.keys();
          if (oldest !== undefined) known.delete(oldest);
        }
      }
      return layout;
    },
    warmUp() {
      engine ??= createEngine();
      engine.layout(structuredClone(warmUpGraph), { layoutOptions: chartLayoutOptions }).catch(() => {});
    },
  };
}

const warmUpGraph: ElkNode = {
  id: 'chart',
  children: [
    {
      id: 'outer',
      children: [
        { id: 'a', width: 80, height: 40 },
        { id: 'b', width: 80, height: 40 },
      ],
    },
    { id: 'c', width: 80, height: 40 },
  ],
  edges: [
    { id: 'ab', sources: ['a'], targets: ['b'], labels: [{ text: 'ab', width: 40, height: 15 }] },
    { id: 'bb', sources: ['b'], targets: ['b'], labels: [{ text: 'bb', width: 40, height: 15 }] },
    { id: 'bc', sources: ['b'], targets: ['c'], labels: [{ text: 'bc', width: 40, height: 15 }] },
    { id: 'ca', sources: ['c'], targets: ['outer'] },
  ],
};

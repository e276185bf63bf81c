import Elk from 'elkjs';
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { connectionMachine } from '../../../machines/connection.ts';
import { namespaceMachine } from '../../../machines/namespace.ts';
import { describeMachine } from '../../model/describeMachine.ts';
import { statesOf } from '../../model/statePaths.ts';
import { detailFor } from '../chart/chartSettings.ts';
import type { PreparedLayout } from '../chart/fitPrepared.ts';
import { standardMeasure } from '../chart/standardMeasure.ts';
import { chartLayoutOptions, toElkGraph } from '../chart/toElkGraph.ts';

/** Lays out the statecharts of Statewire itself, as the page shows them first. */
export async function prepareLayouts(): Promise<readonly PreparedLayout[]> {
  // Outside of a browser the engine runs without its worker.
  const engine: ELK = new Elk.default();
  const layouts: PreparedLayout[] = [];
  for (const { config } of [connectionMachine, namespaceMachine]) {
    const definition = describeMachine(config);
    if (definition === undefined) throw new Error(`${config.id} is no statechart.`);
    const edges = [...statesOf(definition.root)].flatMap((state) =>
      state.edges.filter(({ kind }) => kind !== 'history'),
    );
    const detail = detailFor(edges.length);
    for (const direction of ['RIGHT', 'DOWN'] as const) {
      const { graph } = toElkGraph(definition, { detail, collapsed: [] }, direction, standardMeasure);
      const laidOut = await engine.layout(graph, { layoutOptions: chartLayoutOptions });
      layouts.push({ hash: definition.hash, detail, direction, graph: trimNode(laidOut) });
    }
  }
  return layouts;
}

/** Places and sizes alone: the rest is known to whoever reads it. */
function trimNode({ id, x, y, width, height, children, edges }: ElkNode): ElkNode {
  return {
    id,
    ...places({ x, y, width, height }),
    ...(children !== undefined && { children: children.map(trimNode) }),
    ...(edges !== undefined && { edges: edges.map(trimEdge) }),
  };
}

function trimEdge({ id, sources, targets, labels, sections }: ElkExtendedEdge): ElkExtendedEdge {
  return {
    id,
    sources,
    targets,
    ...(labels !== undefined && {
      labels: labels.map(({ x, y, width, height }) => places({ x, y, width, height })),
    }),
    ...(sections !== undefined && {
      sections: sections.map((section) => ({
        id: section.id,
        startPoint: section.startPoint,
        endPoint: section.endPoint,
        ...(section.bendPoints !== undefined && { bendPoints: section.bendPoints }),
      })),
    }),
  };
}

function places(
  box: Readonly<Record<'x' | 'y' | 'width' | 'height', number | undefined>>,
): Partial<Record<'x' | 'y' | 'width' | 'height', number>> {
  return Object.fromEntries(
    Object.entries(box).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

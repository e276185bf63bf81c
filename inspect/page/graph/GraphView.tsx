import {
  Background,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type ColorMode,
} from '@xyflow/react';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { GraphModel } from '../../model/GraphModel.ts';
import { createEngine } from '../chart/browserLayouts.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { useRoute, useSession, useTopic } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';
import { GraphNodeCard, type GraphCardNode } from './GraphNodeCard.tsx';
import { handleId, nodeSize } from './graphSizes.ts';
import { GraphWire, type GraphWireEdge } from './GraphWire.tsx';
import { layoutGraph } from './layoutGraph.ts';

const nodeTypes = { card: GraphNodeCard };
const edgeTypes = { wire: GraphWire };
const colours: ColorMode = 'system';

/** The project's graphs, live. */
export function GraphView(): ReactNode {
  const session = useSession();
  const { world } = session;
  const { scope } = useRoute();
  useTopic(topic.graphs);
  const graphs = [...world.graphs.values()];
  const graph = graphs.find(({ id }) => id === scope) ?? graphs[0];
  if (graph === undefined) return <NoGraph />;
  return (
    <section className="pane graph-view" aria-label="Graph">
      {graphs.length > 1 && (
        <div className="pane-head tools">
          <div className="segments" role="group" aria-label="Graphs">
            {graphs.map(({ id, name, kind, active }) => (
              <button
                key={id}
                type="button"
                className="button"
                aria-pressed={id === graph.id}
                onClick={() => session.navigate({ scope: id, focus: null })}
              >
                {kind === 'scene' && <span className={`dot ${active ? 'good' : 'hollow'}`} />}
                {kind === 'scene' ? name : 'Project'}
              </button>
            ))}
          </div>
          {!graph.active && <span className="muted">This scene is not active.</span>}
        </div>
      )}
      <ReactFlowProvider key={graph.id}>
        <Canvas graph={graph} />
      </ReactFlowProvider>
    </section>
  );
}

function Canvas({ graph }: { readonly graph: GraphModel }): ReactNode {
  const { focus } = useRoute();
  const flow = useReactFlow();
  const [positions, setPositions] = useState<Awaited<ReturnType<typeof layoutGraph>>>();

  // Only what is drawn: whether a scene is active changes nothing of it.
  const { id, nodes: models, wires } = graph;
  useEffect(() => {
    let isWanted = true;
    const engine = createEngine();
    void layoutGraph({ id, name: '', kind: 'project', active: true, nodes: models, wires }, engine).then(
      (next) => {
        engine.terminateWorker();
        if (isWanted) setPositions(next);
      },
    );
    return () => {
      isWanted = false;
      engine.terminateWorker();
    };
  }, [id, models, wires]);

  const nodes = useMemo<GraphCardNode[]>(
    () =>
      positions === undefined
        ? []
        : models.map((node) => ({
            id: node.id,
            type: 'card',
            position: positions.get(node.id) ?? { x: 0, y: 0 },
            data: { node, graph: id, isFocused: node.id === focus },
            ...nodeSize(node),
            draggable: false,
            connectable: false,
          })),
    [positions, models, id, focus],
  );
  const edges = useMemo<GraphWireEdge[]>(
    () =>
      wires.map((wire) => ({
        id: wire.id,
        type: 'wire',
        source: wire.from.node,
        sourceHandle: handleId(wire.kind, wire.from.socket),
        target: wire.to.node,
        targetHandle: handleId(wire.kind, wire.to.socket),
        data: { graph: id, wire: wire.id, kind: wire.kind },
      })),
    [wires, id],
  );

  const isLaidOut = positions !== undefined;
  useEffect(() => {
    if (!isLaidOut || focus === null) return undefined;
    const timer = setTimeout(
      () => void flow.fitView({ nodes: [{ id: focus }], maxZoom: 1.1, duration: 300 }),
      50,
    );
    return () => clearTimeout(timer);
  }, [isLaidOut, focus, flow]);

  if (!isLaidOut) return <div className="grow" />;
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      colorMode={colours}
      fitView
      fitViewOptions={{ maxZoom: 1.1, padding: 0.12 }}
      minZoom={0.1}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      onlyRenderVisibleElements={graph.nodes.length > 150}
    >
      <Background gap={22} size={1} />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}

function NoGraph(): ReactNode {
  return (
    <EmptyState icon="graph" title="No project runs here">
      <p>The nodes and wires of a project show here, with their pulses:</p>
      <pre>statewire run project.json --inspect</pre>
    </EmptyState>
  );
}

import { getBezierPath, type Edge, type EdgeProps } from '@xyflow/react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useSession } from '../shell/useSession.ts';
import { topic } from '../world/createWorld.ts';

export type GraphWireEdge = Edge<
  { readonly graph: string; readonly wire: string; readonly kind: 'pulse' | 'data' },
  'wire'
>;

/** In ms. */
const travelTime = 600;
const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * A wire. A dot travels along it when a pulse went over it; at most one at a time, however many there were. Who wants less
 * motion sees the wire light up, and no dot.
 */
export function GraphWire(props: EdgeProps<GraphWireEdge>): ReactNode {
  const { sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data } = props;
  const { world } = useSession();
  const dot = useRef<SVGCircleElement>(null);
  const line = useRef<SVGPathElement>(null);
  const [path] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const graph = data?.graph ?? '';
  const wire = data?.wire ?? '';

  useEffect(() => {
    let seen = world.graphState(graph).pulses.get(wire) ?? 0;
    let travelling: Animation | undefined;
    return world.topics.subscribe(topic.activity(graph), () => {
      const count = world.graphState(graph).pulses.get(wire) ?? 0;
      // Less than before is a snapshot of another beginning, and no pulse.
      const isNew = count > seen;
      seen = count;
      if (!isNew) return;
      if (travelling?.playState === 'running') return;
      const glow = line.current?.animate([{ stroke: 'var(--glow)' }, {}], {
        duration: travelTime * 2,
        easing: lessMotion.matches ? 'step-end' : 'ease-out',
      });
      travelling = lessMotion.matches
        ? glow
        : dot.current?.animate(
            [
              { offsetDistance: '0%', opacity: 1 },
              { offsetDistance: '100%', opacity: 1 },
            ],
            { duration: travelTime, easing: 'ease-in-out' },
          );
    });
  }, [world, graph, wire]);

  return (
    <g className={`wire ${data?.kind ?? ''}`} data-wire={wire}>
      <path ref={line} className="wire-line" d={path} />
      {data?.kind === 'pulse' && (
        <circle ref={dot} r={5} className="pulse-dot" style={{ offsetPath: `path("${path}")` }} />
      )}
    </g>
  );
}

import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import type { InspectedActor } from '../../model/InspectedActor.ts';
import { useMoment, useSession } from '../shell/useSession.ts';
import { ChartDrawing } from './ChartDrawing.tsx';
import { createPainter, type Painter } from './createPainter.ts';
import { createPanZoom, type PanZoom } from './createPanZoom.ts';
import type { LaidOut } from './useChartLayout.ts';

/** The window onto a drawn statechart, to be moved by mouse, fingers and keys. */
export function ChartCanvas({
  actor,
  laidOut,
  panZoom,
  onToggle,
}: {
  readonly actor: InspectedActor;
  readonly laidOut: LaidOut | undefined;
  readonly panZoom: RefObject<PanZoom | null>;
  readonly onToggle: (path: string) => void;
}): ReactNode {
  const session = useSession();
  const moment = useMoment();
  const frame = useRef<HTMLDivElement>(null);
  const svg = useRef<SVGSVGElement>(null);
  const stage = useRef<SVGGElement>(null);
  const painter = useRef<Painter>(null);
  const fitted = useRef<string>(undefined);

  useLayoutEffect(() => {
    if (frame.current === null || svg.current === null || stage.current === null) return undefined;
    const created = createPanZoom(frame.current, svg.current, stage.current);
    panZoom.current = created;
    const observer = new ResizeObserver(() => created.fit(false));
    observer.observe(frame.current);
    return () => {
      observer.disconnect();
      created.dispose();
      panZoom.current = null;
    };
  }, [panZoom]);

  useLayoutEffect(() => {
    if (laidOut === undefined || stage.current === null) return;
    painter.current = createPainter(stage.current, laidOut.layout);
    panZoom.current?.setSize(laidOut.layout.width, laidOut.layout.height);
    // Another statechart, or the same in another direction, is shown whole; after a state was closed people keep their place.
    const drawn = `${laidOut.definition.hash} ${laidOut.direction}`;
    panZoom.current?.fit(fitted.current !== drawn);
    fitted.current = drawn;
  }, [laidOut, panZoom]);

  const took = moment === null ? null : moment.entry?.actor === actor.id ? moment.entry.edges : [];
  useLayoutEffect(() => {
    painter.current?.paint({ actor, took });
    painter.current?.tick(session.now());
  });

  const hasTimers = actor.timers.length > 0;
  useEffect(() => {
    if (!hasTimers) return undefined;
    const timer = setInterval(() => painter.current?.tick(session.now()), 100);
    return () => clearInterval(timer);
  }, [hasTimers, session]);

  return (
    <div
      className="chart-frame"
      ref={frame}
      tabIndex={0}
      role="group"
      aria-label={`Statechart of ${actor.name}`}
      onKeyDown={(event) => moveByKey(event, panZoom.current)}
    >
      <svg ref={svg} className={`chart ${laidOut === undefined ? 'waiting' : ''}`} role="presentation">
        <defs>
          {[
            { id: 'tip', size: 7 },
            { id: 'tip-far', size: 24 },
          ].map(({ id, size }) => (
            <marker
              key={id}
              id={id}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth={size}
              markerHeight={size}
              markerUnits="userSpaceOnUse"
              orient="auto-start-reverse"
            >
              <path d="M0 .6 8 4 0 7.4z" fill="context-stroke" />
            </marker>
          ))}
        </defs>
        <g ref={stage}>
          {laidOut !== undefined && <ChartDrawing layout={laidOut.layout} onToggle={onToggle} />}
        </g>
      </svg>
    </div>
  );
}

function moveByKey(event: KeyboardEvent, panZoom: PanZoom | null): void {
  if (panZoom === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = 60;
  switch (event.key) {
    case '+':
    case '=':
      panZoom.zoomBy(1.25);
      break;
    case '-':
      panZoom.zoomBy(0.8);
      break;
    case '0':
      panZoom.fit(true);
      break;
    case 'ArrowLeft':
      panZoom.panBy(step, 0);
      break;
    case 'ArrowRight':
      panZoom.panBy(-step, 0);
      break;
    case 'ArrowUp':
      panZoom.panBy(0, step);
      break;
    case 'ArrowDown':
      panZoom.panBy(0, -step);
      break;
    default:
      return;
  }
  event.preventDefault();
}

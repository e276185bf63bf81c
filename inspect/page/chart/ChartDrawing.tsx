import { memo, type ReactNode } from 'react';
import { edgeText } from '../../model/toMermaid.ts';
import type { ChartLayout, DrawnBundle, DrawnState } from './ChartLayout.ts';
import type { PlacedToken } from './flowText.ts';
import { textStyles } from './measureText.ts';
import { roundedPath } from './roundedPath.ts';

/**
 * A statechart as SVG. Drawn once for each layout; what lives is put on as classes by `paintChart`, which finds its
 * elements by `data-state`, `data-edges` and `data-timer`.
 */
export const ChartDrawing = memo(function ChartDrawing({
  layout,
  onToggle,
}: {
  readonly layout: ChartLayout;
  readonly onToggle: (path: string) => void;
}): ReactNode {
  return (
    <>
      {layout.states.map((drawn) => (
        <StateBox key={drawn.path} drawn={drawn} onToggle={onToggle} />
      ))}
      {layout.initials.map(({ path, from, to }) => (
        <g key={path} className="initial">
          <circle cx={from.x} cy={from.y} r={3.5} />
          <path d={`M${from.x} ${from.y}L${to.x} ${to.y}`} markerEnd="url(#tip)" />
        </g>
      ))}
      {layout.stubs.map(({ id, path, x, y }) => (
        <circle key={id} className="stub" cx={x} cy={y} r={4}>
          <title>{path === '' ? 'From any state' : `From anywhere in ${path}`}</title>
        </circle>
      ))}
      {layout.bundles.map((bundle) => (
        <Bundle key={bundle.id} bundle={bundle} />
      ))}
    </>
  );
});

function StateBox({
  drawn,
  onToggle,
}: {
  readonly drawn: DrawnState;
  readonly onToggle: (path: string) => void;
}): ReactNode {
  const { x, y, width, height, state, path, depth, isRegion, isCollapsed, text } = drawn;
  const isOpenCompound = state.states.length > 0 && !isCollapsed;
  const className = [
    'state',
    state.type,
    depth === 0 ? 'root' : depth % 2 === 0 ? 'even' : 'odd',
    isRegion ? 'region' : '',
    isOpenCompound ? 'open' : 'closed',
  ].join(' ');
  if (state.type === 'history') {
    return (
      <g className={className} data-state={path} role="group" aria-label={`${path}, history`}>
        <circle className="box" cx={x + width / 2} cy={y + height / 2} r={width / 2 - 1} />
        <text className="token strong" x={x + width / 2} y={y + height / 2 + 4} textAnchor="middle">
          {state.history === 'deep' ? 'H*' : 'H'}
        </text>
      </g>
    );
  }
  const label = state.path === '' ? state.key : path;
  return (
    <g className={className} {...(path !== '' && { 'data-state': path })} role="group" aria-label={label}>
      <title>{state.description === null ? label : `${label}\n${state.description}`}</title>
      <rect className="box" x={x} y={y} width={width} height={height} rx={8} />
      {state.type === 'final' && (
        <rect className="inner" x={x + 3.5} y={y + 3.5} width={width - 7} height={height - 7} rx={5.5} />
      )}
      {text.map((token, index) => (
        <Token key={index} token={token} />
      ))}
      {state.type === 'parallel' && (
        <path className="glyph" d={`M${x + width - 44} ${y + 11}v11M${x + width - 39} ${y + 11}v11`} />
      )}
      <FarTitle drawn={drawn} isOpenCompound={isOpenCompound} />
      {state.states.length > 0 && depth > 0 && (
        <g
          className="toggle"
          role="button"
          tabIndex={0}
          aria-label={`${isCollapsed ? 'Open' : 'Close'} ${path}`}
          aria-expanded={!isCollapsed}
          onClick={() => onToggle(path)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            onToggle(path);
          }}
        >
          <rect x={x + width - 28} y={y + 6} width={20} height={20} rx={5} />
          <path
            d={isCollapsed ? `M${x + width - 18} ${y + 12}v8m-4 -4h8` : `M${x + width - 22} ${y + 16}h8`}
          />
        </g>
      )}
    </g>
  );
}

/** The title for where the small print cannot be read: as large as that takes, but no larger than the box. */
function FarTitle({
  drawn: { x, y, width, height, text },
  isOpenCompound,
}: {
  readonly drawn: DrawnState;
  readonly isOpenCompound: boolean;
}): ReactNode {
  const [title] = text;
  if (title === undefined) return null;
  const { size } = textStyles.title;
  const room = isOpenCompound ? width - 20 : width - 8;
  const widest = (size * room) / Math.max(1, title.width);
  const largest = isOpenCompound ? widest : Math.min(widest, height - 8);
  return (
    <text
      className={`far-title ${isOpenCompound ? '' : 'centred'}`}
      x={isOpenCompound ? x + 12 : x + width / 2}
      y={isOpenCompound ? y + 10 : y + height / 2}
      style={{ fontSize: `min(var(--far-size), ${largest}px)` }}
    >
      {title.text}
    </text>
  );
}

function Bundle({ bundle }: { readonly bundle: DrawnBundle }): ReactNode {
  const { edges, label, text, lines } = bundle;
  return (
    <g className="bundle" data-edges={JSON.stringify(edges.map(({ id }) => id))}>
      <title>{edges.map(edgeText).join('\n')}</title>
      {lines.map((points, index) => (
        <g key={index}>
          <path className="touch" d={roundedPath(points)} />
          <path className="line" d={roundedPath(points)} markerEnd="url(#tip)" />
        </g>
      ))}
      {label !== null && (
        <text className="far-event" x={label.x + label.width / 2} y={label.y + label.height / 2}>
          {edges[0]?.label}
        </text>
      )}
      {label !== null && (
        <g className="label">
          <rect x={label.x} y={label.y} width={label.width} height={label.height} rx={5} />
          {text.map((token, index) => (
            <Token key={index} token={token} />
          ))}
          <rect
            className="timer-bar"
            x={label.x + 3}
            y={label.y + label.height - 2.5}
            width={label.width - 6}
            height={2}
            rx={1}
          />
        </g>
      )}
    </g>
  );
}

function Token({ token }: { readonly token: PlacedToken }): ReactNode {
  const { text, style, x, y, edges, timer } = token;
  if (timer !== undefined) {
    return <text className="token timer" x={x} y={y} data-timer={timer} />;
  }
  return (
    <text
      className={`token ${style}`}
      x={x}
      y={y}
      {...(edges !== undefined && { 'data-edges': JSON.stringify(edges) })}
    >
      {text}
    </text>
  );
}

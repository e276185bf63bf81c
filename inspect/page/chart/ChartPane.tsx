import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { InspectedActor } from '../../model/InspectedActor.ts';
import type { MachineDefinition } from '../../model/MachineDefinition.ts';
import { statesOf } from '../../model/statePaths.ts';
import { coverageOf, leafStates } from '../actors/actorFace.ts';
import { EmptyState } from '../shell/EmptyState.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Menu } from '../shell/Menu.tsx';
import { useSession, useStore } from '../shell/useSession.ts';
import { ChartCanvas } from './ChartCanvas.tsx';
import type { ChartDetail } from './ChartLayout.ts';
import { chartSettings, detailFor } from './chartSettings.ts';
import type { PanZoom } from './createPanZoom.ts';
import { exportItems } from './exportItems.ts';
import type { ChartDirection } from './toElkGraph.ts';
import { useChartLayout } from './useChartLayout.ts';

const noneCollapsed: readonly string[] = [];
/** Statecharts with at most so many states read best from left to right, whatever the window. */
const fewStates = 7;
/** Wider windows than this (width by height) take large statecharts from left to right. */
const wideWindow = 1.7;

/** The statechart of an actor with its tools. */
export function ChartPane({ actor }: { readonly actor: InspectedActor }): ReactNode {
  const { world } = useSession();
  const settings = useStore(chartSettings);
  const panZoom = useRef<PanZoom | null>(null);
  const pane = useRef<HTMLElement>(null);
  const definition = actor.definition === null ? undefined : world.definitions.get(actor.definition);
  const [isWide, setWide] = useState<boolean | null>(null);

  useLayoutEffect(() => {
    if (pane.current === null) return;
    setWide(pane.current.clientWidth / Math.max(1, pane.current.clientHeight) > wideWindow);
  }, []);

  const facts = useMemo(() => factsOf(definition), [definition]);
  const direction = directionOf(settings.direction, facts.states.length, isWide);
  const collapsed = settings.collapsed.get(definition?.hash ?? '') ?? noneCollapsed;
  const detail = settings.detail === 'auto' ? detailFor(facts.edges.length) : settings.detail;
  const laidOut = useChartLayout(definition, { detail, collapsed }, direction);

  const hash = definition?.hash;
  const toggle = useCallback(
    (path: string) => {
      if (hash === undefined) return;
      chartSettings.update((before) => {
        const closed = before.collapsed.get(hash) ?? noneCollapsed;
        const next = closed.includes(path) ? closed.filter((other) => other !== path) : [...closed, path];
        return { ...before, collapsed: new Map(before.collapsed).set(hash, next) };
      });
    },
    [hash],
  );

  function centreOnActive(): void {
    const [leaf] = leafStates(actor.states);
    const box = laidOut?.layout.states.find(({ path }) => path === leaf);
    if (box !== undefined) panZoom.current?.centreOn(box);
  }

  const coverage = coverageOf(actor.visited, actor.taken, facts);
  return (
    <section className="pane chart-pane" aria-label="Statechart" ref={pane}>
      <div className="pane-head tools">
        {definition !== undefined && (
          <span
            className="flexible muted ellipsis numeric"
            title="Live coverage: what was visited while somebody watched"
          >
            Seen {coverage.states} of {facts.states.length} states, {coverage.edges} of {facts.edges.length}{' '}
            transitions
          </span>
        )}
        {definition !== undefined && (
          <>
            <select
              className="field"
              aria-label="Detail of labels"
              value={detail}
              onChange={({ target }) =>
                chartSettings.update((before) => ({ ...before, detail: detailOf(target.value) }))
              }
            >
              <option value="events">Events</option>
              <option value="guards">+ guards</option>
              <option value="actions">+ actions</option>
            </select>
            <ToolButton
              icon="turn"
              label={direction === 'RIGHT' ? 'Draw from top to bottom' : 'Draw from left to right'}
              onClick={() =>
                chartSettings.update((before) => ({
                  ...before,
                  direction: direction === 'RIGHT' ? 'DOWN' : 'RIGHT',
                }))
              }
            />
            <ToolButton icon="target" label="Go to the active state" onClick={centreOnActive} />
            <ToolButton icon="minus" label="Farther (-)" onClick={() => panZoom.current?.zoomBy(0.8)} />
            <ToolButton icon="plus" label="Closer (+)" onClick={() => panZoom.current?.zoomBy(1.25)} />
            <ToolButton icon="fit" label="Show all of it (0)" onClick={() => panZoom.current?.fit(true)} />
            <Menu
              label="Export"
              icon={<Icon name="download" />}
              items={exportItems(actor, definition, laidOut?.layout)}
            />
          </>
        )}
      </div>
      {definition === undefined ? (
        <EmptyState icon="chart" title={`${actor.name} has no statechart`}>
          <p>
            {actor.kind === 'unknown'
              ? 'The program that it is in did not say what it runs.'
              : `It runs ${article(actor.kind)}. Its timeline is below, and what is known of it on the right.`}
          </p>
        </EmptyState>
      ) : (
        <ChartCanvas
          key={definition.hash}
          actor={actor}
          laidOut={laidOut}
          panZoom={panZoom}
          onToggle={toggle}
        />
      )}
    </section>
  );
}

function ToolButton({
  icon,
  label,
  onClick,
}: {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly label: string;
  readonly onClick: () => void;
}): ReactNode {
  return (
    <button type="button" className="button quiet icon" aria-label={label} title={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

function factsOf(definition: MachineDefinition | undefined): {
  readonly states: readonly string[];
  readonly edges: readonly string[];
} {
  const all = definition === undefined ? [] : [...statesOf(definition.root)];
  return {
    states: all.filter(({ path, type }) => path !== '' && type !== 'history').map(({ path }) => path),
    edges: all.flatMap(({ edges }) => edges.filter(({ kind }) => kind !== 'history').map(({ id }) => id)),
  };
}

function directionOf(
  wanted: ChartDirection | 'auto',
  states: number,
  isWide: boolean | null,
): ChartDirection | null {
  if (wanted !== 'auto') return wanted;
  if (states <= fewStates) return 'RIGHT';
  return isWide === null ? null : isWide ? 'RIGHT' : 'DOWN';
}

function detailOf(value: string): ChartDetail {
  return value === 'events' || value === 'guards' ? value : 'actions';
}

function article(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { actorTree, type TreeRow } from '../world/actorTree.ts';
import { topic } from '../world/createWorld.ts';
import { useMoment, useRoute, useSession, useSlowTopic, useStore, useTopic } from '../shell/useSession.ts';
import { ActorRow } from './ActorRow.tsx';
import type { TreeSettings } from './treeSettings.ts';
import type { Store } from '../shell/createStore.ts';

const rowHeight = 30;

/** The actors as a tree of which only the rows in sight are drawn. */
export function ActorTree({ settings }: { readonly settings: Store<TreeSettings> }): ReactNode {
  const session = useSession();
  const { world } = session;
  const { search, showEnded, open } = useStore(settings);
  const moment = useMoment();
  const route = useRoute();
  const structure = useTopic(topic.actors);
  // A search looks at states as well, which change often.
  const content = useSlowTopic(search === '' ? topic.actors : topic.anyActor, 250);
  const actors = moment?.actors ?? world.actors;
  const rows = useMemo(
    () => actorTree(actors, world.sources, { search, showEnded, open }),
    // The maps are changed in place: their versions tell.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [actors, world, search, showEnded, open, structure, content],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });

  const select = useCallback((id: string) => session.navigate({ actor: id }, { replace: true }), [session]);
  const toggle = useCallback(
    (id: string, isOpen: boolean) =>
      settings.update((before) => ({ ...before, open: new Map(before.open).set(id, isOpen) })),
    [settings],
  );

  const selectedIndex = rows.findIndex((row) => row.kind === 'actor' && row.id === route.actor);
  const firstActor = rows.findIndex((row) => row.kind === 'actor');
  const focusableIndex = selectedIndex >= 0 ? selectedIndex : firstActor;

  // What a link leads to is brought into sight once; after that the people scroll.
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (route.actor === shown.current || selectedIndex < 0) return;
    shown.current = route.actor;
    virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [route.actor, selectedIndex, virtual]);

  function focusRow(index: number): void {
    const row = rows[index];
    if (row?.kind !== 'actor') return;
    select(row.id);
    virtual.scrollToIndex(index, { align: 'auto' });
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] [role=treeitem]`)?.focus();
    });
  }

  function handleKey(event: KeyboardEvent): void {
    const to = nextFocus(rows, focusableIndex, event.key);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (typeof to === 'number') focusRow(to);
    else toggle(to.id, to.isOpen);
  }

  return (
    <div className="pane-body tree" ref={scroller}>
      <div
        role="tree"
        aria-label="Actors"
        className="virtual"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={handleKey}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={row.kind === 'actor' ? row.id : `source ${row.source.id}`}
              className="virtual-row"
              data-index={index}
              role="presentation"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              {row.kind === 'source' ? (
                <div className="source-row ellipsis">
                  {row.source.name}
                  {!row.source.connected && <span className="chip">gone</span>}
                </div>
              ) : (
                <ActorRow
                  id={row.id}
                  depth={row.depth}
                  hasChildren={row.hasChildren}
                  isOpen={row.isOpen}
                  isSelected={row.id === route.actor}
                  isFocusable={index === focusableIndex}
                  times={row.times}
                  onSelect={select}
                  onToggle={toggle}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Where a key leads: to another row, or to another state of this one. */
function nextFocus(
  rows: readonly TreeRow[],
  index: number,
  key: string,
): number | { readonly id: string; readonly isOpen: boolean } | undefined {
  const row = rows[index];
  if (row?.kind !== 'actor') return undefined;
  const search = (from: number, by: number): number | undefined => {
    for (let at = from; at >= 0 && at < rows.length; at += by) if (rows[at]?.kind === 'actor') return at;
    return undefined;
  };
  switch (key) {
    case 'ArrowDown':
      return search(index + 1, 1);
    case 'ArrowUp':
      return search(index - 1, -1);
    case 'Home':
      return search(0, 1);
    case 'End':
      return search(rows.length - 1, -1);
    case 'ArrowRight':
      if (!row.hasChildren) return undefined;
      return row.isOpen ? search(index + 1, 1) : { id: row.id, isOpen: true };
    case 'ArrowLeft': {
      if (row.isOpen) return { id: row.id, isOpen: false };
      for (let at = index - 1; at >= 0; at -= 1) {
        const above = rows[at];
        if (above?.kind === 'actor' && above.depth < row.depth) return at;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

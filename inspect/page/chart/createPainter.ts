import type { InspectedActor } from '../../model/InspectedActor.ts';
import { parentPath } from '../../model/statePaths.ts';
import type { ChartLayout } from './ChartLayout.ts';

/** What of an actor is put on its statechart. */
export interface Painted {
  readonly actor: InspectedActor;
  /** Edges that stay lit: of the moment that is shown. `null` while it is live. */
  readonly took: readonly string[] | null;
}

/** Puts what lives on a drawn statechart: by classes, attributes and the text of countdowns alone. */
export interface Painter {
  paint(painted: Painted): void;
  /** Brings countdowns up to now; in ms since the epoch. Returns whether any runs. */
  tick(now: number): boolean;
}

interface Countdown {
  readonly text: SVGTextElement;
  readonly bar: SVGRectElement | null;
}

/** Makes a {@link Painter} for a layout that is drawn inside an element. */
export function createPainter(root: SVGElement, { bundles }: ChartLayout): Painter {
  const labels = new Map(bundles.flatMap((bundle) => bundle.edges.map(({ id, label }) => [id, label])));
  const states = new Map<string, SVGGElement>();
  const edges = new Map<string, Element[]>();
  const countdowns = new Map<string, Countdown[]>();
  let last: Painted | undefined;
  /** Alternates, so that an edge that is lit anew begins its glow anew. */
  const phase = new WeakMap<Element, boolean>();

  for (const element of root.querySelectorAll<SVGGElement>('[data-state]')) {
    states.set(element.dataset['state'] ?? '', element);
  }
  for (const element of root.querySelectorAll<SVGElement>('[data-edges]')) {
    const ids: unknown = JSON.parse(element.dataset['edges'] ?? '[]');
    if (!Array.isArray(ids)) continue;
    for (const id of ids) edges.set(String(id), [...(edges.get(String(id)) ?? []), element]);
  }
  for (const text of root.querySelectorAll<SVGTextElement>('[data-timer]')) {
    const event = text.dataset['timer'] ?? '';
    const bar = text.parentElement?.querySelector<SVGRectElement>('.timer-bar') ?? null;
    countdowns.set(event, [...(countdowns.get(event) ?? []), { text, bar }]);
  }

  /** Seen from far, a bundle says no more than which of its edges was taken. */
  function caption(element: Element, id: string): void {
    const text = element.querySelector('.far-event');
    if (text !== null) text.textContent = labels.get(id) ?? '';
  }

  function light(id: string): void {
    for (const element of edges.get(id) ?? []) {
      caption(element, id);
      const next = !(phase.get(element) ?? false);
      phase.set(element, next);
      element.classList.toggle('lit-a', next);
      element.classList.toggle('lit-b', !next);
    }
  }

  function paintStates({ states: active, visited, status }: InspectedActor): void {
    const isActive = new Set(active);
    const outer = new Set(active.map(parentPath));
    const wasVisited = new Set(visited);
    for (const [path, element] of states) {
      const on = isActive.has(path);
      element.classList.toggle('active', on);
      element.classList.toggle('innermost', on && !outer.has(path));
      element.classList.toggle('failed', on && status === 'error');
      element.classList.toggle('visited', on || wasVisited.has(path));
      if (on) element.setAttribute('aria-current', 'true');
      else element.removeAttribute('aria-current');
    }
  }

  return {
    paint(painted) {
      const { actor, took } = painted;
      const isFirst = last === undefined || last.actor.id !== actor.id || took !== null || last.took !== null;
      if (last?.actor.states !== actor.states || last.actor.visited !== actor.visited || isFirst) {
        paintStates(actor);
      }
      if (last?.actor.taken !== actor.taken || isFirst) {
        for (const element of new Set([...edges.values()].flat())) element.classList.remove('taken');
        for (const [id, count] of Object.entries(actor.taken)) {
          for (const element of edges.get(id) ?? []) element.classList.toggle('taken', count > 0);
          if (!isFirst && count > (last?.actor.taken[id] ?? 0)) light(id);
        }
      }
      if (isFirst) {
        for (const element of new Set([...edges.values()].flat())) {
          element.classList.remove('lit-a', 'lit-b', 'took');
        }
        for (const id of took ?? []) {
          for (const element of edges.get(id) ?? []) {
            element.classList.add('took');
            caption(element, id);
          }
        }
      }
      last = painted;
    },
    tick(now) {
      const running = new Map(last?.actor.timers.map((timer) => [timer.event, timer]));
      for (const [event, places] of countdowns) {
        const timer = running.get(event);
        const rest = timer === undefined ? 0 : Math.max(0, timer.dueAt - now);
        for (const { text, bar } of places) {
          const said = timer === undefined ? '' : `${(rest / 1_000).toFixed(1)} s`;
          if (text.textContent !== said) text.textContent = said;
          if (bar === null) continue;
          bar.classList.toggle('running', timer !== undefined);
          if (timer !== undefined) bar.style.transform = `scaleX(${rest / Math.max(1, timer.delay)})`;
        }
      }
      return running.size > 0;
    },
  };
}

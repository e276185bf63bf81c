import type { InspectedActor } from '../../model/InspectedActor.ts';
import { parentPath } from '../../model/statePaths.ts';

/** What an actor is called on the page: parts of a connection without what their place says already. */
export function shownName({ name, connection, parent }: InspectedActor): {
  readonly kind: string;
  readonly name: string;
} {
  const [, kind = '', rest = ''] = /^(namespace|subscription):(.+)$/s.exec(name) ?? [];
  return connection === null || parent === null || rest === '' ? { kind: '', name } : { kind, name: rest };
}

/** How an actor is doing, as a colour: `good`, `wait`, `bad`, `active`, or none of them. */
export type Tone = 'good' | 'wait' | 'bad' | 'active' | 'idle';

/** The innermost active states: what people mean by "the state". */
export function leafStates(states: readonly string[]): readonly string[] {
  const parents = new Set(states.map(parentPath));
  return states.filter((path) => !parents.has(path));
}

/** The state of an actor in a few words. */
export function stateText({ states, status, kind, endedAt }: InspectedActor): string {
  if (status !== 'active') return status;
  if (endedAt !== null) return 'stopped';
  const leaves = leafStates(states);
  if (leaves.length > 2) return `${leaves.slice(0, 2).join(', ')} +${leaves.length - 2}`;
  return leaves.length > 0 ? leaves.join(', ') : kind === 'machine' ? '' : kind;
}

/** Our own connections and namespaces have states that say how they are; of others only the status does. */
export function toneOf(actor: InspectedActor): Tone {
  const { status, states, connection, endedAt } = actor;
  if (status === 'error') return 'bad';
  if (endedAt !== null || status !== 'active') return 'idle';
  if (connection === null || states.length === 0) return 'active';
  if (states.includes('stopped.failed') || states.includes('denied')) return 'bad';
  if (states.includes('connected') || states.includes('joined')) return 'good';
  if (states.includes('connecting') || states.includes('joining')) return 'wait';
  return states.includes('idle') || states.includes('stopped') || states.includes('left') ? 'idle' : 'active';
}

/** The share of a machine's states that were visited, for its bar. */
export function coverageOf(
  visited: readonly string[],
  taken: Readonly<Record<string, number>>,
  all: { readonly states: readonly string[]; readonly edges: readonly string[] },
): { readonly states: number; readonly edges: number } {
  const known = new Set(visited);
  return {
    states: all.states.filter((path) => known.has(path)).length,
    edges: all.edges.filter((id) => (taken[id] ?? 0) > 0).length,
  };
}

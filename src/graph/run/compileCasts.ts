import { NodeError } from '../NodeError.ts';
import { castValue, fits } from '../values/convertValue.ts';
import type { PlannedCast, PlannedNode } from './planGraph.ts';

/** What takes in the values of type Any that a pulse input reads, each as the type that its input takes. */
export function compileCasts(
  { node, casts }: PlannedNode,
  values: unknown[],
  pulse: number,
): (() => void) | undefined {
  const { definition } = node.facts;
  const reads = 'reads' in definition ? definition.reads?.(pulse) : undefined;
  const made = casts.filter(({ key, place }) => reads === undefined || isRead(reads, key, place));
  const [first, ...rest] = made.map((cast) => compileCast(cast, values));
  if (first === undefined || rest.length === 0) return first;
  return () => {
    first();
    for (const cast of rest) cast();
  };
}

function isRead(reads: readonly string[], key: string, place: string): boolean {
  return reads.includes(key) || reads.some((name) => place.endsWith(`"${name}"`));
}

function compileCast(cast: PlannedCast, values: unknown[]): () => void {
  const { from, to, type, fallback, isRequired, place } = cast;
  return () => {
    const value = values[from];
    if (value === null || value === undefined) {
      if (isRequired) throw new NodeError('missing-value', `${place} has no value.`);
      values[to] = fallback;
    } else values[to] = fits(type, value) ? value : castValue(type, value, place);
  };
}

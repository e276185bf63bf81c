import type { EdgeDefinition, StateDefinition } from '../../model/MachineDefinition.ts';
import type { ChartDetail } from './ChartLayout.ts';
import type { TextToken } from './flowText.ts';

/** Names that are listed before the rest is a number. */
const mostNames = 2;

/**
 * What is written on the line from one state to another: a row an event, its guards behind it, its actions below.
 */
export function edgeTokens(edges: readonly EdgeDefinition[], detail: ChartDetail): readonly TextToken[] {
  return groupByLabel(edges).flatMap((group) => eventTokens(group, detail));
}

/** What is written in the box of a state, without its title. */
export function stateTokens(state: StateDefinition, detail: ChartDetail): readonly TextToken[] {
  const tokens: TextToken[] = state.invoke.map(({ id, src }) => ({
    text: `↻ ${src === '(anonymous)' ? id : src}`,
    style: 'plain',
    breaks: true,
  }));
  if (detail === 'actions') {
    if (state.entry.length > 0) tokens.push({ text: `entry / ${names(state.entry)}`, ...faintLine });
    if (state.exit.length > 0) tokens.push({ text: `exit / ${names(state.exit)}`, ...faintLine });
  }
  const inner = groupByLabel(state.edges.filter(isInternal));
  // A long list of events that change no state is set like prose: only their names.
  const isLong = inner.length > 4;
  inner.forEach((group, index) => {
    tokens.push(...eventTokens(group, isLong ? 'events' : detail, !isLong || index === 0));
  });
  return tokens;
}

const faintLine = { style: 'faint', breaks: true } as const;

/** An edge that leads nowhere: it runs its actions, and its state stays as it is. */
export function isInternal(edge: EdgeDefinition): boolean {
  return edge.targets.length === 0;
}

function eventTokens(
  edges: readonly EdgeDefinition[],
  detail: ChartDetail,
  breaks = true,
): readonly TextToken[] {
  const [first] = edges;
  if (first === undefined) return [];
  const tokens: TextToken[] = [
    { text: first.label, style: 'strong', breaks, edges: edges.map(({ id }) => id) },
  ];
  if (first.kind === 'after') tokens.push({ text: '00.0 s', style: 'plain', timer: first.event });
  if (detail === 'events') return tokens;
  const guarded = edges.filter(({ guard }) => guard !== null);
  for (const edge of guarded) {
    tokens.push({ text: `[${edge.guard ?? ''}]`, style: 'plain', edges: [edge.id] });
  }
  if (detail === 'actions' && first.actions.length > 0) {
    tokens.push({ text: `/ ${names(first.actions)}`, ...faintLine });
  }
  return tokens;
}

function groupByLabel(edges: readonly EdgeDefinition[]): readonly (readonly EdgeDefinition[])[] {
  const groups = new Map<string, EdgeDefinition[]>();
  for (const edge of edges) {
    const group = groups.get(edge.event);
    if (group === undefined) groups.set(edge.event, [edge]);
    else group.push(edge);
  }
  return [...groups.values()];
}

function names(actions: readonly string[]): string {
  const shown = actions.slice(0, mostNames).join(', ');
  return actions.length > mostNames ? `${shown} +${actions.length - mostNames}` : shown;
}

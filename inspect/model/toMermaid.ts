import type { EdgeDefinition, MachineDefinition, StateDefinition } from './MachineDefinition.ts';
import { parentPath, statesOf } from './statePaths.ts';

/**
 * A statechart as a Mermaid `stateDiagram-v2`. Mermaid has no drawing for everything: an edge into another region or into a
 * history state is drawn to the state, history is a state of its own with the label `H` or `H*`, what a state runs is a
 * note.
 *
 * @example
 * await writeFile('connection.mmd', toMermaid(describeMachine(machine.config)));
 */
export function toMermaid({ id, root }: MachineDefinition): string {
  const names = nameStates(root);
  const lines = ['stateDiagram-v2', `  %% ${oneLine(id)}`];
  // Only a state can have regions or edges of its own: then the machine is drawn as one around all.
  if (root.type === 'parallel' || root.edges.length > 0) {
    lines.push(`  [*] --> ${nameOf('', names)}`);
    writeState({ ...root, key: id }, names, lines, '  ');
    for (const edge of root.edges) writeEdge(edge, '', names, lines, '  ');
  } else {
    writeInside(root, names, lines, '  ');
  }
  return `${lines.join('\n')}\n`;
}

type Names = ReadonlyMap<string, string>;

/** Mermaid's ids are words: paths with all else replaced, made unique. */
function nameStates(root: StateDefinition): Names {
  const names = new Map<string, string>();
  const taken = new Set<string>(['end', 'state', 'note']);
  for (const { path } of statesOf(root)) {
    const base = path.replaceAll(/[^\p{L}\p{N}]+/gu, '_') || 'machine';
    let name = base;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${base}_${number}`;
    taken.add(name.toLowerCase());
    names.set(path, name);
  }
  return names;
}

function writeInside(state: StateDefinition, names: Names, lines: string[], indent: string): void {
  if (state.initial !== null && parentPath(state.initial) === state.path) {
    lines.push(`${indent}[*] --> ${nameOf(state.initial, names)}`);
  }
  state.states.forEach((child, index) => {
    if (state.type === 'parallel' && index > 0) lines.push(`${indent}--`);
    writeState(child, names, lines, indent);
  });
  // Mermaid wants an edge inside the composite state that holds both of its ends, or outside of them all.
  for (const child of state.states) {
    for (const edge of child.edges) writeEdge(edge, child.path, names, lines, indent);
  }
}

function writeState(state: StateDefinition, names: Names, lines: string[], indent: string): void {
  const name = nameOf(state.path, names);
  const label = state.type === 'history' ? (state.history === 'deep' ? 'H*' : 'H') : state.key;
  lines.push(`${indent}state ${quote(label)} as ${name}`);
  if (state.states.length > 0) {
    lines.push(`${indent}state ${name} {`);
    writeInside(state, names, lines, `${indent}  `);
    lines.push(`${indent}}`);
  }
  if (state.type === 'final') lines.push(`${indent}${name} --> [*]`);
  const notes = [
    ...state.invoke.map(({ src }) => `invoke ${src}`),
    ...state.entry.map((action) => `entry / ${action}`),
    ...state.exit.map((action) => `exit / ${action}`),
  ];
  if (notes.length > 0) {
    lines.push(
      `${indent}note right of ${name}`,
      ...notes.map((note) => `${indent}  ${escapeLabel(note)}`),
      `${indent}end note`,
    );
  }
}

function writeEdge(
  edge: EdgeDefinition,
  source: string,
  names: Names,
  lines: string[],
  indent: string,
): void {
  const targets = edge.targets.length === 0 ? [source] : edge.targets;
  // Forbidden: it draws nothing.
  if (edge.targets.length === 0 && edge.actions.length === 0) return;
  for (const target of targets) {
    lines.push(
      `${indent}${nameOf(source, names)} --> ${nameOf(target, names)}: ${escapeLabel(edgeText(edge))}`,
    );
  }
}

/** An edge in a line of text, as statecharts write it: `event [guard] / action, action`. */
export function edgeText(edge: EdgeDefinition): string {
  const guard = edge.guard === null ? '' : ` [${edge.guard}]`;
  const actions = edge.actions.length === 0 ? '' : ` / ${edge.actions.join(', ')}`;
  return `${edge.label}${guard}${actions}`;
}

function nameOf(path: string, names: Names): string {
  return names.get(path) ?? 'machine';
}

function quote(label: string): string {
  return `"${escapeLabel(label)}"`;
}

const entities: Readonly<Record<string, string>> = {
  '#': '#35;',
  ';': '#59;',
  ':': '#58;',
  '"': '#quot;',
  '<': '#lt;',
  '>': '#gt;',
};

/** Mermaid ends a label at a semicolon and at another colon, and reads HTML; its own entities are safe. */
function escapeLabel(text: string): string {
  return oneLine(text).replaceAll(/[#;:"<>]/g, (character) => entities[character] ?? character);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

import type { NodeDescription, SocketDescription } from './describeNodes.ts';

/** The nodes as a text for a terminal: family by family, each with its sockets. `in` and `out` go without saying. */
export function nodesTable(nodes: readonly NodeDescription[]): string {
  const width = Math.max(0, ...nodes.map(({ type }) => type.length)) + 2;
  const lines: string[] = [];
  let family = '';
  for (const node of nodes) {
    if (node.family !== family) {
      if (lines.length > 0) lines.push('');
      ({ family } = node);
    }
    lines.push(node.type.padEnd(width) + node.help.replaceAll('`', ''));
    const sockets = [
      list(
        'attributes',
        node.attributes.map(({ name, isRequired }) => (isRequired ? `${name}*` : name)),
      ),
      list('in', [...pulses(node.pulseInputs), ...node.inputs.map((input) => data(input, input.isRequired))]),
      list('out', [...pulses(node.pulseOutputs), ...node.outputs.map((output) => data(output, false))]),
    ].filter((text) => text !== '');
    for (const text of sockets) lines.push(' '.repeat(width) + text);
  }
  lines.push('', '* required   ► pulse   … numbered from 0');
  return `${lines.join('\n')}\n`;
}

function list(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${title}: ${entries.join(', ')}`;
}

function pulses(sockets: readonly SocketDescription[]): string[] {
  return sockets.map((socket) => `►${nameOf(socket)}`);
}

function data(socket: SocketDescription, isRequired: boolean): string {
  return `${nameOf(socket)}${isRequired ? '*' : ''} ${socket.type ?? ''}`;
}

function nameOf({ name, numbered }: SocketDescription): string {
  return numbered === undefined ? name : `${name}0…`;
}

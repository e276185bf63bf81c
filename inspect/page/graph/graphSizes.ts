import type { GraphModelNode } from '../../model/GraphModel.ts';

/** A row of a node: what goes in on its left, what comes out on its right. */
export interface SocketRow {
  readonly input: { readonly name: string; readonly kind: 'pulse' | 'data' } | null;
  readonly output: { readonly name: string; readonly kind: 'pulse' | 'data' } | null;
}

const headHeight = 46;
const rowHeight = 22;
const width = 210;

/** The rows of a node: pulses first, then data. */
export function socketRows(node: GraphModelNode): readonly SocketRow[] {
  const inputs = [
    ...node.pulseInputs.map((name) => ({ name, kind: 'pulse' as const })),
    ...node.inputs.map(({ name }) => ({ name, kind: 'data' as const })),
  ];
  const outputs = [
    ...node.pulseOutputs.map((name) => ({ name, kind: 'pulse' as const })),
    ...node.outputs.map(({ name }) => ({ name, kind: 'data' as const })),
  ];
  return Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, index) => ({
    input: inputs[index] ?? null,
    output: outputs[index] ?? null,
  }));
}

/** How large a node is drawn: known before it is, for the layout. */
export function nodeSize(node: GraphModelNode): { readonly width: number; readonly height: number } {
  return { width, height: headHeight + socketRows(node).length * rowHeight + 8 };
}

/** The id of a socket's handle: a pulse and a value may have one name. */
export function handleId(kind: 'pulse' | 'data', socket: string): string {
  return `${kind}:${socket}`;
}

import { namespaceForm, withSlash } from '../../project/namespaceForm.ts';
import { childPointer } from '../../project/pointer.ts';
import type { GraphNode } from '../../project/projectSchema.ts';
import { shorten } from '../../project/shorten.ts';
import { isOfType, valueFromFile } from '../../project/valueTypes.ts';
import { parseWireEnd } from '../../project/wireEnd.ts';
import type { SocketRef, SocketTable } from '../SocketTable.ts';
import type { Numbered } from '../sockets.ts';
import { article } from '../values/convertValue.ts';
import { describeValue } from '../values/describeValue.ts';
import { isAssignable } from '../values/typeLattice.ts';
import { knownNames, type Findings } from './Findings.ts';
import { chooseTypes } from './chooseTypes.ts';
import type { GraphSurroundings, NodeIds } from './resolveGraph.ts';
import { inputType, outputType, type ResolvedNode } from './ResolvedGraph.ts';

/**
 * Checks the inputs and pulses of all nodes of a graph, and fills them in.
 *
 * @param sources - the nodes as the file gives them, in the same order
 */
export function resolveWires(
  nodes: readonly ResolvedNode[],
  sources: readonly GraphNode[],
  ids: NodeIds,
  surroundings: GraphSurroundings,
  findings: Findings,
): void {
  for (const [index, node] of nodes.entries()) {
    const source = sources[index];
    if (source === undefined || findings.isFull) break;
    resolvePulses(node, source, ids, surroundings, findings);
    resolveInputs(node, source, ids, surroundings, findings);
    checkRequired(node, source, findings);
  }
  chooseTypes(nodes);
  for (const node of nodes) {
    if (findings.isFull) break;
    for (const input of node.inputs) checkType(node, input, findings);
  }
}

function resolvePulses(
  node: ResolvedNode,
  source: GraphNode,
  ids: NodeIds,
  surroundings: GraphSurroundings,
  findings: Findings,
): void {
  const given = new Set<string>();
  for (const [name, text] of Object.entries(source.pulses)) {
    if (findings.isFull) return;
    const place = childPointer(node.pointer, 'pulses', name);
    const output = findSocket(node, node.facts.pulsesOut, name, 'pulse output', place, findings);
    if (output === undefined || !isFirst(given, output, name, place, findings)) continue;
    const target = findEnd(text, place, ids, surroundings, findings);
    if (target?.node === undefined) continue;
    const input = findSocket(
      target.node,
      target.node.facts.pulsesIn,
      target.socket,
      'pulse input',
      place,
      findings,
    );
    if (input === undefined) continue;
    target.node.isPulsed = true;
    node.pulses.push({
      key: output.key,
      number: output.number,
      target: target.node,
      targetKey: input.key,
      targetNumber: input.number,
    });
  }
}

function resolveInputs(
  node: ResolvedNode,
  source: GraphNode,
  ids: NodeIds,
  surroundings: GraphSurroundings,
  findings: Findings,
): void {
  const given = new Set<string>();
  for (const [name, entry] of Object.entries(source.inputs)) {
    if (findings.isFull) return;
    const place = childPointer(node.pointer, 'inputs', name);
    const input = findSocket(node, node.facts.inputs, name, 'input', place, findings);
    if (input === undefined || !isFirst(given, input, name, place, findings)) continue;
    const { key, number, spec } = input;
    if ('value' in entry) {
      node.inputs.push({ key, number, name, spec, source: { kind: 'value', value: entry.value } });
      continue;
    }
    const wirePlace = childPointer(place, 'from');
    const from = findEnd(entry.from, wirePlace, ids, surroundings, findings);
    if (from?.node === undefined) continue;
    const output = findSocket(from.node, from.node.facts.outputs, from.socket, 'output', wirePlace, findings);
    if (output === undefined) continue;
    node.inputs.push({
      key,
      number,
      name,
      spec,
      source: { kind: 'wire', node: from.node, key: output.key, number: output.number },
    });
  }
}

function checkRequired(node: ResolvedNode, source: GraphNode, findings: Findings): void {
  for (const [key, spec] of node.facts.inputs.entries) {
    if (spec.required !== true) continue;
    // Also one whose wire is broken counts as given: that has been reported.
    const isGiven = Object.keys(source.inputs).some((name) => node.facts.inputs.find(name)?.key === key);
    if (isGiven) continue;
    const message = `${node.facts.definition.type} needs the input "${key}": give it { "value": … } or { "from": "nodeId.output" }.`;
    findings.add('missing-input', childPointer(node.pointer, 'inputs', key), message);
  }
}

function findSocket<Entry extends { readonly numbered?: Numbered }>(
  node: ResolvedNode,
  table: SocketTable<Entry>,
  name: string,
  what: string,
  pointer: string,
  findings: Findings,
): SocketRef<Entry> | undefined {
  const found = table.find(name);
  const { type } = node.facts.definition;
  if (found !== undefined && found.number < node.count) return found;
  if (found !== undefined && found.number === -1) return found;
  if (found !== undefined) {
    const last = `${found.key}${node.count - 1}`;
    const by = found.spec.numbered?.by ?? 'count';
    const remedy = { cases: ': add to "cases"', count: ': raise the attribute "count"', fixed: '' }[by];
    const range = node.count === 0 ? '' : `, but ${found.key}0 to ${last}`;
    const message = `The node "${shorten(node.id)}" (${type}) has no ${what} "${shorten(name)}"${range}${remedy}.`;
    findings.add('unknown-socket', pointer, message, node.count === 0 ? [] : [last]);
    return undefined;
  }
  const message = `The node "${shorten(node.id)}" (${type}) has no ${what} "${shorten(name)}".`;
  findings.addUnknown('unknown-socket', pointer, message, name, knownNames(table.names));
  return undefined;
}

function isFirst(
  given: Set<string>,
  { key, number }: { readonly key: string; readonly number: number },
  name: string,
  pointer: string,
  findings: Findings,
): boolean {
  const socket = number < 0 ? key : `${key}${number}`;
  if (!given.has(socket)) {
    given.add(socket);
    return true;
  }
  const message = `The socket "${socket}" is given twice: "${shorten(name)}" is another name of it.`;
  findings.add('invalid-shape', pointer, message);
  return false;
}

function findEnd(
  text: string,
  pointer: string,
  { byId }: NodeIds,
  surroundings: GraphSurroundings,
  findings: Findings,
): { readonly node: ResolvedNode | undefined; readonly socket: string } | undefined {
  const end = parseWireEnd(text);
  // What is no end of a wire has been reported by the reader of the file.
  if (end === undefined) return undefined;
  if (byId.has(end.node)) return { node: byId.get(end.node), socket: end.socket };
  const elsewhere = surroundings.graphsWith(end.node);
  if (elsewhere.length > 0) {
    const message = `The node "${shorten(end.node)}" stands in ${elsewhere[0]}, and wires stay in one graph: use a variable, or event/trigger and event/listener.`;
    findings.add('out-of-scope', pointer, message);
  } else {
    const message = `This graph has no node "${shorten(end.node)}".`;
    findings.addUnknown('unknown-node', pointer, message, end.node, knownNames(byId));
  }
  return undefined;
}

function checkNamespace(input: string, value: unknown, pointer: string, findings: Findings): void {
  // Left empty it is the default one.
  if (typeof value !== 'string' || value === '' || namespaceForm.pattern.test(value)) return;
  const message = `The input "${input}" takes ${namespaceForm.takes}, and ${describeValue(value)} is none.`;
  findings.add('invalid-shape', childPointer(pointer, 'value'), message, withSlash(value));
}

function checkType(node: ResolvedNode, input: ResolvedNode['inputs'][number], findings: Findings): void {
  const wanted = inputType(node, input.spec);
  const place = childPointer(node.pointer, 'inputs', input.name);
  const { source } = input;
  if (source.kind === 'value') {
    if (isOfType(wanted, source.value)) {
      if (input.spec.names === 'namespace') checkNamespace(input.name, source.value, place, findings);
      return;
    }
    const message = `The input "${input.name}" takes ${article(wanted)}, and ${describeValue(valueFromFile('Any', source.value))} is none.`;
    findings.add('type-mismatch', childPointer(place, 'value'), message);
    return;
  }
  const spec = source.node.facts.outputs.entries.find(([key]) => key === source.key)?.[1];
  if (spec === undefined) return;
  const given = outputType(source.node, spec);
  if (isAssignable(given, wanted)) return;
  const name = source.number < 0 ? source.key : `${source.key}${source.number}`;
  const message = `"${shorten(source.node.id)}.${name}" gives ${article(given)}, and the input "${input.name}" takes ${article(wanted)}: put a utility/conversion node in between.`;
  findings.add('type-mismatch', childPointer(place, 'from'), message, ['utility/conversion']);
}

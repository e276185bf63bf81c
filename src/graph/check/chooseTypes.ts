import { valueTypes, type ValueType } from '../../project/valueTypes.ts';
import { isNumeric, joinTypes, typeOfLiteral } from '../values/typeLattice.ts';
import type { ResolvedNode } from './ResolvedGraph.ts';

const undecided = 0;
const pending = 1;
const decided = 2;

/**
 * Decides what the `Chosen` and `Number` sockets of each node are: the attribute `dataType` where it is given, else
 * what is wired to them, else what is given to them. Without recursion, however long the chain of nodes.
 */
export function chooseTypes(nodes: readonly ResolvedNode[]): void {
  const progress = new Uint8Array(nodes.length);
  const stack: ResolvedNode[] = [];
  for (const root of nodes) {
    stack.push(root);
    while (stack.length > 0) {
      const node = stack.at(-1);
      if (node === undefined) break;
      if (progress[node.index] === undecided && node.facts.isPolymorphic && givenType(node) === undefined) {
        progress[node.index] = pending;
        // A node that is pending already is on a cycle, which is reported elsewhere: it stays Any.
        for (const source of choosingSources(node))
          if (progress[source.index] === undecided) stack.push(source);
        continue;
      }
      stack.pop();
      if (progress[node.index] === decided) continue;
      progress[node.index] = decided;
      if (node.facts.isPolymorphic) node.chosenType = givenType(node) ?? inferType(node);
    }
  }
}

function givenType({ attributes, facts }: ResolvedNode): ValueType | undefined {
  const given = attributes['dataType'];
  if (!facts.attributes.entries.some(([key]) => key === 'dataType')) return undefined;
  return valueTypes.find((type) => type === given);
}

/** The nodes whose own choice this node's choice depends on. */
function choosingSources(node: ResolvedNode): ResolvedNode[] {
  return node.inputs.flatMap(({ spec, source }) =>
    source.kind === 'wire' &&
    (spec.type === 'Chosen' || spec.type === 'Number') &&
    source.node.facts.isPolymorphic
      ? [source.node]
      : [],
  );
}

function inferType(node: ResolvedNode): ValueType {
  const choosing = node.inputs.filter(({ spec }) => spec.type === 'Chosen' || spec.type === 'Number');
  const isNumber =
    choosing.some(({ spec }) => spec.type === 'Number') ||
    node.facts.outputs.entries.some(([, { type }]) => type === 'Number');
  const wired: ValueType[] = [];
  const literal: ValueType[] = [];
  for (const { source } of choosing) {
    if (source.kind === 'value') literal.push(typeOfLiteral(source.value));
    else wired.push(wiredType(source.node, source.key));
  }
  if (!isNumber) return joinTypes([...wired, ...literal]);
  // What is no number is reported as a mismatch, and does not make the node less of a number.
  const numbers = wired.filter((type) => isNumeric(type) || type === 'Any');
  // A fixed 1 is no Int that would widen a Byte; a fixed 0.5 does make it Float.
  const fixed = literal.filter((type) => isNumeric(type) && (numbers.length === 0 || type === 'Float'));
  const all = [...numbers, ...fixed];
  return all.length === 0 ? 'Float' : joinTypes(all);
}

function wiredType(node: ResolvedNode, key: string): ValueType {
  const type = node.facts.outputs.entries.find(([name]) => name === key)?.[1].type;
  if (type === undefined) return 'Any';
  if (type === 'Chosen' || type === 'Number') return node.chosenType;
  return type === 'Variable' ? node.variableType : type;
}

import { graphErrorCodes } from '../graphErrorCodes.ts';
import type {
  AttributeDescription,
  InputDescription,
  NodeDescription,
  SocketDescription,
} from './describeNodes.ts';

const preface = `# Nodes

<!-- Generated from the definitions in src/graph/nodes by \`npx tsx test/graph/support/writeNodesDocument.ts\`. -->

Every node that a project file can have, family by family: what it does, its attributes, its sockets. \`statewire nodes\`
prints the same as a table, \`statewire schema\` lets an editor complete it.

How to read it:

- A **pulse** input executes the node; a pulse output is where it goes on. Where nothing else is said, they are \`in\` and \`out\`.
- **Numbered** sockets count from 0: \`input0\`, \`input1\` … Their number is the attribute \`count\` (from 1 to 1000); left
  out, there are as many as are used, at least the usual number. Those of \`flow/switch\` are as many as its \`cases\`.
- **Types**: \`Chosen\` is the attribute \`dataType\`; left out, what is wired to the node's \`Chosen\` inputs, else Any. \`Number\`
  is the same among Byte, Int and Float. \`Variable\` is the type of the variable.
- A wire from Any into a typed input is checked when the node executes: the value itself if it is of the type; the text of a
  number or Bool, for a String; the input's default where there is no value (null); anything else is the error
  \`conversion-failed\`. \`utility/conversion\` does what could lose something.
- **Data nodes** compute when they are pulsed and hold their outputs. One whose pulse input nothing is wired to computes when
  a node that executes reads it. The others only ever do something when they are pulsed.
- A node that fails goes on at its \`onError\` (or \`onTypeError\`) where that is wired, with the reason in \`error\`; else the error
  is written to the log. Either way its branch ends there, and everything else goes on.
- What an event sets off sees that event's data, also after a timer or an acknowledgement: a branch that waits takes along
  what its run had computed. Other events' data are not there (null, or the default of the input).
- *Also:* lists other names that a project file may use for the same.
`;

/** The text of docs/nodes.md: all nodes with their sockets, and the errors of graphs. */
export function nodesDocument(nodes: readonly NodeDescription[]): string {
  const families = [...new Set(nodes.map(({ family }) => family))];
  const parts = [preface, `Families: ${families.map((family) => `[${family}](#${family})`).join(' · ')}\n`];
  for (const family of families) {
    parts.push(`## ${family}\n`);
    for (const node of nodes) if (node.family === family) parts.push(nodeSection(node));
  }
  parts.push(errorSection());
  return parts.join('\n');
}

function nodeSection(node: NodeDescription): string {
  const { type, label, kind, help, scopes } = node;
  const facts = [label, kindText[kind], ...(scopes.length === 1 ? [`${scopes[0]} graphs only`] : [])];
  const lines = [`### ${type}`, '', `${help} *(${facts.join('; ')})*`, ''];
  const rows = [
    ...node.attributes.map((attribute) =>
      row('attribute', `\`${attribute.name}\``, attributeType(attribute), attribute),
    ),
    ...node.pulseInputs.map((pulse) => row('pulse in', nameOf(pulse), '', pulse)),
    ...node.inputs.map((input) => row('in', nameOf(input), inputTypeText(input), input)),
    ...node.pulseOutputs.map((pulse) => row('pulse out', nameOf(pulse), '', pulse)),
    ...node.outputs.map((output) => row('out', nameOf(output), output.type ?? '', output)),
  ];
  if (rows.length > 0) lines.push('| | Name | Type | |', '|---|---|---|---|', ...rows, '');
  return lines.join('\n');
}

const kindText: Readonly<Record<NodeDescription['kind'], string>> = {
  data: 'data node',
  action: 'action',
  waiting: 'action that takes time',
  event: 'event',
};

function row(
  what: string,
  name: string,
  type: string,
  { help, aliases = [] }: { readonly help: string; readonly aliases?: readonly string[] },
): string {
  const also = aliases.length === 0 ? '' : ` *Also:* ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`;
  return `| ${what} | ${name} | ${type} | ${help.replaceAll('|', '\\|')}${also} |`;
}

function nameOf({ name, numbered }: SocketDescription): string {
  if (numbered === undefined) return `\`${name}\``;
  return `\`${name}0\` \`${name}1\`${numbered.by === 'fixed' ? '' : ' …'}`;
}

function inputTypeText(input: InputDescription): string {
  const { type = '', isRequired } = input;
  if (isRequired) return `${type}, required`;
  return 'default' in input ? `${type} = \`${JSON.stringify(input.default)}\`` : `${type}, optional`;
}

function attributeType({ type, isRequired, choices, default: value }: AttributeDescription): string {
  const kind = choices === undefined ? type : choices.map((choice) => `\`${choice}\``).join(' ');
  if (isRequired) return `${kind}, required`;
  return value === undefined ? kind : `${kind} = \`${JSON.stringify(value)}\``;
}

function errorSection(): string {
  const rows = Object.entries(graphErrorCodes).map(
    ([code, { meaning, advice }]) => `| \`${code}\` | ${meaning} | ${advice} |`,
  );
  return [
    '## Errors of graphs',
    '',
    'The `code` of an error line with a `node`. Errors of connections, which nodes of the family `socketio` pass on, are in [errors.md](errors.md).',
    '',
    '| Code | Meaning | What to do |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

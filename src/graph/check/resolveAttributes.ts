import type { GraphNode } from '../../project/projectSchema.ts';
import { childPointer } from '../../project/pointer.ts';
import { shorten } from '../../project/shorten.ts';
import { suggest } from '../../project/suggest.ts';
import { mostNumbered, type DefinitionFacts } from '../definitionFacts.ts';
import type { AttributeSpec } from '../sockets.ts';
import { describeValue } from '../values/describeValue.ts';
import { knownNames, readable, type Findings } from './Findings.ts';

/** The names that attributes are checked against. */
export interface ProjectNames {
  /** `undefined`: there are none to be had, so that none is unknown. */
  readonly connections: ReadonlySet<string> | undefined;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly scenes: ReadonlySet<string>;
}

/** Checks the attributes of a node. @returns them under the definition's names, defaults filled in */
export function resolveAttributes(
  node: GraphNode,
  pointer: string,
  facts: DefinitionFacts,
  project: ProjectNames,
  findings: Findings,
): Readonly<Record<string, unknown>> {
  const values = new Map<string, unknown>();
  for (const [name, value] of Object.entries(node.attributes)) {
    if (findings.isFull) break;
    const place = childPointer(pointer, 'attributes', name);
    const found = facts.attributes.find(name);
    if (found === undefined) {
      const hint =
        facts.inputs.find(name) === undefined
          ? ''
          : ` "${shorten(name)}" is an input: it stands in "inputs".`;
      const message = `${node.type} has no attribute "${shorten(name)}".${hint}`;
      findings.addUnknown('unknown-attribute', place, message, name, knownNames(facts.attributes.names));
    } else if (values.has(found.key)) {
      const message = `The attribute "${found.key}" is given twice: "${shorten(name)}" is another name of it.`;
      findings.add('invalid-shape', place, message);
    } else if (isValid(found.spec, value, place, name, node.type, findings)) {
      values.set(found.key, value);
      checkName(found.spec, value, place, project, findings);
    }
  }
  for (const [key, spec] of facts.attributes.entries) {
    if (values.has(key)) continue;
    if (spec.default !== undefined) values.set(key, spec.default);
    else if (spec.required === true && !Object.hasOwn(node.attributes, key)) {
      const known = namesFor(spec, project);
      const names = known === undefined ? [...choicesOf(spec)] : [...known.known.keys()].slice(0, 12);
      const hint =
        names.length === 0
          ? ''
          : ` There ${names.length === 1 ? 'is' : 'are'} ${names.map((name) => shorten(name)).join(', ')}.`;
      const message = `${node.type} needs the attribute "${key}": ${lowerFirst(spec.help)}${hint}`;
      findings.add('missing-input', childPointer(pointer, 'attributes', key), message, readable(names));
    }
  }
  // All of them in the order of the definition: so those of all its nodes have the same shape, which `run` runs faster on.
  return Object.fromEntries(facts.attributes.entries.map(([key]) => [key, values.get(key)]));
}

function isValid(
  spec: AttributeSpec,
  value: unknown,
  pointer: string,
  name: string,
  type: string,
  findings: Findings,
): boolean {
  const expected = mismatch(spec, value);
  if (expected === undefined) return true;
  const choices = choicesOf(spec);
  const near = typeof value === 'string' ? suggest(value, choices) : [];
  const message = `The attribute "${name}" of ${type} takes ${expected}, not ${describeValue(value)}.`;
  findings.add('invalid-shape', pointer, message, near.length > 0 ? near : choices);
  return false;
}

/** What the attribute takes, where the value is not that. */
function mismatch(spec: AttributeSpec, value: unknown): string | undefined {
  if (spec.type === 'Any') return undefined;
  if (spec.type === 'Bool') return typeof value === 'boolean' ? undefined : 'true or false';
  if (spec.type === 'Float') return typeof value === 'number' ? undefined : 'a number';
  if (spec.type === 'String') {
    const choices = choicesOf(spec);
    if (typeof value === 'string' && (choices.length === 0 || choices.includes(value))) return undefined;
    return choices.length === 0 ? 'a text' : `one of ${choices.join(', ')}`;
  }
  if (spec.type === 'Int') {
    const { least = -(2 ** 31), most = 2 ** 31 - 1 } = spec;
    const isWithin = typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
    return isWithin ? undefined : `a whole number from ${least} to ${most}`;
  }
  if (!Array.isArray(value)) return 'a list';
  if (value.length > mostNumbered) return `a list of at most ${mostNumbered}`;
  const isFit = spec.items === undefined || value.every((item) => typeof item === 'string');
  return isFit ? undefined : 'a list of texts';
}

function choicesOf(spec: AttributeSpec): readonly string[] {
  return spec.type === 'String' ? (spec.choices ?? []) : [];
}

interface Names {
  readonly code: 'unknown-connection' | 'unknown-variable' | 'unknown-scene';
  readonly known: ReadonlySet<string> | ReadonlyMap<string, unknown>;
}

function checkName(
  spec: AttributeSpec,
  value: unknown,
  pointer: string,
  project: ProjectNames,
  findings: Findings,
): void {
  const names = namesFor(spec, project);
  // An empty text has been reported by the reader of the file.
  if (names === undefined || typeof value !== 'string' || value === '' || names.known.has(value)) return;
  const message = `No ${spec.names} is named "${shorten(value)}".`;
  findings.addUnknown(names.code, pointer, message, value, knownNames(names.known));
}

function namesFor(spec: AttributeSpec, project: ProjectNames): Names | undefined {
  if (spec.names === undefined) return undefined;
  const { connections } = project;
  const byKind: Readonly<Record<'connection' | 'variable' | 'scene', Names | undefined>> = {
    connection: connections && { code: 'unknown-connection', known: connections },
    variable: { code: 'unknown-variable', known: project.variables },
    scene: { code: 'unknown-scene', known: project.scenes },
  };
  return byKind[spec.names];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

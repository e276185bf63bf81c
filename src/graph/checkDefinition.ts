import type { NodeDefinition } from './NodeDefinition.ts';

const typePattern = /^[a-z][A-Za-z0-9-]*(\/[a-z][A-Za-z0-9-]*)+$/;
/** Ends with a letter: a number at the end is that of a numbered socket. */
const namePattern = /^[a-z]([A-Za-z0-9]*[A-Za-z])?$/;
/** Members of every object: as names of sockets they would be found where nothing was said of them. */
const taken = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Looks for what the types of a definition cannot rule out.
 *
 * @throws {TypeError} naming the node and the place
 */
export function checkDefinition(definition: NodeDefinition): void {
  const { type } = definition;
  if (!typePattern.test(type))
    throw new TypeError(`"${type}" is no type of a node: it takes a family and a name, as "math/add".`);
  const fail = (problem: string): never => {
    throw new TypeError(`The node ${type} ${problem}.`);
  };
  if (
    definition.kind === 'event'
      ? typeof definition.listen !== 'function'
      : typeof definition.run !== 'function'
  )
    fail(
      `is of the kind "${definition.kind}" and has no ${definition.kind === 'event' ? 'listen' : 'run'}()`,
    );
  const { inputs = {}, outputs = {}, attributes = {}, pulses = {} } = definition;
  const groups = {
    input: inputs,
    output: outputs,
    attribute: attributes,
    'pulse input': pulses.in,
    'pulse output': pulses.out,
  };
  for (const [group, entries] of Object.entries(groups)) {
    const names = new Set<string>();
    for (const [name, entry] of Object.entries(entries ?? {})) {
      if (!namePattern.test(name) || taken.has(name))
        fail(`has the ${group} "${name}": a name begins with a small letter and has letters and digits only`);
      const aliases: readonly string[] = entry.aliases ?? [];
      for (const each of [name, ...aliases]) {
        if (names.has(each)) fail(`has two of the ${group} "${each}"`);
        names.add(each);
      }
    }
  }
}

import type { Definition, NodeDefinition } from './NodeDefinition.ts';
import { checkDefinition } from './checkDefinition.ts';
import type { AttributeSpecs, InputSockets, OutputSockets, PulseSocket, PulseSockets } from './sockets.ts';

// An alias, as interfaces do not fit an index signature.
type Standard = { readonly out: PulseSocket };
// oxlint-disable-next-line typescript/no-generated-empty-object-type -- no sockets at all is just what it says
type None = Readonly<Record<never, never>>;

/**
 * Defines a node. What `run` reads and writes is typed from the sockets and attributes; the check of project files, the
 * JSON Schema and the documents derive from them too.
 *
 * `kind`: `data` computes outputs from inputs, `action` does something at once, `waiting` does something that takes
 * time (`run` returns a promise), `event` begins runs.
 *
 * @throws {TypeError} where a name cannot be one, or two are the same
 * @example
 * export const celsius = defineNode({
 *   kind: 'data',
 *   type: 'weather/celsius',
 *   label: 'Celsius',
 *   help: 'Turns degrees Fahrenheit into degrees Celsius.',
 *   inputs: { fahrenheit: { type: 'Float', help: 'The temperature.', required: true } },
 *   outputs: { output: { type: 'Float', help: 'The same in °C.' } },
 *   run({ inputs, outputs }) {
 *     outputs.output = (inputs.fahrenheit - 32) / 1.8;
 *   },
 * });
 */
export function defineNode<
  const Inputs extends InputSockets = None,
  const Outputs extends OutputSockets = None,
  const Attributes extends AttributeSpecs = None,
  const Pulses extends PulseSockets = Standard,
  State = undefined,
>(
  definition: Definition<Inputs, Outputs, Attributes, Pulses, State>,
): Definition<Inputs, Outputs, Attributes, Pulses, State>;
export function defineNode(definition: NodeDefinition): NodeDefinition {
  checkDefinition(definition);
  return definition;
}

import * as z from 'zod';
import { withNotes } from './readerNotes.ts';

/** A name that is not blank. */
export const nameSchema = (meaning: string) =>
  z.string().regex(/\S/, 'a text that is not blank').meta({ description: meaning });

/** Words for people, where an object has them. */
export const descriptionSchema = z
  .string()
  .meta({ description: 'For people; changes nothing.' })
  .exactOptional();

const wireEnd = (form: string, meaning: string) =>
  z
    .string()
    .regex(/^[\s\S]+\.[^.]+$/, `of the form ${form}: a node’s id, a dot, one of its sockets`)
    .meta({ description: meaning });

/** For a value that someone gave as it is: the same as an input. */
const asInput = (value: unknown): string[] => {
  if (typeof value === 'object' && value !== null) return [];
  return [`{ "value": ${JSON.stringify(value)} }`].filter((text) => text.length < 100);
};

const inputSchema = withNotes(
  z.union([
    z.strictObject({ value: z.unknown().meta({ description: 'A fixed value: any JSON.' }) }),
    z.strictObject({
      from: wireEnd('"nodeId.output"', 'The output that the value comes from: `nodeId.output`.'),
    }),
  ]),
  {
    suggest: asInput,
    advice: 'Write { "value": … } for a fixed value, { "from": "nodeId.output" } for a wire.',
  },
);

const pulseSchema = withNotes(wireEnd('"nodeId.in"', 'The one pulse input that it goes to: `nodeId.in`.'), {
  advice: 'A pulse goes to one input; the node flow/sequential passes it on to several.',
});

/** What graphs elsewhere call the parts of a node. */
const foreignNames: ReadonlyMap<string, string> = new Map([
  [
    'outputs',
    'a wire stands at the input that it leads to: { "inputs": { "input": { "from": "nodeId.output" } } }.',
  ],
  ['flows', 'write `pulses`: { "out": "nodeId.in" }.'],
  ['links', 'write `inputs` for wires and `pulses` for pulses.'],
  ['wires', 'write `inputs` for wires and `pulses` for pulses.'],
  ['parameters', 'write `inputs` for what comes by wire, `attributes` for what is fixed.'],
  ['configuration', 'it is an attribute: { "attributes": { "configuration": "demo" } }.'],
  ['connection', 'write { "attributes": { "configuration": "demo" } }.'],
]);

const nodeSchema = withNotes(
  z.strictObject({
    id: nameSchema('The name that wires give. Unique in its graph.'),
    type: nameSchema('What the node is: `family/name`. `statewire nodes` lists them.'),
    name: z.string().meta({ description: 'A title for people.' }).exactOptional(),
    description: descriptionSchema,
    attributes: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Fixed when the graph is loaded.' })
      .exactOptional(),
    inputs: z
      .record(z.string(), inputSchema)
      .meta({ description: 'By data input: `{ "value": JSON }` or `{ "from": "nodeId.output" }`.' })
      .exactOptional(),
    pulses: z
      .record(z.string(), pulseSchema)
      .meta({ description: 'By pulse output: the one input that it goes to.' })
      .exactOptional(),
    enabled: z
      .boolean()
      .meta({ description: 'False skips the node and all that follows it.', default: true })
      .exactOptional(),
    position: z
      .looseObject({ x: z.number(), y: z.number() })
      .meta({ description: 'Where an editor draws it; changes nothing.' })
      .exactOptional(),
  }),
  { foreignNames },
);

/** A graph as the file gives it. */
export const logicSchema = z.strictObject({
  nodes: z
    .array(nodeSchema)
    .meta({ description: 'The nodes of the graph; listeners of one event run in this order.' })
    .exactOptional(),
});

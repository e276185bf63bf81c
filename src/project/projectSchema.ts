import * as z from 'zod';
import { connectionSchema, type ConnectionSettings } from './connectionSchema.ts';
import { descriptionSchema, logicSchema, nameSchema } from './nodeSchema.ts';
import { withNotes } from './readerNotes.ts';
import { valueTypes, type ValueType } from './valueTypes.ts';

export type { ConnectionSettings } from './connectionSchema.ts';

const variableSchema = z.strictObject({
  name: nameSchema('The name that `variable/` nodes give. Unique.'),
  description: descriptionSchema,
  type: z.enum(valueTypes).meta({ description: 'The type of its value.' }),
  initialValue: z
    .unknown()
    .meta({ description: 'Fits the type; Binary as base64 text. Left out: false, 0, or empty.' })
    .exactOptional(),
});

const sceneSchema = z.strictObject({
  name: nameSchema('The name that `scene/` nodes give. Unique.'),
  description: descriptionSchema,
  logic: logicSchema.meta({ description: 'Its graph: lives while the scene is active.' }).exactOptional(),
});

const settingsSchema = withNotes(
  z
    .strictObject({
      socketio: z
        .strictObject({
          connections: withNotes(z.array(connectionSchema).meta({ description: 'The named connections.' }), {
            advice: 'Each entry has its name in it: [{ "name": "demo", "url": "http://127.0.0.1" }].',
          }).exactOptional(),
        })
        .meta({ description: 'Of the plugin `socketio`.' })
        .exactOptional(),
    })
    .meta({
      description: 'By plugin. `${NAME}` and `${NAME:-default}` in any text are filled from the environment.',
    }),
  { isFilled: true },
);

/** The project file, once `${NAME}` is filled in: everything that can be said of it without knowing the nodes. */
export const projectSchema = z.strictObject({
  $schema: z
    .string()
    .meta({ description: 'Where editors find the JSON Schema; changes nothing.' })
    .exactOptional(),
  name: nameSchema('The project’s name.').exactOptional(),
  description: descriptionSchema,
  plugins: z
    .strictObject({
      socketio: withNotes(
        z
          .strictObject({
            activated: z
              .boolean()
              .meta({ description: 'Off takes away its settings and its nodes.', default: true })
              .exactOptional(),
          })
          .meta({ description: 'Socket.IO connections.' }),
        { advice: 'Write { "activated": true } or { "activated": false }.' },
      ).exactOptional(),
    })
    .meta({ description: 'Which plugins are on. All are, unless said otherwise.' })
    .exactOptional(),
  settings: settingsSchema.exactOptional(),
  variables: z
    .array(variableSchema)
    .meta({ description: 'Values that the whole project shares.' })
    .exactOptional(),
  logic: logicSchema.meta({ description: 'The project’s own graph.' }).exactOptional(),
  scenes: z
    .array(sceneSchema)
    .meta({ description: 'Graphs of which one is active at a time: at start the first.' })
    .exactOptional(),
});

/** A data input of a node: a fixed value, or the output it comes from as `nodeId.output` (empty: was unreadable). */
export type GraphInput = { readonly value: unknown } | { readonly from: string };

/** A node as the file gives it, with what it leaves out filled in. */
export interface GraphNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, GraphInput>>;
  /** By pulse output: `nodeId.in` (empty: was unreadable). */
  readonly pulses: Readonly<Record<string, string>>;
  readonly enabled: boolean;
  readonly position?: { readonly x: number; readonly y: number };
}

/** A graph. */
export interface Logic {
  /** In the file's order and number: the nth node stands at `…/logic/nodes/n`. */
  readonly nodes: readonly GraphNode[];
}

/** A graph that lives while it is active. */
export interface Scene {
  readonly name: string;
  readonly logic: Logic;
}

/** A variable with the value it starts with: bytes for Binary, the type's default where the file gives none. */
export interface VariableSettings {
  readonly name: string;
  readonly type: ValueType;
  readonly initialValue: unknown;
}

/**
 * A project as the file gives it: checked, `${NAME}` filled in, with every part there.
 *
 * Where the diagnostics hold errors it is for checking further, not for running: what could not be read and has been
 * reported is an empty text (a name, a URL, the end of a wire), which stands for "known to be wrong". Names of sockets
 * and attributes are the file's: look them up with `Object.hasOwn` or go through `Object.entries`.
 */
export interface Project {
  /** @default 'project' */
  readonly name: string;
  readonly plugins: { readonly socketio: { readonly activated: boolean } };
  /** Without connections while the plugin is off. */
  readonly settings: { readonly socketio: { readonly connections: readonly ConnectionSettings[] } };
  readonly variables: readonly VariableSettings[];
  readonly logic: Logic;
  readonly scenes: readonly Scene[];
}

import type * as z from 'zod';
import type { logicSchema } from './nodeSchema.ts';
import type { GraphInput, GraphNode, Logic } from './projectSchema.ts';
import { setProperty } from './objects.ts';
import type { Found } from './readBySchema.ts';

type FoundLogic = Found<z.output<typeof logicSchema>>;
type FoundNode = NonNullable<NonNullable<FoundLogic['nodes']>[number]>;

/** A graph with everything there: what the file leaves out, and empty texts for what could not be read. */
export function toLogic(found: FoundLogic | undefined): Logic {
  return { nodes: (found?.nodes ?? []).map((node) => toNode(node ?? {})) };
}

function toNode(found: FoundNode): GraphNode {
  const {
    id = '',
    type = '',
    name,
    attributes = {},
    inputs = {},
    pulses = {},
    enabled = true,
    position,
  } = found;
  return {
    id,
    type,
    ...(name !== undefined && { name }),
    attributes,
    inputs: mapProperties(inputs, toInput),
    pulses: mapProperties(pulses, (pulse) => pulse ?? ''),
    enabled,
    ...(position?.x !== undefined &&
      position.y !== undefined && { position: { x: position.x, y: position.y } }),
  };
}

function toInput(found: Found<GraphInput> | undefined): GraphInput {
  if (found === undefined) return { from: '' };
  if ('value' in found) return { value: found.value };
  return { from: 'from' in found ? (found.from ?? '') : '' };
}

function mapProperties<From, To>(
  source: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  const result: Record<string, To> = {};
  for (const [name, value] of Object.entries(source)) setProperty(result, name, map(value));
  return result;
}

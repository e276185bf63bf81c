import type { AttributeSpec } from '../sockets.ts';
import { valueTypes } from '../../project/valueTypes.ts';

/** The attribute of nodes whose type is chosen. */
export const dataType = {
  type: 'String',
  choices: valueTypes,
  help: 'The type of its values; left out: what is wired to it.',
} as const satisfies AttributeSpec;

/** The same, of nodes that compute with numbers. */
export const numberType = {
  type: 'String',
  choices: ['Byte', 'Int', 'Float'],
  help: 'The type of its numbers; left out: what is wired to it.',
} as const satisfies AttributeSpec;

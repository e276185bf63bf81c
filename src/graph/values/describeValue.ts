import { shorten } from '../../project/shorten.ts';
import { isBinary } from './binary.ts';

const longestExcerpt = 40;

/** A value as a message names it, short whatever its size: `the text "abc"`, `an array of 3`, `null`. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      return `the text ${JSON.stringify(shorten(value, longestExcerpt))}`;
    }
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${value}`;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `an array of ${value.length}`;
      if (isBinary(value)) return 'binary data';
      return 'a dictionary';
    case 'undefined':
      return 'nothing';
    default:
      return `a ${typeof value}`;
  }
}
